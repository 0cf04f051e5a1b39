using Xunit;

namespace Verify.Tests;

/// <summary>verify schedules: every interleaving.</summary>
public sealed class SchedulesTests
{
    [Fact]
    public void A_named_scenario_is_explored_under_every_interleaving()
    {
        Console run = Console.Run("schedules", "--scenario", "two-opens-of-one-device", "--json");

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Equal(("holds", "two-opens-of-one-device"), (run.Json.GetProperty("verdict").GetString(), run.Json.GetProperty("scenario").GetString()));
        Assert.True(run.Json.GetProperty("executions").GetInt64() > 1);
        Assert.True(run.Json.GetProperty("histories").GetInt32() >= 2); // either of them may come first
    }

    [Fact]
    public void A_scenario_that_has_more_executions_than_it_may_is_not_decided() =>
        Assert.Equal(ExitCode.Undecided, Console.Run("schedules", "--scenario", "two-opens-of-one-device", "--executions", "1").ExitCode);

    [Fact]
    public void A_part_of_the_pairs_is_explored_and_counted()
    {
        Console run = Console.Run("schedules", "--shard", "7/2000", "--json");

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.InRange(run.Json.GetProperty("pairs").GetInt64(), 1, 40_605 / 1000);
    }

    [Theory]
    [InlineData("--scenario", "no-such-scenario")]
    [InlineData("--shard", "3/2")]
    public void What_there_is_not_is_refused(string option, string value) =>
        Assert.Equal(ExitCode.Usage, Console.Run("schedules", option, value).ExitCode);
}
