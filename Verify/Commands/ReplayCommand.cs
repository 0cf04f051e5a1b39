// verify replay FILE: recorded traces, every answer and state.
// verify replay TOKEN: a counterexample that any check printed.
using System.CommandLine;
using Checking;
using Checking.Scenarios;
using Clones;
using Harness;
using Harness.Coverage;
using Harness.Recordings;
using Spectre.Console;

namespace Verify.Commands;

/// <summary>Replays recorded traces and counterexamples.</summary>
internal static class ReplayCommand
{
    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Argument<string> what = new("FILE|TOKEN") { Description = "Recorded traces (.jsonl or .jsonl.gz), or the replay token of a counterexample." };
        Option<string> against = CommonOptions.Against();
        Option<long?> trace = CommonOptions.Trace();
        Option<bool> json = CommonOptions.Json();
        Command command = new("replay", """
            Replays recorded traces of the original: every answer and every recorded state. Or a counterexample, by its token.
            Examples:
              verify replay Harness/Recordings/traces.jsonl.gz
              verify replay Harness/Recordings/traces.jsonl.gz --against both
              verify replay traces.jsonl --trace 17 --json
              verify replay claims/create,0,2,750,31+alloc,1,-1,0,0
            """)
        { what, against, trace, json };
        command.SetAction(parsed =>
        {
            string replayed = parsed.GetRequiredValue(what);
            return Path.Exists(replayed)
                ? ReplayFile(replayed, parsed.GetRequiredValue(against), parsed.GetValue(trace), parsed.GetValue(json), terminal, interrupted)
                : ReplayOfToken(replayed, GivenOptions.FirstOf(parsed, against, trace), parsed.GetValue(json), terminal);
        });
        return command;
    }

    private static int ReplayOfToken(string what, string? ignored, bool json, Terminal terminal) =>
        ignored is not null && (ScenarioToken.TryParse(what, out _) || ReplayToken.TryParse(what, out _))
            ? terminal.Refuse($"{what}: no such file, and {ignored} is for files of recorded traces; a token says itself what is replayed")
        : ScenarioToken.TryParse(what, out ScenarioToken? run) ? TokenReplay.Run(run!, json, terminal)
        : ReplayToken.TryParse(what, out ReplayToken? token) && !Path.IsPathRooted(what) ? TokenReplay.Run(token!, json, terminal)
        : terminal.Refuse($"{what}: no such file, and no replay token; expected recorded traces, CHECK/operation+operation+... or CHECK/start/thread/thread@schedule");

    private static int ReplayFile(string path, string against, long? only, bool json, Terminal terminal, CancellationToken interrupted)
    {
        CoverageCount coverage = new();
        StepClock steps = new(CloneSpecification.Model, terminal.Time);
        TraceSubject model = new("model", () => new SpecificationSubject<State, Operation, Response>(steps.Timed, coverage.Add));
        TraceSubject[] subjects = against switch { "model" => [model], "port" => [TraceSubject.Port], _ => [model, TraceSubject.Port] };
        long start = terminal.Time.GetTimestamp();
        TraceReplayReport report;
        try
        {
            long length = Directory.Exists(path) ? 1 : Math.Max(1, new FileInfo(path).Length);
            report = terminal.Follow($"replaying {Path.GetFileName(path)}", progress =>
            {
                long traces = 0;
                IEnumerable<Trace> read = TraceReader.Read(path, bytes => progress((double)bytes / length, $"{++traces:n0} traces"));
                return TraceReplay.Replay(subjects, only is null ? read : read.Where(trace => trace.Number == only), interrupted);
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

        double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
        if (only is not null && report.Traces == 0)
        {
            return terminal.Refuse($"{path}: there is no trace {only}");
        }

        if (json)
        {
            terminal.WriteJson(ReplayJson.Of(report, seconds, coverage));
        }
        else
        {
            Print(report, seconds, steps, coverage, against, terminal);
        }

        return ExitCode.Of(report.Verdict, interrupted);
    }

    private static void Print(TraceReplayReport report, double seconds, StepClock steps, CoverageCount coverage, string against, Terminal terminal)
    {
        if (coverage.Transitions > 0)
        {
            terminal.WriteTable(CoverageTable(coverage));
        }

        terminal.WriteText(
            $"{report.Traces:n0} traces, {report.Operations:n0} operations, {report.StatesCompared:n0} states compared in {seconds:f2} s{steps.Summary}");
        if (report.Difference is { } difference)
        {
            terminal.WriteText($"\n{difference.Counterexample}\n");
        }

        terminal.WriteText(report.Verdict switch
        {
            Verdict.Holds => $"{Subject(against)} as the original did, and {(against is "both" ? "have" : "has")} its states.",
            Verdict.Violated => $"The {report.Difference!.Subject} is not what was recorded.",
            _ => report.IsStopped ? "Undecided: stopped before the last trace." : report.Traces == 0 ? "Undecided: no trace stands there; expected one JSON object a line." : "Undecided: there is nothing to compare.",
        });
    }

    private static string Subject(string against) => against switch
    {
        "both" => "Model and port answer",
        _ => $"The {against} answers",
    };

    private static Table CoverageTable(CoverageCount coverage)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("kind").AddColumn("case").AddColumn(new TableColumn("times").RightAligned()).AddColumn("why not in the project's own");
        foreach ((CoverageLabel label, long count) in coverage.Counts)
        {
            table.AddRow(label.Group, Markup.Escape(label.Case), $"{count:n0}", count == 0 ? Markup.Escape(CoverageCatalogue.ReasonForNone(label)) : string.Empty);
        }

        return table;
    }
}
