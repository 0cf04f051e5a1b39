// The findings as a page (docs/findings.md), with the sequence that each was found by.
using System.Text;
using Checking;
using Clones;

namespace Harness.Findings;

/// <summary>What was found of an expectation.</summary>
/// <param name="Finding">The expectation.</param>
/// <param name="Counterexample">The shortest sequence that breaks it; null where it holds, which is a mistake.</param>
/// <param name="Recorded">How often each recording breaks it, by the recording's name.</param>
public sealed record FoundFinding(Finding Finding, Counterexample<Operation>? Counterexample, IReadOnlyList<KeyValuePair<string, RecordedBreaks>> Recorded);

/// <summary>Writes the page.</summary>
public static class FindingsDocument
{
    /// <summary>Writes the page.</summary>
    /// <param name="found">What was found.</param>
    /// <returns>The page, as Markdown.</returns>
    public static string Write(IReadOnlyList<FoundFinding> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        StringBuilder page = new($"""
            # Findings: what a caller would expect of the original, and does not get

            Each of these {found.Count} expectations is a sentence that is looked for over the model, breadth-first, so the sequence shown is a
            shortest one. The model agrees with the original at every answer and state that was recorded; how often the recordings
            themselves break the sentence stands beside it. Each but one has a wrong model that repairs it: there the sentence holds in the
            same scope, and the other checks see that it is not the original (`verify faults`).

            This page is written by `dotnet run --project Verify -- findings --markdown`; a test holds it up to date. The sentences stand
            in [Harness/Findings](../Harness/Findings).

            | expectation | lines of clone.c |
            | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (FoundFinding one in found)
        {
            page.Append($"| [{one.Finding.Expectation.Says}](#{one.Finding.Name}) | {one.Finding.Lines} |\n");
        }

        foreach (FoundFinding one in found)
        {
            page.Append($"\n## {one.Finding.Name}\n\nExpected: {one.Finding.Expectation.Says}.\n\n{one.Finding.Explanation} (clone.c {one.Finding.Lines})\n\n```text\n");
            page.Append($"{one.Counterexample?.ToString() ?? "not found"}\n```\n\n".ReplaceLineEndings("\n"));
            page.Append($"The port {one.Finding.Port}. Recordings: {string.Join("; ", one.Recorded.Select(recording => $"{recording.Key} {recording.Value}"))}. ");
            page.Append(one.Finding.Repair is { } repair ? $"Repaired by `{repair}`.\n" : "No change of one place repairs it: the state would have to be another.\n");
        }

        return page.ToString();
    }

    /// <summary>Looks for every finding.</summary>
    /// <param name="recordings">The recordings, by name.</param>
    /// <param name="progress">Called with each finding before it is looked for.</param>
    /// <returns>What was found.</returns>
    public static IReadOnlyList<FoundFinding> Search(
        IReadOnlyList<(string Name, IEnumerable<Recordings.Trace> Traces)> recordings, Action<Finding>? progress = null)
    {
        (string Name, IReadOnlyDictionary<string, RecordedBreaks> Breaks)[] recorded =
            [.. recordings.Select(recording => (recording.Name, RecordedBreaks.Of(recording.Traces, CloneFindings.All)))];
        List<FoundFinding> found = [];
        foreach (Finding finding in CloneFindings.All)
        {
            progress?.Invoke(finding);
            found.Add(new(finding, finding.Find(), [.. recorded.Select(recording => KeyValuePair.Create(recording.Name, recording.Breaks[finding.Name]))]));
        }

        return found;
    }
}
