using Checking;
using Checking.Scenarios;
using Harness.Concurrency;
using Harness.Discovery;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>Every named scenario of threads under Coyote, after what failed under it once: in a longer run more schedules of each.</summary>
internal sealed class CoyoteCheck : ICheck
{
    /// <summary>On a slow machine; a run spends about an eighth of its budget here.</summary>
    private const double SchedulesASecond = 300;
    private const double Part = 1.0 / 8;

    public string Name => "schedules of threads";

    public CheckRow Run(CheckRun run)
    {
        int each = (int)Math.Clamp(run.Budget.TotalSeconds * Part * SchedulesASecond / NamedScenarios.All.Count, 10, 100_000);
        ScheduleBounds bounds = new(CoyoteStrategy.Portfolio, unchecked((uint)run.Seed), each);
        run.Progress(0, "rewriting the port");
        _ = ControlledPort.Right;
        (CloneScenarioCounterexample? counterexample, int stale) = RunKept(run);
        List<ScenarioReport> reports = [];
        foreach (CloneScenario scenario in NamedScenarios.All.TakeWhile(_ => counterexample is null && !run.Interrupted.IsCancellationRequested))
        {
            reports.Add(ScenarioSearch.OfPort.Search(
                scenario,
                bounds,
                schedules => run.Progress((reports.Count + ((double)schedules / each)) / NamedScenarios.All.Count, $"{scenario.Name}, {schedules:n0} schedules"),
                run.Interrupted));
            counterexample = reports[^1].Counterexample;
        }

        long all = reports.Sum(report => report.Exploration.Schedules);
        long different = reports.Sum(report => report.Exploration.Distinct);
        return new CheckRow(Name, $"{all:n0} schedules of {reports.Count} scenarios, {different:n0} different",
            $"{each:n0} of each, drawn at random, under Coyote{(stale > 0 ? $"; {stale:n0} kept ones do not fit the port any more" : string.Empty)}", 0,
            counterexample is not null ? Verdict.Violated : run.Interrupted.IsCancellationRequested ? Verdict.Undecided : Verdict.Holds, counterexample?.ToString())
        {
            Figures =
            [
                Figure.Of("scenarios", reports.Count),
                Figure.Of("schedules", all, FigureBasis.Timed),
                Figure.Of("different schedules", different, FigureBasis.Timed),
            ],
            Seed = $"{bounds.Seed:x}",
            Replay = counterexample?.Replay,
        };
    }

    /// <summary>Runs the schedules of Coyote's that are kept: they failed once.</summary>
    private static (CloneScenarioCounterexample? Counterexample, int Stale) RunKept(CheckRun run)
    {
        int stale = 0;
        foreach (KeptSchedule kept in run.Corpus.Schedules.Where(kept => kept.Schedule is null).TakeWhile(_ => !run.Interrupted.IsCancellationRequested))
        {
            try
            {
                if (ScenarioToken.TryParse(kept.Entry.Token, out ScenarioToken? token) && ScenarioSearch.Replay(token!) is { } failing)
                {
                    return (failing, stale);
                }
            }
            catch (InvalidOperationException)
            {
                stale++; // kept of a port that was another one: the schedule leads nowhere in this one
            }
        }

        return (null, stale);
    }
}
