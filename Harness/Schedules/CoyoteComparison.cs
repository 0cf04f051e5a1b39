// How many schedules a second this explorer and Coyote run of the same scenario, in one process, one after the other,
// each after it has warmed up. Both hold every run against the model.
using Checking.Schedules;
using Harness.Concurrency;

namespace Harness.Schedules;

/// <summary>Two rates.</summary>
/// <param name="Explored">Schedules a second by the explorer.</param>
/// <param name="ByCoyote">Schedules a second by Coyote.</param>
public readonly record struct CoyoteComparison(double Explored, double ByCoyote)
{
    private const uint Seed = 20_070_531;

    // So that both take about as long where one is twenty times as fast.
    private const int ForEachOfCoyote = 20;

    /// <summary>How many times as fast.</summary>
    public double Times => Explored / ByCoyote;

    /// <summary>Measures both.</summary>
    /// <param name="search">The explorer.</param>
    /// <param name="scenario">The scenario, which holds.</param>
    /// <param name="bounds">How far the explorer looks; it explores the scenario again and again.</param>
    /// <param name="schedules">How many schedules Coyote runs.</param>
    /// <param name="time">The clock.</param>
    /// <returns>The rates.</returns>
    public static CoyoteComparison Measure(ScheduleSearch search, CloneScenario scenario, InterleavingBounds bounds, int schedules, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(time);
        long Explore(long atLeast)
        {
            long done = 0;
            while (done < atLeast)
            {
                InterleavingReport report = search.Search(scenario, bounds);
                done += report.Report.All;
            }

            return done;
        }

        long Sample(int count) => ScenarioSearch.OfPort.Search(scenario, new ScheduleBounds(CoyoteStrategy.Portfolio, Seed, count)).Exploration.Schedules;
        return new(Rate(Explore, (long)schedules * ForEachOfCoyote, time), Rate(count => Sample((int)count), schedules, time));
    }

    private static double Rate(Func<long, long> run, long count, TimeProvider time)
    {
        run(count / 4);
        long start = time.GetTimestamp();
        long done = run(count);
        return done / time.GetElapsedTime(start).TotalSeconds;
    }
}
