using Checking.Schedules;
using Xunit;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Plain = Checking.Schedules.StandIns.Plain;
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
    public void A_loop_of_plain_accesses_alone_is_told()
    {
        ConcurrentProgram program = new("plain loop", () =>
        {
            int[] flag = [0];
            return new ProgramInstance(
            [
                () =>
                {
                    while (Plain.Read(ref flag[0]) == 0)
                    {
                        // no scheduling point, so nobody can set it
                    }
                },
                () => { },
            ]);
        });

        Assert.IsType<ScheduleProblem.Endless>(_explorer.Explore(program, new SourceDpor(), new ScheduleLimits { FindDataRaces = true }).Problem);
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
}
