using Checking.Schedules;
using Xunit;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

/// <summary>A program that does not do the same under the same schedule is told, where it differs.</summary>
public sealed class NondeterminismTests : IDisposable
{
    private readonly ScheduleExplorer _explorer = new();

    public void Dispose() => _explorer.Dispose();

    /// <summary>The first that cannot be as before is told, not what follows from it.</summary>
    [Fact]
    public void A_program_that_is_not_the_same_is_told_at_the_first_access_that_differs()
    {
        int executions = 0;
        ConcurrentProgram program = new("forgets", () =>
        {
            int[] x = [0];
            bool isFirst = executions++ == 0;
            return new ProgramInstance(
            [
                () =>
                {
                    Volatile.Write(ref x[0], 1);
                    if (!isFirst)
                    {
                        Volatile.Read(ref x[0]);
                        Volatile.Read(ref x[0]);
                    }

                    Volatile.Write(ref x[0], 2);
                    Volatile.Write(ref x[0], 3);
                },
                () => Volatile.Write(ref x[0], 4),
            ]);
        });

        Assert.StartsWith(
            "forgets: thread 1 did Write at access 2 before, and now it does Read x[0] at NondeterminismTests.cs:",
            Assert.Throws<NondeterministicProgramException>(() => _explorer.Explore(program, new SourceDpor())).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Also at an access of a thread that was tried in another one's place: it is known as soon as it was done.</summary>
    [Theory]
    [InlineData(2, 4)]
    [InlineData(5, 3)]
    [InlineData(9, 4)]
    public void A_program_that_is_not_the_same_is_told_where_another_thread_was_tried(int executions, int access)
    {
        int ended = 0;
        ConcurrentProgram program = new("forgets", () =>
        {
            int[] x = [0];
            bool reads = ended >= executions;
            return new ProgramInstance(
            [
                () =>
                {
                    Volatile.Write(ref x[0], 1);
                    Volatile.Write(ref x[0], 2);
                },
                () =>
                {
                    Volatile.Write(ref x[0], 3);
                    if (reads)
                    {
                        Volatile.Read(ref x[0]);
                    }
                    else
                    {
                        Volatile.Write(ref x[0], 3);
                    }

                    Volatile.Write(ref x[0], 4);
                },
            ]);
        });

        Assert.StartsWith(
            $"forgets: thread 2 did Write at access {access} before, and now it does Read x[0] at NondeterminismTests.cs:",
            Assert.Throws<NondeterministicProgramException>(() => _explorer.Explore(program, new SourceDpor(), new() { Watch = _ => ended++ })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_thread_that_cannot_go_on_as_before_is_told()
    {
        int executions = 0;
        ConcurrentProgram program = new("forgets", () =>
        {
            int[] x = [0];
            bool isFirst = executions++ == 0;
            return new ProgramInstance(
            [
                () =>
                {
                    if (isFirst)
                    {
                        Volatile.Write(ref x[0], 2);
                        Volatile.Write(ref x[0], 3);
                    }
                },
                () => Volatile.Write(ref x[0], 1),
            ]);
        });

        Assert.Equal(
            "forgets: thread 1 could go on at access 1 before, and now it cannot.",
            Assert.Throws<NondeterministicProgramException>(() => _explorer.Explore(program, new AllSchedules())).Message);
    }
}
