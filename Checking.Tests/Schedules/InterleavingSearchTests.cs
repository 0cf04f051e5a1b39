using Checking.Linearizability;
using Checking.Scenarios;
using Checking.Schedules;
using Checking.Tests.BoundedCounter;
using Xunit;
using Monitor = Checking.Schedules.StandIns.Monitor;

namespace Checking.Tests.Schedules;

/// <summary>Every interleaving of a scenario on a subject: what fails is made short, shown, and found again.</summary>
public sealed class InterleavingSearchTests
{
    private static readonly Scenario<CounterOperation> UpAndDown = new(
        "up-and-down",
        [CounterOperation.Increment],
        [[CounterOperation.Increment, CounterOperation.Read], [CounterOperation.Decrement], [CounterOperation.Read]]);

    [Fact]
    public void A_right_subject_holds()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(static () => new ControlledCounter(isAtomic: true));
        InterleavingReport<int, CounterOperation, CounterResponse> report = search.Search(UpAndDown, new InterleavingBounds());

        Assert.Equal(Verdict.Holds, report.Report.Verdict);
        Assert.True(report.Histories > 1);
        Assert.Null(report.Failing);
        Assert.True(search.SeesAccesses(UpAndDown));
    }

    [Fact]
    public void A_lost_update_is_shrunk_to_two_threads_and_one_preemption_and_found_again()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(static () => new ControlledCounter(isAtomic: false));
        FailingInterleaving<int, CounterOperation, CounterResponse> failing = search.Search(UpAndDown, new InterleavingBounds()).Failing!;

        Assert.Equal(1, failing.Preemptions);
        Assert.Equal(2, failing.Counterexample.Run.Scenario.Threads.Count);
        Assert.Equal(failing.Execution.ToString(), search.Replay(failing.Counterexample.Run.Scenario, failing.Execution.Schedule, new InterleavingBounds())?.Execution.ToString());
    }

    /// <summary>Nobody answered: that is shown, and not the exception by which the explorer ends the threads.</summary>
    [Fact]
    public void Operations_in_a_deadlock_are_shown_as_pending()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(static () => new Locked());
        FailingInterleaving<int, CounterOperation, CounterResponse> failing = search.Search(UpAndDown, new InterleavingBounds()).Failing!;
        string text = failing.Counterexample.ToString();

        Assert.Contains("deadlock: thread 1 waits for lock", text, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(ExecutionAbandonedException), text, StringComparison.Ordinal);
        Assert.All(failing.Counterexample.Run.Operations, static operation => Assert.Null(operation.Returned));
    }

    [Fact]
    public void A_subject_that_is_not_controlled_is_seen_to_be_none()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(static () => new CounterSpecification.Subject(CounterSpecification.Limit));

        Assert.False(search.SeesAccesses(UpAndDown));
    }

    private static InterleavingSearch<int, CounterOperation, CounterResponse> SearchOf(Func<ISubject<int, CounterOperation, CounterResponse>> makeSubject) => new(new()
    {
        Check = "counter",
        Specification = SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter),
        MakeSubject = makeSubject,
        Describe = CounterSpecification.Counter.Describe,
        Format = static operation => $"{operation}",
        ReplayCommand = "replay",
    });

    /// <summary>Takes two locks, up in one order and down in the other.</summary>
    private sealed class Locked : ISubject<int, CounterOperation, CounterResponse>
    {
        private readonly object _first = new();
        private readonly object _second = new();
        private readonly CounterSpecification.Subject _counter = new(CounterSpecification.Limit);

        public CounterResponse Apply(CounterOperation operation)
        {
            (object outer, object inner) = operation == CounterOperation.Decrement ? (_second, _first) : (_first, _second);
            Monitor.Enter(outer);
            Monitor.Enter(inner);
            CounterResponse response = _counter.Apply(operation);
            Monitor.Exit(inner);
            Monitor.Exit(outer);
            return response;
        }

        public int Observe() => _counter.Observe();
    }
}
