// From every state of a small scope every pair of operations on two threads, under every interleaving: the
// states are those of the model's exploration, each led to along a shortest path, and the pairs are those of
// the operations that the scope tries there, in either thread. Shards are disjoint and make up the whole.
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
}

/// <summary>What a search of pairs came to.</summary>
/// <param name="States">How many states the scope has.</param>
/// <param name="Pairs">How many pairs were run, over all states.</param>
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
            (Verdict, other.Verdict) switch
            {
                (Verdict.Violated, _) or (_, Verdict.Violated) => Verdict.Violated,
                (Verdict.Holds, Verdict.Holds) => Verdict.Holds,
                _ => Verdict.Undecided,
            },
            Failing ?? other.Failing);
    }
}

/// <summary>Searches the pairs of a scope; all but those of two registrations.</summary>
public static class PairSearch
{
    /// <summary>Searches the pairs of a scope.</summary>
    /// <param name="search">Explores each.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="shard">Which part of the pairs.</param>
    /// <param name="bounds">How far to look in each.</param>
    /// <param name="progress">Called now and then with what was done so far.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>What it came to.</returns>
    public static PairReport Run(
        ScheduleSearch search, Scope scope, Shard shard, InterleavingBounds bounds, Action<PairReport>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(scope);
        StateSpace<State, Operation, Response> space = new(CloneChecks.Claims(), CloneSpecification.Model, [], scope.Bounds);
        space.Explore(cancellation: cancellation);
        PairReport total = new(space.FoundStates, 0, 0, 0, 0, 0, Verdict.Holds, null);
        long program = 0;
        for (int index = 0; index < space.FoundStates; index++)
        {
            IReadOnlyList<Operation> path = space.PathTo(index);
            State state = path.Aggregate(State.Initial, static (state, operation) => Model.Step(state, operation).State);
            IReadOnlyList<Operation> operations = scope.Bounds.Enabled(state);
            for (int one = 0; one < operations.Count; one++)
            {
                for (int other = one; other < operations.Count; other++)
                {
                    // Of two registrations at once the adapter says which device is which before the port says which comes first.
                    if (operations[one] is Operation.Register && operations[other] is Operation.Register)
                    {
                        continue;
                    }

                    if (!shard.Has(program++))
                    {
                        continue;
                    }

                    if (cancellation.IsCancellationRequested)
                    {
                        return total with { Verdict = Verdict.Undecided };
                    }

                    total = total.And(Of(search.Search(new CloneScenario($"state-{index}-pair-{one}-{other}", path, [[operations[one]], [operations[other]]]), bounds, cancellation), space.FoundStates));
                    if (total.Verdict == Verdict.Violated)
                    {
                        return total;
                    }
                }
            }

            progress?.Invoke(total);
        }

        return total;
    }

    private static PairReport Of(InterleavingReport report, int states) => new(
        states, 1, report.Report.Executions, report.Report.Blocked, report.Report.Cut, report.Histories, report.Report.Verdict, report.Failing);
}
