using Checking;
using Checking.Discovery;
using Clones;
using Harness.Discovery;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>Random sequences: first those that are kept, then new ones, and as many more as the budget leaves.</summary>
/// <param name="name">The check's name.</param>
/// <param name="search">Runs the sequences.</param>
internal sealed class SequencesCheck(string name, CloneSearch search) : ICheck
{
    private const int Length = 200;
    private const int SequencesOfBatch = 100;
    private const int BatchesAtLeast = 5;

    private SequenceDiscovery<State, Operation, Response>? _discovery;
    private Counterexample<Operation>? _kept;
    private int _keptSequences;
    private int _added;

    public string Name => name;

    public IReadOnlyList<IDiscoverySearch> Searches => _discovery is null ? [] : [_discovery];

    public CheckRow Run(CheckRun run)
    {
        // Each check has sequences of its own.
        ulong seed = run.Seed ^ (ulong)Name.Aggregate(0L, static (hash, letter) => unchecked((hash * 31) + letter));
        SequenceDiscovery<State, Operation, Response> discovery = new(
            Name, search, StepClass.Of, new(seed, SequencesOfBatch, Length),
            (step, operations) => _added += run.Corpus.Keep(step, operations, $"{Name}, seed {seed:x}") ? 1 : 0);
        foreach (KeptSequence kept in run.Corpus.Sequences.TakeWhile(_ => !run.Interrupted.IsCancellationRequested))
        {
            _kept ??= search.Replay(kept.Operations, $"corpus, {kept.Entry.Origin}");
            _keptSequences++;
            foreach (UInt128 step in CloneCorpus.StepsOf(kept.Operations))
            {
                discovery.Count.Know(step);
            }
        }

        for (int batch = 0; _kept is null && batch < BatchesAtLeast && !discovery.IsOver && !run.Interrupted.IsCancellationRequested; batch++)
        {
            discovery.RunBatch(run.Interrupted);
            run.Progress((batch + 1.0) / BatchesAtLeast, $"{discovery.Operations:n0} operations");
            if (_added > 0)
            {
                run.Board.Found($"{Name}: {_added:n0} new kinds of steps, kept");
                _added = 0;
            }
        }

        _discovery = _kept is null ? discovery : null;
        CheckRow row = new(Name, string.Empty, string.Empty, 0, Verdict.Undecided, null) { Seed = $"{run.Seed:x}" };
        return Sum(row with { Verdict = run.Interrupted.IsCancellationRequested ? Verdict.Undecided : Verdict.Holds });
    }

    public CheckRow Sum(CheckRow first)
    {
        Counterexample<Operation>? counterexample = _kept ?? _discovery?.Counterexample;
        ClaimTally tally = _discovery?.Tally ?? new();
        string vacuous = string.Join(", ", tally.Vacuous);
        long steps = _discovery?.Count.Classes ?? 0;
        return first with
        {
            Covered = $"{_discovery?.Sequences ?? 0:n0} sequences, {_discovery?.Operations ?? 0:n0} operations, {steps:n0} kinds of steps{(_keptSequences > 0 ? $" beyond those of {_keptSequences:n0} kept" : string.Empty)}",
            Bound = $"up to {Length} operations, {(tally.Applied.Count > 0 ? $"{tally.Applied.Count} claims" : "every answer and state")}",
            Verdict = counterexample is not null ? Verdict.Violated : vacuous.Length > 0 ? Verdict.Undecided : first.Verdict,
            Counterexample = counterexample?.ToString() ?? (vacuous.Length > 0 ? $"never spoke of anything: {vacuous}" : null),
            Figures =
            [
                Figure.Of("sequences", _discovery?.Sequences ?? 0, FigureBasis.Timed),
                Figure.Of("operations", _discovery?.Operations ?? 0, FigureBasis.Timed),
                Figure.Of("kinds of steps", steps + (_discovery?.Count.Known ?? 0), FigureBasis.Timed),
                .. tally.Applied.Count > 0 ? [Figure.Of("claims", tally.Applied.Count)] : Array.Empty<Figure>(),
            ],
            Replay = counterexample?.Replay,
        };
    }
}
