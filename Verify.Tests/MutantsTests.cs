using System.Text.Json;
using Checking;
using Verify.Checks;
using Verify.Evidence;
using Xunit;

namespace Verify.Tests;

/// <summary>verify mutants: what it makes of reports, and that a canary that was judged wrongly leaves no result.</summary>
public sealed class MutantsTests : IDisposable
{
    /// <summary>A line for each word that a canary can have.</summary>
    private const string Canaries = "a // canary: killed\nb // canary: survived\nc // canary: uncovered\nd // canary: timeout\ne // canary: ignored\nf // canary: static\ng // canary: crash\nh // canary: loop\ni // canary: wait\n";

    private static readonly string[] RightCanaries = ["Killed", "Survived", "NoCoverage", "Timeout", "Ignored", "Static", "RuntimeError", "Loop", "Wait"];

    private readonly string _folder = Directory.CreateTempSubdirectory(nameof(MutantsTests)).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Where_every_mutant_is_seen_the_score_is_100_and_the_exit_code_0()
    {
        Write("Canaries", Canaries, RightCanaries);
        Write("Model", "first\nsecond\nthird\nfourth\n", "Killed", "Timeout", "CompileError", "RuntimeError");
        Console run = Mutants("Model");

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Contains("100.0 %", run.Output, StringComparison.Ordinal);
        Assert.Contains("3 of 3 mutants are seen", run.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("Model", "reports", "mutation-report.html"), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_of_mutants_of_synchronisation_needs_no_canary_of_Stryker()
    {
        Write("Synchronisation", "first\nsecond\n", "Killed", "Killed");
        Console run = Mutants("Synchronisation");
        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Contains("Synchronisation: 2 of 2 mutants are seen", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 of them only under weak memory", run.Output, StringComparison.Ordinal);

        Write("Synchronisation", "first\nsecond\n", "Killed", "Survived");
        Assert.Equal(ExitCode.Violated, Mutants("Synchronisation").ExitCode);
    }

    [Theory]
    [InlineData("Survived")]
    [InlineData("NoCoverage")]
    public void A_mutant_that_nothing_sees_is_shown_with_file_line_and_diff_and_ends_with_1(string status)
    {
        Write("Canaries", Canaries, RightCanaries);
        Write("Model", "first\nsecond\n", "Killed", status);
        Console run = Mutants("Model");
        JsonElement json = Mutants("Model", "--json").Json;

        Assert.Equal(ExitCode.Violated, run.ExitCode);
        Assert.Contains($"Code.cs:2 Some mutation ({status})\n- second\n+ s!nd\n", run.Output, StringComparison.Ordinal);
        Assert.Equal("violated", json.GetProperty("verdict").GetString());
        Assert.Equal(50, json.GetProperty("projects")[0].GetProperty("files")[0].GetProperty("score").GetDouble());
        Assert.Equal(2, json.GetProperty("projects")[0].GetProperty("survivors")[0].GetProperty("line").GetInt32());
    }

    [Theory]
    [InlineData(0, "Survived")]
    [InlineData(1, "Killed")]
    [InlineData(2, "Survived")]
    [InlineData(3, "RuntimeError")]
    [InlineData(6, "Timeout")]
    [InlineData(4, "Killed")]
    [InlineData(5, "Killed")]
    [InlineData(7, "Killed")]
    [InlineData(7, "Timeout")]
    public void A_canary_that_was_judged_wrongly_leaves_no_result(int line, string status)
    {
        Write("Canaries", Canaries, [.. RightCanaries[..line], status, .. RightCanaries[(line + 1)..]]);
        Write("Model", "first\n", "Killed");
        Console run = Mutants("Model");

        Assert.Equal(ExitCode.Violated, run.ExitCode);
        Assert.Contains($"wrong canary: Code.cs:{line + 1}", run.Output, StringComparison.Ordinal);
        Assert.Contains("No result", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_canary_without_a_mutant_and_a_mutant_without_a_word_are_wrong()
    {
        Write("Model", "first\n", "Killed");
        Write("Canaries", Canaries, RightCanaries[..4]);
        Assert.Contains("Code.cs:5 has no mutant", Mutants("Model").Output, StringComparison.Ordinal);

        Write("Canaries", $"{Canaries}j\n", [.. RightCanaries, "Killed"]);
        Assert.Contains("wrong canary: Code.cs:10", Mutants("Model").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pending")]
    [InlineData("Static")]
    [InlineData("CompileError")]
    public void A_mutant_that_was_not_tried_or_is_static_and_no_mutant_at_all_are_not_decided(string status)
    {
        Write("Canaries", Canaries, RightCanaries);
        Write("Model", "first\n", status);

        Assert.Equal(ExitCode.Undecided, Mutants("Model").ExitCode);
    }

    [Fact]
    public void A_mutant_of_a_static_initializer_is_told_and_does_not_count()
    {
        Write("Canaries", Canaries, RightCanaries);
        Write("Model", "first\nsecond\n", "Killed", "Static");
        Console run = Mutants("Model");

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Contains("1 of 1 mutants are seen, 1 of static initializers are not judged", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Loop", "loop")]
    [InlineData("Wait", "wait")]
    public void A_mutant_by_which_a_test_does_not_end_is_seen_and_told_with_the_test(string status, string column)
    {
        Write("Canaries", Canaries, RightCanaries);
        Write("Model", "first\nsecond\n", status, "Survived");
        JsonElement project = Mutants("Model", "--json").Json.GetProperty("projects")[0];

        Assert.Equal(50, project.GetProperty("files")[0].GetProperty("score").GetDouble());
        Assert.Equal(1, project.GetProperty("files")[0].GetProperty(column).GetInt32());
        Assert.Equal(0, project.GetProperty("files")[0].GetProperty("killed").GetInt32());
        JsonElement endless = Assert.Single(project.GetProperty("endless").EnumerateArray());
        Assert.Equal(1, endless.GetProperty("line").GetInt32());
        Assert.Equal(column, endless.GetProperty("status").GetString());
        Assert.Equal("A_test_without_end", endless.GetProperty("reason").GetString());
    }

    [Fact]
    public void A_commit_that_git_does_not_know_ends_with_2_before_anything_is_mutated()
    {
        Console run = Mutants("Model", "--run", "--since", "no-such-commit");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("--since no-such-commit: git knows no such commit", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_report_that_is_not_there_or_cannot_be_read_ends_with_2()
    {
        Write("Canaries", Canaries, RightCanaries);
        Assert.Contains("no report of Model", Mutants("Model").Error, StringComparison.Ordinal);

        Write("Model", "first\n", "Frobbed");
        Console run = Mutants("Model");
        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("'Frobbed'", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, Mutants("Harness").ExitCode);
    }

    [Theory]
    [InlineData("mutants Model")]
    [InlineData("mutants")]
    [InlineData("mutants Synchronisation --json")]
    public void Where_there_is_no_report_the_command_that_is_advised_is_none_that_is_refused(string line)
    {
        Console run = Console.Run([.. line.Split(' '), "--reports", _folder]);
        string advised = run.Error.Split('`')[1];

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal($"verify {line} --reports {_folder} --run", advised);
        Assert.Empty(Application.Root(Terminal.To(TextWriter.Null, TextWriter.Null, TimeProvider.System), CancellationToken.None).Parse([.. advised.Split(' ').Skip(1)]).Errors);
    }

    [Fact]
    public void Without_the_canaries_the_run_of_everything_advises_a_command_that_makes_them()
    {
        Write("Checking", "first\n", "Killed");

        Assert.Contains("`verify mutants Checking --run`", new MutationRunCheck(_folder).Run(null!).Counterexample, StringComparison.Ordinal);
    }

    [Fact]
    public void The_run_of_everything_says_what_the_last_mutation_run_said_and_none_is_not_a_verdict()
    {
        Assert.Equal((null, "none"), LastRun());
        Assert.DoesNotContain("last mutation run", Claims());

        Write("Canaries", Canaries, RightCanaries);
        Write("Model", "first\n", "Static");
        Assert.Equal((null, "no mutant was judged"), LastRun());

        Write("Canaries", Canaries, RightCanaries);
        Write("Model", "first\nsecond\n", "Killed", "Timeout");
        Assert.Equal((Verdict.Holds, "Model: 2 of 2"), LastRun());

        Write("Checking", "first\n", "CompileError");
        Assert.Equal((Verdict.Holds, "Model: 2 of 2; Checking: no mutant was judged"), LastRun());

        Write("Checking", "first\n", "Pending");
        Assert.Equal((Verdict.Undecided, "Model: 2 of 2; Checking: 0 of 0"), LastRun());

        Write("Checking", "first\nsecond\n", "Killed", "Survived");
        Assert.Equal((Verdict.Violated, "Model: 2 of 2; Checking: 1 of 2"), LastRun());

        Write("Checking", "first\n", "Frobbed");
        Assert.Equal((Verdict.Undecided, "a report that cannot be read"), LastRun());

        (Verdict?, string) LastRun()
        {
            CheckRow row = new MutationRunCheck(_folder).Run(null!);
            return (row.Verdict, row.Covered);
        }

        IEnumerable<string> Claims() => ReceiptBuilder
            .Build(new([new MutationRunCheck(_folder).Run(null!)], "1", TimeSpan.FromSeconds(1), 1, Verdict.Undecided), [], [], DateTimeOffset.UnixEpoch)
            .Claims.Select(claim => claim.Name);
    }

    private Console Mutants(string project, params string[] options) => Console.Run(["mutants", project, "--reports", _folder, .. options]);

    /// <summary>A report of one file, whose lines have one mutant each: all but the first and the last two letters become an exclamation mark.</summary>
    private void Write(string project, string source, params string[] statuses)
    {
        string[] lines = source.Split('\n');
        string path = Path.Combine(_folder, project, "reports", "mutation-report.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            projectRoot = $"/sources/{project}",
            files = new Dictionary<string, object>
            {
                [$"/sources/{project}/Code.cs"] = new
                {
                    source,
                    mutants = statuses.Select((status, index) => new
                    {
                        id = $"{index}",
                        mutatorName = "Some mutation",
                        replacement = "!",
                        location = new
                        {
                            start = new { line = index + 1, column = Math.Min(2, lines[index].Length) },
                            end = new { line = index + 1, column = Math.Max(lines[index].Length - 1, 1) },
                        },
                        status = status is "Static" or "Loop" or "Wait" ? "Killed" : status,
                        @static = status is "Static",
                    }),
                },
            },
        }));

        // As the tests tell it: two hosts, of which one was asked twice.
        string endless = Path.Combine(_folder, project, "endless");
        Directory.CreateDirectory(endless);
        string[] told =
        [
            .. statuses.Index().Where(mutant => mutant.Item is "Loop" or "Wait")
                .Select(mutant => $"{mutant.Index}\t{(mutant.Item is "Loop" ? "loop" : "wait")}\tA_test_without_end"),
        ];
        File.WriteAllLines(Path.Combine(endless, "1.txt"), told);
        File.WriteAllLines(Path.Combine(endless, "2.txt"), [.. told, .. told]);
    }
}
