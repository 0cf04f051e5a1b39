// From every state of a small scope every pair of operations on two threads, or every triple on three, under
// every interleaving: the states are those of the model's exploration, each led to along a shortest path, and the
// operations are those that the scope tries there, in any of the threads. A state of the model is more than one of the
// port, which catches up with what was opened and closed only when it has to: so each path is run as it is, and with a
// question before its last operation that has the port catch up. Shards are disjoint and make up the whole; a search
// goes on where another one ended.
using Checking;
using Checking.Schedules;
using Clones;
using Harness.Scopes;

namespace Harness.Schedules;

/// <summary>Which part of a search, of how many.</summary>
/// <param name="Number">From 1 on.</param>
/// <param name="Of">How many parts there are.</param>
public readonly record struct Shard(int Number, int Of)
{
    /// <summary>Everything.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Whether a program belongs to this part.</summary>
    /// <param name="program">Its number.</param>
    /// <returns>Whether it does.</returns>
    public bool Has(long program) => program % Of == Number - 1;

    /// <inheritdoc />
    public override string ToString() => $"{Number}/{Of}";
}

/// <summary>What a search of pairs or triples came to.</summary>
/// <param name="States">How many states the scope has.</param>
/// <param name="Pairs">How many pairs, or triples, were run, over all states.</param>
/// <param name="Executions">How many executions came to their end.</param>
/// <param name="Blocked">How many were given up, because all that could follow was seen.</param>
/// <param name="Cut">How many were cut by the bound of accesses.</param>
/// <param name="Histories">How many different histories there were, over all pairs.</param>
/// <param name="Verdict">Undecided where it was stopped before the end.</param>
/// <param name="Failing">The first failing interleaving, or null.</param>
public sealed record PairReport(
    int States, long Pairs, long Executions, long Blocked, long Cut, long Histories, Verdict Verdict, FailingInterleaving? Failing)
{
    /// <summary>Two parts as one.</summary>
    /// <param name="other">The other part, of the same scope.</param>
    /// <returns>Both.</returns>
    public PairReport And(PairReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new(
            States,
            Pairs + other.Pairs,
            Executions + other.Executions,
            Blocked + other.Blocked,
            Cut + other.Cut,
            Histories + other.Histories,
            Both(Verdict, other.Verdict),
            Failing ?? other.Failing);
    }

    /// <summary>The verdict of two parts.</summary>
    /// <param name="one">The verdict of one.</param>
    /// <param name="other">The verdict of the other.</param>
    /// <returns>That of both.</returns>
    public static Verdict Both(Verdict one, Verdict other) => (one, other) switch
    {
        (Verdict.Violated, _) or (_, Verdict.Violated) => Verdict.Violated,
        (Verdict.Holds, Verdict.Holds) => Verdict.Holds,
        _ => Verdict.Undecided,
    };
}

/// <summary>How far a search has come.</summary>
/// <param name="Next">The number of the first program that was not run, of all parts.</param>
/// <param name="Total">What those before it came to.</param>
public sealed record SearchSoFar(long Next, PairReport Total);

/// <summary>What to search.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="Threads">Two for pairs, three for triples.</param>
/// <param name="Shard">Which part.</param>
/// <param name="Before">How far another search has come, or null to begin at the beginning.</param>
public sealed record ScopeSearch(Scope Scope, int Threads, Shard Shard, SearchSoFar? Before = null);

/// <summary>Searches the pairs or triples of a scope; all but those with two registrations.</summary>
public static class PairSearch
{
    /// <summary>Searches the pairs of a scope.</summary>
    /// <param name="search">Explores each.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="shard">Which part of the pairs.</param>
    /// <param name="bounds">How far to look in each.</param>
    /// <param name="progress">Called after each state with what was done so far.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What it came to.</returns>
    public static PairReport Run(
        ScheduleSearch search, Scope scope, Shard shard, InterleavingBounds bounds, Action<SearchSoFar>? progress = null, CancellationToken cancellation = default) =>
        Run(search, new ScopeSearch(scope, 2, shard), bounds, progress, cancellation);

    /// <summary>Searches the pairs or triples of a scope.</summary>
    /// <param name="search">Explores each.</param>
    /// <param name="what">What to search.</param>
    /// <param name="bounds">How far to look in each.</param>
    /// <param name="progress">Called after each state with what was done so far.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What it came to, with what was done before.</returns>
    public static PairReport Run(
        ScheduleSearch search, ScopeSearch what, InterleavingBounds bounds, Action<SearchSoFar>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(what);
        StateSpace<State, Operation, Response> space = new(CloneChecks.Claims(), CloneSpecification.Model, [], what.Scope.Bounds);
        space.Explore(cancellation: cancellation);
        PairReport total = what.Before?.Total ?? new(space.FoundStates, 0, 0, 0, 0, 0, Verdict.Holds, null);
        long done = what.Before?.Next ?? 0;
        long program = 0;
        for (int index = 0; index < space.FoundStates; index++)
        {
            IReadOnlyList<Operation> path = space.PathTo(index);
            State state = path.Aggregate(State.Initial, static (state, operation) => Model.Step(state, operation).State);
            IReadOnlyList<Operation> operations = what.Scope.Bounds.Enabled(state);
            foreach (((string way, IReadOnlyList<Operation> start), int[] chosen) in
                from way in WaysAlong(path) from chosen in Choices(operations, what.Threads) select (way, chosen))
            {
                long number = program++;
                if (number < done || !what.Shard.Has(number))
                {
                    continue;
                }

                if (cancellation.IsCancellationRequested)
                {
                    return total with { Verdict = Verdict.Undecided };
                }

                CloneScenario scenario = new(
                    $"state-{index}-{way}{(what.Threads == 2 ? "pair" : "triple")}-{string.Join('-', chosen)}",
                    start,
                    [.. chosen.Select(place => new[] { operations[place] })]);
                total = total.And(Of(search.Search(scenario, bounds, cancellation), space.FoundStates));
                if (total.Verdict == Verdict.Violated)
                {
                    return total;
                }
            }

            if (program > done)
            {
                progress?.Invoke(new(program, total));
            }
        }

        return total;
    }

    /// <summary>A path, and where there is a manager before its last operation the path with a question there.</summary>
    private static IEnumerable<(string Way, IReadOnlyList<Operation> Path)> WaysAlong(IReadOnlyList<Operation> path)
    {
        yield return ("", path);
        if (path.Count > 1)
        {
            yield return ("caught-up-", [.. path.SkipLast(1), new Operation.Busy(), path[^1]]);
        }
    }

    /// <summary>Each choice of so many operations, in any order once.</summary>
    private static IEnumerable<int[]> Choices(IReadOnlyList<Operation> operations, int threads)
    {
        int[] chosen = new int[threads];
        while (true)
        {
            // Of two registrations at once the adapter says which device is which before the port says which comes first.
            if (chosen.Count(place => operations[place] is Operation.Register) < 2)
            {
                yield return [.. chosen];
            }

            int last = threads - 1;
            while (last >= 0 && chosen[last] == operations.Count - 1)
            {
                last--;
            }

            if (last < 0)
            {
                yield break;
            }

            Array.Fill(chosen, chosen[last] + 1, last, threads - last);
        }
    }

    private static PairReport Of(InterleavingReport report, int states) => new(
        states, 1, report.Report.Executions, report.Report.Blocked, report.Report.Cut, report.Histories, report.Report.Verdict, report.Failing);
}
