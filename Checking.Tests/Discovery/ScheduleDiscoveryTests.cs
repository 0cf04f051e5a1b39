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
        new(TwoIncrements, new(TwoIncrements, SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter)), () => new SharedCounter(isRight)),
        CounterSpecification.Counter.Describe,
        new(Seed: 5, Schedules: 40, new ScheduleLimits()),
        reached);

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
}
