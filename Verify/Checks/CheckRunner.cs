// Runs the checks one after the other, and gives what is left of the budget to their searches, where something new
// still turns up. What was found is kept at once; what a check throws, also in a batch of its search, is its row, so that
// hours of the others are not lost.
using Checking;
using Checking.Discovery;
using Harness.Discovery;
using Verify.Board;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>Runs checks within a budget.</summary>
/// <param name="checks">The checks; the ones that have a place in the budget.</param>
/// <param name="seed">The seed.</param>
/// <param name="budget">How long it may take.</param>
/// <param name="corpus">What earlier runs have kept.</param>
/// <param name="time">The clock.</param>
/// <param name="interrupted">Stops it.</param>
internal sealed class CheckRunner(
    IReadOnlyList<ICheck> checks, ulong seed, TimeSpan budget, CloneCorpus corpus, TimeProvider time, CancellationToken interrupted)
{
    private const double QuietPart = 0.1;

    private readonly long _start = time.GetTimestamp();
    private readonly Dictionary<ICheck, (CheckRow Row, TimeSpan Took)> _done = [];
    private readonly Dictionary<ICheck, Exception> _thrown = [];
    private long _lastNew;
    private bool _saidQuiet;

    /// <summary>What the searches say of what is left to find, one line a search or group of searches.</summary>
    public IReadOnlyList<string> WhatIsLeft =>
    [
        .. _done.Keys.Where(check => check.Searches.Any(search => search.Count.Samples > 0)).Select(check =>
        {
            DiscoveryCount[] counts = [.. check.Searches.Select(search => search.Count).Where(count => count.Samples > 0)];
            string since = counts.Length == 1 ? $"nothing new in the last {counts[0].SamplesSinceNew:n0} of {counts[0].Samples:n0} samples"
                : $"nothing new in the last {counts.Min(count => count.SamplesSinceNew):n0} to {counts.Max(count => count.SamplesSinceNew):n0} samples of each of {counts.Length} searches";
            return $"{check.Name}: {counts.Sum(count => count.Classes):n0} new; {since}; {DiscoveryEstimate.Mean([.. counts.Select(count => count.Estimate)])}";
        }),
    ];

    /// <summary>Runs them.</summary>
    /// <param name="board">Shows progress.</param>
    /// <returns>What each came to.</returns>
    public IReadOnlyList<CheckRow> Run(CheckBoard board)
    {
        foreach (ICheck check in checks.TakeWhile(_ => !interrupted.IsCancellationRequested))
        {
            board.Begin(check.Name);
            long start = time.GetTimestamp();
            Finish(check, Try(check, () => check.Run(new CheckRun(check.Name, seed, budget, corpus, board, time, interrupted))), time.GetElapsedTime(start), board);
        }

        GoOn(board);
        return [.. _done.Values.Select(done => done.Row with { Seconds = done.Took.TotalSeconds })];
    }

    private void GoOn(CheckBoard board)
    {
        Dictionary<IDiscoverySearch, ICheck> owners = _done.Where(done => done.Value.Row.Verdict != Verdict.Violated)
            .SelectMany(done => done.Key.Searches.Select(search => ((IDiscoverySearch)new GuardedSearch(search), done.Key))).ToDictionary();
        DiscoveryScheduler scheduler = new([.. owners.Keys], seed);
        HashSet<ICheck> gone = [];
        long start = _lastNew = time.GetTimestamp();
        scheduler.Run(
            () => time.GetElapsedTime(_start) < budget,
            batch =>
            {
                ICheck owner = owners[batch.Search];
                _done[owner] = _done[owner] with { Took = _done[owner].Took + time.GetElapsedTime(start) };
                start = time.GetTimestamp();
                gone.Add(owner);
                Tell(owner, batch, board);
            },
            interrupted);
        foreach (ICheck check in gone)
        {
            Finish(check, Sum(check), _done[check].Took, board);
        }
    }

    /// <summary>What a check came to with its searches. Where one of them threw it is undecided, but for what another one has found.</summary>
    private CheckRow Sum(ICheck check)
    {
        CheckRow row = Try(check, () => check.Sum(_done[check].Row));
        return row.Verdict != Verdict.Violated && _thrown.TryGetValue(check, out Exception? exception)
            ? row with { Verdict = Verdict.Undecided, Counterexample = Failed(check, exception) }
            : row;
    }

    private static string Failed(ICheck check, Exception exception) => $"{check.Name}: the check itself failed: {exception}";

    private static CheckRow Try(ICheck check, Func<CheckRow> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception)
        {
            return new(check.Name, "not known", "none", 0, Verdict.Undecided, Failed(check, exception));
        }
    }

    private void Finish(ICheck check, CheckRow row, TimeSpan took, CheckBoard board)
    {
        row = row with { Seconds = took.TotalSeconds };
        bool isNew = row.Verdict == Verdict.Violated && !(_done.TryGetValue(check, out (CheckRow Row, TimeSpan) before) && before.Row.Verdict == Verdict.Violated);
        _done[check] = (row, took);
        board.End(row);
        if (isNew)
        {
            board.Found($"{row.Check}: {row.Counterexample?.Split('\n')[0]}");
            if (row.Replay is { } replay)
            {
                corpus.KeepFailing(replay, $"{row.Check}, seed {seed:x}");
            }
        }
    }

    private void Tell(ICheck owner, DiscoveryBatch batch, CheckBoard board)
    {
        board.Progress(owner.Name, Math.Min(1, time.GetElapsedTime(_start) / budget), $"{batch.Search.Name}: {batch.Search.Count.Classes:n0} new in {batch.Search.Count.Samples:n0} samples");
        if (batch.Search is GuardedSearch { Thrown: { } thrown } && _thrown.TryAdd(owner, thrown))
        {
            board.Found($"{owner.Name}: {batch.Search.Name} failed: {thrown.Message.Split('\n')[0]}");
        }

        if (batch.Search.IsOver)
        {
            Finish(owner, Sum(owner), _done[owner].Took, board); // made short and kept now, not when the budget ends
            return;
        }

        if (batch.Found > 0)
        {
            (_lastNew, _saidQuiet) = (time.GetTimestamp(), false);
        }
        else if (!_saidQuiet && time.GetElapsedTime(_lastNew) >= budget * QuietPart)
        {
            _saidQuiet = true;
            board.Found($"nothing new for {time.GetElapsedTime(_lastNew).TotalSeconds:n0} s, {batch.SamplesSinceNew:n0} samples; in {batch.Search.Name} {batch.Search.Count.Estimate}");
        }
    }
}
