// A history that was read, of any model: its header, and the one thing that is done with it.
using Checking;
using Checking.Linearizability;

namespace Harness.Histories;

/// <summary>What a line says of its history.</summary>
/// <param name="Name">The history's name.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Expected">Whether the history is linearizable, as the recording has it.</param>
/// <param name="Line">The line of the file, from 1.</param>
public sealed record HistoryHeader(string Name, string Model, bool Expected, long Line);

/// <summary>A history that was read.</summary>
public abstract class RecordedHistory
{
    private protected RecordedHistory(HistoryHeader header, int operations)
    {
        (Header, Operations) = (header, operations);
    }

    /// <summary>What the line says of it.</summary>
    public HistoryHeader Header { get; }

    /// <summary>How many operations it has.</summary>
    public int Operations { get; }

    /// <summary>Checks the history.</summary>
    /// <param name="limits">How much the check may take.</param>
    /// <param name="clock">The clock of the time limit.</param>
    /// <param name="cancellation">Ends the check; it is then undecided.</param>
    /// <returns>What the check came to.</returns>
    public abstract HistoryOutcome Check(SearchLimits limits, TimeProvider clock, CancellationToken cancellation = default);

    /// <summary>Checks the history, asking for foresight at once.</summary>
    internal abstract void CheckWithForesight();
}

/// <summary>What the check of a history of any model came to.</summary>
/// <param name="Verdict">Whether it is linearizable.</param>
/// <param name="End">Why it is not decided, where it is not.</param>
/// <param name="Configurations">How many configurations were visited.</param>
/// <param name="Explain">Writes the verdict as text, with the picture of a violation.</param>
public sealed record HistoryOutcome(Verdict Verdict, SearchEnd? End, long Configurations, Func<string> Explain);

/// <summary>A history of one model.</summary>
internal sealed class RecordedHistory<TState, TOperation, TResponse>(
    HistoryHeader header, SequentialSpecification<TState, TOperation, TResponse> specification, History<TOperation, TResponse> history)
    : RecordedHistory(header, history.Operations.Count)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    public override HistoryOutcome Check(SearchLimits limits, TimeProvider clock, CancellationToken cancellation = default)
    {
        LinearizabilityChecker<TState, TOperation, TResponse> checker = new(specification);
        LinearizabilityReport<TState, TOperation, TResponse> report = checker.Check(history, limits, clock, cancellation);
        return new(report.Verdict, report.End, report.Configurations, report.ToString);
    }

    internal override void CheckWithForesight()
    {
        LinearizabilityChecker<TState, TOperation, TResponse> checker = new(specification with { ForeseeAfter = 0 });
        checker.Check(history, SearchLimits.Default, TimeProvider.System);
    }
}
