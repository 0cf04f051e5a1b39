// The parts of verify schedules that are about named scenarios: each under every interleaving, beside Coyote where
// that is asked for; and the planted races.
using System.Globalization;
using Checking;
using Checking.Schedules;
using Harness.Concurrency;
using Harness.Mutants;
using Harness.PlantedFaults;
using Harness.Schedules;
using Spectre.Console;

namespace Verify.Commands;

/// <summary>Explores named scenarios and planted races.</summary>
internal static class NamedSchedulesCommand
{
    private static readonly string[] Counts = ["executions", "blocked", "cut", "histories", "seconds", "a second"];

    public static int Run(IReadOnlyList<CloneScenario> scenarios, InterleavingBounds bounds, int coyote, bool json, Terminal terminal, CancellationToken interrupted)
    {
        using ScheduleSearch search = ScheduleSearch.OfPort();
        List<Row> rows = terminal.Follow("interleaving", progress =>
        {
            List<Row> done = [];
            foreach (CloneScenario scenario in scenarios.TakeWhile(_ => !interrupted.IsCancellationRequested))
            {
                progress((double)done.Count / scenarios.Count, scenario.Name);
                done.Add(Explore(search, scenario, bounds, coyote, terminal, interrupted));
            }

            return done;
        });
        Verdict verdict = rows.Count < scenarios.Count ? Verdict.Undecided : rows.Select(row => row.Report.Report.Verdict).Aggregate(PairReport.Both);
        if (json)
        {
            object[] objects = [.. rows.Select(row => row.Json)];
            terminal.WriteJson(objects.Length == 1 ? objects[0] : new { verdict, scenarios = objects });
        }
        else
        {
            Print(rows, coyote > 0, terminal);
        }

        return ExitCode.Of(verdict, interrupted);
    }

    public static int RunRaces(bool json, Terminal terminal, CancellationToken interrupted)
    {
        using MutantTrials trials = new(new MutantBounds { Executions = 10_000, TwiceExecutions = 10_000, WeakExecutions = 1 });
        List<RaceFinding> rows = terminal.Follow("planted races", progress =>
        {
            List<RaceFinding> done = [];
            foreach (PlantedFault fault in PlantedFault.OfRaces.TakeWhile(_ => !interrupted.IsCancellationRequested))
            {
                progress((double)done.Count / PlantedFault.OfRaces.Count, fault.Name);
                done.Add(RaceTrials.Find(fault, trials, NamedScenarios.All));
            }

            return done;
        });
        bool isAll = rows.Count == PlantedFault.OfRaces.Count;
        Verdict verdict = !isAll ? Verdict.Undecided : rows.TrueForAll(row => row.Finding is not null) ? Verdict.Holds : Verdict.Violated;
        if (json)
        {
            terminal.WriteJson(new
            {
                verdict,
                races = rows.Select(row => new { row.Fault.Name, row.Stage, row.Scenario, row.Executions, row.InAll, row.Finding?.Preemptions, row.Finding?.Failure, row.Finding?.Replay }),
            });
        }
        else
        {
            Table table = new Table().Border(TableBorder.Simple).AddColumn("race").AddColumn("scenario").AddColumn("stage");
            table.AddColumn(new TableColumn("executions").RightAligned()).AddColumn(new TableColumn("in all").RightAligned()).AddColumn(new TableColumn("preemptions").RightAligned()).AddColumn("failure");
            foreach (RaceFinding row in rows)
            {
                table.AddRow(
                    row.Fault.Name, row.Scenario ?? "none", row.Stage ?? string.Empty, $"{row.Executions:n0}", $"{row.InAll:n0}",
                    row.Finding?.Preemptions?.ToString(CultureInfo.InvariantCulture) ?? string.Empty, Markup.Escape(row.Finding?.Failure ?? "not found"));
            }

            terminal.WriteTable(table);
            terminal.WriteText($"{rows.Count(row => row.Finding is not null)} of {PlantedFault.OfRaces.Count} planted races are found by the explorer.");
        }

        return ExitCode.Of(verdict, interrupted);
    }

    private static Row Explore(ScheduleSearch search, CloneScenario scenario, InterleavingBounds bounds, int coyote, Terminal terminal, CancellationToken interrupted)
    {
        long start = terminal.Time.GetTimestamp();
        InterleavingReport report = search.Search(scenario, bounds, interrupted);
        double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
        return new(report, seconds, coyote > 0 ? CoyoteComparison.Measure(search, scenario, bounds, coyote, terminal.Time) : null);
    }

    private static void Print(List<Row> rows, bool withCoyote, Terminal terminal)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("scenario").AddColumn("threads");
        string[] rates = withCoyote ? ["warm", "by Coyote", "times"] : [];
        foreach (string column in Counts.Concat(rates))
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (Row row in rows)
        {
            ScheduleReport counts = row.Report.Report;
            table.AddRow(
            [
                row.Report.Scenario.Name, string.Join(" x ", row.Report.Scenario.Threads.Select(thread => thread.Count)),
                $"{counts.Executions:n0}", $"{counts.Blocked:n0}", $"{counts.Cut:n0}", $"{row.Report.Histories:n0}", $"{row.Seconds:f2}", $"{row.Rate:n0}",
                .. row.Beside is { } beside ? [$"{beside.Explored:n0}", $"{beside.ByCoyote:n0}", $"{beside.Times:f1}"] : Array.Empty<string>(),
            ]);
        }

        terminal.WriteTable(table);
        foreach (Row row in rows)
        {
            if (row.Report.Failing is { } failing)
            {
                terminal.WriteText($"{failing.Counterexample}\n{failing.Execution}");
            }
            else if (row.Report.Report.Verdict != Verdict.Holds)
            {
                terminal.WriteText($"{row.Report.Scenario.Name}: {Terminal.Word(row.Report.Report.Verdict)}, {row.Report.Report.End}");
            }
        }

        if (rows.TrueForAll(row => row.Report.Report.Verdict == Verdict.Holds))
        {
            terminal.WriteText(Terminal.Word(Verdict.Holds));
        }
    }

    /// <summary>A scenario and what it came to.</summary>
    private sealed record Row(InterleavingReport Report, double Seconds, CoyoteComparison? Beside)
    {
        public double Rate => Report.Report.All / Seconds;

        public object Json => new
        {
            verdict = Report.Report.Verdict,
            scenario = Report.Scenario.Name,
            executions = Report.Report.Executions,
            blocked = Report.Report.Blocked,
            cut = Report.Report.Cut,
            histories = Report.Histories,
            seconds = Seconds,
            rate = Rate,
            besideCoyote = Beside is { } beside ? new { beside.Explored, beside.ByCoyote, beside.Times } : null,
            counterexample = Report.Failing?.Counterexample.ToString(),
        };
    }
}
