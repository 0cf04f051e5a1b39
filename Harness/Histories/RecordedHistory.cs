// A history that was read, of any model: its header, and the one thing that is done with it.
using Checking;
using Checking.Linearizability;

namespace Harness.Histories;

/// <summary>What a line says of its history.</summary>
/// <param name="Name">The history's name.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Expected">Whether the history is linearizable, as the recording has it; null where it does not say.</param>
/// <param name="Line">The line of the file, from 1.</param>
public sealed record HistoryHeader(string Name, string Model, bool? Expected, long Line);

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

    /// <summary>Checks the history several times in a row as one history, as it is and with foresight at once, for nothing but the running of it.</summary>
    internal abstract void WarmUp(int repetitions);
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

    internal override void WarmUp(int repetitions)
    {
        long length = 1 + history.Operations.Max(operation => Math.Max(operation.Invoked, operation.Returned ?? 0));
        History<TOperation, TResponse> repeated = new(Enumerable.Range(0, repetitions).SelectMany(repetition => history.Operations.Select(operation =>
            operation with
            {
                Process = operation.Process + (repetition * length), // Anew each time: one may have an operation pending.
                Invoked = operation.Invoked + (repetition * length),
                Returned = operation.Returned + (repetition * length),
            })));
        new RecordedHistory<TState, TOperation, TResponse>(Header, specification, repeated).Check(SearchLimits.Default, TimeProvider.System);
        new LinearizabilityChecker<TState, TOperation, TResponse>(specification with { ForeseeAfter = 0 }).Check(repeated, SearchLimits.Default, TimeProvider.System);
    }
}
