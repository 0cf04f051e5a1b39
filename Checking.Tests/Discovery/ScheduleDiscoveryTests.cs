using Checking.Discovery;
using Checking.Linearizability;
using Checking.Scenarios;
using Checking.Schedules;
using Checking.Tests.BoundedCounter;
using Xunit;
using static Checking.Tests.BoundedCounter.CounterOperation;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Discovery;

/// <summary>Schedules as a search that can go on: a sample is a schedule, what it reaches is its history.</summary>
public sealed class ScheduleDiscoveryTests : IDisposable
{
    private static readonly Scenario<CounterOperation> TwoIncrements = new("two-increments", [], [[Increment], [Increment]]);
    private static readonly Scenario<CounterOperation> ThreeIncrements = new("three-increments", [], [[Increment], [Increment], [Increment]]);

    private readonly ScheduleExplorer _explorer = new();

    public void Dispose() => _explorer.Dispose();

    [Fact]
    public void Every_history_is_reached_and_told_once_with_a_schedule_that_has_it()
    {
        List<(UInt128 History, Schedule Schedule)> told = [];
        ScheduleDiscovery<int, CounterOperation, CounterResponse> search = Search(isRight: true, (history, schedule) => told.Add((history, schedule)));

        search.RunBatch(CancellationToken.None);

        // One before the other, either way round, or both at once, and then either may be the first.
        Assert.Equal((40, 4), (search.Count.Samples, search.Count.Classes));
        Assert.Equal(4, told.Select(one => one.History).Distinct().Count());
        ScheduleDiscovery<int, CounterOperation, CounterResponse> again = Search(isRight: true);
        Assert.All(told, one => Assert.Equal(one.History, again.Know(one.Schedule)));
        again.RunBatch(CancellationToken.None);
        Assert.Equal(0, again.Count.Classes);
    }

    [Fact]
    public void A_schedule_is_shrunk_to_few_changes_of_threads_and_has_the_same_history()
    {
        List<(UInt128 History, Schedule Schedule)> told = [];
        ScheduleDiscovery<int, CounterOperation, CounterResponse> search = Search(isRight: true, (history, schedule) => told.Add((history, schedule)));
        search.RunBatch(CancellationToken.None);

        Assert.All(told, one =>
        {
            Schedule simple = search.Shrink(one.Schedule);
            Assert.InRange(simple.Switches, 0, Math.Min(2, one.Schedule.Switches));
            Assert.Equal(one.History, Search(isRight: true).Know(simple));
        });
        Assert.Contains(told, one => search.Shrink(one.Schedule).Switches == 0); // one after the other is what comes by itself
    }

