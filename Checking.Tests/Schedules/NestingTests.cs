using Checking.Schedules;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>Threads that run on top of each other: the same executions, and nothing is handed over where that is not needed.</summary>
public sealed class NestingTests : IDisposable
{
    private readonly ScheduleExplorer _explorer = new();

    public void Dispose() => _explorer.Dispose();

    [Fact]
    public void Threads_that_run_on_top_of_each_other_are_explored_as_those_that_run_beside_each_other() =>
        Seeded.Sample(RandomProgram.Gen, 11, random =>
        {
            foreach (Func<ScheduleStrategy> make in new Func<ScheduleStrategy>[] { () => new AllSchedules(2), () => new SourceDpor() })
            {
                List<string> Explore(bool nests)
                {
                    List<string> seen = [];
                    ScheduleReport report = _explorer.Explore(random.ToProgram(), make(), new ScheduleLimits { NestsThreads = nests, MaxThreadSteps = [5, 4, 3], Watch = schedule => seen.Add(schedule.ToString()) });
                    seen.Add($"{report.Executions} {report.Blocked} {report.Cut} {report.Problem} {string.Join(' ', report.Outcomes)}");
                    return seen;
                }

                Assert.Equal(Explore(nests: false), Explore(nests: true));
            }
        });

    /// <summary>An execution is begun a second time where somebody who was stopped goes on before all above have ended, and only there.</summary>
    [Fact]
    public void Only_what_cannot_run_on_top_of_each_other_is_done_again()
    {
        int judged = 0;
        Seeded.Sample(RandomProgram.Gen, 12, random =>
        {
            int begun = 0;
            int needed = 0;
            ConcurrentProgram program = random.ToProgram();
            int collections = GC.CollectionCount(0);
            _explorer.Explore(
                program with { Start = () => { begun++; return program.Start(); } },
                new AllSchedules(2),
                new() { NestsThreads = true, Watch = schedule => needed += IsNested(schedule.Threads) ? 1 : 2 });
            if (GC.CollectionCount(0) == collections)
            {
                Assert.Equal(needed, begun);
                judged++;
            }
        });

        Assert.True(judged > 10, $"the collector ran in all but {judged}");
    }

    /// <summary>Whether nobody goes on before those have ended who began while it was stopped.</summary>
    private static bool IsNested(IReadOnlyList<int> threads)
    {
        Stack<int> running = new();
        HashSet<int> begun = [];
        for (int access = 0; access < threads.Count; access++)
        {
            while (running.TryPeek(out int top) && !threads.Skip(access).Contains(top))
            {
                running.Pop();
            }

            if (begun.Add(threads[access]))
            {
                running.Push(threads[access]);
            }

            if (running.Peek() != threads[access])
            {
                return false;
            }
        }

        return true;
    }
}
