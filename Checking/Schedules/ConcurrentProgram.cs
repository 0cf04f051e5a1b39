// What is explored: some shared state and a few threads, made anew for each execution. A program must
// be deterministic but for its schedule: everything else (time, randomness, the order of a hash table)
// has to come from the instance. Read next: ScheduleExplorer.cs.
namespace Checking.Schedules;

/// <summary>A program of a few threads that share state through the stand-ins of this kit.</summary>
/// <param name="Name">What it is called in reports.</param>
/// <param name="Start">Makes the shared state anew, on the explorer's thread and without control.</param>
public sealed record ConcurrentProgram(string Name, Func<ProgramInstance> Start);

/// <summary>One run's worth of a program.</summary>
/// <param name="Threads">What each thread does.</param>
public sealed record ProgramInstance(IReadOnlyList<Action> Threads)
{
    /// <summary>Asked when all threads have ended: what came out.</summary>
    public Func<ProgramOutcome> Observe { get; init; } = static () => ProgramOutcome.Unnamed;
}

/// <summary>What an execution came to.</summary>
/// <param name="Text">The outcome; outcomes with equal text count as one. Null is not counted.</param>
/// <param name="Violation">Why that should not be, or null where it may.</param>
public readonly record struct ProgramOutcome(string? Text, string? Violation = null)
{
    /// <summary>Nothing to tell.</summary>
    public static ProgramOutcome Unnamed => default;
}
