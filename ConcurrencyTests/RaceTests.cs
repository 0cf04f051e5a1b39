// Ports with a race planted in them: what each does alone is right, and what two do at once is not. Each is
// found by the scenario that it names, by the explorer and by Coyote, and replayed from its token. By Coyote here a
// part of them; all of them, with the table, come from `verify faults`.
using Harness.Concurrency;
using Harness.Mutants;
using Harness.PlantedFaults;
using Harness.Schedules;
using Xunit;

namespace ConcurrencyTests;

public sealed class RaceTests(ITestOutputHelper output)
{
    /// <summary>One of each kind, of those that show within some dozens of schedules.</summary>
    public static TheoryData<string> Names =>
    [
        "race-acquire-by-check-then-set", "race-note-after-the-change", "race-lost-reference", "race-sweep-marks-by-writing", "race-notes-left-by-writing",
        "race-register-without-the-lock", "race-lookup-without-the-lock", "race-locks-in-two-orders", "race-busy-waits-for-quiet",
        "race-closed-device-is-not-looked-at-again", "race-sweep-reads-flags-before-the-lock", "race-lookup-reads-flags-before-the-lock",
    ];

    public static TheoryData<string> All => [.. PlantedFault.OfRaces.Select(static fault => fault.Name)];

    [Fact]
    public void There_are_at_least_twenty_and_each_names_a_scenario()
    {
        Assert.True(PlantedFault.OfRaces.Count >= 20);
        Assert.Distinct(PlantedFault.OfRaces.Select(fault => fault.Name));
        Assert.All(PlantedFault.OfRaces, fault => Assert.NotNull(NamedScenarios.Named(fault.Scenario!)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_planted_race_is_found_shrunk_and_replayed(string name)
    {
        RaceRow row = RaceHunt.Hunt(PlantedFault.Named(name), RaceHunt.Usual);

        output.WriteLine($"{name}: {row.Fault.What}; schedule {row.Report.Exploration.Schedules}");
        output.WriteLine($"{row.Report.Counterexample}");
        Assert.NotNull(row.Report.Counterexample);
        Assert.True(row.IsReplayed, "the token does not show it again");
        Assert.InRange(row.Report.Counterexample.Run.Scenario.Threads.Count, 2, 3);
        Assert.True(row.IsRightAlone, "sequences of one thread see it: it is no race");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_scenario_that_a_planted_race_names_shows_it(string name)
    {
        PlantedFault fault = PlantedFault.Named(name);
        using MutantTrials trials = new(new MutantBounds());

        RaceFinding finding = RaceTrials.Find(fault, trials, [NamedScenarios.Named(fault.Scenario!)]);

        output.WriteLine($"{finding.Stage}, {finding.InAll} executions, {finding.Finding?.Preemptions} preemptions");
        Assert.NotNull(finding.Finding);
    }
}
