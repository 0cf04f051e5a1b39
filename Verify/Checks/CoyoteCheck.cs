using Checking;
using Harness.Concurrency;
using Verify.Commands;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>Every named scenario of threads under Coyote: in a longer run more schedules of each.</summary>
internal sealed class CoyoteCheck : ICheck
{
    /// <summary>On a slow machine; a run spends about a sixth of its budget here.</summary>
    private const double SchedulesASecond = 300;
    private const double Part = 1.0 / 6;

    public string Name => "schedules of threads";

    public CheckRow Run(CheckRun run)
    {
        int each = (int)Math.Clamp(run.Budget.TotalSeconds * Part * SchedulesASecond / NamedScenarios.All.Count, 10, 100_000);
        ScheduleBounds bounds = new(CoyoteStrategy.Portfolio, unchecked((uint)run.Seed), each);
        List<ScenarioRow> rows = ConcurrencyCommand.Explore(
            NamedScenarios.All.Select(scenario => (scenario, bounds)), NamedScenarios.All.Count, run.Progress, run.Time, run.Interrupted);
        Verdict verdict = rows.Exists(row => row.Verdict == Verdict.Violated) ? Verdict.Violated
            : rows.Count == NamedScenarios.All.Count && rows.TrueForAll(row => row.Verdict == Verdict.Holds) ? Verdict.Holds
            : Verdict.Undecided;
        CloneScenarioCounterexample? counterexample = rows.Find(row => row.Verdict == Verdict.Violated)?.Report.Counterexample;
        return new CheckRow(Name, $"{rows.Sum(row => row.Schedules):n0} schedules of {rows.Count} scenarios, {rows.Sum(row => row.Distinct):n0} different",
            $"{each:n0} of each, drawn at random, under Coyote", 0, verdict, counterexample?.ToString())
        {
            Figures =
            [
                Figure.Of("scenarios", rows.Count),
                Figure.Of("schedules", rows.Sum(row => row.Schedules), FigureBasis.Timed),
                Figure.Of("different schedules", rows.Sum(row => row.Distinct), FigureBasis.Timed),
            ],
            Seed = $"{bounds.Seed:x}",
            Replay = counterexample?.Replay,
        };
    }
}
