using System.Text.RegularExpressions;
using Xunit;

namespace Example.Tests;

/// <summary>What docs/your-own-component.md shows is what stands here and what comes out.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    private static readonly string Document = File.ReadAllText(Path.Combine(Root, "docs", "your-own-component.md"));

    private static readonly string[] Folders = ["Example", "Example.Tests"];

    [Fact]
    public void The_code_in_the_document_is_the_code_of_the_example()
    {
        string sources = string.Join('\n', Folders
            .SelectMany(folder => Directory.GetFiles(Path.Combine(Root, folder), "*.cs")).Select(File.ReadAllText));
        string[] blocks = [.. Block().Matches(Document).Where(block => block.Groups["language"].Value == "csharp").Select(block => block.Groups["text"].Value)];

        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(block, sources, StringComparison.Ordinal));
    }

    [Fact]
    public void The_counterexample_in_the_document_is_the_one_that_is_found()
    {
        string printed = RaceTests.Race().ToString();
        string shown = Block().Matches(Document).First(block => block.Groups["language"].Value == "text").Groups["text"].Value;

        Assert.True(Lines(shown).SequenceEqual(Lines(printed)), $"the document should show\n{printed}");
    }

    [Fact]
    public void The_specification_has_fewer_than_60_lines_and_the_checks_fewer_than_40()
    {
        Assert.InRange(LinesOfCode("RingSpecification.cs"), 1, 59);
        Assert.InRange(LinesOfCode("RingChecks.cs"), 1, 39);
    }

    private static int LinesOfCode(string file) => File.ReadLines(Path.Combine(Root, "Example.Tests", file)).Count(line => !NoCode().IsMatch(line));

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.TrimEnd())];

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Verification.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);

    /// <summary>Blank lines, comments, using directives, and lone braces.</summary>
    [GeneratedRegex(@"^\s*(//.*|using .*|[{}]?)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoCode();

    [GeneratedRegex(@"```(?<language>\w+)\n(?<text>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
