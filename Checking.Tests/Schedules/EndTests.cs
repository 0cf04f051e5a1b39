using Checking.Schedules;
using Xunit;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

/// <summary>What has no end is told, wherever it loops; and what operations see of those that have returned.</summary>
public sealed class EndTests : IDisposable
{
    private readonly ScheduleExplorer _explorer = new();

    public void Dispose() => _explorer.Dispose();

    [Fact]
    public void Who_is_stopped_by_the_bound_and_waits_in_a_loop_for_somebody_who_has_ended_is_a_livelock()
    {
        ScheduleReport report = _explorer.Explore(Waiting(comes: false), new SourceDpor(), new ScheduleLimits { MaxThreadSteps = [5, 5] });

        ScheduleProblem.Endless endless = Assert.IsType<ScheduleProblem.Endless>(report.Problem);
        Assert.Equal((Verdict.Violated, 0), (report.Verdict, endless.Thread));
        Assert.IsType<ScheduleProblem.Endless>(_explorer.Replay(Waiting(comes: false), report.Schedule!).Problem);
    }

    [Fact]
    public void Who_is_stopped_by_the_bound_and_would_end_alone_is_only_cut()
    {
        ScheduleReport report = _explorer.Explore(Waiting(comes: true), new SourceDpor(), new ScheduleLimits { MaxThreadSteps = [5, 5] });

        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.True(report.Cut > 0);
    }

    /// <summary>Of two that are stopped the one goes on that ran last: so it can set the flag that the other one waits for.</summary>
    [Fact]
    public void Of_those_who_are_stopped_the_one_that_ran_last_goes_on_first()
    {
        ConcurrentProgram program = new("waits for one that is stopped as well", () =>
        {
            int[] flag = [0];
            return new ProgramInstance(
            [
                () =>
                {
                    while (Volatile.Read(ref flag[0]) != 9)
                    {
                        // until the other one has counted
                    }
                },
                () =>
                {
                    for (int count = 1; count <= 9; count++)
                    {
                        Volatile.Write(ref flag[0], count);
                    }
                },
            ]);
        });
        ScheduleLimits limits = new() { MaxThreadSteps = [3, 3], MaxSteps = 50 };

        Assert.Null(_explorer.Replay(program, new([0, 0, 0, 1, 1, 1], []), limits).Problem);
        ScheduleProblem.Endless endless = Assert.IsType<ScheduleProblem.Endless>(_explorer.Replay(program, new([1, 1, 1, 0, 0, 0], []), limits).Problem);
        Assert.Equal((0, 6 + 50 + 1, false), (endless.Thread, endless.Steps, endless.CanOthersGoOn));
        Assert.Equal("flag[0]", Assert.Single(endless.Loop).Location);
    }

    /// <summary>Who is stopped for good is unwound by an exception that says so, and may do what it likes on its way.</summary>
    [Fact]
    public void An_execution_that_is_given_up_unwinds_its_threads()
    {
        List<string> unwound = [];
        ConcurrentProgram program = new("unwound", () =>
        {
            int[] flag = [0];
            return new ProgramInstance([() =>
            {
                try
                {
                    while (Volatile.Read(ref flag[0]) == 0)
                    {
                        // nobody sets it
                    }
                }
                catch (Exception exception)
                {
                    unwound.Add(exception.Message);
                    throw;
                }
            }]);
        });

        Assert.IsType<ScheduleProblem.Endless>(_explorer.Explore(program, new SourceDpor(), new() { MaxSteps = 10 }).Problem);
        Assert.Equal("The execution was given up.", Assert.Single(unwound));
    }

    /// <summary>As many steps as there may be are none too many, also for one that was stopped and goes on alone.</summary>
    [Theory]
    [InlineData(50, true)]
    [InlineData(51, false)]
    public void Who_goes_on_alone_has_as_many_steps_as_an_execution(int more, bool ends)
    {
        ConcurrentProgram program = new("goes on", () =>
        {
            int[] x = [0];
            return new ProgramInstance([() =>
            {
                for (int access = 0; access < 2 + more; access++)
                {
                    Volatile.Write(ref x[0], access);
                }
            }]);
        });

        Assert.Equal(ends, _explorer.Explore(program, new SourceDpor(), new() { MaxThreadSteps = [3], MaxSteps = 50 }).Problem is null);
    }

