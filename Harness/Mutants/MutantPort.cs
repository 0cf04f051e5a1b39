using Harness.Schedules;
using SynchronisationMutants;

namespace Harness.Mutants;

/// <summary>A mutant of the port, compiled against the stand-ins.</summary>
/// <param name="Subject">What it is called in tokens.</param>
/// <param name="Make">Makes a port without a manager yet.</param>
public sealed record MutantPort(string Subject, Func<TimedSubject> Make)
{
    private static readonly Lazy<Func<string, string, Func<TimedSubject>>> Compiler = new(static () => StandInPort.Changeable(MutantSteps.Source.Text));

    /// <summary>Compiles a mutant.</summary>
    /// <param name="mutation">The mutant.</param>
    /// <returns>It, or why it does not compile.</returns>
    public static (MutantPort? Program, string? Error) Compile(Mutation mutation)
    {
        ArgumentNullException.ThrowIfNull(mutation);
        SourceFile changed = mutation.Changed;
        try
        {
            return (new(ScheduleSearch.MutantPrefix + mutation.Id, Compiler.Value(changed.Name, changed.Text)), null);
        }
        catch (InvalidOperationException exception)
        {
            return (null, exception.Message);
        }
    }
}
