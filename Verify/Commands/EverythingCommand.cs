// verify without a command: every check, within a budget of time. What is left of the budget when the
// others are done goes to random sequences.
using System.CommandLine;
using Checking;
using Clones;
using Harness;
using Harness.Claims;
using Harness.Concurrency;
using Harness.PlantedFaults;
using Harness.Port;
using Harness.Recordings;
using Harness.Scopes;
using Spectre.Console;
using Verify.Evidence;

namespace Verify.Commands;

/// <summary>Runs every check.</summary>
internal static class EverythingCommand
{
    private const int BatchSequences = 500;
    private const int SequenceLength = 200;
    private const int SchedulesOfEach = 100;

    public static void AddTo(RootCommand root, Terminal terminal, CancellationToken interrupted)
    {
        Option<int> budget = CommonOptions.Number("--budget", "How long to look, in seconds: random sequences take what the other checks leave.", 120, 1, 7 * 24 * 3600);
        Option<ulong?> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        root.Add(budget);
        root.Add(seed);
        root.Add(json);
        EvidenceOptions evidence = new(root);
        root.SetAction(parsed => Run(
            TimeSpan.FromSeconds(parsed.GetValue(budget)),
            parsed.GetValue(seed) ?? (ulong)terminal.Time.GetUtcNow().UtcTicks,
            parsed.GetValue(json),
            evidence.Read(parsed, terminal, interrupted),
            terminal,
            interrupted));
    }

    private static int Run(
        TimeSpan budget, ulong seed, bool json, Func<FinishedRun, string?> writeEvidence, Terminal terminal, CancellationToken interrupted)
    {
        long start = terminal.Time.GetTimestamp();
        if (!json)
        {
            terminal.WriteText($"seed {seed:x}, budget {budget.TotalSeconds} s");
        }

        Func<CheckRow>[] checks =
        [
            .. ProjectFiles.Recordings.Select(path => (Func<CheckRow>)(() => Recording(path, terminal, interrupted))),
            .. KnownScopes.All.Where(known => known.States < 200_000).Select(known => (Func<CheckRow>)(() => Exhaustive(known, terminal, interrupted))),
            () => Faults(terminal, interrupted),
            () => Schedules(unchecked((uint)seed), terminal, interrupted),
            () => Sequences("claims along sequences", CloneChecks.Claims(), seed, (budget - terminal.Time.GetElapsedTime(start)) / 4, terminal, interrupted),
            () => Sequences(
                "the port, unobserved until the end", CloneChecks.Answers(), seed, (budget - terminal.Time.GetElapsedTime(start)) / 3, terminal, interrupted),
            () => Sequences(
                "the port, rescanned after each", CloneChecks.Rescan(), seed, (budget - terminal.Time.GetElapsedTime(start)) / 2, terminal, interrupted),
            () => Sequences(
                "model and port along sequences", CloneChecks.AgreementWithPort(), seed, budget - terminal.Time.GetElapsedTime(start), terminal, interrupted),
        ];
        List<CheckRow> rows = [];
        foreach (Func<CheckRow> check in checks.TakeWhile(_ => !interrupted.IsCancellationRequested))
        {
            rows.Add(check());
        }

        Verdict verdict = rows.Exists(row => row.Verdict == Verdict.Violated) ? Verdict.Violated
            : rows.Count == checks.Length && rows.TrueForAll(row => row.Verdict == Verdict.Holds) ? Verdict.Holds
            : Verdict.Undecided;
        double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
        if (json)
        {
            terminal.WriteJson(new { verdict, seed = $"{seed:x}", seconds, checks = rows });
        }
        else
        {
            Print(rows, seed, verdict, seconds, terminal);
        }

        return writeEvidence(new FinishedRun(rows, $"{seed:x}", budget, seconds, verdict)) is { } problem
            ? terminal.Refuse(problem)
            : ExitCode.Of(verdict, interrupted);
    }

