// Checks recorded histories one by one, and times each check: the entry for whoever reports verdicts.
// The time is that of the check alone, on the caller's thread; reading the file is left out, and so is the
// compilation of a model's code (WarmUp.cs).
using Checking;
using Checking.Linearizability;

namespace Harness.Histories;

/// <summary>What the check of one recorded history came to.</summary>
/// <param name="Name">The history's name.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Operations">How many operations it has.</param>
/// <param name="Verdict">Whether it is linearizable.</param>
/// <param name="Expected">Whether it is, as the recording has it; null where it does not say: then it should be.</param>
/// <param name="Milliseconds">How long the check took.</param>
/// <param name="Configurations">How many configurations were visited.</param>
/// <param name="End">Why it is not decided, where it is not.</param>
/// <param name="Explanation">The verdict as text, with the picture of a violation; written when it is asked for.</param>
public sealed record HistoryResult(
    string Name, string Model, int Operations, Verdict Verdict, bool? Expected, double Milliseconds, long Configurations, SearchEnd? End, Lazy<string> Explanation)
{
    /// <summary>Whether the verdict is the expected one. One that is not decided never is.</summary>
    public bool IsAsExpected => Verdict == (Expected is not false ? Verdict.Holds : Verdict.Violated);
}

/// <summary>Checks recorded histories.</summary>
/// <param name="limits">How much each check may take.</param>
/// <param name="clock">The clock, of the limits and of the times reported.</param>
public sealed class HistoryCheck(SearchLimits limits, TimeProvider clock)
{
    /// <summary>The histories that come with this library, with known verdicts.</summary>
    public static string SamplePath { get; } = Path.Combine(AppContext.BaseDirectory, "Histories", "histories.jsonl.gz");

    /// <summary>Checks the histories of a file, lazily.</summary>
    /// <param name="path">A .jsonl or .jsonl.gz file.</param>
    /// <param name="cancellation">Ends the check that runs (it is undecided) and starts no further one.</param>
    /// <returns>One result a history, in order.</returns>
    /// <exception cref="Recordings.UnreadableException">Thrown on the way: a line that is no history.</exception>
    /// <exception cref="IOException">Thrown on the way: the file cannot be read.</exception>
    public IEnumerable<HistoryResult> Run(string path, CancellationToken cancellation = default) => Run(HistoryReader.Read(path), cancellation);

    /// <summary>Checks histories, lazily.</summary>
    /// <param name="histories">The histories.</param>
    /// <param name="cancellation">Ends the check that runs (it is undecided) and starts no further one.</param>
    /// <returns>One result a history, in order.</returns>
    public IEnumerable<HistoryResult> Run(IEnumerable<RecordedHistory> histories, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(histories);
        foreach (RecordedHistory history in histories)
        {
            if (cancellation.IsCancellationRequested)
            {
                yield break;
            }

            yield return Check(history, cancellation);
        }
    }

    /// <summary>Checks one history.</summary>
    /// <param name="history">The history.</param>
    /// <param name="cancellation">Ends the check; it is then undecided.</param>
    /// <returns>What it came to.</returns>
    public HistoryResult Check(RecordedHistory history, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        WarmUp.Once(history.Header.Model);
        GC.Collect(1); // What reading the file left behind is not for the check to clear away.
        long started = clock.GetTimestamp();
        HistoryOutcome outcome = history.Check(limits, clock, cancellation);
        double milliseconds = clock.GetElapsedTime(started).TotalMilliseconds;
        return new(
            history.Header.Name,
            history.Header.Model,
            history.Operations,
            outcome.Verdict,
            history.Header.Expected,
            milliseconds,
            outcome.Configurations,
            outcome.End,
            new Lazy<string>(outcome.Explain));
    }
}
