// A search that can be stopped and taken up again: a file says how far it has come. It is taken up only where
// everything that decides its counts is as it was: scope, bound, part, and the port's sources.
using Checking;
using Checking.Schedules;
using Harness.Scopes;

namespace Harness.Schedules;

/// <summary>A search of pairs or triples.</summary>
/// <param name="ScopeName">What the scope is called.</param>
/// <param name="Scope">The scope.</param>
/// <param name="Threads">Two for pairs, three for triples.</param>
/// <param name="Shard">Which part.</param>
/// <param name="More">How many accesses each thread may have beyond those it has undisturbed.</param>
public sealed record SearchTask(string ScopeName, Scope Scope, int Threads, Shard Shard, int More)
{
    /// <summary>The scope of triples: its clock knows only that a deadline has passed or not.</summary>
    public static (string Name, Scope Scope) Tiny { get; } = ("A0-tiny", KnownScopes.All[0].Scope with { TickMilliseconds = 1000, DeadlineMilliseconds = 500 });

    /// <summary>The name of its file.</summary>
    public string FileName => $"{(Threads == 2 ? "pairs" : "triples")}-{ScopeName}-{More}-{Shard.Number}-of-{Shard.Of}.json";

    /// <summary>Runs it, or what is left of it.</summary>
    /// <param name="search">Explores each.</param>
    /// <param name="path">The file that says how far it has come, or null to keep nothing.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Called after each state.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What it came to, and the failing interleaving, if this run has found one.</returns>
    public (SearchRecord Record, FailingInterleaving? Failing) Run(
        ScheduleSearch search, string? path, TimeProvider time, Action<SearchRecord>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(time);
        SearchRecord nothing = new(
            Verdict.Undecided, ScopeName, Threads, More, Shard.Number, Shard.Of, SearchRecord.CurrentSources, 0, 0, 0, 0, 0, 0, 0, 0, null);
        SearchRecord before = path is not null && File.Exists(path) && SearchRecord.Parse(File.ReadAllText(path)) is var kept && kept.IsOfSameSearch(nothing) && kept.Shard == Shard.Number
            ? kept
            : nothing;
        if (before.Verdict != Verdict.Undecided)
        {
            return (before, null);
        }

        long start = time.GetTimestamp();
        SearchRecord sofar = before;
        SearchRecord At(long next, PairReport total, Verdict verdict) => before with
        {
            Verdict = verdict,
            Next = next,
            States = total.States,
            Pairs = total.Pairs,
            Executions = total.Executions,
            Blocked = total.Blocked,
            Cut = total.Cut,
            Histories = total.Histories,
            Seconds = before.Seconds + time.GetElapsedTime(start).TotalSeconds,
            Counterexample = total.Failing?.Counterexample.ToString(),
        };
        SearchSoFar? from = before.Next > 0 ? new(before.Next, before.Report with { Verdict = Verdict.Holds }) : null;
        PairReport report = PairSearch.Run(
            search,
            new ScopeSearch(Scope, Threads, Shard, from),
            new InterleavingBounds { MoreAccesses = More },
            at =>
            {
                sofar = At(at.Next, at.Total, Verdict.Undecided);
                Save(sofar, path);
                progress?.Invoke(sofar);
            },
            cancellation);
        SearchRecord record = At(sofar.Next, report, report.Verdict);
        if (report.Verdict != Verdict.Undecided)
        {
            Save(record, path);
        }

        return (record, report.Failing);
    }

    private static void Save(SearchRecord record, string? path)
    {
        if (path is not null)
        {
            record.Save(path);
        }
    }
}
