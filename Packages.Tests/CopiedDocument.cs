using System.Text.RegularExpressions;

namespace Packages.Tests;

/// <summary>docs/your-own-component.md, copied by somebody who has no more than it, its component and the packed kit.</summary>
/// <param name="root">The repository.</param>
internal sealed partial class CopiedDocument(string root)
{
    private readonly string _text = File.ReadAllText(Path.Combine(root, "docs", "your-own-component.md"));

    /// <summary>Writes the files that the document shows, and those of the component.</summary>
    /// <param name="folder">Where the packages are in a folder of their own.</param>
    /// <param name="version">The version of the packed kit.</param>
    public void WriteTo(string folder, string version)
    {
        string component = Path.Combine(folder, "Example");
        string tests = Path.Combine(folder, "Example.Tests");
        Directory.CreateDirectory(component);
        Directory.CreateDirectory(tests);
        File.WriteAllText(Path.Combine(folder, "nuget.config"), Blocks("xml").Single(static block => block.StartsWith("<configuration>", StringComparison.Ordinal)));
        File.WriteAllText(Path.Combine(folder, "global.json"), Blocks("json").Single());
        string project = Blocks("xml").Single(static block => block.StartsWith("<Project ", StringComparison.Ordinal)).Replace("\"0.1.0\"", $"\"{version}\"", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(tests, "Example.Tests.csproj"), project);

        // What `dotnet new classlib` writes: the test project's own, without what only tests need.
        File.WriteAllText(
            Path.Combine(component, "Example.csproj"),
            ItemGroup().Replace(project, string.Empty).Replace("<OutputType>Exe</OutputType>", string.Empty, StringComparison.Ordinal));
        foreach (string source in (string[])["IRing.cs", "Ring.cs"])
        {
            File.Copy(Path.Combine(root, "Example", source), Path.Combine(component, source));
        }

        // A file begins where its using directives are.
        string[] files = [.. Begin().Split(string.Join("\n\n", Blocks("csharp").TakeWhile(static block => !block.StartsWith(' ')))).Skip(1)];
        foreach ((string name, string text) in ((string[])["RingSpecification.cs", "RingChecks.cs"]).Zip(files))
        {
            File.WriteAllText(Path.Combine(tests, name), text + "\n");
        }
    }

    private IEnumerable<string> Blocks(string language) =>
        Block().Matches(_text).Where(block => string.Equals(block.Groups["language"].Value, language, StringComparison.Ordinal)).Select(static block => block.Groups["text"].Value);

    [GeneratedRegex(@"```(?<language>\w+)\n(?<text>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"<ItemGroup>.*</ItemGroup>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ItemGroup();

    [GeneratedRegex(@"(?=^using Checking;$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Begin();
}