    /// <summary>What was given up as seen before is let go where it has no end, without a word: whoever has no end is seen elsewhere.</summary>
    [Fact]
    public void An_execution_that_is_given_up_is_not_said_to_have_no_end()
    {
        ScheduleReport report = _explorer.Explore(PlantedPrograms.Waiting(comes: true), new GivesUp(), new() { MaxSteps = 20 });

        Assert.Equal((null, 1L, 2), (report.Problem, report.Blocked, report.Longest));
    }

    [Fact]
    public void A_start_that_has_no_end_is_told_and_does_not_hang()
    {
        ConcurrentProgram program = new("starts for ever", () =>
        {
            int[] flag = [0];
            while (Volatile.Read(ref flag[0]) == 0)
            {
                // nobody sets it
            }

            return new ProgramInstance([]);
        });

        Assert.Throws<EndlessAtRestException>(() => _explorer.Explore(program, new SourceDpor(), new ScheduleLimits { MaxStepsAtRest = 1000 }));
    }

    [Fact]
    public void An_observation_that_has_no_end_is_told_also_when_it_catches_everything()
    {
        ConcurrentProgram program = new("observes for ever", () =>
        {
            int[] flag = [0];
            return new ProgramInstance([() => Interlocked.Increment(ref flag[0])])
            {
                Observe = () =>
                {
                    for (int tries = 0; tries < 2; tries++)
                    {
                        try
                        {
                            while (Volatile.Read(ref flag[0]) == 1)
                            {
                                // nobody changes it
                            }
                        }
                        catch (EndlessAtRestException) when (tries == 0)
                        {
                            // and looks once more
                        }
                    }

                    return ProgramOutcome.Unnamed;
                },
            };
        });

        Assert.Throws<EndlessAtRestException>(() => _explorer.Explore(program, new SourceDpor(), new ScheduleLimits { MaxStepsAtRest = 1000 }));
    }

    [Fact]
    public void Where_memory_is_weak_an_operation_sees_what_those_have_done_that_had_returned_and_may_miss_what_others_have()
    {
        HashSet<(bool HadReturned, int Read)> seen = [];
        ConcurrentProgram program = new("returned", () =>
        {
            int[] word = [0];
            int now = 0;
            (int Returned, int Invoked, int Read) times = default;
            return new ProgramInstance(
            [
                () =>
                {
                    Volatile.Write(ref word[0], 1);
                    OperationBoundary.Return();
                    times.Returned = ++now;
                },
                () =>
                {
                    OperationBoundary.Invoke();
                    times.Invoked = ++now;
                    times.Read = Volatile.Read(ref word[0]);
                },
            ])
            {
                Observe = () =>
                {
                    seen.Add((times.Returned < times.Invoked, times.Read));
                    return ProgramOutcome.Unnamed;
                },
            };
        });

        _explorer.Explore(program, new SourceDpor(), new ScheduleLimits { Memory = MemoryModel.ReleaseAcquire });

        Assert.Equal([(false, 0), (false, 1), (true, 1)], seen.Order());
    }

    private static ConcurrentProgram Waiting(bool comes) => new("waits for a flag", () =>
    {
        int[] flag = [0];
        return new ProgramInstance(
        [
            () =>
            {
                while (Volatile.Read(ref flag[0]) == 0)
                {
                    // until the other one has been here
                }
            },
            () =>
            {
                Volatile.Write(ref flag[0], 0);
                Volatile.Write(ref flag[0], comes ? 1 : 0);
            },
        ]);
    });

    /// <summary>Lets the first thread do two accesses, and gives up.</summary>
    private sealed class GivesUp : ScheduleStrategy
    {
        public override string Name => "gives up";

        public override bool IsExhaustive => false;

        internal override void Begin(int threads)
        {
            // Nothing to begin with.
        }

        internal override int Choose(ControlledRun run, ulong enabled) => run.Count < 2 ? 0 : -1;

        internal override int ChooseStore(ControlledRun run, int count) => 0;

        internal override bool End(ControlledRun run) => false;
    }
}
