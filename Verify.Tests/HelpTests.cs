using System.CommandLine;
using Xunit;

namespace Verify.Tests;

/// <summary>What a person is told who does not know the commands, or mistypes one.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Commands
    {
        get
        {
            RootCommand root = Root();
            return [string.Empty, .. Paths(root, string.Empty)];
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Each_command_has_examples_and_each_of_them_can_be_read(string path)
    {
        Command command = path.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate((Command)Root(), (parent, name) => parent.Subcommands.Single(one => one.Name == name));
        string[] examples = [.. command.Description!.Split('\n').Select(line => line.Trim()).Where(line => line == "verify" || line.StartsWith("verify ", StringComparison.Ordinal))];

        Assert.Contains("Examples:", command.Description, StringComparison.Ordinal);
        Assert.Contains(examples, example => example.StartsWith($"verify {path}".TrimEnd(), StringComparison.Ordinal));
        Assert.All(examples, example => Assert.Empty(Root().Parse([.. example.Split(' ').Skip(1).TakeWhile(word => word != ">")]).Errors));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_of_each_command_is_given_without_an_escape_sequence(string path)
    {
        Console run = Console.Run([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Contains("Usage:", run.Output, StringComparison.Ordinal);
        Assert.Contains("--help", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not decided", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Theory]
    [InlineData("--budget", "--bugdet", "5")]
    [InlineData("--corpus", "--korpus", "x")]
    [InlineData("replay", "repaly", "x")]
    [InlineData("findings", "finding")]
    [InlineData("--max-unit", "explore", "--maxunit", "1")]
    [InlineData("prune", "corpus", "purne")]
    public void What_is_mistyped_gets_the_name_that_was_meant(string meant, params string[] arguments)
    {
        Console run = Console.Run(arguments);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains($"Did you mean {meant}? (see --help)", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void What_is_like_nothing_gets_no_suggestion() =>
        Assert.DoesNotContain("Did you mean", Console.Run("xylophone").Error, StringComparison.Ordinal);

    [Theory]
    [InlineData("[suggest:4]", "repl", "replay")]
    [InlineData("[suggest:0]", "", "concurrency")]
    [InlineData("[suggest:10]", "explore --", "--max-unit")]
    [InlineData("[suggest:24]", "concurrency --strategy p", "portfolio")]
    public void A_shell_is_told_how_a_line_may_go_on(string directive, string line, string expected)
    {
        Console run = Console.Run(directive, line);

        Assert.Contains(expected, run.Output.Split('\n').Select(one => one.Trim()));
    }

    private static RootCommand Root() => Application.Root(Terminal.To(TextWriter.Null, TextWriter.Null, TimeProvider.System), CancellationToken.None);

    private static IEnumerable<string> Paths(Command command, string before) =>
        command.Subcommands.SelectMany(one => Paths(one, $"{before}{one.Name} ").Prepend($"{before}{one.Name}"));
}
