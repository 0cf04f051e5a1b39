using Checking.Schedules;
using Xunit;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

/// <summary>Which schedules each strategy chooses, held to lists made by hand and to the chances that the papers give.</summary>
public sealed class StrategyTests : IDisposable
{
    private readonly ScheduleExplorer _explorer = new();

    public void Dispose() => _explorer.Dispose();

    /// <summary>The numbers of the reference implementation (Vigna, splitmix64.c) for the seed 1234567.</summary>
    [Fact]
    public void Randomness_is_that_of_the_reference()
    {
        SplitMix random = new(1234567);

        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.Next()));
        Assert.Equal(
            new ulong[] { 6457827717110365317, 3203168211198807973, 9817491932198370423 }.Select(static number => (int)(number / Math.Pow(2, 64) * 1000)),
            Thousand(new SplitMix(1234567)));

        static IEnumerable<int> Thousand(SplitMix random) => [random.Next(1000), random.Next(1000), random.Next(1000)];
    }

    /// <summary>Every schedule of some threads with some accesses each, and how many preemptions it has, without the explorer.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(0, 2, 1)]
    public void All_schedules_are_all_and_each_once(params int[] accesses)
    {
        (string Schedule, int Preemptions)[] all = [.. Interleavings([.. accesses.Select(static count => count + 1)], [])
            .Select(static threads => (new Schedule(threads, []).ToString(), Preemptions(threads)))];

        Assert.Equal(all.Select(static schedule => schedule.Schedule).Order(StringComparer.Ordinal), Schedules(new AllSchedules()));
        for (int bound = 0; bound < 4; bound++)
        {
            Assert.Equal(
                all.Where(schedule => schedule.Preemptions <= bound).Select(static schedule => schedule.Schedule).Order(StringComparer.Ordinal),
                Schedules(new AllSchedules(bound)));
        }

        string[] Schedules(ScheduleStrategy strategy)
        {
            List<string> schedules = [];
            ScheduleReport report = _explorer.Explore(Independent(accesses), strategy, new() { Watch = schedule => schedules.Add(schedule.ToString()) });
            Assert.Equal((schedules.Count, schedules.Max(static schedule => Length(schedule))), (report.Executions, report.Longest));
            return [.. schedules.Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>A schedule's chance is the product of the chances of its choices: one of those that can go on, all alike.</summary>
    [Fact]
    public void A_random_walk_takes_any_thread_that_can_go_on_with_equal_chance()
    {
        const int Executions = 2000;
        int[] accesses = [1, 0, 2];
        Dictionary<string, int> seen = [];
        _explorer.Explore(Independent(accesses), new RandomWalk(7, Executions), new() { Watch = schedule => seen[schedule.ToString()] = seen.GetValueOrDefault(schedule.ToString()) + 1 });

        Assert.Equal(Executions, seen.Values.Sum());
        foreach (int[] threads in Interleavings([.. accesses.Select(static count => count + 1)], []))
        {
            int[] left = [.. accesses.Select(static count => count + 1)];
            double chance = 1;
            foreach (int thread in threads)
            {
                chance /= left.Count(static count => count > 0);
                left[thread]--;
            }

            double deviation = Math.Sqrt(Executions * chance * (1 - chance));
            Assert.InRange(seen.GetValueOrDefault(new Schedule(threads, []).ToString()), (Executions * chance) - (5 * deviation), (Executions * chance) + (5 * deviation));
        }
    }

    /// <summary>
    /// With depth d: threads one after the other by their priorities, with at most d - 1 changes; so without changes there is no preemption, and
    /// each order has the same chance.
    /// </summary>
    [Fact]
    public void Priorities_change_as_often_as_the_depth_says()
    {
        const int Executions = 600;
        for (int depth = 1; depth <= 3; depth++)
        {
            Dictionary<string, int> orders = [];
            int most = 0;
            _explorer.Explore(Independent([2, 2, 2]), new Pct(7, Executions, depth), new()
            {
                Watch = schedule =>
                {
                    most = Math.Max(most, Preemptions([.. schedule.Threads]));
                    orders[schedule.ToString()] = orders.GetValueOrDefault(schedule.ToString()) + 1;
                },
            });

            Assert.Equal(depth - 1, most);
            if (depth == 1)
            {
                Assert.Equal(6, orders.Count);
                Assert.All(orders.Values, static count => Assert.InRange(count, (Executions / 6) - 46, (Executions / 6) + 46)); // five deviations
            }
        }
    }

    /// <summary>The fault that needs d orderings is found with a chance of 1 / (n k^(d-1)) an execution or more.</summary>
    [Fact]
    public void Priorities_find_what_needs_two_orderings_as_often_as_the_paper_says()
    {
        const int Executions = 1200;
        ScheduleReport report = _explorer.Explore(PlantedPrograms.Counter(inOneStep: false), new Pct(3, Executions, depth: 2), new() { GoOn = true });

        Assert.InRange(report.Wrong, Executions / (2 * report.Longest), Executions);
    }

    /// <summary>A seed is a promise: what it drew once it draws for ever, or what was printed with it is not found again.</summary>
    [Fact]
    public void A_seed_draws_the_same_schedules_for_ever()
    {
        Assert.Equal(
            ["random walk (seed 5)", "2x1-0x1-2x2-0x1-1x3-0x2 2x1-0x2-2x1-1x3-2x1 2x1-0x1-1x2-0x1-2x2-1x1 1x2-0x1-2x2-1x1-2x1-0x3 2x3-1x1-0x1-1x2-0x3 0x2-1x3-2x3"],
            Drawn(new RandomWalk(5, 6)));
        Assert.Equal(
            ["PCT of depth 3 (seed 5)", "2x3-1x3-0x4 0x2-2x2-1x3-2x1 0x2-1x3-2x3 0x2-1x3-2x3 2x2-0x2-1x3-2x1 2x3-1x3-0x4"],
            Drawn(new Pct(5, 6)));
        Assert.Equal(
            ["partial order sampling (seed 5)", "0x1-2x1-0x1-2x2-1x3 0x2-2x1-1x1-2x2-1x2 0x1-2x1-0x1-2x2-1x3 0x2-1x3-2x3 2x2-0x2-1x3-2x1 2x3-0x3-1x3"],
            Drawn(new PartialOrderSampling(5, 6)));
        Assert.Equal(
            ["random walk (seed 6)", "2x3-1x1-0x3-1x2~0 0x1-1x2-2x1-1x1-2x2-0x3~1.0.0 2x1-0x2-1x2-2x2-1x1 1x1-2x1-1x1-0x1-1x1-0x1-2x2~1 1x1-0x1-1x1-0x1-1x1-2x3~0 1x1-0x1-2x2-0x1-2x1-1x2"],
            Drawn(new RandomWalk(6, 6), MemoryModel.ReleaseAcquire));
    }

    [Fact]
    public void A_strategy_says_what_it_is_and_whether_it_sees_all()
    {
        Assert.Equal(
            [("source-DPOR", true), ("all schedules", true), ("all schedules with at most 2 preemptions", true), ("replay", false), ("random walk (seed 1)", false), ("PCT of depth 4 (seed 2)", false), ("partial order sampling (seed 3)", false)],
            new ScheduleStrategy[] { new SourceDpor(), new AllSchedules(), new AllSchedules(2), new ReplaySchedule(new([], [])), new RandomWalk(1, 1), new Pct(2, 1, 4), new PartialOrderSampling(3, 1) }
                .Select(static strategy => (strategy.Name, strategy.IsExhaustive)));
    }

    [Fact]
    public void A_schedule_goes_on_without_switches_where_it_is_not_told()
    {
        Assert.Equal("0x1-1x2-0x1-2x1", _explorer.Replay(Independent([1, 1, 0]), new Schedule([0, 1], [])).Schedule.ToString());
        Assert.Equal("2x1-0x2-1x2", _explorer.Replay(Independent([1, 1, 0]), new Schedule([2], [])).Schedule.ToString());
    }

    [Fact]
    public void More_threads_than_a_word_has_bits_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _explorer.Explore(Independent(new int[65]), new SourceDpor()));

    private static int Length(string schedule) => Schedule.TryParse(schedule, out Schedule? read) ? read!.Threads.Count : -1;

    /// <summary>Switches away from a thread that has accesses left.</summary>
    private static int Preemptions(int[] threads) =>
        Enumerable.Range(1, threads.Length - 1).Count(place => threads[place] != threads[place - 1] && threads.AsSpan(place).Contains(threads[place - 1]));

    private static IEnumerable<int[]> Interleavings(int[] left, int[] before) => left.All(static count => count == 0)
        ? [before]
        : Enumerable.Range(0, left.Length).Where(thread => left[thread] > 0)
            .SelectMany(thread => Interleavings([.. left.Select((count, other) => other == thread ? count - 1 : count)], [.. before, thread]));

    /// <summary>Threads that do so many accesses each, of a location of their own; they begin, which is one more.</summary>
    private static ConcurrentProgram Independent(int[] accesses) => new("independent", () =>
    {
        int[] locations = new int[accesses.Length];
        return new ProgramInstance([.. accesses.Select((count, thread) => (Action)(() =>
        {
            for (int access = 0; access < count; access++)
            {
                Volatile.Write(ref locations[thread], access);
            }
        }))]);
    });

    private IEnumerable<string> Drawn(ScheduleStrategy strategy, MemoryModel memory = default)
    {
        List<string> schedules = [];
        _explorer.Explore(TextbookPrograms.LastZero(2), strategy, new() { Memory = memory, Watch = schedule => schedules.Add(schedule.ToString()) });
        return [strategy.Name, string.Join(' ', schedules)];
    }
}
