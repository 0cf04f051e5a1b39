// verify concurrency: the schedules of scenarios on the port, under Coyote.
using System.CommandLine;
using Checking;
using Harness.Concurrency;
using Spectre.Console;

namespace Verify.Commands;

/// <summary>Explores the schedules of scenarios.</summary>
internal static class ConcurrencyCommand
{
    private const int GeneratedPairs = 200;
    private const int GeneratedTriples = 100;

    /// <summary>A generated scenario is one of many: of each fewer schedules are run.</summary>
    private const int FewerOfGenerated = 20;

    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Option<int> iterations = CommonOptions.Number("--iterations", "How many schedules of each scenario to run; of generated ones a twentieth.", 1_000, 1, int.MaxValue);
        Option<ulong?> seed = CommonOptions.Seed();
        Option<string> strategy = new("--strategy")
        {
            Description = "How schedules are chosen: " + string.Join("; ", CoyoteStrategy.All.Select(one => $"{one.Name} ({one.What})")) + ".",
            DefaultValueFactory = _ => CoyoteStrategy.Portfolio.Name,
        };
        strategy.AcceptOnlyFromAmong([.. CoyoteStrategy.All.Select(one => one.Name)]);
        Option<string?> scenario = new("--scenario") { Description = "Only the scenario of this name." };
        Option<bool> all = new("--all") { Description = "Also every pair of operations in every state of two small scopes: hours." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("concurrency", """
            Runs the port under Coyote: two or three threads at once, one schedule after the other, each run explained by some order of
            its operations in the model, or not. Scenarios that have names, and a sample of generated ones.
            Coyote explores sequentially consistent interleavings only. Where the exhaustive strategy ran every schedule, that is said.
            Examples:
              verify concurrency --iterations 100000
              verify concurrency --scenario two-opens-of-one-device --strategy exhaustive --iterations 1000000
              verify concurrency --seed 5f --json
            """)
        { iterations, seed, strategy, scenario, all, json };
        command.SetAction(parsed => Run(
            new ScheduleBounds(
                CoyoteStrategy.Named(parsed.GetRequiredValue(strategy)),
                unchecked((uint)(parsed.GetValue(seed) ?? (ulong)terminal.Time.GetUtcNow().UtcTicks)),
                parsed.GetValue(iterations)),
            parsed.GetValue(scenario),
            parsed.GetValue(all),
            parsed.GetValue(json),
            terminal,
            interrupted));
        return command;
    }

    /// <summary>Explores scenarios, as far as none fails.</summary>
    public static List<ScenarioRow> Explore(
        IEnumerable<(CloneScenario Scenario, ScheduleBounds Bounds)> scenarios, int count, Action<double, string> progress, TimeProvider time, CancellationToken interrupted)
    {
        progress(0, "rewriting the port");
        _ = ControlledPort.Right;
        List<ScenarioRow> rows = [];
        long schedules = 0;
        foreach ((CloneScenario scenario, ScheduleBounds bounds) in scenarios)
        {
            if (interrupted.IsCancellationRequested)
            {
                break;
            }

            long start = time.GetTimestamp();
            ScenarioReport report = ScenarioSearch.OfPort.Search(
                scenario,
                bounds,
                run => progress(Math.Min(1, (rows.Count + ((double)run / bounds.Schedules)) / Math.Max(1, count)), $"{scenario.Name}, {schedules + run:n0} schedules"),
                interrupted);
            schedules += report.Exploration.Schedules;
            rows.Add(new(report, time.GetElapsedTime(start).TotalSeconds, interrupted.IsCancellationRequested));
            if (report.Counterexample is not null)
            {
                break;
            }
        }

        return rows;
    }

