// Looks for a planted race: explores the schedules of scenarios on the wrong port until one fails, shrinks
// it, and replays it from its token. What comes out is one row of the table.
using Checking;
using Checking.Scenarios;
using Harness.Concurrency;

namespace Harness.PlantedFaults;

/// <summary>How a planted race was found.</summary>
/// <param name="Fault">The race.</param>
/// <param name="Report">The exploration that found it, or the last one that did not.</param>
/// <param name="Tried">How many schedules of other scenarios were explored before.</param>
/// <param name="IsReplayed">Whether the token fails again, with the same run.</param>
/// <param name="IsRightAlone">Whether sequences of one thread find nothing wrong.</param>
public sealed record RaceRow(PlantedFault Fault, ScenarioReport Report, long Tried, bool IsReplayed, bool IsRightAlone)
{
    /// <summary>Whether it was found and is replayed.</summary>
    public bool IsSeen => Report.Counterexample is not null && IsReplayed;
}

/// <summary>Looks for planted races.</summary>
public static class RaceHunt
{
    private static readonly SearchBounds Alone = new(Seed: 20_070_531, Sequences: 100, Length: 150);

    /// <summary>How far to look, usually.</summary>
    public static ScheduleBounds Usual { get; } = new(CoyoteStrategy.Portfolio, Seed: 20_070_531, Schedules: 20_000);

    /// <summary>Looks for a race in the scenario that is said to show it.</summary>
    /// <param name="fault">The race.</param>
    /// <param name="bounds">How far to look.</param>
    /// <returns>How it was found.</returns>
    public static RaceRow Hunt(PlantedFault fault, ScheduleBounds bounds) => Hunt(fault, [NamedScenarios.Named(fault?.Scenario!)], bounds);

    /// <summary>Looks for a race in scenarios, one after the other, until one shows it.</summary>
    /// <param name="fault">The race.</param>
    /// <param name="scenarios">The scenarios; at least one.</param>
    /// <param name="bounds">How far to look in each.</param>
    /// <returns>How it was found.</returns>
    public static RaceRow Hunt(PlantedFault fault, IReadOnlyList<CloneScenario> scenarios, ScheduleBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ScenarioSearch search = ScenarioSearch.Of(fault);
        long tried = 0;
        ScenarioReport? report = null;
        foreach (CloneScenario scenario in scenarios)
        {
            tried += report?.Exploration.Schedules ?? 0;
            report = search.Search(scenario, bounds);
            if (report.Counterexample is not null)
            {
                break;
            }
        }

        return new(fault, report!, tried, IsReplayed(report!.Counterexample), CloneChecks.Agreement(fault.Name, WrongPort.Compile(fault)).Search(Alone).Counterexample is null);
    }

    private static bool IsReplayed(CloneScenarioCounterexample? counterexample) =>
        counterexample is not null
        && ScenarioToken.TryParse(counterexample.Replay.Split('\'')[1], out ScenarioToken? token)
        && ScenarioSearch.Replay(token!) is { } again
        && again.Run.Operations.SequenceEqual(counterexample.Run.Operations)
        && string.Equals(again.Failure.Headline, counterexample.Failure.Headline, StringComparison.Ordinal);
}
