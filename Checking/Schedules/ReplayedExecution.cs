namespace Checking.Schedules;

/// <summary>One execution, with what each access read and wrote.</summary>
/// <param name="Program">The program's name.</param>
/// <param name="Schedule">Its schedule.</param>
/// <param name="Accesses">Its accesses.</param>
/// <param name="Values">What each access read or wrote, as text.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Problem">What is wrong with it, or null.</param>
public sealed record ReplayedExecution(
    string Program,
    Schedule Schedule,
    IReadOnlyList<Access> Accesses,
    IReadOnlyList<string> Values,
    string? Outcome,
    ScheduleProblem? Problem)
{
    /// <summary>How often a thread was stopped that went on later, without waiting for a lock.</summary>
    public int Preemptions => Accesses.Zip(Accesses.Skip(1)).Select((pair, index) => (pair, index))
        .Count(at => at.pair.First.Thread != at.pair.Second.Thread
            && Accesses.Skip(at.index + 1).FirstOrDefault(access => access.Thread == at.pair.First.Thread) is { Place.File: not null, Kind: not AccessKind.Enter });
}
