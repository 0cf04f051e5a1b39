using Checking;
using Checking.Discovery;
using Checking.Schedules;
using Harness.Schedules;
using Harness.Scopes;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>
/// Every interleaving of pairs of operations from the states of the smallest scope: all of them where the budget allows, else some parts,
/// drawn by the seed.
/// </summary>
internal sealed class InterleavingCheck : ICheck
{
    private const double Part = 1.0 / 8;
    private const int Parts = 200;

    public string Name => "every interleaving";

    public CheckRow Run(CheckRun run)
    {
        InterleavingBounds bounds = new() { MoreAccesses = 4 };
        IReadOnlyList<int> numbers = DrawnOrder.Of([.. Enumerable.Range(1, Parts)], run.Seed);
        using ScheduleSearch search = ScheduleSearch.OfPort();
        PairReport? total = null;
        int done = 0;
        while (done < Parts && total?.Verdict is null or Verdict.Holds && (done == 0 ? !run.Interrupted.IsCancellationRequested : !run.HasHad(Part)))
        {
            PairReport part = PairSearch.Run(search, KnownScopes.All[0].Scope, new Shard(numbers[done], Parts), bounds, cancellation: run.Interrupted);
            total = total?.And(part) ?? part;
            done++;
            run.Progress((double)done / Parts, $"{total.Pairs:n0} pairs, {total.Executions:n0} executions");
        }

        string of = $"each thread at most {bounds.MoreAccesses} accesses more than undisturbed";
        return new CheckRow(Name, $"{total?.Pairs ?? 0:n0} pairs, {total?.Executions ?? 0:n0} executions, {total?.Cut ?? 0:n0} cut",
            done < Parts ? $"{done} of {Parts} parts of the pairs of {KnownScopes.All[0].Name}, {of}" : $"every pair from every state of {KnownScopes.All[0].Name}, {of}", 0,
            total?.Verdict ?? Verdict.Undecided, total?.Failing is { } failing ? $"{failing.Counterexample}\n{failing.Execution}" : null)
        {
            Figures =
            [
                Figure.Of("pairs", total?.Pairs ?? 0, FigureBasis.Timed),
                Figure.Of("executions", total?.Executions ?? 0, FigureBasis.Timed),
                Figure.Of("histories", total?.Histories ?? 0, FigureBasis.Timed),
            ],
            Seed = $"{run.Seed:x}",
            Replay = total?.Failing?.Counterexample.Replay,
        };
    }
}