    [Fact]
    public void A_schedule_is_shrunk_until_nothing_simpler_has_the_same_history()
    {
        List<(UInt128 History, Schedule Schedule)> told = [];
        ScheduleDiscovery<int, CounterOperation, CounterResponse> search = Search(ThreeIncrements, (history, schedule) => told.Add((history, schedule)));
        search.RunBatch(CancellationToken.None);

        // Of those that change threads most often, which can become simpler most often.
        ScheduleDiscovery<int, CounterOperation, CounterResponse> other = Search(ThreeIncrements);
        Assert.All(told.OrderByDescending(static one => one.Schedule.Switches).Take(5), one =>
        {
            Schedule simple = search.Shrink(one.Schedule);
            Assert.Equal(one.History, other.Know(simple));
            Assert.DoesNotContain(ScheduleEdits.Simpler(simple), simpler => other.Know(simpler) == one.History);
        });
        Assert.Throws<ArgumentNullException>("schedule", () => search.Shrink(null!));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void A_batch_has_as_many_schedules_as_it_is_to_have(int schedules)
    {
        ScheduleDiscovery<int, CounterOperation, CounterResponse> search = new(
            _explorer, Program(ThreeIncrements, static () => new SharedCounter(isRight: true)), CounterSpecification.Counter.Describe, new(Seed: 5, schedules, new ScheduleLimits()));

        search.RunBatch(CancellationToken.None);

        Assert.Equal(schedules, search.Count.Samples);
    }

    [Fact]
    public void After_a_walk_that_fails_nothing_more_is_drawn()
    {
        ScheduleDiscovery<int, CounterOperation, CounterResponse> search = Search(isRight: false);
        int walks = 0;
        _explorer.Explore(
            Program(TwoIncrements, static () => new SharedCounter(isRight: false)).ToProgram(), new RandomWalk(5, 20), new ScheduleLimits { Watch = _ => walks++ });

        search.RunBatch(CancellationToken.None);

        Assert.True(search.IsOver);
        Assert.Equal((walks, walks - 1), (search.Failing!.Executions, search.Count.Samples)); // the one that failed is no sample
    }

    /// <summary>Three threads have so many histories that each batch reaches new ones, and they are told once.</summary>
    [Fact]
    public void Batch_n_walks_from_the_seed_2n_above_the_first_and_has_priorities_from_the_next()
    {
        const ulong Seed = ulong.MaxValue - 1; // seeds go round
        List<(UInt128 History, Schedule Schedule)> told = [];
        ScheduleDiscovery<int, CounterOperation, CounterResponse> search = Search(ThreeIncrements, (history, schedule) => told.Add((history, schedule)), Seed);
        ScenarioProgram<int, CounterOperation, CounterResponse> program = Program(ThreeIncrements, static () => new SharedCounter(isRight: true));
        DiscoveryCount count = new();
        List<(UInt128 History, Schedule Schedule)> expected = [];
        for (ulong batch = 0; batch < 3; batch++)
        {
            int before = expected.Count;
            Draw(new RandomWalk(unchecked(Seed + (2 * batch)), 20));
            Draw(new Pct(unchecked(Seed + (2 * batch) + 1), 20));
            search.RunBatch(CancellationToken.None);

            Assert.True(before < expected.Count);
            Assert.Equal(expected, told);
        }

        void Draw(ScheduleStrategy strategy) => _explorer.Explore(program.ToProgram(), strategy, new() { Watch = Watch });

        void Watch(Schedule schedule) =>
            expected.AddRange(count.Add([HistoryClass.Of(program.Last!.Value.Run, CounterSpecification.Counter.Describe)]).Select(history => (history, schedule)));
    }

    /// <summary>A thread that has to begin again has more accesses than it may have.</summary>
    [Fact]
    public void A_schedule_that_is_cut_is_counted_apart_and_is_no_sample()
    {
        ScenarioProgram<int, CounterOperation, CounterResponse> program = Program(TwoIncrements, static () => new RetryingCounter());
        ScheduleLimits limits = new() { MaxThreadSteps = ScenarioBudget.Undisturbed(_explorer, program.ToProgram(), more: 0, MemoryModel.SequentiallyConsistent, nestsThreads: false) };
        ScheduleDiscovery<int, CounterOperation, CounterResponse> search =
            new(_explorer, program, CounterSpecification.Counter.Describe, new(Seed: 5, Schedules: 40, limits));
        search.RunBatch(CancellationToken.None);
        search.RunBatch(CancellationToken.None);

        Assert.InRange(search.Cut, 1, 79);
        Assert.Equal(80, search.Cut + search.Count.Samples);
    }

    [Fact]
    public void A_lost_update_ends_the_search_with_its_schedule()
    {
        ScheduleDiscovery<int, CounterOperation, CounterResponse> search = Search(isRight: false);

        search.RunBatch(CancellationToken.None);

        Assert.True(search.IsOver);
        Assert.Equal(Verdict.Violated, search.Failing!.Verdict);
        Assert.Null(Search(isRight: false).Know(search.Failing.Schedule!));
    }

    [Fact]
    public void A_schedule_that_the_program_cannot_follow_has_no_history()
    {
        Assert.True(Schedule.TryParse("0x1-1x90-0x1-1x1", out Schedule? schedule));

        Assert.Null(Search(isRight: true).Know(schedule!));
    }

    [Fact]
    public void Histories_that_differ_in_the_order_of_events_alone_that_nothing_lies_between_are_one()
    {
        UInt128 Of(params (int Process, long Invoked, long Returned, int Count)[] operations) => HistoryClass.Of(
            new ScenarioRun<int, CounterOperation, CounterResponse>(
                TwoIncrements,
                [],
                [
                    .. operations.Select(operation => new HistoryOperation<ScenarioStep<CounterOperation>, ScenarioAnswer<int, CounterResponse>>(
                        operation.Process,
                        new ScenarioStep<CounterOperation>.Ask(Increment),
                        Answer<ScenarioAnswer<int, CounterResponse>>.Of(new ScenarioAnswer<int, CounterResponse>.Answered(new(operation.Count))),
                        operation.Invoked,
                        operation.Returned)),
                ],
                2,
                []),
            CounterSpecification.Counter.Describe);

        UInt128 atOnce = Of((0, 0, 2, 1), (1, 1, 3, 2));
        Assert.Equal(atOnce, Of((1, 0, 3, 2), (0, 1, 2, 1)));
        Assert.NotEqual(atOnce, Of((0, 0, 1, 1), (1, 2, 3, 2)));
        Assert.NotEqual(atOnce, Of((0, 0, 2, 2), (1, 1, 3, 1)));
    }

    private ScheduleDiscovery<int, CounterOperation, CounterResponse> Search(bool isRight, Action<UInt128, Schedule>? reached = null) => new(
        _explorer,
        Program(TwoIncrements, () => new SharedCounter(isRight)),
        CounterSpecification.Counter.Describe,
        new(Seed: 5, Schedules: 40, new ScheduleLimits()),
        reached);

    private ScheduleDiscovery<int, CounterOperation, CounterResponse> Search(
        Scenario<CounterOperation> scenario, Action<UInt128, Schedule>? reached = null, ulong seed = 5) => new(
        _explorer,
        Program(scenario, static () => new SharedCounter(isRight: true)),
        CounterSpecification.Counter.Describe,
        new(seed, Schedules: 40, new ScheduleLimits()),
        reached);

    private static ScenarioProgram<int, CounterOperation, CounterResponse> Program(
        Scenario<CounterOperation> scenario, Func<ISubject<int, CounterOperation, CounterResponse>> makeSubject) =>
        new(scenario, new(scenario, SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter)), makeSubject);

    /// <summary>Counts up by the stand-ins, in one step or in two.</summary>
    private sealed class SharedCounter(bool isRight) : ISubject<int, CounterOperation, CounterResponse>
    {
        private int _count;

        public CounterResponse Apply(CounterOperation operation)
        {
            if (isRight)
            {
                return new(Interlocked.Increment(ref _count));
            }

            int next = Volatile.Read(ref _count) + 1;
            Volatile.Write(ref _count, next);
            return new(next);
        }

        public int Observe() => _count;
    }

    /// <summary>Counts up where nobody else did so meanwhile, and else begins again.</summary>
    private sealed class RetryingCounter : ISubject<int, CounterOperation, CounterResponse>
    {
        private int _count;

        public CounterResponse Apply(CounterOperation operation)
        {
            while (true)
            {
                int count = Volatile.Read(ref _count);
                if (Interlocked.CompareExchange(ref _count, count + 1, count) == count)
                {
                    return new(count + 1);
                }
            }
        }

        public int Observe() => _count;
    }
}
