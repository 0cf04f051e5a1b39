// verify linearizability FILE: recorded concurrent histories, each held to its model. A file says of each
// history whether it is linearizable, or does not: then it should be. The command holds where every verdict is so.
using System.CommandLine;
using Checking;
using Checking.Linearizability;
using Harness.Histories;
using Harness.Recordings;
using Spectre.Console;

namespace Verify.Commands;

/// <summary>Checks recorded histories.</summary>
internal static class LinearizabilityCommand
{
    private const long BytesPerMegabyte = 1 << 20;

    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Argument<string> file = new("FILE") { Description = "Histories (.jsonl or .jsonl.gz)." };
        Option<int> time = CommonOptions.Number("--time-limit", "How long one history may take, in seconds; then it is undecided.", 60, 1, 7 * 24 * 3600);
        Option<int> memory = CommonOptions.Number("--memory-limit", "How much memory one history may take, in MB; then it is undecided.", 2048, 1, 1 << 20);
        Option<bool> explain = new("--explain") { Description = "Print the picture of every violation, also of one that the file expects." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("linearizability", """
            Says of each recorded history whether it is linearizable. Models: register, etcd-register, kv, set, queue, nondeterministic-register.
            Examples:
              verify linearizability Harness/Histories/histories.jsonl.gz
              verify linearizability mine.jsonl --time-limit 600 --explain
            """)
        { file, time, memory, explain, json };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(file),
            new SearchLimits { Time = TimeSpan.FromSeconds(parsed.GetValue(time)), Bytes = parsed.GetValue(memory) * BytesPerMegabyte },
            parsed.GetValue(explain),
            parsed.GetValue(json),
            terminal,
            interrupted));
        return command;
    }

    private static int Run(string path, SearchLimits limits, bool explain, bool json, Terminal terminal, CancellationToken interrupted)
    {
        List<HistoryResult> results = [];
        try
        {
            terminal.Follow("histories", progress =>
            {
                foreach (HistoryResult result in new HistoryCheck(limits, terminal.Time).Run(path, interrupted))
                {
                    results.Add(result);
                    progress(null, $"{results.Count} decided, the last one {result.Name}");
                }

                return results;
            });
        }
        catch (UnreadableException exception)
        {
            return terminal.Refuse($"{path}:{exception.Line}: {exception.Problem}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return terminal.RefuseFile(path, exception);
        }

        Verdict verdict = results.Exists(result => result.Verdict != Verdict.Undecided && !result.IsAsExpected) ? Verdict.Violated
            : interrupted.IsCancellationRequested || results.Count == 0 || results.Exists(result => result.Verdict == Verdict.Undecided) ? Verdict.Undecided
            : Verdict.Holds;
        if (json)
        {
            terminal.WriteJson(new
            {
                verdict,
                histories = results.Select(result => new
                {
                    result.Name,
                    result.Model,
                    result.Operations,
                    result.Verdict,
                    result.Expected,
                    result.Milliseconds,
                    result.Configurations,
                    result.End,
                    explanation = result.Verdict == Verdict.Violated && (explain || result.Expected is not false) ? result.Explanation.Value : null,
                }),
            });
        }
        else
        {
            Print(results, explain, verdict, terminal);
            if (results.Count == 0 && !interrupted.IsCancellationRequested)
            {
                terminal.WriteText("No history stands there; expected one JSON object a line.");
            }
        }

        return ExitCode.Of(verdict, interrupted);
    }

    private static void Print(List<HistoryResult> results, bool explain, Verdict verdict, Terminal terminal)
    {
        foreach (HistoryResult result in results.Where(result => result.Verdict == Verdict.Violated && (explain || result.Expected is not false)))
        {
            terminal.WriteText($"\n{result.Name} ({result.Model}):\n{result.Explanation.Value}\n");
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumn("history").AddColumn("model").AddColumn(new TableColumn("operations").RightAligned())
            .AddColumn("linearizable").AddColumn("expected").AddColumn(new TableColumn("ms").RightAligned());
        foreach (HistoryResult result in results)
        {
            table.AddRow(
                Markup.Escape(result.Name),
                result.Model,
                $"{result.Operations:n0}",
                result.Verdict switch { Verdict.Holds => "yes", Verdict.Violated => "no", _ => $"undecided: {result.End}" },
                result.Expected switch { true => "yes", false => "no", null => "" },
                $"{result.Milliseconds:f3}");
        }

        terminal.WriteTable(table);
        terminal.WriteText($"{results.Count(result => result.IsAsExpected)} of {results.Count} verdicts are as expected: {Terminal.Word(verdict)}.");
    }
}
