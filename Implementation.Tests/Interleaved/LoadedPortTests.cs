using Checking;
using Checking.Schedules;
using Clones;
using Harness.Concurrency;
using Harness.Schedules;
using Xunit;
using CloneScenario = Checking.Scenarios.Scenario<Clones.Operation>;
using CloneScenarioCheck = Checking.Scenarios.ScenarioCheck<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;
using Program = Checking.Schedules.ScenarioProgram<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;

namespace Implementation.Tests.Interleaved;

/// <summary>
/// A few scenarios of two threads, under the first some hundred interleavings, on the port's assembly itself: what judges mutants of lines that one
/// thread alone never comes to. Each ends where its bound is, holding or not: <c>verify schedules</c> explores them to the end.
/// </summary>
public sealed class LoadedPortTests : IClassFixture<LoadedPortTests.Assembly>
{
    private const int MaxExecutions = 400;

    [Fact]
    public void The_loaded_assembly_synchronises_by_stand_ins() => Assert.InRange(LoadedPort.Calls, 60, 200);

    [Theory]
    [InlineData("two-opens-of-one-device")]
    [InlineData("setdevflags-under-acquire")]
    [InlineData("open-against-sweep")]
    [InlineData("open-against-sweep-of-two")]
    [InlineData("open-against-revoking-sweep")]
    [InlineData("reference-to-another-during-sweep")]
    [InlineData("open-against-lookup-that-shares")]
    [InlineData("lookup-of-the-oldest-under-release")]
    [InlineData("times-under-lookup")]
    [InlineData("two-shares-and-a-time")]
    [InlineData("handover-against-busy")]
    [InlineData("two-opens-and-busy")]
    [InlineData("flags-under-reference")]
    [InlineData("last-reference-and-a-new-one")]
    [InlineData("destroy-against-what-one-device-tells")]
    [InlineData("table-grows-under-release")]
    public void The_loaded_assembly_is_linearizable_under_its_first_interleavings(string name) => Explore(NamedScenarios.Named(name), moreAccesses: 30);

    /// <summary>The time of what was shared last is in a place for all; it is settled before another is shared, also if the word changes just then.</summary>
    [Fact]
    public void The_time_of_a_device_that_is_opened_stays_while_another_is_shared() => Explore(new(
        "open-while-another-is-shared",
        [
            new Operation.Create(0, Limits.Any, 750, ManagerFlags.Enable),
            .. Enumerable.Range(0, 2).SelectMany(static unit => new Operation[]
            {
                new Operation.Alloc(new ProcessId(unit), unit, 0, MemoryFails: false),
                new Operation.Register(new EntryId(unit)),
                new Operation.Acquire(new DeviceId(unit)),
            }),
            new Operation.Release(new DeviceId(0)),
            new Operation.Release(new DeviceId(1)),
            new Operation.SetClock(new Timestamp(10, 0), 10),
            new Operation.Alloc(new ProcessId(3), Limits.Any, 0, MemoryFails: false),
            new Operation.SetClock(new Timestamp(20, 0), 20),
        ],
        [
            [new Operation.Acquire(new DeviceId(0)), new Operation.GetDeviceTime(new DeviceId(0))],
            [new Operation.Alloc(new ProcessId(4), Limits.Any, 0, MemoryFails: false)],
        ]), moreAccesses: 20);

    /// <summary>What changes under a sweep is in the second page of slots.</summary>
    [Fact]
    public void A_device_of_many_is_opened_under_a_sweep()
    {
        const int Last = 65;
        Explore(new(
            "open-against-sweep-of-many",
            [
                new Operation.Create(0, Limits.Any, 750, ManagerFlags.Enable | ManagerFlags.GcEnable),
                .. Enumerable.Range(0, Last + 1).SelectMany(static unit => new Operation[]
                {
                    new Operation.Alloc(new ProcessId(unit), unit, 0, MemoryFails: false),
                    new Operation.Register(new EntryId(unit)),
                    new Operation.Acquire(new DeviceId(unit)),
                }),
                new Operation.Release(new DeviceId(Last)),
                new Operation.Release(new DeviceId(Last - 1)),
            ],
            [[new Operation.Acquire(new DeviceId(Last))], [new Operation.Gc()]]), moreAccesses: 60);
    }

