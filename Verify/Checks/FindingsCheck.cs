using Checking;
using Harness.Findings;
using Harness.Recordings;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>Each finding is found again: the original breaks what a caller would expect of it, in the model and, where they have it, in the recordings.</summary>
internal sealed class FindingsCheck : ICheck
{
    public string Name => "findings";

    public CheckRow Run(CheckRun run)
    {
        int done = 0;
        IReadOnlyList<FoundFinding> found = FindingsDocument.Search(
            [.. ProjectFiles.Recordings.Select(path => (Path.GetFileName(path), TraceReader.Read(path)))],
            finding => run.Progress((double)done++ / CloneFindings.All.Count, finding.Name));
        string[] lost = [.. found.Where(one => one.Counterexample is null).Select(one => one.Finding.Name)];
        return new CheckRow(Name, $"{found.Count - lost.Length} of {found.Count} found again",
            "a shortest sequence each, breadth-first over the model", 0, lost.Length > 0 ? Verdict.Violated : Verdict.Holds,
            lost.Length > 0 ? $"these expectations hold, though the list says that the original breaks them: {string.Join(", ", lost)}" : null)
        {
            Figures =
            [
                Figure.Of("findings", found.Count - lost.Length),
                Figure.Of("findings in recordings", found.Count(one => one.Recorded.Any(recording => recording.Value.Count > 0))),
            ],
        };
    }
}
