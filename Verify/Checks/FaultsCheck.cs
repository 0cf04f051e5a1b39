using Checking;
using Harness.PlantedFaults;
using Verify.Commands;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>Each planted fault of model and port is seen by all checks that say they see it.</summary>
internal sealed class FaultsCheck : ICheck
{
    public string Name => "planted faults";

    public CheckRow Run(CheckRun run)
    {
        List<FaultRow> rows = FaultsCommand.Hunt(run.Progress, run.Interrupted);
        string[] unseen = [.. rows.Where(row => !row.IsSeen).Select(row => row.Fault.Name)];
        return new CheckRow(Name, $"{rows.Count - unseen.Length} of {FaultsCommand.Count} seen", "recordings, sequences, claims, scopes, rescans", 0,
            unseen.Length > 0 ? Verdict.Violated : rows.Count < FaultsCommand.Count ? Verdict.Undecided : Verdict.Holds,
            unseen.Length > 0 ? $"not seen by all that claim to see them: {string.Join(", ", unseen)}" : null)
        {
            Figures = [Figure.Of("planted faults seen", rows.Count - unseen.Length)],
        };
    }
}