    private static int Run(ScheduleBounds bounds, string? name, bool all, bool json, Terminal terminal, CancellationToken interrupted)
    {
        IReadOnlyList<CloneScenario> named;
        try
        {
            named = name is null ? NamedScenarios.All : [NamedScenarios.Named(name)];
        }
        catch (KeyNotFoundException exception)
        {
            return terminal.Refuse(exception.Message);
        }

        if (!json)
        {
            terminal.WriteText($"seed {bounds.Seed:x}, strategy {bounds.Strategy.Name}, {bounds.Schedules:n0} schedules of each scenario");
        }

        ScheduleBounds fewer = bounds with { Schedules = Math.Max(1, bounds.Schedules / FewerOfGenerated) };
        IEnumerable<CloneScenario> generated = name is not null ? []
            : all ? GeneratedScenarios.Pairs().Concat(GeneratedScenarios.Sample(3, bounds.Seed).Take(GeneratedTriples))
            : GeneratedScenarios.Sample(2, bounds.Seed).Take(GeneratedPairs).Concat(GeneratedScenarios.Sample(3, bounds.Seed).Take(GeneratedTriples));
        int count = named.Count + (name is not null ? 0 : GeneratedTriples + (all ? GeneratedScenarios.Pairs().Count() : GeneratedPairs));
        long start = terminal.Time.GetTimestamp();
        List<ScenarioRow> rows = terminal.Follow("schedules", progress => Explore(
            named.Select(scenario => (scenario, bounds)).Concat(generated.Select(scenario => (scenario, fewer))), count, progress, terminal.Time, interrupted));
        double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
        Verdict verdict = rows.Exists(row => row.Verdict == Verdict.Violated) ? Verdict.Violated
            : rows.Count == count && rows.TrueForAll(row => row.Verdict == Verdict.Holds) ? Verdict.Holds
            : Verdict.Undecided;
        if (json)
        {
            terminal.WriteJson(new
            {
                verdict,
                seed = $"{bounds.Seed:x}",
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
                    complete = row.IsComplete,
                }),
                counterexample = rows.Find(row => row.Verdict == Verdict.Violated)?.Report.Counterexample?.ToString(),
            });
        }
        else
        {
            Print(rows, seconds, terminal);
            terminal.WriteText($"{Terminal.Word(verdict)}; it comes again with --seed {bounds.Seed:x} --strategy {bounds.Strategy.Name} --iterations {bounds.Schedules}.");
        }

        return ExitCode.Of(verdict, interrupted);
    }

    private static void Print(List<ScenarioRow> rows, double seconds, Terminal terminal)
    {
        foreach (ScenarioRow row in rows.Where(row => row.Report.Counterexample is not null))
        {
            terminal.WriteText($"\n{row.Report.Counterexample}\n");
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
            double groupSeconds = group.Sum(row => row.Seconds);
            Verdict verdict = group.Max(row => row.Verdict == Verdict.Holds ? Verdict.Holds : row.Verdict);
            verdict = group.Any(row => row.Verdict == Verdict.Violated) ? Verdict.Violated : verdict;
            table.AddRow(
                group.Count() == 1 ? group.Key : $"{group.Key}: {group.Count():n0}", group.First().Strategy, $"{schedules:n0}", $"{group.Sum(row => row.Distinct):n0}",
                $"{group.Sum(row => row.Steps):n0}", $"{groupSeconds:f1}", $"{schedules / Math.Max(groupSeconds, 0.001):n0}",
                Terminal.Word(verdict) + (group.All(row => row.IsComplete) ? ", every schedule" : string.Empty));
        }

        terminal.WriteTable(table);
        terminal.WriteText(
            $"{rows.Sum(row => row.Schedules):n0} schedules of {rows.Count:n0} scenarios, {rows.Sum(row => row.Distinct):n0} of them different, "
            + $"{rows.Sum(row => row.Steps):n0} steps in {seconds:f1} s");
    }
}

/// <summary>One line of the table.</summary>
/// <param name="Report">What the exploration came to.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="IsStopped">Whether it was stopped before its end.</param>
internal sealed record ScenarioRow(ScenarioReport Report, double Seconds, bool IsStopped)
{
    public string Name => Report.Scenario.Name;

    /// <summary>Generated scenarios share a line of the table.</summary>
    public string Group => Name.StartsWith("generated", StringComparison.Ordinal) ? $"generated, {Report.Scenario.Threads.Count} threads" : Name;

    public string Strategy => Report.Bounds.Strategy.Name;

    public long Schedules => Report.Exploration.Schedules;

    public long Distinct => Report.Exploration.Distinct;

    public long Steps => Report.Exploration.Steps;

    public bool IsComplete => Report.Exploration.IsComplete;

    /// <summary>The exhaustive strategy that was given up before the last schedule has not decided.</summary>
    public Verdict Verdict =>
        Report.Counterexample is not null ? Verdict.Violated
        : IsStopped || (Report.Bounds.Strategy == CoyoteStrategy.Exhaustive && !IsComplete) ? Verdict.Undecided
        : Verdict.Holds;
}
