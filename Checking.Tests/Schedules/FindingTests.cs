using Checking.Schedules;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>Each kind of check fails when it should, and passes the right program beside the wrong one.</summary>
public sealed class FindingTests : IDisposable
{
    private readonly ScheduleExplorer _explorer = new();

    public static TheoryData<string> Strategies => ["reduced", "all", "one preemption", "random", "pct", "pos"];

    public void Dispose() => _explorer.Dispose();

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Every_strategy_finds_the_lost_update_and_its_schedule_replays(string strategy)
    {
        ConcurrentProgram program = PlantedPrograms.Counter(inOneStep: false);

        ScheduleReport report = _explorer.Explore(program, Strategy(strategy));

        Assert.Equal(Verdict.Violated, report.Verdict);
        Assert.Equal("counted to 1, expected 2", report.Problem!.ToString());
        Assert.True(Schedule.TryParse(report.Schedule!.ToString(), out Schedule? schedule));
        Assert.Equal(report.Schedule, schedule);
        ReplayedExecution again = _explorer.Replay(program, schedule!);
        Assert.Equal(report.Schedule, again.Schedule);
        Assert.Equal(report.Problem, again.Problem);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void No_strategy_finds_anything_in_a_right_counter(string strategy) =>
        Assert.Equal(Verdict.Holds, _explorer.Explore(PlantedPrograms.Counter(inOneStep: true), Strategy(strategy)).Verdict);

    [Fact]
    public void A_lost_update_needs_one_preemption()
    {
        ConcurrentProgram program = PlantedPrograms.Counter(inOneStep: false);

        Assert.Equal(Verdict.Holds, _explorer.Explore(program, new AllSchedules(preemptionBound: 0)).Verdict);
        Assert.Equal(Verdict.Violated, _explorer.Explore(program, new AllSchedules(preemptionBound: 1)).Verdict);
    }

    [Fact]
    public void The_bound_of_preemptions_holds_what_it_says()
    {
        // Two threads of two accesses and their beginnings: without preemption one after the other; with any number 6 over 3.
        ConcurrentProgram program = PlantedPrograms.Counter(inOneStep: false);
        ScheduleLimits limits = new() { GoOn = true };

        Assert.Equal(2, _explorer.Explore(program, new AllSchedules(0), limits).Executions);
        Assert.Equal(20, _explorer.Explore(program, new AllSchedules(), limits).Executions);
        Assert.Equal(20, _explorer.Explore(program, new AllSchedules(5), limits).Executions);
    }

    [Fact]
    public void A_sample_is_the_same_for_the_same_seed_and_another_one_for_another_seed()
    {
        List<string> Sample(ulong seed)
        {
            List<string> schedules = [];
            _explorer.Explore(TextbookPrograms.LastZero(3), new RandomWalk(seed, 20), new ScheduleLimits { Watch = schedule => schedules.Add(schedule.ToString()) });
            return schedules;
        }

        Assert.Equal(Sample(1), Sample(1));
        Assert.NotEqual(Sample(1), Sample(2));
    }

    [Fact]
    public void Locks_in_two_orders_are_a_deadlock_and_in_one_order_they_are_none()
    {
        ScheduleReport report = _explorer.Explore(PlantedPrograms.TwoLocks(inOneOrder: false), new SourceDpor());

        ScheduleProblem.Deadlock deadlock = Assert.IsType<ScheduleProblem.Deadlock>(report.Problem);
        Assert.Equal(Verdict.Violated, report.Verdict);
        Assert.Equal([0, 1], deadlock.Waiting.Select(waiting => waiting.Thread));
        Assert.All(deadlock.Waiting, waiting => Assert.EndsWith("PlantedPrograms.cs", waiting.Place.File, StringComparison.Ordinal));
        Assert.Equal(Verdict.Holds, _explorer.Explore(PlantedPrograms.TwoLocks(inOneOrder: true), new SourceDpor()).Verdict);
    }

    [Fact]
    public void After_a_deadlock_the_reduced_exploration_still_comes_to_every_class()
    {
        // One thread after the other, in either order, and the deadlock.
        ScheduleReport report = _explorer.Explore(PlantedPrograms.TwoLocks(inOneOrder: false), new SourceDpor(), new ScheduleLimits { GoOn = true });

        Assert.Equal((3, 1), (report.Executions, report.Wrong));
    }

    [Fact]
    public void A_thread_that_waits_in_a_loop_is_told_with_its_place_and_leaves_the_exploration_undecided()
    {
        ScheduleReport report = _explorer.Explore(PlantedPrograms.Waiting(comes: true), new SourceDpor());

        ScheduleProblem.Endless endless = Assert.IsType<ScheduleProblem.Endless>(report.Problem);
        Assert.True(endless.CanOthersGoOn);
        Assert.Contains("spin loop: thread 1 repeats flag[0] at PlantedPrograms.cs:", endless.ToString(), StringComparison.Ordinal);
        Assert.Equal(Verdict.Undecided, report.Verdict);
    }

    [Fact]
    public void A_loop_that_nobody_can_end_is_a_livelock()
    {
        // Thread 1 first: it begins and ends, and nobody else is left.
        ScheduleReport report = _explorer.Explore(PlantedPrograms.Waiting(comes: false), new ReplaySchedule(new Schedule([1], [])));

        Assert.StartsWith("livelock: thread 1 repeats", report.Problem!.ToString(), StringComparison.Ordinal);
        Assert.Equal(Verdict.Violated, report.Verdict);
    }

    [Fact]
    public void What_a_thread_throws_is_told_and_the_schedule_with_it()
    {
        ScheduleReport report = _explorer.Explore(PlantedPrograms.ThrowsWhenSecond(), new SourceDpor());

        Assert.Equal("second", Assert.IsType<ScheduleProblem.Threw>(report.Problem).Exception.Message);
    }

    [Fact]
    public void A_program_that_is_not_the_same_each_time_is_refused() =>
        Assert.Contains(
            "a program with a memory: thread",
            Assert.Throws<NondeterministicProgramException>(() => _explorer.Explore(PlantedPrograms.Forgetful(), new SourceDpor())).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_schedule_that_the_program_cannot_follow_is_refused() =>
        Assert.Throws<NondeterministicProgramException>(() => _explorer.Replay(PlantedPrograms.TwoLocks(inOneOrder: true), new Schedule([0, 0, 1, 1], [])));

    [Fact]
    public void Too_many_executions_leave_the_exploration_undecided()
    {
        ScheduleReport report = _explorer.Explore(TextbookPrograms.Writers(4), new SourceDpor(), new ScheduleLimits { MaxExecutions = 5 });

        Assert.Equal((Verdict.Undecided, 5), (report.Verdict, report.Executions));
        Assert.Contains("5 executions only", report.End, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x2-1x3")]
    [InlineData("0x2-1x3~0.1")]
    public void A_schedule_is_read_as_it_is_printed(string text)
    {
        Assert.True(Schedule.TryParse(text, out Schedule? schedule));
        Assert.Equal(text, schedule!.ToString());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("0x")]
    [InlineData("x3")]
    [InlineData("0x-1")]
    [InlineData("99x1")]
    [InlineData("0x1~a")]
    [InlineData("0x1~1~1")]
    public void What_is_no_schedule_is_not_read(string text) => Assert.False(Schedule.TryParse(text, out _));

    [Fact]
    public void A_plain_counter_without_a_lock_is_a_data_race_with_both_places_and_under_a_lock_it_is_none()
    {
        ScheduleLimits limits = new() { FindDataRaces = true };

        ScheduleReport report = _explorer.Explore(PlantedPrograms.PlainCounter(locked: false), new SourceDpor(), limits);

        ScheduleProblem.DataRace race = Assert.IsType<ScheduleProblem.DataRace>(report.Problem);
        Assert.NotEqual(race.First.Thread, race.Second.Thread);
        Assert.All([race.First, race.Second], access => Assert.Equal("count[0]", access.Place.Location));
        Assert.Equal(Verdict.Holds, _explorer.Explore(PlantedPrograms.PlainCounter(locked: true), new SourceDpor(), limits).Verdict);
    }

    [Fact]
    public void Publication_by_a_plain_flag_is_a_data_race_and_by_a_volatile_one_it_is_none()
    {
        ScheduleLimits limits = new() { FindDataRaces = true };

        Assert.IsType<ScheduleProblem.DataRace>(_explorer.Explore(PlantedPrograms.Publication(isVolatile: false), new SourceDpor(), limits).Problem);
        ScheduleReport report = _explorer.Explore(PlantedPrograms.Publication(isVolatile: true), new SourceDpor(), limits);
        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.Equal(["-1", "42"], report.Outcomes.Keys);
    }

    [Fact]
    public void Two_plain_writes_are_a_data_race_also_where_they_are_no_scheduling_points()
    {
        ConcurrentProgram program = new("two writes", () =>
        {
            int[] x = [0];
            void Write() => Checking.Schedules.StandIns.Plain.Write(ref x[0], 1);
            return new ProgramInstance([Write, Write]);
        });

        Assert.IsType<ScheduleProblem.DataRace>(_explorer.Explore(program, new SourceDpor(), new ScheduleLimits { FindDataRaces = true }).Problem);
    }

    [Fact]
    public void Plain_accesses_are_no_scheduling_points_unless_they_are_asked_for()
    {
        ConcurrentProgram program = PlantedPrograms.PlainCounter(locked: false);

        Assert.Equal(["2"], _explorer.Explore(program, new SourceDpor()).Outcomes.Keys);
        Assert.Equal(["1", "2"], _explorer.Explore(program, new SourceDpor(), new ScheduleLimits { StopsAtPlainAccesses = true }).Outcomes.Keys);
    }

    private static ScheduleStrategy Strategy(string name) => name switch
    {
        "reduced" => new SourceDpor(),
        "all" => new AllSchedules(),
        "one preemption" => new AllSchedules(preemptionBound: 1),
        "random" => new RandomWalk(seed: 1, executions: 100),
        "pct" => new Pct(seed: 1, executions: 100),
        "pos" => new PartialOrderSampling(seed: 1, executions: 100),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such strategy"),
    };
}
