using System.Diagnostics;
using System.Text.Json;
using Checking.Discovery;
using Harness.Discovery;
using Spectre.Console;
using Xunit;

namespace Verify.Tests;

/// <summary>verify without a command: what is run, shown, found and kept.</summary>
public sealed class EverythingTests : IDisposable
{
    private readonly DirectoryInfo _corpus = Directory.CreateTempSubdirectory(nameof(EverythingTests));

    public void Dispose() => _corpus.Delete(recursive: true);

    [Fact]
    public void Each_check_has_a_row_with_its_seed_and_figures_and_what_is_left_to_find_is_estimated()
    {
        Console run = Run("--only", "recording", "--only", "model and port", "--only", "mutation", "--seed", "c0ffee", "--budget", "1s", "--json");
        JsonElement[] rows = [.. run.Json.GetProperty("checks").EnumerateArray()];

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Equal(["recording traces.jsonl.gz", "recording drafts.jsonl.gz", "last mutation run", "model and port along sequences"], rows.Select(row => row.GetProperty("check").GetString()));
        Assert.Equal("c0ffee", rows[^1].GetProperty("seed").GetString());
        Assert.Equal(93_070, rows[0].GetProperty("figures").EnumerateArray().Single(figure => figure.GetProperty("name").GetString() == "operations").GetProperty("value").GetInt64());
        Assert.Equal(("none", JsonValueKind.Null), (rows[2].GetProperty("covered").GetString(), rows[2].GetProperty("verdict").ValueKind));
        Assert.Contains("Good-Turing, an estimate", Assert.Single(run.Json.GetProperty("whatIsLeft").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_new_is_kept_and_run_first_the_next_time_and_is_not_new_again()
    {
        Console first = Run("--only", "model and port", "--seed", "5", "--budget", "1s");
        int kept = Open(corpus => corpus.Sequences.Count);
        Console second = Run("--only", "model and port", "--seed", "5", "--budget", "1s");

        Assert.Equal((ExitCode.Holds, ExitCode.Holds), (first.ExitCode, second.ExitCode));
        Assert.InRange(kept, 500, 10_000);
        Assert.Contains($"beyond those of {kept:n0} kept", string.Join(' ', second.Output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("found: model and port", string.Concat(second.Error.Split('\n').Take(1)), StringComparison.Ordinal);

        int steps = Steps();
        JsonElement pruned = Run("corpus", "prune", "--json").Json;
        Assert.Equal(Open(corpus => corpus.Sequences.Count), pruned.GetProperty("left").GetInt32());
        Assert.True(pruned.GetProperty("dropped").GetInt32() > 0);
        Assert.Equal(steps, Steps());
        Assert.Contains(" sequences and 0 schedules", Run("corpus", "list").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("corpus", "prune", "--json").Json.GetProperty("dropped").GetInt32());
    }

    [Fact]
    public void Schedules_with_a_new_history_are_kept_and_their_tokens_are_replayed()
    {
        Console run = Run("--only", "schedules at random", "--seed", "5", "--budget", "1s");
        IReadOnlyList<KeptSchedule> kept = Open(corpus => corpus.Schedules);

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.NotEmpty(kept);
        Assert.Equal(ExitCode.Holds, Run("replay", kept[^1].Entry.Token).ExitCode);
        Assert.Contains($"beyond those of {kept.Count:n0} kept", Words(Run("--only", "schedules at random", "--seed", "5", "--budget", "1s").Output), StringComparison.Ordinal);
        Assert.NotEqual(0, Run("corpus", "prune", "--json").Json.GetProperty("left").GetInt32());
    }

    [Fact]
    public void What_failed_once_and_holds_now_stays_in_the_corpus()
    {
        using (CloneCorpus corpus = CloneCorpus.Open(_corpus))
        {
            corpus.Entries.Add(new(CorpusReason.Failed, "claims/create,0,5,750,1+gc", "by hand"));
            corpus.KeepFailing("dotnet run --project Verify -- replay agreement:port/create,0,5,750,1+gc", "by hand");
        }

        Console run = Run("--only", "model and port", "--seed", "5", "--budget", "1s");
        Assert.True(run.ExitCode == ExitCode.Holds, run.Output);
        Assert.Equal(2, Open(corpus => corpus.Entries.Entries.Count(entry => entry.Reason == CorpusReason.Failed)));
        Run("corpus", "prune");
        Assert.Equal(2, Open(corpus => corpus.Entries.Entries.Count(entry => entry.Reason == CorpusReason.Failed)));
    }

    [Fact]
    public async Task A_process_that_is_killed_loses_nothing_but_what_it_was_about_to_keep()
    {
        using Process process = Process.Start(new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "verify"),
            ["--only", "model and port", "--seed", "5", "--budget", "10m", "--corpus", _corpus.FullName])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        string? line;
        do
        {
            line = await process.StandardError.ReadLineAsync();
        }
        while (line?.StartsWith("found: ", StringComparison.Ordinal) == false);

        process.Kill(); // it goes on keeping meanwhile
        await process.WaitForExitAsync();

        int told = int.Parse(line!.Split(' ').First(word => char.IsAsciiDigit(word[0])), System.Globalization.NumberStyles.AllowThousands);
        Assert.NotEqual(0, process.ExitCode);
        Assert.InRange(Open(corpus => corpus.Entries.Entries.Count), told, int.MaxValue);
        Console again = Run("--only", "model and port", "--seed", "5", "--budget", "1s");
        Assert.Equal(ExitCode.Holds, again.ExitCode);
        Assert.Contains("beyond those of", again.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "no JSON")]
    [InlineData("""{"reason":"reached","token":"claims/frob","origin":"x"}""", "token: 'frob' is no operation")]
    [InlineData("""{"reason":"reached","token":"schedules:port/create,0,0,750,1/busy@z","origin":"x"}""", "token: 'z' is no schedule")]
    public void A_corpus_that_cannot_be_read_ends_with_2_and_one_line_of_file_line_and_reason(string line, string problem)
    {
        string file = Path.Combine(_corpus.FullName, "corpus.jsonl");
        File.WriteAllText(file, $$"""{"reason":"reached","token":"claims/gc","origin":"x"}{{"\n"}}{{line}}{{"\n"}}""");

        Assert.All((string[][])[["--only", "recording"], ["corpus", "list"], ["corpus", "prune"]], arguments =>
        {
            Console run = Run(arguments);
            Assert.Equal(ExitCode.Usage, run.ExitCode);
            Assert.StartsWith($"{file}:2: {problem}", run.Error, StringComparison.Ordinal);
            Assert.Single(run.Error.TrimEnd().Split('\n'));
        });
    }

    [Fact]
    public void A_folder_that_there_is_not_and_a_check_that_there_is_not_are_refused()
    {
        Assert.Contains("no such folder", Console.Run("corpus", "list", "--corpus", Path.Combine(_corpus.FullName, "none")).Error, StringComparison.Ordinal);
        Assert.Contains("no check has that word in its name; there are recording traces.jsonl.gz; recording drafts.jsonl.gz; ", Run("--only", "luck").Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("8d")]
    [InlineData("2w")]
    [InlineData("soon")]
    [InlineData("-5")]
    public void A_budget_that_is_no_time_is_refused(string budget) => Assert.Contains("expected a time from 1 second to 7 days, as 90, 90s, 10m, 8h or 2d", Run("--budget", budget).Error, StringComparison.Ordinal);

    [Fact]
    public void On_a_terminal_all_checks_are_shown_at_once_and_what_was_found_below()
    {
        using StringWriter error = new();
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes });
        terminal.Profile.Width = 120;
        terminal.Profile.Height = 40;

        int exitCode = Application.Run(
            ["--only", "model and port", "--only", "mutation", "--seed", "5", "--budget", "1s", "--corpus", _corpus.FullName, "--mutation", _corpus.FullName],
            Terminal.To(TextWriter.Null, TextWriter.Null, TimeProvider.System) with { Error = terminal },
            CancellationToken.None);

        Assert.Equal(ExitCode.Holds, exitCode);
        Assert.Contains("model and port along sequences", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("last mutation run", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("new kinds of steps, kept", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("holds", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Redirected_there_is_no_colour_and_each_check_ends_with_a_line()
    {
        Console run = Run("--only", "mutation", "--only", "drafts", "--budget", "1s");

        Assert.DoesNotContain('\u001b', run.Output + run.Error);
        Assert.Contains("recording drafts.jsonl.gz: holds, 340 traces", run.Error, StringComparison.Ordinal);
        Assert.Contains("last mutation run: not run, none", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--receipt", "file/receipt.json")]
    [InlineData("--receipt", "folder")]
    [InlineData("--receipt", "page.json")]
    [InlineData("--report", "file")]
    [InlineData("--report", "file/below")]
    public void Where_evidence_cannot_be_written_nothing_is_run(string option, string name)
    {
        File.WriteAllText(Path.Combine(_corpus.FullName, "file"), "as it was");
        _corpus.CreateSubdirectory("folder");
        _corpus.CreateSubdirectory("page.md");

        Console run = Run("--only", "mutation", option, Path.Combine(_corpus.FullName, name));

        Assert.Equal((ExitCode.Usage, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith($"{option}: {_corpus.FullName}", run.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be written", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Equal("as it was", File.ReadAllText(Path.Combine(_corpus.FullName, "file")));
        Assert.False(File.Exists(Path.Combine(_corpus.FullName, "page.json")));
    }

    [Fact]
    public void Looking_whether_evidence_can_be_written_leaves_what_was_there()
    {
        string old = Path.Combine(_corpus.FullName, "old.json");
        File.WriteAllText(old, "as it was");

        Console.Run(new CancellationToken(canceled: true), "--only", "mutation", "--receipt", old, "--report", Path.Combine(_corpus.FullName, "new"), "--corpus", _corpus.FullName);

        Assert.Equal("as it was", File.ReadAllText(old));
        Assert.Empty(_corpus.GetDirectories("new").Single().GetFiles());
    }

    [Fact]
    public void A_run_of_nothing_but_what_was_not_run_does_not_hold() => Assert.Equal(ExitCode.Undecided, Run("--only", "mutation", "--budget", "1s").ExitCode);

    private static string Words(string text) => string.Join(' ', text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));

    // Nobody has left a mutation report beside the corpus.
    private Console Run(params string[] arguments) => Console.Run(arguments switch
    {
        ["replay", ..] => arguments,
        ["corpus", ..] => [.. arguments, "--corpus", _corpus.FullName],
        _ => [.. arguments, "--corpus", _corpus.FullName, "--mutation", _corpus.FullName],
    });

    private int Steps() => Open(corpus => corpus.Sequences.SelectMany(kept => CloneCorpus.StepsOf(kept.Operations)).Distinct().Count());

    private T Open<T>(Func<CloneCorpus, T> ask)
    {
        using CloneCorpus corpus = CloneCorpus.Open(_corpus);
        return ask(corpus);
    }
}
