// verify findings: what a caller would expect of the original, and the shortest sequence that breaks it.
using System.CommandLine;
using Checking;
using Harness.Findings;
using Harness.Recordings;

namespace Verify.Commands;

/// <summary>Looks for every finding.</summary>
internal static class FindingsCommand
{
    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Option<bool> markdown = new("--markdown") { Description = "Write the page docs/findings.md." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("findings", """
            What is odd in the original: sentences that a caller would expect to hold, each with the shortest sequence that breaks it,
            the lines of clone.c that decide it, and what the port does.
            Examples:
              verify findings
              verify findings --json
              verify findings --markdown > docs/findings.md
            """)
        { markdown, json };
        command.SetAction(parsed => parsed.GetValue(markdown) && parsed.GetValue(json)
            ? terminal.Refuse($"{markdown.Name} does not go with {json.Name}")
            : Run(parsed.GetValue(markdown), parsed.GetValue(json), terminal, interrupted));
        return command;
    }

    private static int Run(bool markdown, bool json, Terminal terminal, CancellationToken interrupted)
    {
        IReadOnlyList<FoundFinding> found = terminal.Follow("findings", progress =>
        {
            int done = 0;
            return FindingsDocument.Search(
                [.. ProjectFiles.Recordings.Select(path => (Path.GetFileName(path), TraceReader.Read(path)))],
                finding => progress((double)done++ / CloneFindings.All.Count, finding.Name));
        });
        Verdict verdict = found.All(one => one.Counterexample is not null) ? Verdict.Holds : Verdict.Violated;
        if (json)
        {
            terminal.WriteJson(new
            {
                verdict,
                findings = found.Select(one => new
                {
                    one.Finding.Name,
                    expectation = one.Finding.Expectation.Says,
                    one.Finding.Explanation,
                    one.Finding.Lines,
                    one.Finding.Port,
                    one.Finding.Repair,
                    operations = one.Counterexample?.Steps.Count,
                    counterexample = one.Counterexample?.ToString(),
                    recordings = one.Recorded.ToDictionary(recording => recording.Key, recording => recording.Value.Count, StringComparer.Ordinal),
                }),
            });
        }
        else if (markdown)
        {
            terminal.WriteText(FindingsDocument.Write(found).TrimEnd());
        }
        else
        {
            foreach (FoundFinding one in found)
            {
                terminal.WriteText($"{one.Counterexample?.ToString() ?? $"{one.Finding.Name}: '{one.Finding.Expectation.Says}' holds"}");
                terminal.WriteText($"{one.Finding.Explanation} (clone.c {one.Finding.Lines}; the port {one.Finding.Port})\n");
            }

            terminal.WriteText($"{found.Count(one => one.Counterexample is not null)} of {found.Count} expectations are broken by the original, as the list of findings says.");
        }

        return ExitCode.Of(verdict, interrupted);
    }
}