    private static CheckRow Recording(string path, Terminal terminal, CancellationToken interrupted) => Timed(terminal, () =>
    {
        string name = Path.GetFileName(path);
        TraceReplayReport report = terminal.Follow(
            $"replaying {name}", _ => TraceReplay.Replay(
                [
                    new TraceSubject("model", static () => new SpecificationSubject<State, Operation, Response>(CloneSpecification.Model)),
                    TraceSubject.Port,
                ],
                TraceReader.Read(path),
                interrupted));
        return new CheckRow($"recording {name}", $"{report.Traces:n0} traces, {report.Operations:n0} answers, {report.StatesCompared:n0} states",
            "every answer and state, model and port", 0, report.Verdict, report.Difference?.Counterexample.ToString())
        {
            Figures = [Figure.Of("traces", report.Traces), Figure.Of("operations", report.Operations), Figure.Of("states", report.StatesCompared)],
            Replay = report.Difference?.Counterexample.Replay,
        };
    });

    private static CheckRow Exhaustive(KnownScope known, Terminal terminal, CancellationToken interrupted) => Timed(terminal, () =>
    {
        StateSpaceReport<Operation> report = terminal.Follow($"exploring {known.Name}", progress =>
            new StateSpace<State, Operation, Response>(
                CloneChecks.ClaimsAndPort(), CloneSpecification.Model, CloneClaims.All, known.Scope.Bounds, static () => new PortSubject()).Explore(
                progress: (depth, states, _) => progress((double)states / known.States, $"level {depth}"), cancellation: interrupted));
        bool counts = (report.All.States, report.All.Transitions, report.Depth) == (known.States, known.Transitions, known.Depth);
        Verdict verdict = report.Verdict == Verdict.Holds && !counts ? Verdict.Violated : report.Verdict;
        return new CheckRow($"scope {known.Name}", $"{report.All.States:n0} states, {report.All.Transitions:n0} transitions",
            $"depth {report.Depth}, the whole scope, every claim, model and port", 0, verdict,
            report.Counterexample?.ToString()
                ?? (verdict == Verdict.Violated ? $"expected {known.States} states, {known.Transitions} transitions, depth {known.Depth}, as the original has" : null))
        {
            Figures =
            [
                Figure.Of("states", report.All.States),
                Figure.Of("transitions", report.All.Transitions),
                new("depth", report.Depth, "levels"),
                Figure.Of("claims", CloneClaims.All.Count),
            ],
            Replay = report.Counterexample?.Replay,
        };
    });

    private static CheckRow Faults(Terminal terminal, CancellationToken interrupted) => Timed(terminal, () =>
    {
        List<FaultRow> rows = FaultsCommand.Hunt(terminal, interrupted);
        string[] unseen = [.. rows.Where(row => !row.IsSeen).Select(row => row.Fault.Name)];
        return new CheckRow("planted faults", $"{rows.Count - unseen.Length} of {FaultsCommand.Count} seen", "recordings, sequences, claims, scopes, rescans", 0,
            unseen.Length > 0 ? Verdict.Violated : rows.Count < FaultsCommand.Count ? Verdict.Undecided : Verdict.Holds,
            unseen.Length > 0 ? $"not seen by all that claim to see them: {string.Join(", ", unseen)}" : null)
        {
            Figures = [Figure.Of("planted faults seen", rows.Count - unseen.Length)],
        };
    });

