using Checking;
using Checking.Scenarios;
using Clones;
using Harness;
using Harness.Concurrency;
using Harness.Schedules;

namespace Verify.Commands;

/// <summary>Replays a counterexample by its token.</summary>
internal static class TokenReplay
{
    public static int Run(ReplayToken token, bool json, Terminal terminal)
    {
        Counterexample<Operation>? counterexample;
        try
        {
            if (token.Check.Split(':')[0] is ScheduleSearch.CheckName or ScenarioSearch.CheckName)
            {
                throw new FormatException("it has no schedule; expected CHECK/start/thread/thread@schedule");
            }

            Operation[] operations = [.. token.Operations.Select(OperationText.Parse)];
            CloneSearch search = CloneChecks.Named(token.Check);
            if (CloneChecks.IsOfPort(token.Check))
            {
                CheckRange(operations);
            }

            counterexample = search.Replay(operations, "replayed");
        }
        catch (Exception exception) when (exception is FormatException or KeyNotFoundException)
        {
            return terminal.Refuse($"{token}: no such file, and no replay token: {exception.Message}");
        }

        return Report(counterexample?.ToString(), $"{token.Check}: holds along these {token.Operations.Count} operations", json, terminal);
    }

    /// <summary>Replays a schedule of a scenario.</summary>
    public static int Run(ScenarioToken token, bool json, Terminal terminal)
    {
        string? counterexample;
        try
        {
            CloneScenario scenario = token.ToScenario(OperationText.Parse);
            CheckRange([.. scenario.Start, .. scenario.Threads.SelectMany(static thread => thread), .. scenario.Callback]);
            counterexample = token.Check.Split(':')[0] is ScheduleSearch.CheckName
                ? ScheduleSearch.Replay(token) is { } failing ? $"{failing.Counterexample}\n{failing.Execution}" : null
                : ScenarioSearch.Replay(token)?.ToString();
        }
        catch (Exception exception) when (exception is FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return terminal.Refuse($"{token}: no such file, and no schedule that can be replayed: {exception.Message}");
        }

        return Report(counterexample, $"{token.Check}: holds along this schedule", json, terminal);
    }

    /// <summary>Refuses what the port cannot be asked.</summary>
    private static void CheckRange(IReadOnlyList<Operation> operations)
    {
        if (PortRange.Problem(operations) is { } problem)
        {
            throw new FormatException(problem.Problem);
        }
    }

    private static int Report(string? counterexample, string holds, bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.WriteJson(new { verdict = counterexample is null ? Verdict.Holds : Verdict.Violated, counterexample });
        }
        else
        {
            terminal.WriteText(counterexample ?? holds);
        }

        return counterexample is null ? ExitCode.Holds : ExitCode.Violated;
    }
}
