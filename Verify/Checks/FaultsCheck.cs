using Checking;
using Checking.Discovery;
using Harness.PlantedFaults;
using Verify.Commands;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>
/// Planted faults of model and port are seen by all checks that say they see them; as many as a part of the budget allows, another part of
/// them with each seed.
/// </summary>
internal sealed class FaultsCheck : ICheck
{
    private const double Part = 0.2;

    public string Name => "planted faults";

    public CheckRow Run(CheckRun run)
    {
        IReadOnlyList<PlantedFault> inOrder = DrawnOrder.Of(FaultsCommand.All, run.Seed);
        List<FaultRow> rows = FaultsCommand.Hunt(
            inOrder.TakeWhile((_, place) => place == 0 ? !run.Interrupted.IsCancellationRequested : !run.HasHad(Part)), run.Progress);
        string[] unseen = [.. rows.Where(row => !row.IsSeen).Select(row => row.Fault.Name)];
        return new CheckRow(Name, $"{rows.Count - unseen.Length} of {rows.Count} seen",
            $"by recordings, sequences, claims, scopes, rescans; {(rows.Count < inOrder.Count ? $"{rows.Count} of {inOrder.Count} faults, drawn by the seed" : "every fault")}", 0,
            unseen.Length > 0 ? Verdict.Violated : rows.Count == 0 ? Verdict.Undecided : Verdict.Holds,
            unseen.Length > 0 ? $"not seen by all that claim to see them: {string.Join(", ", unseen)}" : null)
        {
            Figures = [Figure.Of("planted faults seen", rows.Count - unseen.Length, FigureBasis.Timed)],
            Seed = $"{run.Seed:x}",
        };
    }
}
