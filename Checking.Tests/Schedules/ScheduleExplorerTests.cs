using Checking.Schedules;
using Xunit;
using Monitor = Checking.Schedules.StandIns.Monitor;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

/// <summary>How an exploration is run, counted and ended.</summary>
public sealed class ScheduleExplorerTests : IDisposable
{
    private readonly ScheduleExplorer _explorer = new();

    public void Dispose() => _explorer.Dispose();

    [Fact]
    public void A_report_counts_what_was_run()
    {
        ScheduleReport report = _explorer.Explore(TextbookPrograms.Writers(2), new AllSchedules());

        // Two threads of two accesses each: 4 over 2 schedules.
        Assert.Equal((6, 0, 0, 24, 4, 0), (report.Executions, report.Blocked, report.Cut, report.Accesses, report.Longest, report.Wrong));
        Assert.Equal([("x=1", 3L), ("x=2", 3L)], report.Outcomes.Select(static outcome => (outcome.Key, outcome.Value)));
        Assert.Equal("writers(2), all schedules: 6 executions, 0 blocked, 0 cut, 24 accesses: Holds", report.ToString());
        Assert.True(report.IsExhaustive);
        Assert.False(_explorer.Explore(TextbookPrograms.Writers(2), new RandomWalk(1, 1)).IsExhaustive);
    }

    [Fact]
    public void A_report_says_what_is_wrong_or_why_it_ended()
    {
        ScheduleReport wrong = _explorer.Explore(PlantedPrograms.Counter(inOneStep: false), new AllSchedules());
        Assert.Equal(
            $"counter that loses one, all schedules: {wrong.Executions} executions, 0 blocked, 0 cut, {6 * wrong.Executions} accesses: Violated\n  counted to 1, expected 2\n  schedule: {wrong.Schedule}",
            wrong.ToString());
        ScheduleReport report = _explorer.Explore(TextbookPrograms.Writers(2), new AllSchedules(), new() { MaxExecutions = 2 });
        Assert.Equal("writers(2), all schedules: 2 executions, 0 blocked, 0 cut, 8 accesses: Undecided, it may have 2 executions only", report.ToString());
        report = _explorer.Explore(TextbookPrograms.Writers(2), new AllSchedules(), cancellation: new CancellationToken(canceled: true));
        Assert.Equal((0, "it was cancelled"), (report.Executions, report.End));
        Assert.Equal((string.Empty, string.Empty), (new ScheduleReport().Program, new ScheduleReport().Strategy));
    }

    /// <summary>Be it the outcome that is wrong, or the execution itself.</summary>
    [Fact]
    public void The_first_that_is_wrong_is_the_last_unless_it_is_to_go_on()
    {
        foreach (ConcurrentProgram program in new[] { PlantedPrograms.Counter(inOneStep: false), PlantedPrograms.ThrowsWhenSecond() })
        {
            List<Schedule> ended = [];
            ScheduleReport first = _explorer.Explore(program, new AllSchedules(), new() { Watch = ended.Add });
            ScheduleReport all = _explorer.Explore(program, new AllSchedules(), new() { GoOn = true });

            Assert.Equal((1, ended[^1]), (first.Wrong, first.Schedule));
            Assert.True(all.Wrong > 1 && all.All > first.All);
            Assert.Equal((first.Problem!.ToString(), first.Schedule), (all.Problem!.ToString(), all.Schedule));
        }
    }

    /// <summary>Those that are blocked or cut count towards the limit as well.</summary>
    [Fact]
    public void What_is_given_up_or_cut_counts_towards_the_limit()
    {
        ConcurrentProgram program = new("blocks", static () =>
        {
            int[] x = [0];
            return new ProgramInstance(
            [
                () =>
                {
                    Volatile.Write(ref x[0], 1);
                    Volatile.Read(ref x[0]);
                },
                () => Volatile.Write(ref x[0], 2),
                () => Volatile.Read(ref x[0]),
            ]);
        });
        ScheduleReport all = _explorer.Explore(program, new SourceDpor());
        Assert.Equal((9, 1), (all.Executions, all.Blocked));
        ScheduleReport limited = _explorer.Explore(program, new SourceDpor(), new() { MaxExecutions = all.Executions + all.Blocked - 1 });
        Assert.Equal((all.Executions + all.Blocked - 1, Verdict.Undecided), (limited.Executions + limited.Blocked, limited.Verdict));

        ScheduleLimits bound = new() { MaxThreadSteps = [2, 2] };
        ScheduleReport cut = _explorer.Explore(TextbookPrograms.LastZero(1), new AllSchedules(), bound);
        Assert.True(cut.Cut > 1);
        Assert.Equal(cut.Cut + cut.Executions - 1, _explorer.Explore(TextbookPrograms.LastZero(1), new AllSchedules(), bound with { MaxExecutions = cut.Cut + cut.Executions - 1 }) is var few ? few.Cut + few.Executions : -1);
    }

