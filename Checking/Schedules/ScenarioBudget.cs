// How many accesses each thread of a program may have. Lock-free operations can make one another begin again
// without end, so "every interleaving" needs a bound; this one counts what a thread does beyond what it does
// when nobody disturbs it.
namespace Checking.Schedules;

/// <summary>Bounds of accesses a thread.</summary>
public static class ScenarioBudget
{
    /// <summary>So many accesses as a thread has at most when threads run one after the other, in any order, and some more.</summary>
    /// <param name="explorer">Runs the program.</param>
    /// <param name="program">The program.</param>
    /// <param name="more">How many more accesses each thread may have.</param>
    /// <param name="memory">What reads may read: where memory is weak, there are more accesses.</param>
    /// <param name="nestsThreads">As <see cref="ScheduleLimits.NestsThreads"/>.</param>
    /// <returns>The bound of each thread.</returns>
    public static IReadOnlyList<int> Undisturbed(ScheduleExplorer explorer, ConcurrentProgram program, int more, MemoryModel memory, bool nestsThreads)
    {
        ArgumentNullException.ThrowIfNull(explorer);
        List<int> most = [];
        ScheduleLimits limits = new()
        {
            GoOn = true,
            NestsThreads = nestsThreads,
            Memory = memory,
            Watch = schedule =>
            {
                foreach (IGrouping<int, int> thread in schedule.Threads.GroupBy(thread => thread))
                {
                    while (most.Count <= thread.Key)
                    {
                        most.Add(0);
                    }

                    most[thread.Key] = Math.Max(most[thread.Key], thread.Count());
                }
            },
        };
        explorer.Explore(program, new AllSchedules(preemptionBound: 0), limits);
        return [.. most.Select(steps => steps + more)];
    }
}