    /// <summary>A reference is counted, and then a note left, after the sweep has read control and before it is committed: it goes on, and takes the other one.</summary>
    [Fact]
    public void A_device_is_opened_under_a_sweep_after_a_reference_was_counted() => Explore(new(
        "reference-and-open-against-sweep",
        NamedScenarios.Named("open-against-sweep-of-two").Start,
        [[new Operation.Gc()], [new Operation.Ref(new DeviceId(1)), new Operation.Acquire(new DeviceId(1))]]), moreAccesses: 30, new AllSchedules(preemptionBound: 1));

    /// <summary>
    /// A thread meets the mark of a sweep, and before it looks again the device has been opened: the mark is gone, and the sweep still open. The
    /// 1,475th schedule shows a thread that takes it for marked.
    /// </summary>
    [Fact]
    public void A_mark_that_was_met_is_gone_while_its_sweep_is_open() => Explore(new(
        "threads-enter-under-open-and-sweep",
        NamedScenarios.Named("open-against-sweep").Start,
        [[new Operation.Gc()], [new Operation.SetThreads(new DeviceId(0), 1)], [new Operation.Acquire(new DeviceId(0))]]), moreAccesses: 30, new AllSchedules(preemptionBound: 2), 2_000);

    /// <summary>Another thread decides a share, and leaves a note before the holder reads the root: it is shared all the same.</summary>
    [Fact]
    public void A_share_that_another_decided_stands_whatever_is_noted_since() => Explore(new(
        "share-decided-by-another-before-a-note",
        NamedScenarios.Named("handover-against-busy").Start,
        [[new Operation.Alloc(new ProcessId(2), Limits.Any, 0, MemoryFails: false)], [new Operation.GetDeviceFlags(new DeviceId(1)), new Operation.Release(new DeviceId(0))]]),
        moreAccesses: 30, new AllSchedules(preemptionBound: 1));

    /// <summary>Two notes of one page are left at one instant: both stay.</summary>
    [Fact]
    public void Two_devices_of_a_page_are_changed_at_once() => Explore(new(
        "open-against-setdevflags-of-another",
        NamedScenarios.Named("two-opens-and-busy").Start,
        [[new Operation.Acquire(new DeviceId(0))], [new Operation.SetDeviceFlags(new DeviceId(1), DeviceFlags.None)]]), moreAccesses: 4);

    private static void Explore(CloneScenario scenario, int moreAccesses, ScheduleStrategy? strategy = null, long maxExecutions = MaxExecutions)
    {
        using ScheduleExplorer explorer = new();
        CloneScenarioCheck check = ScenarioSearch.CheckOf(scenario);
        ConcurrentProgram program = new Program(scenario, check, LoadedPort.Make).ToProgram();
        ScheduleLimits limits = new() { MaxExecutions = maxExecutions, MaxThreadSteps = ScenarioBudget.Undisturbed(explorer, program, moreAccesses, MemoryModel.SequentiallyConsistent, nestsThreads: false) };

        ScheduleReport report = explorer.Explore(program, strategy ?? new SourceDpor(), limits);

        Assert.True(report.Verdict != Verdict.Violated, $"{report}");
        Assert.True(check.Histories > 1, "threads that do not meet show nothing");
        TestContext.Current.TestOutputHelper?.WriteLine($"{report}, {check.Histories} histories");
    }

    [Fact]
    public void Of_two_managers_that_register_one_device_at_once_one_gets_it()
    {
        using ScheduleExplorer explorer = new();

        ScheduleReport report = explorer.Explore(TwoRegistrations.Of(LoadedPort.Make), new SourceDpor(), new ScheduleLimits { MaxExecutions = MaxExecutions });

        Assert.True(report.Verdict != Verdict.Violated && report.Executions > 2, $"{report}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{report}");
    }

    /// <summary>To see the device between two lives of another takes two preemptions.</summary>
    [Fact]
    public void Of_a_device_that_is_registered_again_nobody_is_told_what_its_slot_was_meanwhile()
    {
        using ScheduleExplorer explorer = new();

        foreach (ConcurrentProgram program in DeviceRegisteredAgain.Of(LoadedPort.Make))
        {
            ScheduleReport report = explorer.Explore(program, new AllSchedules(preemptionBound: 2), new ScheduleLimits { MaxExecutions = 500 });

            Assert.True(report.Verdict != Verdict.Violated && report.Outcomes.Count == 2, $"{report}");
            TestContext.Current.TestOutputHelper?.WriteLine($"{report}");
        }
    }

    /// <summary>The assembly is woven before the first test begins: that takes longer than any of them, and is no work of the subject's.</summary>
    public sealed class Assembly
    {
        public Assembly() => Assert.NotNull(LoadedPort.Make);
    }
}
