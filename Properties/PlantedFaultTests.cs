using Checking;
using Clones;
using Harness;
using Harness.Claims;
using Harness.PlantedFaults;
using Harness.Recordings;
using Xunit;

namespace Properties;

/// <summary>
/// Each planted fault is one changed line of the model or of the port. It must be seen by several kinds of check: one that cannot fail
/// is no check.
/// </summary>
public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    private static readonly SearchBounds Bounds = new(Seed: 20_070_531, Sequences: 300, Length: 150);

    public static TheoryData<string> NamesInModel => [.. PlantedFault.OfModel.Select(fault => fault.Name)];

    public static TheoryData<string> NamesInPort => [.. PlantedFault.OfPort.Select(fault => fault.Name)];

    [Fact]
    public void There_are_at_least_twelve_wrong_models_and_fifteen_wrong_ports_and_each_claim_that_they_name_exists()
    {
        Assert.True(PlantedFault.OfModel.Count >= 12 && PlantedFault.OfPort.Count >= 15);
        Assert.Distinct(PlantedFault.OfModel.Concat(PlantedFault.OfPort).Select(fault => fault.Name));
        Assert.All(PlantedFault.OfModel.SelectMany(fault => fault.Claims), claim => Assert.NotNull(CloneClaims.Named(claim)));
        Assert.All(PlantedFault.OfModel, fault => Assert.NotEmpty(fault.Claims));
    }

    /// <summary>Where the text of a fault has changed since, nothing is planted any more, and nobody hunts all of them in every build.</summary>
    [Fact]
    public void The_text_of_every_fault_stands_in_its_file_once() =>
        Assert.All(PlantedFault.OfModel.Concat(PlantedFault.OfPort).Concat(PlantedFault.OfRaces), fault =>
        {
            string source = File.ReadAllText(Path.Combine(Repository.Root, fault.IsInPort ? "Implementation" : "Model", fault.File));
            Assert.Equal(1, source.Split(fault.Find).Length - 1);
        });

    [Fact]
    public void The_model_compiled_without_a_fault_is_the_model()
    {
        CloneSpecificationOf unchanged = WrongModel.Compile(null);

        Assert.Null(TraceReplay.Replay(unchanged, RecordingFiles.All[0]).Difference);
        Assert.Null(CloneChecks.Agreement("unchanged", () => new SpecificationSubject<State, Operation, Response>(unchanged))
            .Search(Bounds with { Sequences = 50 }).Counterexample);
    }

    [Fact]
    public void The_port_compiled_without_a_fault_is_the_port()
    {
        Func<ISubject<State, Operation, Response>> unchanged = WrongPort.Compile(null);

        Assert.Null(TraceReplay.Replay([new TraceSubject("unchanged", unchanged)], RecordingFiles.All[0]).Difference);
        Assert.Null(CloneChecks.Agreement("unchanged", unchanged).Search(Bounds with { Sequences = 50 }).Counterexample);
        Assert.Null(CloneChecks.Crowd(70, "unchanged", unchanged).Search(Bounds with { Sequences = 10 }).Counterexample);
    }

    [Theory]
    [MemberData(nameof(NamesInPort))]
    public void A_fault_planted_in_the_port_is_seen_by_sequences_and_by_another_check(string name)
    {
        FaultRow row = FaultHunt.Hunt(PlantedFault.Named(name), RecordingFiles.All, Bounds);

        output.WriteLine($"{name}: {row.Fault.What}");
        output.WriteLine($"  recordings: {string.Join(", ", row.Recordings.Select(difference => difference is null ? "not seen" : $"trace {difference.Trace}, operation {difference.Operation}"))}");
        output.WriteLine($"  scope: {row.Scope?.Steps.Count.ToString() ?? "not seen"}; rescan: {row.Rescan ?? "not seen"}");
        output.WriteLine($"  sequence: {row.Sequence}");
        Assert.NotNull(row.Sequence);
        Assert.InRange(row.Sequence.Steps.Count, 1, 9);
        Assert.True(row.IsSeen, "no second check sees it");
        Assert.True(FoundAgain(row.Sequence), "the replay token does not find the fault again");
    }

    [Theory]
    [MemberData(nameof(NamesInModel))]
    public void A_fault_planted_in_the_model_is_seen_by_recordings_sequences_and_the_claims_that_say_so(string name)
    {
        FaultRow row = FaultHunt.Hunt(PlantedFault.Named(name), RecordingFiles.All, Bounds);

        output.WriteLine($"{name}: {row.Fault.What}");
        output.WriteLine($"  recordings: {string.Join(", ", row.Recordings.Select(difference => difference is null ? "not seen" : $"trace {difference.Trace}, operation {difference.Operation}"))}");
        output.WriteLine($"  claims: {string.Join(", ", row.Claims)}");
        output.WriteLine($"  sequence: {row.Sequence}");
        Assert.Equal(row.Fault.NotInRecordings is null, row.Recordings.Any(difference => difference is not null));
        Assert.NotNull(row.Sequence);
        Assert.InRange(row.Sequence.Steps.Count, 1, 9);
        Assert.Empty(row.Fault.Claims.Except(row.Claims));
        Assert.True(FoundAgain(row.Sequence), "the replay token does not find the fault again");
    }

    /// <summary>A unit that is not found again is noticed as soon as the sweep has taken it back, not when somebody is refused it.</summary>
    [Fact]
    public void An_index_that_is_wrong_is_seen_by_a_rescan_before_an_answer_is()
    {
        PlantedFault fault = PlantedFault.Named("port-free-unit-not-found-again");
        Counterexample<Operation>? counterexample = CloneChecks.Rescan(fault.Name, WrongPort.Compile(fault)).Search(Bounds).Counterexample;

        output.WriteLine($"{counterexample}");
        Assert.Equal("rescan", Assert.IsType<Failure.BrokenClaim>(counterexample?.Failure).Name);
        Assert.IsType<Operation.Gc>(counterexample.Steps[^1].Operation);
        Assert.True(FoundAgain(counterexample), "the replay token does not find the fault again");
    }

    [Theory]
    [InlineData("no-such-text", "Model.cs", "nowhere")]
    [InlineData("entry", "Model.cs", "more than once")]
    public void A_fault_whose_text_does_not_stand_in_the_model_once_is_an_error(string find, string file, string where) =>
        Assert.Contains(
            where,
            Assert.Throws<InvalidOperationException>(() => WrongModel.Compile(new PlantedFault("x", "x", file, find, string.Empty, [], null))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_fault_that_does_not_compile_is_an_error() =>
        Assert.Contains(
            "does not compile",
            Assert.Throws<InvalidOperationException>(() => WrongModel.Compile(PlantedFault.OfModel[0] with { Replace = "nonsense" })).Message,
            StringComparison.Ordinal);

    private static bool FoundAgain(Counterexample<Operation> counterexample)
    {
        Assert.True(ReplayToken.TryParse(counterexample.Replay.Split(' ')[^1], out ReplayToken? token));
        Counterexample<Operation>? again = CloneChecks.Named(token!.Check).Replay([.. token.Operations.Select(OperationText.Parse)], "token");
        return again is not null && again.Steps.SequenceEqual(counterexample.Steps);
    }
}
