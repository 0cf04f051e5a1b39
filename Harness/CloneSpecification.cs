// The model in the terms of the kit. Every checker of this project starts here.
using Checking;
using Clones;

namespace Harness;

/// <summary>The specification of the clone manager.</summary>
public static class CloneSpecification
{
    /// <summary>The reference model.</summary>
    public static Specification<State, Operation, Response> Model { get; } = Of("model", Clones.Model.Step);

    /// <summary>A specification with another step function: a model with a planted fault.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="step">The step function.</param>
    /// <returns>The specification.</returns>
    public static Specification<State, Operation, Response> Of(string name, Func<State, Operation, (State State, Response Response)> step) =>
        new() { Name = name, Initial = State.Initial, Step = step, Describe = StateText.Describe };
}
