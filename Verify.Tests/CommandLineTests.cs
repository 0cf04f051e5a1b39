using Checking;
using Xunit;

namespace Verify.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("Unrecognized command or argument 'frob'. (see --help)", "frob")]
    [InlineData("Required argument 'FILE|TOKEN' missing for command: 'replay'. (see --help)", "replay")]
    [InlineData("Argument 'nothing' not recognized. Must be one of: 'model' 'port' 'both' (see --help)", "replay", "x", "--against", "nothing")]
    [InlineData("--trace abc: expected the whole number of a trace (see --help)", "replay", "x", "--trace", "abc")]
    [InlineData("'GC_FROB' is no flag: expected ENABLE, GC_ENABLE, GC_UNREF, GC_LASTREF, GC_EXPIRED, GC_REVOKE (see --help)", "explore", "--flags", "GC_FROB")]
    [InlineData("--max-unit -1: expected a whole number from 0 to 15 (see --help)", "explore", "--max-unit", "-1")]
    [InlineData("--tick 0: expected a whole number from 1 to 1000 (see --help)", "explore", "--tick", "0")]
    [InlineData("--deadline soon: expected a whole number from 1 to 60000 (see --help)", "explore", "--deadline", "soon")]
    [InlineData("Argument 'luck' not recognized. Must be one of: 'portfolio' ", "concurrency", "--strategy", "luck")]
    [InlineData("no scenario is called 'none-of-that-name'; there are two-opens-of-one-device, ", "concurrency", "--scenario", "none-of-that-name")]
    [InlineData("--iterations 0: expected a whole number from 1 to 2147483647 (see --help)", "concurrency", "--iterations", "0")]
    [InlineData("--all does not go with --scenario", "concurrency", "--scenario", "two-opens-of-one-device", "--all")]
    [InlineData("--iterations does not go with --strategy exhaustive, which runs every schedule", "concurrency", "--strategy", "exhaustive", "--iterations", "5")]
    [InlineData("concurrency:none/create,0,0,750,1/alloc,1,-1,0,0@d1: no such file, and no schedule that can be replayed: no planted fault is called 'none'; there are ", "replay", "concurrency:none/create,0,0,750,1/alloc,1,-1,0,0@d1")]
    [InlineData("concurrency:port/create,0,0,750,1/frob,1@d1: no such file, and no schedule that can be replayed: 'frob,1' is no operation; ", "replay", "concurrency:port/create,0,0,750,1/frob,1@d1")]
    [InlineData("concurrency:port/create,0,0,750,1/busy@z1: no such file, and no schedule that can be replayed: 'z1' is no step of a schedule: ", "replay", "concurrency:port/create,0,0,750,1/busy@z1")]
    [InlineData("--budget 0: expected a time from 1 second to 7 days, as 90, 90s, 10m, 8h or 2d (see --help)", "--budget", "0")]
    [InlineData("'xyz' is no seed: expected up to 16 hexadecimal digits (see --help)", "--seed", "xyz")]
    [InlineData("--markdown does not go with --json", "findings", "--markdown", "--json")]
    [InlineData("--quick goes only with --run", "mutants", "Synchronisation", "--quick")]
    [InlineData("--executions goes only with --run", "mutants", "Synchronisation", "--executions", "5")]
    [InlineData("--mutate goes only with --run", "mutants", "Model", "--mutate", "**/Model.cs")]
    [InlineData("--quick goes only with Synchronisation", "mutants", "Model", "--run", "--quick")]
    [InlineData("--quick goes only with Synchronisation", "mutants", "--run", "--quick")]
    [InlineData("--executions goes only with Synchronisation", "mutants", "--run", "--executions", "5")]
    [InlineData("--since goes only without Synchronisation", "mutants", "Model", "Synchronisation", "--run", "--since", "HEAD")]
    [InlineData("--since goes only without Synchronisation", "mutants", "Synchronisation", "--run", "--since", "HEAD")]
    [InlineData("corpus: expected list or prune, found frob. (see --help)", "corpus", "frob")]
    [InlineData("corpus: expected list or prune. (see --help)", "corpus")]
    [InlineData("none/receipt.json: no such file; `verify --receipt FILE` writes one", "receipt", "none/receipt.json")]
    [InlineData("none.json: no such file; `verify --receipt FILE` writes one", "receipt", "none.json")]
    [InlineData("none/receipt.json: no such file; `verify --receipt FILE` writes one", "report", "--receipt", "none/receipt.json")]
    [InlineData("none/part.json: no such file; `verify schedules --shard k/n --json` prints one", "merge", "none/part.json")]
    [InlineData("none/histories.jsonl: no such file", "linearizability", "none/histories.jsonl")]
    [InlineData(": no name of a file; expected a .jsonl or .jsonl.gz file", "linearizability", "")]
    [InlineData(": no such file; `verify --receipt FILE` writes one", "receipt", "")]
    [InlineData(": no such file; `verify --receipt FILE` writes one", "report", "--receipt", "")]
    [InlineData(": no such file; `verify schedules --shard k/n --json` prints one", "merge", "")]
    [InlineData(": no such file, and no replay token; expected recorded traces, ", "replay", "")]
    public void A_line_that_cannot_be_read_ends_with_2_and_one_line_that_says_why(string problem, params string[] arguments)
    {
        Console run = Console.Run(arguments);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.StartsWith(problem, Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_every_schedule_names_only_options_by_which_it_comes_again()
    {
        Console run = Console.Run("concurrency", "--scenario", "two-sweeps", "--strategy", "exhaustive", "--seed", "5f");

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.EndsWith("holds; it comes again with --seed 5f --strategy exhaustive.", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n}", "no part of a search: it is not what `verify schedules --shard k/n --json` prints", "merge")]
    [InlineData("{\n#", "no part of a search: it is not what `verify schedules --shard k/n --json` prints (line 2", "merge")]
    [InlineData("{\"schema\": 1}", "no receipt: it is not what `verify --receipt FILE` writes", "receipt")]
    [InlineData("{\n#", "no receipt: it is not what `verify --receipt FILE` writes (line 2)", "report", "--receipt")]
    public void A_file_of_something_else_is_refused_without_a_name_of_the_program_s_own_types(string text, string problem, params string[] arguments)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        Console run = Console.Run([.. arguments, path]);
        File.Delete(path);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith($"{path}: {problem}", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("Harness", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Verify.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("BytePosition", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Verdict.Holds, ExitCode.Usage)]
    [InlineData(Verdict.Undecided, ExitCode.Usage)]
    [InlineData(Verdict.Violated, ExitCode.Violated)]
    public void What_is_violated_is_told_even_where_the_evidence_cannot_be_written(Verdict verdict, int exitCode) => Assert.Equal(exitCode, ExitCode.Unwritten(verdict));

    [Fact]
    public void A_scope_is_explored_with_its_exact_counts()
    {
        Console run = Console.Run("explore", "--max-unit", "0", "--flags", "GC_ENABLE", "--claims");
        System.Text.Json.JsonElement json = Console.Run("explore", "--max-unit", "1", "--flags", "ENABLE,GC_ENABLE", "--tick", "1000", "--deadline", "1500", "--json").Json;

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Contains("945 states, 8,250 transitions, depth 14", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            (6_369, 86_384, 16), (json.GetProperty("states").GetInt64(), json.GetProperty("transitions").GetInt64(), json.GetProperty("depth").GetInt32()));
        Assert.Equal("holds", json.GetProperty("verdict").GetString());
    }

    [Theory]
    [InlineData(Verdict.Holds)]
    [InlineData(Verdict.Violated)]
    [InlineData(Verdict.Undecided)]
    public void A_verdict_has_the_same_word_in_text_and_in_json(Verdict verdict)
    {
        using StringWriter output = new();
        Terminal.To(output, TextWriter.Null, TimeProvider.System).WriteJson(verdict);

        Assert.Equal($"\"{Terminal.Word(verdict)}\"", output.ToString().TrimEnd());
    }

    [Fact]
    public void Progress_is_told_in_percent_only_where_the_end_is_known()
    {
        using StringWriter error = new();
        Terminal terminal = Terminal.To(TextWriter.Null, error, new Clock());
        terminal.Follow("exploring", progress =>
        {
            progress(null, "level 3");
            progress(0.5, "half");
            return 0;
        });

        Assert.Equal(["exploring: level 3", $"exploring: half ({0.5:p0})"], error.ToString().TrimEnd().Split(Environment.NewLine));
    }

    [Fact]
    public void An_exploration_does_not_know_its_end_and_tells_no_percent()
    {
        using StringWriter error = new();
        Application.Run(["explore", "--max-unit", "0", "--flags", "GC_ENABLE"], Terminal.To(TextWriter.Null, error, new Clock()), CancellationToken.None);

        Assert.Contains("exploring: level 1, ", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('%', error.ToString());
    }

    [Fact]
    public void An_exploration_that_is_interrupted_is_not_decided_and_ends_with_130()
    {
        Console run = Console.Run(new CancellationToken(canceled: true), "explore", "--json");

        Assert.Equal(ExitCode.Interrupted, run.ExitCode);
        Assert.Equal("undecided", run.Json.GetProperty("verdict").GetString());
    }

    [Fact]
    public void Everything_that_is_interrupted_at_once_prints_its_seed_and_ends_with_130()
    {
        string corpus = Path.Combine(Path.GetTempPath(), $"{nameof(CommandLineTests)}-{Environment.ProcessId}");
        Console run = Console.Run(new CancellationToken(canceled: true), "--seed", "c0ffee", "--corpus", corpus);
        Directory.Delete(corpus, recursive: true);

        Assert.Equal(ExitCode.Interrupted, run.ExitCode);
        Assert.Contains("seed c0ffee", run.Output, StringComparison.Ordinal);
    }

    /// <summary>A clock that is ten seconds further whenever somebody looks.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds += 10;
    }
}
