using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Properties;

/// <summary>What the folders may refer to, what the model must stay, and how files look.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>Which project may refer to which. Arrows point one way: programs and tests, Harness, then Model, Implementation and Checking.</summary>
    private static readonly Dictionary<string, string[]> MayReferTo = new()
    {
        ["Model"] = [],
        ["Implementation"] = [],
        ["Benchmarks"] = ["Implementation"],
        ["Benchmarks.Tests"] = ["Benchmarks"],
        ["Canaries"] = [],
        ["Checking"] = [],
        ["Checking.Tests"] = ["Checking"],
        ["ConcurrencyTests"] = ["Harness"],
        ["Example"] = [],
        ["Example.Tests"] = ["Example", "Checking"],
        ["Harness"] = ["Model", "Implementation", "Checking", "SynchronisationMutants"],
        ["Implementation.Tests"] = ["Harness", "Implementation"],
        ["Mutation.Tests"] = ["Canaries", "Model", "Harness"],
        ["Packages.Tests"] = ["Checking", "Implementation"],
        ["Properties"] = ["Harness"],
        ["SynchronisationMutants"] = [],
        ["SynchronisationMutants.Tests"] = ["SynchronisationMutants", "Checking"],
        ["Verify"] = ["Harness"],
        ["Verify.Tests"] = ["Verify"],
    };

    /// <summary>Words of the clone manager, which the kit must not know.</summary>
    private static readonly string[] WordsOfClones = ["clone", "alloc", "snd_", "unit", "sweep"];

    /// <summary>What mutation testing mutates.</summary>
    private static readonly string[] Mutated = ["Model", "Implementation", "Checking"];

    /// <summary>The lines of clone.c that decide something: statements and conditions, without braces, declarations and comments.</summary>
    private const string DecidingLines = """
        112-113, 116, 119-120, 123, 127, 138-140, 153, 168-175, 177-185, 188, 196, 198-199, 201-204, 207, 217, 219-220, 222, 224, 230, 232-233,
        235, 237, 246, 248, 254, 256, 262-266, 268-269, 271, 277, 279, 285, 287, 289, 295, 298, 300, 306, 308, 314-316, 318, 320, 328, 331-333, 337, 339,
        347, 349-351, 355, 363-365, 367-369, 373, 375, 380-384, 387-389, 402, 404-405, 407, 413-415, 417, 425-432, 434-437, 439, 444, 452, 454-460, 463,
        477, 479-481, 485, 487-488, 490, 492, 504, 506-508, 512, 514-515, 517-518, 520, 543, 545-547, 549, 551, 553, 562, 564-566, 568, 570, 572, 577-580,
        582, 588-596, 600-603, 614, 616-618, 620-622, 624-626, 628-636, 638, 640, 644-648, 655-656, 658, 664-667, 679-683, 685-692, 694-696, 698-700,
        705-709, 717-722, 724, 727, 739-743, 748-756, 758, 761-767, 769, 771-772, 777, 779, 781, 786-789, 791-792, 794
        """;


    public static TheoryData<string> Projects => [.. MayReferTo.Keys];

    [Fact]
    public void Every_project_is_in_the_solution_and_in_the_list_of_arrows()
    {
        string[] projects = [.. Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories).Where(IsSource).Select(path => Path.GetFileNameWithoutExtension(path)!).Order()];
        string solution = File.ReadAllText(Path.Combine(Repository.Root, "Verification.sln"));

        Assert.Equal(MayReferTo.Keys.Order(), projects);
        Assert.All(projects, project => Assert.Contains($"{project}\\{project}.csproj", solution, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_what_it_may(string project) =>
        Assert.Empty(ReferencesOf(project).Except(MayReferTo[project]));

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_project_refers_to_itself_by_a_way_round(string project)
    {
        HashSet<string> reached = [];
        Queue<string> open = new(ReferencesOf(project));
        while (open.TryDequeue(out string? next))
        {
            if (reached.Add(next))
            {
                foreach (string further in ReferencesOf(next))
                {
                    open.Enqueue(further);
                }
            }
        }

        Assert.DoesNotContain(project, reached);
    }

    [Fact]
    public void The_drawing_has_every_project_and_every_arrow_and_no_other()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        string drawing = page[..page.IndexOf("```\n", StringComparison.Ordinal)];
        Dictionary<string, string> names = Node().Matches(drawing).ToDictionary(node => node.Groups["id"].Value, node => node.Groups["name"].Value);

        Assert.Equal(MayReferTo.Keys.Order(), names.Values.Order());
        Assert.Equal(
            MayReferTo.SelectMany(project => project.Value.Select(to => $"{project.Key} --> {to}")).Order(),
            Arrow().Matches(drawing).Select(arrow => $"{names[arrow.Groups["from"].Value]} --> {names[arrow.Groups["to"].Value]}").Order());
    }

    [Fact]
    public void An_arrow_that_is_not_allowed_is_seen() =>
        Assert.Equal(["Harness"], References(XDocument.Parse("""<Project><ItemGroup><ProjectReference Include="../Harness/Harness.csproj" /></ItemGroup></Project>""")));

    [Fact]
    public void The_kit_has_no_word_of_clones() =>
        Assert.All(Sources("Checking"), file =>
        {
            string text = File.ReadAllText(file);
            Assert.All(WordsOfClones, word => Assert.False(
                Regex.IsMatch(text, $@"\b{word}", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)), $"'{word}' in {file}"));
        });

    [Fact]
    public void The_model_names_every_line_of_the_original_that_decides_something()
    {
        HashSet<int> named = [.. Sources("Model").Where(file => Path.GetFileName(file).StartsWith("Model", StringComparison.Ordinal))
            .SelectMany(File.ReadLines)
            .SelectMany(line => Comment().Matches(line).SelectMany(comment => Lines(comment.Value)))];

        Assert.Empty(Lines(DecidingLines).Except(named));
        Assert.All(named, line => Assert.InRange(line, 96, 795));
    }

    [Fact]
    public void Every_deviation_names_tests_that_exist()
    {
        string tests = string.Concat(Sources("Implementation.Tests").Select(File.ReadAllText));
        string[] rows = [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "deviations.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2)];

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            string[] named = [.. TestName().Matches(row).Select(match => match.Value.Trim('`'))];
            Assert.True(named.Length > 0 || row.Contains("| none: ", StringComparison.Ordinal), $"no test and no reason: {row}");
            Assert.All(named, name => Assert.Contains($"void {name}(", tests, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Every_mutant_that_is_disabled_is_proven_equivalent_in_the_same_words()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "mutants.md"));
        string proofs = page.Split("\n## ").Single(section => section.StartsWith("Equivalent\n", StringComparison.Ordinal));
        (string File, string Reason)[] disabled = [.. Mutated.SelectMany(Sources)
            .SelectMany(file => File.ReadLines(file).Where(line => line.Contains("Stryker disable", StringComparison.Ordinal))
                .Select(line => (Path.GetRelativePath(Repository.Root, file), Disabled().Match(line).Groups["reason"].Value)))];

        (string File, string Reason)[] proven = [.. Proof().Matches(proofs).Select(static row => (row.Groups["file"].Value, row.Groups["reason"].Value))];

        Assert.All(disabled, comment => Assert.NotEmpty(comment.Reason));
        Assert.Equal(disabled.Distinct().Order(), proven.Distinct().Order());
    }

    [Fact]
    public void The_step_function_is_read_in_one_sitting() =>
        Assert.InRange(File.ReadLines(Path.Combine(Repository.Root, "Model", "Model.cs")).Count(), 1, 300);

    [Fact]
    public void No_file_is_longer_than_400_lines_and_none_is_a_drawer() =>
        Assert.All(MayReferTo.Keys.SelectMany(Sources), file =>
        {
            Assert.InRange(File.ReadLines(file).Count(static line => !line.Contains("// Stryker disable", StringComparison.Ordinal)), 1, 400);
            Assert.DoesNotMatch("(Helper|Util|Manager2|Misc|Common)s?\\.cs$", file);
        });

    [Fact]
    public void Every_package_has_its_version_in_one_place()
    {
        XElement[] references = [.. MayReferTo.Keys.SelectMany(project => XDocument.Load(ProjectFile(project)).Descendants("PackageReference"))];

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.Null(reference.Attribute("Version")));
        Assert.All(MayReferTo.Keys, project => Assert.True(File.Exists(Path.Combine(Repository.Root, project, "packages.lock.json"))));
    }

    private static IEnumerable<int> Lines(string text) => LineNumber().Matches(text).SelectMany(match =>
    {
        int first = int.Parse(match.Groups["first"].Value);
        int last = match.Groups["last"].Success ? int.Parse(match.Groups["last"].Value) : first;

        // A range as long as a function says where the function stands, not that each of its lines was looked at.
        return last - first > 20 ? [] : Enumerable.Range(first, last - first + 1);
    });

    private static HashSet<string> ReferencesOf(string project) => References(XDocument.Load(ProjectFile(project)));

    private static HashSet<string> References(XDocument project) =>
        [.. project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))];

    private static string ProjectFile(string project) => Path.Combine(Repository.Root, project, $"{project}.csproj");

    private static IEnumerable<string> Sources(string project) =>
        Directory.GetFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories).Where(IsSource);

    private static bool IsSource(string path) =>
        !Path.GetRelativePath(Repository.Root, path).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "StrykerOutput");

    [GeneratedRegex(@"^ +(?<id>\w+)\[""(?<name>[\w.]+)""\]$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Node();

    [GeneratedRegex(@"^ +(?<from>\w+) --> (?<to>\w+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"`[A-Z]\w*_\w+`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TestName();

    [GeneratedRegex(@"// Stryker disable once [A-Za-z,]+ : (?<reason>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Disabled();

    [GeneratedRegex(@"^\| (?<file>[A-Za-z]+/[A-Za-z./]+\.cs) \|.*\| (?<reason>[^|]+) \|$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Proof();

    [GeneratedRegex(@"//.*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<![\d.x])(?<first>\d{2,3})(-(?<last>\d{3}))?(?![\d,]\d)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LineNumber();
}
