using Checking;
using Clones;
using Harness;
using Harness.Findings;
using Harness.PlantedFaults;
using Xunit;

namespace Properties;

/// <summary>
/// What is odd in the original: each finding is an expectation that the search over the model breaks, and that holds in the same scope
/// where the model is repaired.
/// </summary>
public sealed class FindingTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names => [.. CloneFindings.All.Select(finding => finding.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_model_breaks_what_a_caller_would_expect_and_a_repaired_one_does_not(string name)
    {
        Finding finding = CloneFindings.Named(name);
        Counterexample<Operation>? counterexample = finding.Find();

        output.WriteLine($"{counterexample}");
        Assert.IsType<Failure.BrokenClaim>(counterexample?.Failure);
        Assert.InRange(counterexample.Steps.Count, 2, 9);
        Assert.True(ReplayToken.TryParse(counterexample.Replay.Split(' ')[^1], out ReplayToken? token));
        Assert.NotNull(CloneChecks.Named(token!.Check).Replay([.. token.Operations.Select(OperationText.Parse)], "token"));
        if (finding.Repair is not null)
        {
            Counterexample<Operation>? repaired = finding.Find(WrongModel.Compile(PlantedFault.Named(finding.Repair)));
            Assert.True(repaired is null, $"{finding.Repair}: {repaired}");
        }
    }

    /// <summary>How early a device can be swept is told exactly: D mod 1000 ms before it would be due.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(750, 1)]
    [InlineData(999, 1)]
    [InlineData(1000, 1001)]
    [InlineData(1500, 1001)]
    [InlineData(2750, 2001)]
    public void The_earliest_age_at_which_a_device_is_swept_is_what_the_finding_says(int deadline, int earliest)
    {
        Assert.Equal(deadline + 1 - (deadline % 1000), earliest);
        Assert.Equal(earliest, Enumerable.Range(0, 1000).Min(phase => Enumerable.Range(0, deadline + 2).First(age => IsSwept(deadline, phase, age))));
    }

    [Fact]
    public void The_page_of_findings_is_up_to_date()
    {
        IReadOnlyList<FoundFinding> found = FindingsDocument.Search(
            [.. RecordingFiles.Paths.Zip(RecordingFiles.All, (path, traces) => (Path.GetFileName(path), traces.AsEnumerable()))]);
        string page = FindingsDocument.Write(found);

        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "docs", "findings.md")).ReplaceLineEndings("\n"), page);
    }

    [Fact]
    public void Findings_have_names_lines_and_repairs_of_their_own()
    {
        Assert.True(CloneFindings.All.Count >= 14);
        Assert.Distinct(CloneFindings.All.Select(finding => finding.Name));
        Assert.Distinct(CloneFindings.All.Select(finding => finding.Repair).OfType<string>());
        Assert.Single(CloneFindings.All, finding => finding.Repair is null);
        Assert.All(CloneFindings.All, finding => Assert.Equal(2, finding.Explanation.Split(". ").Length));
        Assert.All(CloneFindings.All, finding => Assert.Matches(@"^\d+(-\d+)?(, \d+(-\d+)?)*$", finding.Lines));
    }

    private static bool IsSwept(int deadline, int phase, int age)
    {
        State state = State.Initial;
        foreach (Operation operation in (Operation[])
            [At(phase), new Operation.Create(0, 0, deadline, ManagerFlags.Enable | ManagerFlags.GcEnable), new Operation.Alloc(new ProcessId(1), Limits.Any, 0, MemoryFails: false), new Operation.Register(new EntryId(0)), At(phase + age)])
        {
            state = Model.Step(state, operation).State;
        }

        return Model.Step(state, new Operation.Gc()).Response is Response.Swept { Pruned: 1 };

        static Operation.SetClock At(int milliseconds) => new(new Timestamp(milliseconds / 1000, milliseconds % 1000 * 1_000_000L), 0);
    }
}
