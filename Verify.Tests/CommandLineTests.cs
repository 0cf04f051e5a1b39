using Checking;
using Xunit;

namespace Verify.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("frob")]
    [InlineData("replay")]
    [InlineData("replay", "x", "--against", "nothing")]
    [InlineData("explore", "--flags", "GC_FROB")]
    [InlineData("explore", "--max-unit", "-1")]
    [InlineData("explore", "--tick", "0")]
    [InlineData("explore", "--deadline", "soon")]
    [InlineData("concurrency", "--strategy", "luck")]
    [InlineData("concurrency", "--scenario", "none-of-that-name")]
    [InlineData("concurrency", "--iterations", "0")]
    [InlineData("replay", "concurrency:none/create,0,0,750,1/alloc,1,-1,0,0@d1")]
    [InlineData("replay", "concurrency:port/create,0,0,750,1/frob,1@d1")]
    [InlineData("replay", "concurrency:port/create,0,0,750,1/busy@z1")]
    [InlineData("--budget", "0")]
    [InlineData("--seed", "xyz")]
    [InlineData("concurrency", "--scenario", "two-opens-of-one-device", "--all")]
    [InlineData("concurrency", "--strategy", "exhaustive", "--iterations", "5")]
    [InlineData("findings", "--markdown", "--json")]
    [InlineData("mutants", "Synchronisation", "--quick")]
    [InlineData("mutants", "Synchronisation", "--executions", "5")]
    [InlineData("mutants", "Model", "--mutate", "**/Model.cs")]
    [InlineData("mutants", "Model", "--run", "--quick")]
    [InlineData("mutants", "--run", "--executions", "5")]
    [InlineData("mutants", "Model", "Synchronisation", "--run", "--since", "HEAD")]
    [InlineData("replay", "x", "--trace", "abc")]
    [InlineData("corpus", "frob")]
    [InlineData("corpus")]
    [InlineData("receipt", "none/receipt.json")]
    [InlineData("receipt", "none.json")]
    [InlineData("report", "--receipt", "none/receipt.json")]
    [InlineData("merge", "none/part.json")]
    [InlineData("linearizability", "none/histories.jsonl")]
    public void A_line_that_cannot_be_read_ends_with_2_and_one_line_that_says_why(params string[] arguments)
    {
        Console run = Console.Run(arguments);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_run_of_every_schedule_names_only_options_by_which_it_comes_again()
    {
        Console run = Console.Run("concurrency", "--scenario", "two-sweeps", "--strategy", "exhaustive", "--seed", "5f");

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.EndsWith("holds; it comes again with --seed 5f --strategy exhaustive.", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--trace abc: expected the whole number of a trace", "replay", "x", "--trace", "abc")]
    [InlineData("--quick goes only with Synchronisation", "mutants", "--run", "--quick")]
    [InlineData("--since goes only without Synchronisation", "mutants", "Synchronisation", "--run", "--since", "HEAD")]
    [InlineData("corpus: expected list or prune, found frob. (see --help)", "corpus", "frob")]
    [InlineData("corpus: expected list or prune. (see --help)", "corpus")]
    [InlineData("none/receipt.json: no such file; `verify --receipt FILE` writes one", "receipt", "none/receipt.json")]
    [InlineData("none/receipt.json: no such file; `verify --receipt FILE` writes one", "report", "--receipt", "none/receipt.json")]
    [InlineData("none/part.json: no such file; `verify schedules --shard k/n --json` prints one", "merge", "none/part.json")]
    [InlineData("none/histories.jsonl: no such file", "linearizability", "none/histories.jsonl")]
    public void What_cannot_be_read_is_told_in_words_of_this_program(string problem, params string[] arguments) =>
        Assert.StartsWith(problem, Console.Run(arguments).Error, StringComparison.Ordinal);

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
