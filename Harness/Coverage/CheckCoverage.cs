// What each check exercises: the cases of operations, and the lines of clone.c. The checks are run here in a fixed extent of their own,
// with fixed seeds and beside no port, so that the figures are the same on every machine and can be compared; a longer run exercises
// no less. A line counts as exercised by a check where one of the check's transitions runs it (CloneLines.cs).
using Checking;
using Clones;
using Harness.Concurrency;
using Harness.Findings;
using Harness.Recordings;
using Harness.Scopes;

namespace Harness.Coverage;

/// <summary>What a check exercises.</summary>
/// <param name="Check">The check.</param>
/// <param name="Extent">In which extent it was run for this.</param>
public sealed record CheckCoverage(string Check, string Extent)
{
    private static readonly SearchBounds Sequences = new(Seed: 20_070_531, Sequences: 300, Length: 200);

    private readonly SortedDictionary<int, long> _lines = [];

    /// <summary>Whether its operations are drawn at random, at a fixed seed.</summary>
    public bool IsDrawn { get; init; }

    /// <summary>How often each case came.</summary>
    public CoverageCount Cases { get; } = new();

    /// <summary>How often each line of clone.c was run, by line; lines that were not run are not in it.</summary>
    public IReadOnlyDictionary<int, long> Lines => _lines;

    /// <summary>Runs every check.</summary>
    /// <param name="recordings">The recordings, by file name.</param>
    /// <param name="progress">Called with each check before it is run.</param>
    /// <param name="cancellation">Ends it between two checks, and levels of a scope.</param>
    /// <returns>What each exercises.</returns>
    public static IReadOnlyList<CheckCoverage> Measure(
        IEnumerable<(string Name, IEnumerable<Trace> Traces)> recordings, Action<string>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        (CheckCoverage Coverage, Action<CheckCoverage> Run)[] checks =
        [
            .. recordings.Select(recording => (
                new CheckCoverage($"recording {recording.Name}", "the whole recording"),
                (Action<CheckCoverage>)(coverage => TraceReplay.Replay(CloneSpecification.Model, recording.Traces, coverage.Add)))),
            (new("sequences", $"{Sequences.Sequences} sequences of up to {Sequences.Length} operations, seed {Sequences.Seed:x}") { IsDrawn = true },
                coverage => CloneChecks.Claims().Search(Sequences, coverage.Add, cancellation: cancellation)),
            (new("small scopes", string.Join(", ", CoveredScopes.Select(known => known.Name))), coverage => ExploreScopes(coverage, cancellation)),
            (new("schedules of threads", $"{NamedScenarios.All.Count} scenarios, one thread after the other"), RunScenarios),
            (new("every interleaving", $"every pair of operations from each state of {KnownScopes.All[0].Name}, one after the other"), RunPairs),
            (new("findings", "the shortest sequence of each"), RunFindings),
        ];
        foreach ((CheckCoverage coverage, Action<CheckCoverage> run) in checks.TakeWhile(_ => !cancellation.IsCancellationRequested))
        {
            progress?.Invoke(coverage.Check);
            run(coverage);
        }

        return [.. checks.Select(check => check.Coverage)];
    }

    /// <summary>The scopes that are explored for this: one of each kind, and small.</summary>
    private static IEnumerable<KnownScope> CoveredScopes => KnownScopes.All.Where(known => known.Name is "A0-base" or "B1-base" or "A1-nowait");

    private void Add(CloneTransition transition)
    {
        Cases.Add(transition);
        foreach (int line in CloneLines.Of(transition))
        {
            _lines[line] = _lines.GetValueOrDefault(line) + 1;
        }
    }

    private State Step(State state, Operation operation)
    {
        (State after, Response response) = Model.Step(state, operation);
        Add(new(state, operation, response, after));
        return after;
    }

    private void Walk(IEnumerable<Operation> operations)
    {
        State state = State.Initial;
        foreach (Operation operation in operations)
        {
            state = Step(state, operation);
        }
    }

    private static void ExploreScopes(CheckCoverage coverage, CancellationToken cancellation)
    {
        foreach (KnownScope known in CoveredScopes)
        {
            new StateSpace<State, Operation, Response>(CloneChecks.Claims(), CloneSpecification.Model, [], known.Scope.Bounds)
                .Explore(coverage.Add, cancellation: cancellation);
        }
    }

    private static void RunScenarios(CheckCoverage coverage)
    {
        foreach (CloneScenario scenario in NamedScenarios.All)
        {
            coverage.Walk([.. scenario.Start, .. scenario.Threads.SelectMany(thread => thread), .. scenario.Callback]);
        }
    }

    private static void RunPairs(CheckCoverage coverage)
    {
        Scope scope = KnownScopes.All[0].Scope;
        StateSpace<State, Operation, Response> space = new(CloneChecks.Claims(), CloneSpecification.Model, [], scope.Bounds);
        space.Explore();
        for (int index = 0; index < space.FoundStates; index++)
        {
            State state = space.PathTo(index).Aggregate(State.Initial, static (state, operation) => Model.Step(state, operation).State);
            IReadOnlyList<Operation> operations = scope.Bounds.Enabled(state);
            foreach (Operation first in operations)
            {
                State between = coverage.Step(state, first);
                foreach (Operation second in operations)
                {
                    coverage.Step(between, second);
                }
            }
        }
    }

    private static void RunFindings(CheckCoverage coverage)
    {
        foreach (Finding finding in CloneFindings.All)
        {
            coverage.Walk((finding.Find()?.Steps ?? []).Select(step => step.Operation));
        }
    }
}
