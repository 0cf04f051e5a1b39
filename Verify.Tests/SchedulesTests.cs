using System.Text.Json;
using Harness.Schedules;
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
        Assert.Equal((14, 5), (run.Json.GetProperty("executions").GetInt64(), run.Json.GetProperty("histories").GetInt32()));
    }

    [Fact]
    public void A_scenario_that_has_more_executions_than_it_may_is_not_decided() =>
        Assert.Equal(ExitCode.Undecided, Console.Run("schedules", "--scenario", "two-opens-of-one-device", "--executions", "1").ExitCode);

    [Fact]
    public void A_part_of_the_pairs_is_explored_and_counted()
    {
        Console run = Console.Run("schedules", "--shard", "7/2000", "--json");

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Equal((81_189 / 2000) + 1, run.Json.GetProperty("pairs").GetInt64()); // the last round has 1,189 of 2,000
    }

    [Fact]
    public void The_same_scenario_is_also_run_by_Coyote_in_the_same_run()
    {
        Console run = Console.Run("schedules", "--scenario", "two-opens-of-one-device", "--coyote", "20", "--json");

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.True(run.Json.GetProperty("besideCoyote").GetProperty("times").GetDouble() > 0);
    }

    [Fact]
    public void All_searches_are_one_object_with_the_verdict_of_all_and_each_is_what_merge_reads()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory(nameof(SchedulesTests));
        Console run = Console.Run("schedules", "--all", "--shard", "1/9000", "--state", folder.FullName, "--json");
        folder.Delete(recursive: true);

        Assert.Equal((ExitCode.Holds, "holds"), (run.ExitCode, run.Json.GetProperty("verdict").GetString()));
        JsonElement[] searches = [.. run.Json.GetProperty("searches").EnumerateArray()];
        Assert.Equal([2, 3], searches.Select(search => search.GetProperty("threads").GetInt32()));
        Assert.Equal([1, 1], searches.Select(search => SearchRecord.Parse(search.GetRawText()).Shard));
    }

    [Fact]
    public void Parts_are_merged_and_a_part_that_is_missing_leaves_it_undecided()
    {
        string folder = Directory.CreateTempSubdirectory(nameof(SchedulesTests)).FullName;
        try
        {
            string Part(string shard, string scope)
            {
                string path = Path.Combine(folder, $"{shard.Replace('/', '-')}-{scope}.json");
                File.WriteAllText(path, Console.Run("schedules", "--shard", shard, "--scope", scope, "--more", "0", "--json").Output);
                return path;
            }

            Console run = Console.Run("merge", Part("1/3000", "A0-base"), Part("2/3000", "A0-base"), "--json");
            Assert.Equal(ExitCode.Undecided, run.ExitCode);
            Assert.Equal(2 * ((81_189 / 3000) + 1), run.Json.GetProperty("pairs").GetInt64()); // the last round has 189 of 3,000
            Console twice = Console.Run("merge", Part("1/3000", "A0-base"), Part("1/3000", "A0-base"));
            Assert.Equal((ExitCode.Usage, "part 1 of 3000 comes 2 times"), (twice.ExitCode, twice.Error.TrimEnd()));
            Assert.Equal(ExitCode.Usage, Console.Run("merge", Path.Combine(folder, "none.json")).ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("--scenario does not go with --races", "--races", "--scenario", "two-opens-of-one-device")]
    [InlineData("--shard does not go with --races", "--races", "--shard", "1/2")]
    [InlineData("--named does not go with --scenario", "--named", "--scenario", "two-opens-of-one-device")]
    [InlineData("--threads does not go with --scenario", "--threads", "3", "--scenario", "two-opens-of-one-device")]
    [InlineData("--threads does not go with --all", "--all", "--threads", "3")]
    [InlineData("--coyote goes only with --scenario or --named", "--coyote", "20")]
    [InlineData("--executions goes only with --scenario or --named", "--executions", "20")]
    [InlineData("--state goes only with --all", "--state", "x")]
    public void Options_that_would_be_ignored_are_refused(string problem, params string[] options)
    {
        Console run = Console.Run(["schedules", .. options]);

        Assert.Equal((ExitCode.Usage, problem), (run.ExitCode, run.Error.TrimEnd()));
    }

    [Theory]
    [InlineData("--scenario", "no-such-scenario")]
    [InlineData("--shard", "3/2")]
    public void What_there_is_not_is_refused(string option, string value) =>
        Assert.Equal(ExitCode.Usage, Console.Run("schedules", option, value).ExitCode);
}
