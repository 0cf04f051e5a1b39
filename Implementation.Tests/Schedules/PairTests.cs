using Checking;
using Checking.Schedules;
using Harness.PlantedFaults;
using Harness.Schedules;
using Harness.Scopes;
using Xunit;

namespace Implementation.Tests.Schedules;

/// <summary>A slice of what <c>verify schedules</c> runs in full.</summary>
public sealed class PairTests
{
    private const int Slices = 800;

    private static readonly Scope Smallest = KnownScopes.All[0].Scope;

    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    public void A_slice_of_all_pairs_of_operations_from_all_states_holds_under_every_interleaving(int slice)
    {
        using ScheduleSearch search = ScheduleSearch.OfPort();

        PairReport report = PairSearch.Run(search, Smallest, new Shard(slice, Slices), new InterleavingBounds { MoreAccesses = 4 });

        TestContext.Current.TestOutputHelper!.WriteLine($"{report}");
        Assert.True(report.Verdict == Verdict.Holds, $"{report.Failing?.Counterexample}\n{report.Failing?.Execution}");
        Assert.Equal(KnownScopes.All[0].States, report.States);
        Assert.InRange(report.Pairs, 50, 200);
    }

    [Fact]
    public void What_only_a_port_shows_that_has_caught_up_before_a_paths_last_operation_is_found()
    {
        using ScheduleSearch search = ScheduleSearch.Of(PlantedFault.Named("race-closed-device-is-not-looked-at-again"));

        PairReport report = PairSearch.Run(search, Smallest, Shard.Whole, new InterleavingBounds { MoreAccesses = 4 });

        TestContext.Current.TestOutputHelper!.WriteLine($"{report.Pairs} pairs\n{report.Failing?.Counterexample}\n{report.Failing?.Execution}");
        Assert.Equal(Verdict.Violated, report.Verdict);
        Assert.Contains("-caught-up-", report.Failing!.Counterexample.Run.Scenario.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void The_counts_of_shards_add_up_to_those_of_the_whole()
    {
        using ScheduleSearch search = ScheduleSearch.OfPort();
        InterleavingBounds bounds = new() { MoreAccesses = 0 };

        PairReport whole = PairSearch.Run(search, Smallest, new Shard(3, 1000), bounds);
        PairReport halves = PairSearch.Run(search, Smallest, new Shard(3, 2000), bounds).And(PairSearch.Run(search, Smallest, new Shard(1003, 2000), bounds));

        Assert.Equal(whole, halves);
    }
}
