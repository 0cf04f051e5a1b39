using Checking;
using Clones;
using Harness.Port;

namespace Harness.PlantedFaults;

/// <summary>Ports with a planted fault: the port and its adapter compiled again, over the model's own states, operations and responses.</summary>
public static class WrongPort
{
    /// <summary>The port that a fault makes.</summary>
    /// <param name="fault">The fault, or null to compile the port as it is.</param>
    /// <returns>Makes a port without a manager yet.</returns>
    /// <exception cref="InvalidOperationException">The text to replace does not stand in its file once, or the changed port does not compile.</exception>
    public static Func<ISubject<State, Operation, Response>> Compile(PlantedFault? fault)
    {
        Type subject = Compile(fault, typeof(PortSubject));
        return () => (ISubject<State, Operation, Response>)Activator.CreateInstance(subject)!;
    }

    /// <summary>As <see cref="Compile(PlantedFault?)"/>, for threads at once.</summary>
    /// <param name="fault">The fault, or null to compile the port as it is.</param>
    /// <returns>Makes a port without a manager yet.</returns>
    /// <exception cref="InvalidOperationException">As in <see cref="Compile(PlantedFault?)"/>.</exception>
    public static Func<TimedSubject> CompileTimed(PlantedFault? fault)
    {
        Type subject = Compile(fault, typeof(TimedPort));
        return () => (TimedSubject)Activator.CreateInstance(subject)!;
    }

    private static Type Compile(PlantedFault? fault, Type subject) =>
        FaultCompiler.Compile("Port", fault, typeof(Model), typeof(ISubject<,,>)).GetType(subject.FullName!)!;
}
