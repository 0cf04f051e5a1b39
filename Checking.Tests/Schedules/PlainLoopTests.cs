using Checking.Schedules;
using Xunit;
using Plain = Checking.Schedules.StandIns.Plain;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

/// <summary>A thread that does nothing but plain accesses, which are no scheduling points, is ended by itself.</summary>
public sealed class PlainLoopTests : IDisposable
{
    private readonly ScheduleExplorer _explorer = new();

    public void Dispose() => _explorer.Dispose();

    /// <summary>Plain accesses that are no scheduling points are no steps, but a thread that does a million of them and nothing else has no end.</summary>
    [Theory]
    [InlineData(1_000_000, true)]
    [InlineData(1_000_001, false)]
    public void A_million_plain_accesses_are_no_loop_yet(int accesses, bool ends)
    {
        ConcurrentProgram program = new("plain", () =>
        {
            int[] x = [0];
            return new ProgramInstance([() =>
            {
                for (int access = 0; access < accesses; access++)
                {
                    Plain.Read(ref x[0]);
                }
            }]);
        });

        ScheduleProblem? problem = _explorer.Explore(program, new SourceDpor()).Problem;
        Assert.Equal(ends, problem is null);
        Assert.True(ends || problem is ScheduleProblem.Endless { Thread: 0, Steps: 1_000_000, CanOthersGoOn: false, Loop: [{ Location: "x[0]" }] });
    }

    /// <summary>One after the other: what a thread does on its way out is not mixed with what another one does.</summary>
    [Fact]
    public void Who_is_unwound_comes_to_its_end_before_the_next_one_is()
    {
        List<string> unwound = [];
        ConcurrentProgram program = new("unwound", () =>
        {
            int[] x = [0];
            unwound.Clear();
            void Leave(string who)
            {
                unwound.Add(who);
                Assert.Throws<ExecutionAbandonedException>(() => Volatile.Read(ref x[0]));
                unwound.Add(who);
            }

            return new ProgramInstance(
            [
                () =>
                {
                    try
                    {
                        Volatile.Read(ref x[0]);
                    }
                    finally
                    {
                        Leave("first");
                    }
                },
                () =>
                {
                    try
                    {
                        while (Plain.Read(ref x[0]) == 0)
                        {
                            // nobody sets it
                        }
                    }
                    finally
                    {
                        Leave("second");
                    }
                },
            ]);
        });

        Assert.IsType<ScheduleProblem.Endless>(_explorer.Replay(program, new([0, 1], [])).Problem);
        Assert.Equal(["second", "second", "first", "first"], unwound);
    }
}