    [Fact]
    public void Where_no_execution_comes_to_its_end_nothing_is_said()
    {
        ScheduleReport report = _explorer.Explore(TextbookPrograms.LastZero(1), new SourceDpor(), new() { MaxThreadSteps = [1, 1] });

        Assert.True(report is { Executions: 0, Cut: > 0, Verdict: Verdict.Undecided }, report.ToString());
        Assert.EndsWith("Undecided, no execution came to its end: each was cut", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_execution_in_which_the_collector_ran_is_done_again_and_does_not_count()
    {
        int executions = 0;
        ConcurrentProgram program = new("collects", () => new ProgramInstance(
        [
            () =>
            {
                if (executions++ < 3)
                {
                    GC.Collect(0);
                }
            },
        ]));
        ScheduleReport report = _explorer.Explore(program, new AllSchedules());
        Assert.Equal((1, 4, 1), (report.Executions, executions, report.Accesses));
        Assert.InRange(report.Repeated, 3, long.MaxValue); // or more: others run beside it
    }

    [Fact]
    public void A_program_in_which_the_collector_always_runs_is_refused()
    {
        int executions = 0;
        ConcurrentProgram program = new("always collects", () =>
        {
            executions++;
            return new ProgramInstance([static () => GC.Collect(0)]);
        });

        string refused = Assert.Throws<InvalidOperationException>(() => _explorer.Explore(program, new AllSchedules())).Message;
        Assert.Equal("The garbage collector ran in each of 1000 repetitions of one execution of always collects.", refused);
        Assert.Equal(1000, executions);
    }

    /// <summary>So the explorer has nobody to wait for when it ends.</summary>
    [Fact]
    public void A_program_of_one_thread_runs_on_the_callers_only()
    {
        using ScheduleExplorer explorer = new();
        Assert.Equal(1, explorer.Explore(new("one thread", static () => new ProgramInstance([static () => { }])), new SourceDpor()).Executions);
    }

    [Fact]
    public void Threads_run_on_threads_that_have_names_and_end_with_the_explorer()
    {
        Thread?[] threads = new Thread?[3];
        using (ScheduleExplorer explorer = new())
        {
            explorer.Explore(new("threads", () => new ProgramInstance([.. Enumerable.Range(0, threads.Length).Select(number => (Action)(() => threads[number] = Thread.CurrentThread))])), new SourceDpor());
            Assert.Same(Thread.CurrentThread, threads[0]);
            Assert.Equal(
                Enumerable.Range(1, threads.Length - 1).Select(static number => ((string?)$"controlled {number}", true, true)),
                threads.Skip(1).Select(static thread => (thread!.Name, thread.IsBackground, thread.IsAlive)));
        }

        Assert.All(threads.Skip(1), static thread => Assert.False(thread!.IsAlive));
    }

    [Fact]
    public void Threads_that_nest_run_on_the_callers()
    {
        HashSet<int> threads = [];
        ConcurrentProgram program = new("threads", () => new ProgramInstance([.. Enumerable.Repeat<Action>(() => threads.Add(Environment.CurrentManagedThreadId), 3)]));
        _explorer.Explore(program, new SourceDpor(), new() { NestsThreads = true });
        Assert.Equal([Environment.CurrentManagedThreadId], threads);

        // Samples never nest, nor does what is replayed: drawing again would change them.
        _explorer.Explore(program, new RandomWalk(1, 1), new() { NestsThreads = true });
        Assert.Equal(3, threads.Count);
        threads.Clear();
        _explorer.Replay(program, new Schedule([], []), new() { NestsThreads = true });
        Assert.Equal(3, threads.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_program_without_threads_has_one_execution(bool nests)
    {
        ConcurrentProgram program = new("empty", static () => new ProgramInstance([]) { Observe = static () => new ProgramOutcome("nothing") });
        foreach (ScheduleStrategy strategy in new ScheduleStrategy[] { new SourceDpor(), new AllSchedules() })
        {
            Assert.Equal([("nothing", 1L)], _explorer.Explore(program, strategy, new() { NestsThreads = nests }).Outcomes.Select(static outcome => (outcome.Key, outcome.Value)));
        }
    }

    [Fact]
    public void Nothing_is_refused()
    {
        ConcurrentProgram program = TextbookPrograms.Writers(1);
        Assert.Throws<ArgumentNullException>("program", () => _explorer.Explore(null!, new SourceDpor()));
        Assert.Throws<ArgumentNullException>("strategy", () => _explorer.Explore(program, null!));
        Assert.Throws<ArgumentNullException>("program", () => _explorer.Replay(null!, new Schedule([], [])));
        Assert.Throws<ArgumentNullException>("schedule", () => _explorer.Replay(program, null!));
        Assert.Throws<ArgumentNullException>("text", () => Schedule.TryParse(null!, out _));
        Assert.Throws<ArgumentNullException>("explorer", () => ScenarioBudget.Undisturbed(null!, program, 1, MemoryModel.SequentiallyConsistent, nestsThreads: false));
        Assert.Throws<ArgumentNullException>("component", () => ControlledCopy.Of(null!, typeof(ScheduleExplorerTests)));
        Assert.Throws<ArgumentNullException>("checks", () => ControlledCopy.Of(typeof(ScheduleExplorerTests), null!));
        Assert.Throws<ArgumentNullException>("check", () => ControlledCopy.Of(typeof(ScheduleExplorer), typeof(ScheduleExplorerTests)).Run<string>(null!));
    }

    [Fact]
    public void An_execution_is_replayed_with_the_limits_that_are_given()
    {
        ConcurrentProgram program = PlantedPrograms.PlainCounter(locked: false);
        Assert.Null(_explorer.Replay(program, new Schedule([], [])).Problem);
        Assert.IsType<ScheduleProblem.DataRace>(_explorer.Replay(program, new Schedule([], []), new() { FindDataRaces = true }).Problem);
    }

    [Theory]
    [InlineData("0x1-1x2", 2)]
    [InlineData("1x3", 1)]
    public void A_schedule_that_cannot_be_followed_says_where(string text, int access)
    {
        object gate = new();
        ConcurrentProgram program = new("one at a time", () => new ProgramInstance([() => Monitor.Enter(gate), static () => { }]));
        Assert.True(Schedule.TryParse(text, out Schedule? schedule));
        Assert.Equal(
            $"one at a time: thread 2 should go on at access {access}, and cannot.",
            Assert.Throws<NondeterministicProgramException>(() => _explorer.Replay(program, schedule!)).Message);
    }

    [Fact]
    public void A_store_that_is_not_there_says_where()
    {
        ConcurrentProgram program = TextbookPrograms.Readers(1);
        ScheduleLimits weak = new() { Memory = MemoryModel.ReleaseAcquire };
        Schedule first = new([0, 0, 1, 1], [0]);
        Assert.Equal("42", _explorer.Replay(program, first, weak).Outcome);
        ReplayedExecution older = _explorer.Replay(program, first with { Stores = [1] }, weak);
        Assert.Equal(("0", "0, older than 42"), (older.Outcome, older.Values[3]));
        Assert.Equal("42", _explorer.Replay(program, first, weak).Values[3]);
        Assert.Equal("42", _explorer.Replay(program, first with { Stores = [] }, weak).Outcome); // the latest, where it is not told
        Assert.Equal(first, _explorer.Replay(program, first, weak).Schedule);
        Assert.Equal(
            "readers(1): the read at access 4 should read store 2 of 2.",
            Assert.Throws<NondeterministicProgramException>(() => _explorer.Replay(program, first with { Stores = [2] }, weak)).Message);
    }

    /// <summary>Each read that has a choice takes the next one of the schedule, in each execution from the first on.</summary>
    [Fact]
    public void The_choices_of_a_schedule_are_taken_one_after_the_other()
    {
        ConcurrentProgram program = TextbookPrograms.Readers(3);
        foreach (int[] stores in new int[][] { [0, 1, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1] })
        {
            ReplayedExecution execution = _explorer.Replay(program, new([0, 0, 1, 1, 2, 2, 3, 3], stores), new() { Memory = MemoryModel.ReleaseAcquire });
            Assert.Equal(string.Join(' ', stores.Select(static store => store == 0 ? 42 : 0)), execution.Outcome);
            Assert.Equal(stores, execution.Schedule.Stores);
        }
    }

    /// <summary>A replayed schedule is one execution, whatever is wrong with it.</summary>
    [Fact]
    public void A_replayed_schedule_is_one_execution() =>
        Assert.Equal(1, _explorer.Explore(TextbookPrograms.Writers(2), new ReplaySchedule(new([1], []))).Executions);

    [Fact]
    public void Schedules_are_one_where_threads_and_stores_are()
    {
        Schedule schedule = new([0, 0, 1], [1]);
        Assert.Equal(new Schedule([0, 0, 1], [1]), schedule);
        Assert.Equal(new Schedule([0, 0, 1], [1]).GetHashCode(), schedule.GetHashCode());
        Assert.NotEqual(new Schedule([0, 0, 1], [0]), schedule);
        Assert.NotEqual(new Schedule([0, 1, 1], [1]), schedule);
        Assert.False(Schedule.TryParse("x", out Schedule? none) || schedule.Equals(none));
        Assert.Equal((1, 0, 3), (schedule.Switches, new Schedule([], []).Switches, new Schedule([0, 1, 1, 0, 2], []).Switches));
        Assert.True(Schedule.TryParse("63x1", out _));
        Assert.False(Schedule.TryParse("64x1", out _));
        Assert.True(Schedule.TryParse("0x1000000", out _));
        Assert.False(Schedule.TryParse("0x1000001", out _));
    }

    [Fact]
    public void More_steps_than_there_may_be_are_no_end_or_a_loop()
    {
        ScheduleReport report = _explorer.Explore(Long(50), new SourceDpor(), new() { MaxSteps = 50 });
        Assert.Equal((Verdict.Holds, 50), (report.Verdict, report.Longest));
        report = _explorer.Explore(Long(51), new SourceDpor(), new() { MaxSteps = 50 });
        Assert.Equal(50, Assert.IsType<ScheduleProblem.Endless>(report.Problem).Steps);
    }

    /// <summary>Room for so many accesses as there are is made as they come.</summary>
    [Fact]
    public void An_execution_may_have_any_number_of_accesses()
    {
        for (int accesses = 120; accesses <= 260; accesses++)
        {
            foreach (ScheduleStrategy strategy in new ScheduleStrategy[] { new SourceDpor(), new AllSchedules(), new RandomWalk(1, 1) })
            {
                Assert.Equal((1, accesses), _explorer.Explore(Long(accesses), strategy) is var report ? (report.Executions, report.Longest) : default);
            }
        }
    }

    /// <summary>As many steps at rest as were allowed are none too many, and each of the two parts at rest has so many.</summary>
    [Fact]
    public void Steps_at_rest_are_bounded_in_the_start_and_in_the_observation()
    {
        ConcurrentProgram Program(int atStart, int atEnd) => new("at rest", () =>
        {
            int[] x = [0];
            Read(atStart);
            return new ProgramInstance([static () => { }])
            {
                Observe = () =>
                {
                    Read(atEnd);
                    return new ProgramOutcome("seen");
                },
            };

            void Read(int times)
            {
                for (int time = 0; time < times; time++)
                {
                    Volatile.Read(ref x[0]);
                }
            }
        });

        ScheduleLimits limits = new() { MaxStepsAtRest = 10 };
        Assert.Equal(["seen"], _explorer.Explore(Program(10, 10), new SourceDpor(), limits).Outcomes.Keys);
        Assert.Throws<EndlessAtRestException>(() => _explorer.Explore(Program(11, 0), new SourceDpor(), limits));
        Assert.Equal(
            "It has no end: one thread alone does more steps than it may.",
            Assert.Throws<EndlessAtRestException>(() => _explorer.Explore(Program(0, 11), new SourceDpor(), limits)).Message);
        Assert.Equal(["seen"], _explorer.Explore(Program(100, 100), new SourceDpor()).Outcomes.Keys);

        // Afterwards whoever called may have any number.
        Assert.Equal(["seen"], _explorer.Explore(Program(5, 5), new SourceDpor(), limits).Outcomes.Keys);
        int[] own = [0];
        for (int time = 0; time < 20; time++)
        {
            Assert.Equal(0, Volatile.Read(ref own[0]));
        }
    }

    /// <summary>One thread of so many accesses.</summary>
    private static ConcurrentProgram Long(int accesses) => new("long", () =>
    {
        int[] x = [0];
        return new ProgramInstance([() =>
        {
            for (int access = 1; access < accesses; access++)
            {
                Volatile.Write(ref x[0], access);
            }
        }]);
    });
}
