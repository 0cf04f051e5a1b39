using System.Text.Json;
using Checking.Schedules;
using Harness.Concurrency;
using Harness.PlantedFaults;
using Harness.Schedules;
using Xunit;
using InterleavingReport = Checking.Schedules.InterleavingReport<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;

namespace Verify.Tests;

public sealed class ConcurrencyTests
{
    [Fact]
    public void A_scenario_is_explored_and_reported()
    {
        Console run = Console.Run("concurrency", "--scenario", "two-opens-of-one-device", "--iterations", "30", "--seed", "5f", "--json");

        JsonElement row = Assert.Single(run.Json.GetProperty("scenarios").EnumerateArray());
        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Equal(
            ("holds", "holds", "two-opens-of-one-device", "portfolio", 30),
            (run.Json.GetProperty("verdict").GetString(), row.GetProperty("verdict").GetString(), row.GetProperty("name").GetString(),
                row.GetProperty("strategy").GetString(), row.GetProperty("schedules").GetInt32()));
        Assert.InRange(row.GetProperty("distinct").GetInt32(), 2, 30);
        Assert.True(row.GetProperty("steps").GetInt64() > 30);
        Assert.True(row.GetProperty("seconds").GetDouble() > 0);
    }

    [Fact]
    public void Every_schedule_that_was_not_run_is_not_decided()
    {
        Console run = Console.Run("concurrency", "--scenario", "two-opens-of-one-device", "--iterations", "30", "--strategy", "depth-first", "--json");

        Assert.Equal(ExitCode.Undecided, run.ExitCode);
        Assert.Equal("undecided", run.Json.GetProperty("verdict").GetString());
    }

    [Fact]
    public void The_exhaustive_strategy_runs_every_schedule_and_says_how_many_there_are()
    {
        Console run = Console.Run("concurrency", "--scenario", "destroy-against-unref-and-sweep", "--strategy", "exhaustive", "--json");

        JsonElement row = Assert.Single(run.Json.GetProperty("scenarios").EnumerateArray());
        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Equal(
            ("holds", "exhaustive", true, 0),
            (row.GetProperty("verdict").GetString(), row.GetProperty("strategy").GetString(), row.GetProperty("complete").GetBoolean(), row.GetProperty("cut").GetInt32()));
        Assert.Equal(1_240, row.GetProperty("schedules").GetInt32());
    }

    [Fact]
    public void Partial_order_sampling_draws_the_same_schedules_for_the_same_seed()
    {
        string[] sampled = ["concurrency", "--scenario", "two-opens-and-busy", "--strategy", "partial-order", "--iterations", "200", "--json", "--seed"];
        (int, int, long) Drawn(string seed)
        {
            JsonElement row = Assert.Single(Console.Run([.. sampled, seed]).Json.GetProperty("scenarios").EnumerateArray());
            Assert.False(row.GetProperty("complete").GetBoolean());
            return (row.GetProperty("schedules").GetInt32() + row.GetProperty("cut").GetInt32(), row.GetProperty("distinct").GetInt32(), row.GetProperty("steps").GetInt64());
        }

        (int Schedules, int Distinct, long Steps) one = Drawn("5f");
        Assert.Equal(one, Drawn("5f"));
        Assert.NotEqual(one, Drawn("60"));
        Assert.Equal(200, one.Schedules);
        Assert.InRange(one.Distinct, 20, 200);
    }

    [Fact]
    public void An_exploration_that_is_interrupted_is_not_decided_and_ends_with_130()
    {
        Console run = Console.Run(new CancellationToken(canceled: true), "concurrency", "--json");

        Assert.Equal(ExitCode.Interrupted, run.ExitCode);
        Assert.Equal("undecided", run.Json.GetProperty("verdict").GetString());
    }

    [Fact]
    public void An_interleaving_that_the_explorer_found_is_replayed_from_its_token()
    {
        using ScheduleSearch search = ScheduleSearch.Of(PlantedFault.Named("race-acquire-by-check-then-set"));
        InterleavingReport report = search.Search(
            NamedScenarios.Named("two-opens-of-one-device"), new InterleavingBounds(), TestContext.Current.CancellationToken);
        string token = report.Failing!.Counterexample.Replay.Split('\'')[1];

        Console again = Console.Run("replay", token);
        Console right = Console.Run("replay", token.Replace("race-acquire-by-check-then-set", "port", StringComparison.Ordinal));
        Console wrong = Console.Run("replay", $"{token[..token.LastIndexOf('@')]}@nonsense");

        Assert.Equal(ExitCode.Violated, again.ExitCode);
        Assert.Contains($"replay: dotnet run --project Verify -- replay '{token}'", again.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Holds, right.ExitCode);
        Assert.Equal(ExitCode.Usage, wrong.ExitCode);
    }

    [Fact]
    public void A_planted_race_is_replayed_from_its_token()
    {
        string replay = ScenarioSearch.Of(PlantedFault.Named("race-acquire-by-check-then-set"))
            .Search(NamedScenarios.Named("two-opens-of-one-device"), RaceHunt.Usual, cancellation: TestContext.Current.CancellationToken).Counterexample!.Replay;
        string token = replay.Split('\'')[1];

        Console again = Console.Run("replay", token);
        Console right = Console.Run("replay", token.Replace("race-acquire-by-check-then-set", "port", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Violated, again.ExitCode);
        Assert.Contains("thread 1", again.Output, StringComparison.Ordinal);
        Assert.Contains($"replay: dotnet run --project Verify -- replay '{token}'", again.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, right.ExitCode); // it does not pass the points that the schedule names
        Assert.Contains("not reproducible", right.Error, StringComparison.Ordinal);
    }
}
