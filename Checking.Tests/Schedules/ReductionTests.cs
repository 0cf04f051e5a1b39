using Checking.Schedules;
using Xunit;
using Monitor = Checking.Schedules.StandIns.Monitor;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

/// <summary>The reduced exploration is held to all schedules of thousands of random programs.</summary>
public sealed class ReductionTests
{
    // Each of these seeds makes 300 programs.
    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 10).Select(seed => (ulong)seed)];

    public static TheoryData<ulong> FewSeeds => [11];

    [Theory]
    [MemberData(nameof(FewSeeds))]
    public void The_outcomes_are_those_of_all_schedules_and_all_choices_where_memory_is_weak(ulong seed)
    {
        using ScheduleExplorer explorer = new();
        ScheduleLimits limits = new() { Memory = MemoryModel.ReleaseAcquire };
        Seeded.Sample(RandomProgram.Small, seed, random =>
        {
            ConcurrentProgram program = random.ToProgram();

            Assert.Equal(
                explorer.Explore(program, new AllSchedules(), limits).Outcomes.Keys,
                explorer.Explore(program, new SourceDpor(), limits).Outcomes.Keys);
        });
    }

    /// <summary>Who has had all its accesses is stopped, be it with a lock that another one waits for; what comes to its end all the same is not less.</summary>
    [Theory]
    [MemberData(nameof(FewSeeds))]
    public void The_classes_are_those_of_all_schedules_where_threads_are_stopped(ulong seed)
    {
        using ScheduleExplorer explorer = new();
        long cut = 0;
        Seeded.Sample(RandomProgram.Gen, seed, random =>
        {
            for (int most = 2; most <= 4; most++)
            {
                SortedSet<string> all = new(StringComparer.Ordinal);
                SortedSet<string> reduced = new(StringComparer.Ordinal);
                ScheduleLimits limits = new() { MaxThreadSteps = [most, most, most - 1] };
                ScheduleReport brute = explorer.Explore(random.ToProgram(), new AllSchedules(), limits with { Watch = schedule => all.Add(random.TraceOf(schedule)) });
                ScheduleReport report = explorer.Explore(random.ToProgram(), new SourceDpor(), limits with { Watch = schedule => reduced.Add(random.TraceOf(schedule)) });

                Assert.Null(brute.Problem);
                Assert.Null(report.Problem);
                Assert.Equal(brute.Outcomes.Keys, report.Outcomes.Keys);
                Assert.Equal(all, reduced);
                Assert.Equal(all.Count, report.Executions);
                Assert.Equal(brute.Cut > 0, report.Cut > 0);
                cut += report.Cut;
            }
        });

        Assert.True(cut > 100);
    }

    /// <summary>
    /// One thread stops with a lock that the other one waits for. Had that come first, the one would not have needed it: without trying the
    /// lock the other way round no execution would come to its end.
    /// </summary>
    [Fact]
    public void Who_waits_for_a_lock_of_one_that_is_stopped_is_tried_before_it()
    {
        using ScheduleExplorer explorer = new();
        ConcurrentProgram program = new("stops with a lock", static () =>
        {
            object gate = new();
            int[] x = [0];
            return new ProgramInstance(
            [
                () =>
                {
                    if (Volatile.Read(ref x[0]) == 0)
                    {
                        Monitor.Enter(gate);
                        Volatile.Read(ref x[0]);
                        Monitor.Exit(gate);
                    }
                },
                () =>
                {
                    Monitor.Enter(gate);
                    Volatile.Write(ref x[0], 1);
                    Monitor.Exit(gate);
                },
            ])
            { Observe = static () => new ProgramOutcome("came to its end") };
        });
        ScheduleLimits limits = new() { MaxThreadSteps = [4, 4] };

        Assert.Equal(["came to its end"], explorer.Explore(program, new AllSchedules(), limits).Outcomes.Keys);
        ScheduleReport report = explorer.Explore(program, new SourceDpor(), limits);
        Assert.Equal(["came to its end"], report.Outcomes.Keys);
        Assert.Equal((1, 0, 2), (report.Executions, report.Blocked, report.Cut));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_outcomes_are_those_of_all_schedules_and_each_class_has_one_execution(ulong seed)
    {
        using ScheduleExplorer explorer = new();
        Seeded.Sample(RandomProgram.Gen, seed, random =>
        {
            ConcurrentProgram program = random.ToProgram();
            HashSet<string> all = [];
            HashSet<string> reduced = [];

            ScheduleReport brute = explorer.Explore(program, new AllSchedules(), new ScheduleLimits { Watch = schedule => all.Add(random.TraceOf(schedule)) });
            ScheduleReport report = explorer.Explore(program, new SourceDpor(), new ScheduleLimits { Watch = schedule => reduced.Add(random.TraceOf(schedule)) });

            Assert.Equal(brute.Outcomes.Keys, report.Outcomes.Keys);
            Assert.Equal(all.Count, report.Executions);
            Assert.Equal(all.Order(StringComparer.Ordinal), reduced.Order(StringComparer.Ordinal));
        });
    }
}
