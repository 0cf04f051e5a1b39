// verify concurrency: the schedules of scenarios on the port, under Coyote; or all of them, by the kit's explorer.
using System.CommandLine;
using Checking;
using Checking.Schedules;
using Harness.Concurrency;
using Harness.Schedules;
using Spectre.Console;

namespace Verify.Commands;

/// <summary>Explores the schedules of scenarios.</summary>
internal static class ConcurrencyCommand
{
    private const string PartialOrder = "partial-order";
    private const string Exhaustive = "exhaustive";
    private const int DefaultIterations = 1_000;

    /// <summary>More accesses than these are not looked at: threads can make one another begin again without end.</summary>
    private static readonly InterleavingBounds EverySchedule = new() { MoreAccesses = 4, MaxExecutions = 10_000_000 };

    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Option<int> iterations = CommonOptions.Number(
            "--iterations", "How many schedules of each scenario to run; of generated ones a twentieth. The exhaustive strategy runs all.", DefaultIterations, 1, int.MaxValue);
        Option<ulong?> seed = CommonOptions.Seed();
        Option<string> strategy = new("--strategy")
        {
            Description = "How schedules are chosen: " + string.Join("; ", CoyoteStrategy.All.Select(one => $"{one.Name} ({one.What})"))
                + $". By this kit's explorer instead of Coyote: {PartialOrder} (draws priorities of accesses, and anew those of accesses that race); {Exhaustive} (every schedule, one of each class).",
            HelpName = "NAME",
            DefaultValueFactory = _ => CoyoteStrategy.Portfolio.Name,
        };
        strategy.AcceptOnlyFromAmong([.. CoyoteStrategy.All.Select(one => one.Name), PartialOrder, Exhaustive]);
        Option<string?> scenario = CommonOptions.Scenario("Only the scenario of this name.");
        Option<bool> all = new("--all") { Description = "Also every pair and every triple of operations in every state of two small scopes: 24 million scenarios, weeks; pairs first." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("concurrency", """
            Runs the port under Coyote: two or three threads at once, one schedule after the other, each run explained by some order of
            its operations in the model, or not. Scenarios that have names, and a sample of generated ones.
            Coyote explores sequentially consistent interleavings only. The exhaustive strategy runs one schedule of each class, with as many
            accesses a thread as it has undisturbed and 4 more; `verify schedules` has options for it. Where every schedule was run, that is said.
            Examples:
              verify concurrency --iterations 100000
              verify concurrency --scenario two-opens-of-one-device --strategy exhaustive
              verify concurrency --seed 5f --json
            """)
        { iterations, seed, strategy, scenario, all, json };
        command.SetAction(parsed =>
        {
            uint drawn = unchecked((uint)(parsed.GetValue(seed) ?? (ulong)terminal.Time.GetUtcNow().UtcTicks));
            string? name = parsed.GetValue(scenario);
            if (name is not null && parsed.GetValue(all))
            {
                return terminal.Refuse($"{all.Name} does not go with {scenario.Name}");
            }

            if (string.Equals(parsed.GetRequiredValue(strategy), Exhaustive, StringComparison.Ordinal) && GivenOptions.Has(parsed, iterations))
            {
                return terminal.Refuse($"{iterations.Name} does not go with {strategy.Name} {Exhaustive}, which runs every schedule");
            }

            string chosen = parsed.GetRequiredValue(strategy);
            int schedules = parsed.GetValue(iterations);
            return Run(
                name is null ? Scenarios.NamedAndGenerated(drawn, parsed.GetValue(all)) : Scenarios.OfName(name), chosen, drawn, schedules, parsed.GetValue(json), terminal, interrupted);
        });
        return command;
    }

    /// <summary>Explores scenarios under Coyote, as far as none fails.</summary>
    private static List<ScenarioRow> Explore(
        IEnumerable<(CloneScenario Scenario, ScheduleBounds Bounds)> scenarios, int count, Terminal terminal, CancellationToken interrupted) => terminal.Follow("schedules", progress =>
    {
        progress(0, "rewriting the port");
        _ = ControlledPort.Right;
        List<ScenarioRow> rows = [];
        long schedules = 0;
        return UntilOneFails(scenarios, rows, terminal, (one, start) =>
        {
            ScenarioReport report = ScenarioSearch.OfPort.Search(
                one.Scenario,
                one.Bounds,
                run => progress(Math.Min(1, (rows.Count + ((double)run / one.Bounds.Schedules)) / Math.Max(1, count)), $"{one.Scenario.Name}, {schedules + run:n0} schedules"),
                interrupted);
            schedules += report.Exploration.Schedules;
            return ScenarioRow.Of(report, terminal.Time.GetElapsedTime(start).TotalSeconds, interrupted.IsCancellationRequested);
        }, interrupted);
    });

