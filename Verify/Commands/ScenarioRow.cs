using Checking;
using Harness.Concurrency;

namespace Verify.Commands;

/// <summary>What the schedules of one scenario came to: one line of the table.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Strategy">How its schedules were chosen.</param>
/// <param name="Schedules">How many were run to their end.</param>
/// <param name="Distinct">How many of them are different; of a reduced exploration: how many classes there are.</param>
/// <param name="Steps">How many steps they had.</param>
/// <param name="Cut">How many were cut by the bound of accesses.</param>
/// <param name="IsComplete">Whether there is no other schedule within the bound.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Counterexample">What fails, or null.</param>
internal sealed record ScenarioRow(
    CloneScenario Scenario,
    string Strategy,
    long Schedules,
    long Distinct,
    long Steps,
    long Cut,
    bool IsComplete,
    double Seconds,
    Verdict Verdict,
    string? Counterexample)
{
    public string Name => Scenario.Name;

    /// <summary>Generated scenarios share a line of the table.</summary>
    public string Group => Name.StartsWith("generated", StringComparison.Ordinal) ? $"generated, {Scenario.Threads.Count} threads" : Name;

    /// <summary>What Coyote came to. Its depth-first strategy that was given up before the last schedule has not decided.</summary>
    public static ScenarioRow Of(ScenarioReport report, double seconds, bool isStopped) => new(
        report.Scenario,
        report.Bounds.Strategy.Name,
        report.Exploration.Schedules,
        report.Exploration.Distinct,
        report.Exploration.Steps,
        Cut: 0,
        report.Exploration.IsComplete,
        seconds,
        report.Counterexample is not null ? Verdict.Violated
        : isStopped || (report.Bounds.Strategy == CoyoteStrategy.DepthFirst && !report.Exploration.IsComplete) ? Verdict.Undecided
        : Verdict.Holds,
        report.Counterexample?.ToString());

    /// <summary>What the kit's explorer came to.</summary>
    public static ScenarioRow Of(InterleavingReport report, string strategy, double seconds) => new(
        report.Scenario,
        strategy,
        report.Report.Executions,
        report.Distinct,
        report.Report.Accesses,
        report.Report.Cut,
        report.Report is { IsExhaustive: true, Verdict: Verdict.Holds },
        seconds,
        report.Report.Verdict,
        report.Failing is { } failing ? $"{failing.Counterexample}\n{failing.Execution}" : null);
}
