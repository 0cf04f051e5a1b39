using System.Reflection;
using Clones;

namespace Harness.PlantedFaults;

/// <summary>Models with a planted fault: the step function compiled again, over the model's own states, operations and responses.</summary>
public static class WrongModel
{
    /// <summary>The specification that a fault makes of the model.</summary>
    /// <param name="fault">The fault, or null to compile the model as it is.</param>
    /// <returns>The specification.</returns>
    /// <exception cref="InvalidOperationException">The text to replace does not stand in its file once, or the changed model does not compile.</exception>
    public static CloneSpecificationOf Compile(PlantedFault? fault)
    {
        Assembly wrong = FaultCompiler.Compile("Model", fault, typeof(Model));
        MethodInfo step = wrong.GetType(typeof(Model).FullName!)!.GetMethod(nameof(Model.Step))!;
        return CloneSpecification.Of(fault?.Name ?? "unchanged", step.CreateDelegate<Func<State, Operation, (State, Response)>>());
    }
}