    /// <summary>Explores scenarios by the kit's explorer, as far as none fails.</summary>
    private static List<ScenarioRow> Explore(Scenarios scenarios, string strategy, InterleavingBounds bounds, Terminal terminal, CancellationToken interrupted) => terminal.Follow("schedules", progress =>
    {
        using ScheduleSearch search = ScheduleSearch.OfPort();
        List<ScenarioRow> rows = [];
        long schedules = 0;
        return UntilOneFails(scenarios.All, rows, terminal, (scenario, start) =>
        {
            progress((double)rows.Count / scenarios.Count, $"{scenario.Name}, {schedules:n0} schedules before it");
            InterleavingReport report = search.Search(scenario, bounds, interrupted);
            schedules += report.Report.Executions;
            return ScenarioRow.Of(report, strategy, terminal.Time.GetElapsedTime(start).TotalSeconds);
        }, interrupted);
    });

    private static List<ScenarioRow> UntilOneFails<T>(
        IEnumerable<T> scenarios, List<ScenarioRow> rows, Terminal terminal, Func<T, long, ScenarioRow> explore, CancellationToken interrupted)
    {
        foreach (T scenario in scenarios)
        {
            if (interrupted.IsCancellationRequested)
            {
                break;
            }

            rows.Add(explore(scenario, terminal.Time.GetTimestamp()));
            if (rows[^1].Verdict == Verdict.Violated)
            {
                break;
            }
        }

        return rows;
    }

    private static int Run(Scenarios scenarios, string strategy, uint seed, int schedules, bool json, Terminal terminal, CancellationToken interrupted)
    {
        bool isExhaustive = string.Equals(strategy, Exhaustive, StringComparison.Ordinal);
        if (!json)
        {
            terminal.WriteText($"seed {seed:x}, strategy {strategy}, {(isExhaustive ? "every schedule" : $"{schedules:n0} schedules")} of each scenario");
        }

        long start = terminal.Time.GetTimestamp();
        List<ScenarioRow> rows = isExhaustive ? Explore(scenarios, strategy, EverySchedule, terminal, interrupted)
            : string.Equals(strategy, PartialOrder, StringComparison.Ordinal)
                ? Explore(scenarios, strategy, EverySchedule with { Strategy = () => new PartialOrderSampling(seed, schedules) }, terminal, interrupted)
            : Explore(scenarios.WithBounds(new(CoyoteStrategy.Named(strategy), seed, schedules)), scenarios.Count, terminal, interrupted);
        double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
        Verdict verdict = rows.Exists(row => row.Verdict == Verdict.Violated) ? Verdict.Violated
            : rows.Count == scenarios.Count && rows.TrueForAll(row => row.Verdict == Verdict.Holds) ? Verdict.Holds
            : Verdict.Undecided;
        if (json)
        {
            terminal.WriteJson(new
            {
                verdict,
                seed = $"{seed:x}",
                seconds,
                scenarios = rows.Select(row => new
                {
                    row.Name,
                    row.Strategy,
                    row.Schedules,
                    row.Distinct,
                    row.Steps,
                    row.Seconds,
                    row.Verdict,
                    row.Cut,
                    complete = row.IsComplete,
                }),
                counterexample = rows.Find(row => row.Verdict == Verdict.Violated)?.Counterexample,
            });
        }
        else
        {
            Print(rows, seconds, terminal);
            terminal.WriteText($"{Terminal.Word(verdict)}; it comes again with --seed {seed:x} --strategy {strategy}{(isExhaustive ? string.Empty : $" --iterations {schedules}")}.");
        }

        return ExitCode.Of(verdict, interrupted);
    }

    private static void Print(List<ScenarioRow> rows, double seconds, Terminal terminal)
    {
        foreach (ScenarioRow row in rows.Where(row => row.Counterexample is not null))
        {
            terminal.WriteText($"\n{row.Counterexample}\n");
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumn("scenario").AddColumn("strategy");
        foreach (string column in (string[])["schedules", "distinct", "steps", "seconds", "a second"])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        table.AddColumn("verdict");
        foreach (IGrouping<string, ScenarioRow> group in rows.GroupBy(row => row.Group, StringComparer.Ordinal))
        {
            long schedules = group.Sum(row => row.Schedules);
            long cut = group.Sum(row => row.Cut);
            double groupSeconds = group.Sum(row => row.Seconds);
            Verdict verdict = group.Select(row => row.Verdict).Aggregate(PairReport.Both);
            table.AddRow(
                group.Count() == 1 ? group.Key : $"{group.Key}: {group.Count():n0}", group.First().Strategy, $"{schedules:n0}", $"{group.Sum(row => row.Distinct):n0}",
                $"{group.Sum(row => row.Steps):n0}", $"{groupSeconds:f1}", $"{schedules / Math.Max(groupSeconds, 0.001):n0}",
                Terminal.Word(verdict) + (group.All(row => row.IsComplete) ? ", every schedule" + (cut > 0 ? $" but {cut:n0} that are longer" : string.Empty) : string.Empty));
        }

        terminal.WriteTable(table);
        terminal.WriteText(
            $"{rows.Sum(row => row.Schedules):n0} schedules of {rows.Count:n0} scenarios, {rows.Sum(row => row.Distinct):n0} of them different, "
            + $"{rows.Sum(row => row.Steps):n0} steps in {seconds:f1} s");
    }
}
