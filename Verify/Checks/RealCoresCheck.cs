using Checking;
using Harness.Concurrency;
using Harness.Port;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>Every named scenario, and some long ones, on real threads and real cores: what compiler and processor reorder is among what can happen.</summary>
internal sealed class RealCoresCheck : ICheck
{
    private const double Part = 0.04;
    private const int RunsATime = 200;
    private const int LongThreads = 3;
    private const int LongLength = 60;
    private const int LongRuns = 5;

    public string Name => "real cores";

    public CheckRow Run(CheckRun run)
    {
        long runs = 0;
        long histories = 0;
        uint drawn = unchecked((uint)run.Seed);
        int rounds = 0;
        int scenarios = 0;
        CloneScenarioCounterexample? counterexample = null;
        while (counterexample is null && (rounds == 0 ? !run.Interrupted.IsCancellationRequested : !run.HasHad(Part)))
        {
            foreach (CloneScenario scenario in NamedScenarios.All.Append(RealThreads.Drawn(LongThreads, LongLength, unchecked(drawn + (uint)rounds)))
                .TakeWhile(_ => !run.Interrupted.IsCancellationRequested))
            {
                int times = scenario.Size > LongLength ? LongRuns : RunsATime;
                (int seen, counterexample) = RealThreads.Run(scenario, static () => new TimedPort(), times, run.Interrupted);
                (runs, histories, scenarios) = (runs + times, histories + seen, scenarios + (rounds == 0 ? 1 : 0));
                run.Progress(Math.Min(1, run.Elapsed / (run.Budget * Part)), $"{scenario.Name}, {runs:n0} runs");
                if (counterexample is not null)
                {
                    break;
                }
            }

            rounds++;
        }

        return new CheckRow(Name, $"{runs:n0} runs of {scenarios} scenarios, {histories:n0} histories",
            $"{Environment.ProcessorCount} processors; nobody chooses the schedules", 0,
            counterexample is not null ? Verdict.Violated : run.Interrupted.IsCancellationRequested ? Verdict.Undecided : Verdict.Holds, counterexample?.ToString())
        {
            Figures = [Figure.Of("runs", runs, FigureBasis.Timed), Figure.Of("histories", histories, FigureBasis.Timed)],
            Seed = $"{drawn:x}",
        };
    }
}