    private static CheckRow Schedules(uint seed, Terminal terminal, CancellationToken interrupted) => Timed(terminal, () =>
    {
        ScheduleBounds bounds = new(CoyoteStrategy.Portfolio, seed, SchedulesOfEach);
        List<ScenarioRow> rows = ConcurrencyCommand.Explore(NamedScenarios.All.Select(scenario => (scenario, bounds)), NamedScenarios.All.Count, terminal, interrupted);
        Verdict verdict = rows.Exists(row => row.Verdict == Verdict.Violated) ? Verdict.Violated
            : rows.Count == NamedScenarios.All.Count && rows.TrueForAll(row => row.Verdict == Verdict.Holds) ? Verdict.Holds
            : Verdict.Undecided;
        CloneScenarioCounterexample? counterexample = rows.Find(row => row.Verdict == Verdict.Violated)?.Report.Counterexample;
        return new CheckRow("schedules of threads", $"{rows.Sum(row => row.Schedules):n0} schedules of {rows.Count} scenarios",
            $"{SchedulesOfEach} of each, drawn at random", 0, verdict, counterexample?.ToString())
        {
            Figures = [Figure.Of("scenarios", rows.Count), Figure.Of("schedules", rows.Sum(row => row.Schedules))],
            Seed = $"{seed:x}",
            Replay = counterexample?.Replay,
        };
    });

    private static CheckRow Sequences(
        string name, CloneSearch check, ulong seed, TimeSpan budget, Terminal terminal, CancellationToken interrupted) => Timed(terminal, () =>
    {
        long start = terminal.Time.GetTimestamp();
        long sequences = 0;
        long operations = 0;
        ClaimTally tally = new();
        Counterexample<Operation>? counterexample = terminal.Follow(name, progress =>
        {
            Counterexample<Operation>? found = null;
            for (ulong batch = 0; found is null && !interrupted.IsCancellationRequested && (batch == 0 || terminal.Time.GetElapsedTime(start) < budget); batch++)
            {
                SearchReport<Operation> report =
                    check.Search(new SearchBounds(unchecked(seed + batch), BatchSequences, SequenceLength), cancellation: interrupted);
                tally.Add(report.Tally);
                sequences += report.Sequences;
                operations += report.Operations;
                found = report.Counterexample;
                progress(Math.Clamp(terminal.Time.GetElapsedTime(start) / budget, 0, 1), $"{operations:n0} operations");
            }

            return found;
        });
        Verdict verdict = counterexample is not null ? Verdict.Violated : interrupted.IsCancellationRequested || tally.Vacuous.Any() ? Verdict.Undecided : Verdict.Holds;
        return new CheckRow(name, $"{sequences:n0} sequences, {operations:n0} operations", $"up to {SequenceLength} operations, {(tally.Applied.Count > 0 ? $"{tally.Applied.Count} claims" : "every answer and state")}", 0,
            verdict, counterexample?.ToString() ?? (tally.Vacuous.Any() ? $"never spoke of anything: {string.Join(", ", tally.Vacuous)}" : null))
        {
            Figures =
            [
                Figure.Of("sequences", sequences, FigureBasis.Timed),
                Figure.Of("operations", operations, FigureBasis.Timed),
                .. tally.Applied.Count > 0 ? [Figure.Of("claims", tally.Applied.Count)] : Array.Empty<Figure>(),
            ],
            Seed = $"{seed:x}",
            Replay = counterexample?.Replay,
        };
    });

    private static CheckRow Timed(Terminal terminal, Func<CheckRow> check)
    {
        long start = terminal.Time.GetTimestamp();
        return check() with { Seconds = terminal.Time.GetElapsedTime(start).TotalSeconds };
    }

    private static void Print(List<CheckRow> rows, ulong seed, Verdict verdict, double seconds, Terminal terminal)
    {
        foreach (CheckRow row in rows.Where(row => row.Counterexample is not null))
        {
            terminal.WriteText($"\n{row.Counterexample}\n");
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumn("check").AddColumn("covered").AddColumn("bound")
            .AddColumn(new TableColumn("seconds").RightAligned()).AddColumn("verdict");
        foreach (CheckRow row in rows)
        {
            table.AddRow(row.Check, row.Covered, row.Bound, $"{row.Seconds:f1}", Terminal.Word(row.Verdict));
        }

        terminal.WriteTable(table);
        terminal.WriteText($"{Terminal.Word(verdict)}, in {seconds:f0} s. The sequences come again with --seed {seed:x}.");
    }
}
