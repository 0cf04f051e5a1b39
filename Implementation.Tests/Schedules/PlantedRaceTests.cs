using Checking;
using Checking.Scenarios;
using Checking.Schedules;
using Clones;
using Harness;
using Harness.Concurrency;
using Harness.Mutants;
using Harness.PlantedFaults;
using Harness.Schedules;
using Xunit;
using FailingInterleaving = Checking.Schedules.FailingInterleaving<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;
using InterleavingReport = Checking.Schedules.InterleavingReport<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;

namespace Implementation.Tests.Schedules;

/// <summary>Ports with one line changed, each of which every kind of check must see, with the schedule that shows it.</summary>
public sealed class PlantedRaceTests
{
    private static readonly PlantedFault CheckThenSet = Fault(
        "reference-by-check-then-set",
        "CloneManager.Devices.cs",
        "            if (Interlocked.CompareExchange(ref _control, ControlWord.WithReferences(control, references), control) == control)",
        "            Volatile.Write(ref _control, ControlWord.WithReferences(control, references));");

    private static readonly PlantedFault LostNote = Fault(
        "notes-taken-in-two-steps",
        "NoteNode.cs",
        "    public long Take() => IsQuiet ? 0 : Interlocked.Exchange(ref _notes, 0);",
        "    public long Take() { long notes = Volatile.Read(ref _notes); Volatile.Write(ref _notes, 0); return notes; }");

    private static readonly PlantedFault NoLock = Fault(
        "count-without-the-lock",
        "CloneManager.cs",
        "    public int Count\n    {\n        get\n        {\n            lock (_gate)\n",
        "    public int Count\n    {\n        get\n        {\n");

    private static readonly DeviceId First = new(0);
    private static readonly DeviceId Second = new(1);

    [Fact]
    public void A_reference_that_is_added_by_check_then_set_is_lost() =>
        Found(CheckThenSet, "two-opens-of-one-device", [new Operation.Ref(First)], [new Operation.Ref(First)], failing =>
        {
            Assert.IsType<ScenarioFailure<State, Operation, TimedResponse<Response>>.Unexplained>(failing.Counterexample.Failure);
            Assert.Equal(1, failing.Preemptions);
        });

    [Fact]
    public void A_note_that_comes_while_the_notes_are_taken_in_two_steps_is_lost() =>
        Found(LostNote, "disable-under-lookup", [new Operation.Acquire(First), new Operation.Acquire(Second)], [new Operation.Busy()], failing =>
            Assert.NotNull(failing.Preemptions));

    [Fact]
    public void A_count_that_is_read_without_the_lock_is_a_data_race() =>
        Found(
            NoLock,
            "two-lookups-of-the-last-unit",
            [new Operation.GetSize()],
            [new Operation.Alloc(new ProcessId(2), Limits.Any, 0, MemoryFails: false)],
            failing =>
            {
                ScheduleProblem.DataRace race = Assert.IsType<ScheduleProblem.DataRace>(failing.Execution.Problem);
                Assert.Equal(["Count", "Count"], [race.First.Place.Location, race.Second.Place.Location]);
                Assert.Equal("EntryIndex.cs", Path.GetFileName(race.First.Place.File));
            });

    [Theory]
    [InlineData("race-sweep-decided-by-writing", "sweep-then-reference-against-reference")]
    [InlineData("race-share-published-before-its-time", "time-under-lookup-of-a-device-made-later")]
    [InlineData("race-busy-waits-for-quiet", "handover-against-busy")]
    [InlineData("race-sweep-marks-by-writing", "open-against-sweep")]
    public void A_race_that_needs_its_own_scenario_or_more_accesses_is_found(string race, string scenario)
    {
        using MutantTrials trials = new(new MutantBounds { Executions = 3_000, TwiceExecutions = 10_000 });

        RaceFinding finding = RaceTrials.Find(PlantedFault.Named(race), trials, [NamedScenarios.Named(scenario)]);

        TestContext.Current.TestOutputHelper!.WriteLine($"{finding.Stage}, {finding.Executions} executions, {finding.Finding?.Preemptions} preemptions\n{finding.Finding?.Trace}");
        Assert.NotNull(finding.Finding);
    }

    private static void Found(PlantedFault fault, string start, Operation[] one, Operation[] other, Action<FailingInterleaving> holds)
    {
        Scenario<Operation> scenario = NamedScenarios.Named(start) with { Name = fault.Name, Threads = [one, other] };
        using ScheduleSearch right = ScheduleSearch.OfPort();
        Assert.Equal(Verdict.Holds, right.Search(scenario, new InterleavingBounds()).Report.Verdict);

        using ScheduleSearch search = ScheduleSearch.Of(fault);
        InterleavingReport report = search.Search(scenario, new InterleavingBounds());

        Assert.Equal(Verdict.Violated, report.Report.Verdict);
        FailingInterleaving failing = report.Failing!;
        TestContext.Current.TestOutputHelper!.WriteLine($"{report.Report}\n{failing.Counterexample}\n{failing.Execution}");
        holds(failing);
        Assert.True(ScenarioToken.TryParse(failing.Counterexample.Replay.Split('\'')[1], out ScenarioToken? token));
        Assert.True(Schedule.TryParse(token!.Schedule, out Schedule? schedule));
        FailingInterleaving again = search.Replay(token.ToScenario(OperationText.Parse), schedule!, new InterleavingBounds())!;
        Assert.Equal(failing.Execution.Schedule, again.Execution.Schedule);
        Assert.Equal(failing.Counterexample.Failure.Headline, again.Counterexample.Failure.Headline);
    }

    private static PlantedFault Fault(string name, string file, string find, string replace) =>
        new(name, name, file, find, replace, [], NotInRecordings: "it is a race");
}
