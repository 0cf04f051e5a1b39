using Checking;
using Checking.Discovery;
using Harness.PlantedFaults;
using Verify.Commands;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>Planted races are found by a schedule under Coyote, and replayed; as many as a part of the budget allows, another part of them with each seed.</summary>
internal sealed class RacesCheck : ICheck
{
    private const double Part = 0.06;

    public string Name => "planted races";

    public CheckRow Run(CheckRun run)
    {
        IReadOnlyList<PlantedFault> inOrder = DrawnOrder.Of(PlantedFault.OfRaces, run.Seed);
        List<RaceRow> rows = [.. FaultsCommand.HuntRaces(inOrder.TakeWhile((_, place) => place == 0 ? !run.Interrupted.IsCancellationRequested : !run.HasHad(Part)), run.Progress)];
        string[] unseen = [.. rows.Where(row => !row.IsSeen).Select(row => row.Fault.Name)];
        return new CheckRow(Name, $"{rows.Count - unseen.Length} of {rows.Count} found and replayed",
            rows.Count < inOrder.Count ? $"{rows.Count} of {inOrder.Count} races, drawn by the seed" : "every race", 0,
            unseen.Length > 0 ? Verdict.Violated : rows.Count == 0 ? Verdict.Undecided : Verdict.Holds,
            unseen.Length > 0 ? $"not found, or not replayed from the token: {string.Join(", ", unseen)}" : null)
        {
            Figures = [Figure.Of("planted races found", rows.Count - unseen.Length, FigureBasis.Timed)],
            Seed = $"{run.Seed:x}",
        };
    }
}
