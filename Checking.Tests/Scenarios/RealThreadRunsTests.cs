using Checking.Linearizability;
using Checking.Scenarios;
using Checking.Tests.BoundedCounter;
using Xunit;
using static Checking.Tests.BoundedCounter.CounterOperation;
using Counterexample = Checking.Scenarios.ScenarioCounterexample<int, Checking.Tests.BoundedCounter.CounterOperation, Checking.Tests.BoundedCounter.CounterResponse>;

namespace Checking.Tests.Scenarios;

/// <summary>Scenarios on real threads. What is asserted holds under every schedule: the subjects make the threads wait for each other.</summary>
public sealed class RealThreadRunsTests
{
    private static readonly Scenario<CounterOperation> TwoIncrements = new("two-increments", [], [[Increment], [Increment]]);

    [Fact]
    public void Each_run_has_a_subject_of_its_own_which_is_disposed_of()
    {
        List<Meeting> made = [];
        (int histories, Counterexample? counterexample) = Run(5, run =>
        {
            made.Add(new Meeting(losesUpdates: false));
            return made[run];
        });

        Assert.Null(counterexample);
        Assert.InRange(histories, 1, 5);
        Assert.Equal(5, made.Count);
        Assert.All(made, static subject => Assert.Equal((1, 2), (subject.Disposals, subject.Observe())));
        Assert.All(made, static subject => Assert.All(subject.Threads, static thread => Assert.False(thread.IsAlive)));
    }

    /// <summary>The thread of the scenario does not go on before the one that waits for it sleeps, so who does not wait comes too early.</summary>
    [Fact]
    public void A_run_is_over_when_its_threads_are()
    {
        Slow slow = new(Thread.CurrentThread);
        ScenarioTarget<int, CounterOperation, CounterResponse> target = Target(_ => slow);

        Assert.Equal((1, null), RealThreadRuns.Run(target, new("one-increment", [], [[Increment]]), 1));
        Assert.Equal(1, slow.Observe());
    }

    [Fact]
    public void The_first_run_that_fails_is_shown()
    {
        (int histories, Counterexample? counterexample) = Run(9, static run => new Meeting(losesUpdates: run == 3));

        Assert.InRange(histories, 1, 3);
        Assert.Equal("run 3", counterexample!.Origin);
        Assert.Equal("meeting", counterexample.Check);
        Assert.Equal("none: nobody chose the schedule; see there", counterexample.Replay);
        Assert.Empty(counterexample.Schedule);
        Assert.IsType<ScenarioFailure<int, CounterOperation, CounterResponse>.Unexplained>(counterexample.Failure);
        Assert.Equal(1, counterexample.Run.State);
    }

    [Fact]
    public void It_can_be_cancelled_between_two_runs()
    {
        using CancellationTokenSource cancellation = new();
        int made = 0;
        (_, Counterexample? counterexample) = Run(
            9,
            run =>
            {
                made++;
                if (run == 2)
                {
                    cancellation.Cancel();
                }

                return new Meeting(losesUpdates: false);
            },
            cancellation.Token);

        Assert.Null(counterexample);
        Assert.Equal(3, made);
    }

    [Fact]
    public void Without_a_run_there_is_no_history() => Assert.Equal((0, null), Run(0, static _ => new Meeting(losesUpdates: true)));

    [Fact]
    public void Nothing_is_refused()
    {
        Assert.Throws<ArgumentNullException>("target", static () => RealThreadRuns.Run<int, CounterOperation, CounterResponse>(null!, TwoIncrements, 1));
        Assert.Throws<ArgumentNullException>("scenario", static () => RealThreadRuns.Run(Target(static _ => new Meeting(losesUpdates: false)), null!, 1));
    }

    private static (int Histories, Counterexample? Counterexample) Run(int runs, Func<int, Meeting> make, CancellationToken cancellation = default) =>
        RealThreadRuns.Run(Target(make), TwoIncrements, runs, cancellation);

    private static ScenarioTarget<int, CounterOperation, CounterResponse> Target(Func<int, ISubject<int, CounterOperation, CounterResponse>> make)
    {
        int run = 0;
        return new()
        {
            Check = "meeting",
            Specification = SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter),
            MakeSubject = () => make(run++),
            Describe = CounterSpecification.Counter.Describe,
            Format = static operation => $"{operation}",
            ReplayCommand = "see there",
        };
    }

    /// <summary>A counter that counts while a thread sleeps.</summary>
    private sealed class Slow(Thread whoWaits) : ISubject<int, CounterOperation, CounterResponse>
    {
        private int _count;

        public CounterResponse Apply(CounterOperation operation)
        {
            while (!whoWaits.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
            {
                Thread.Yield();
            }

            return new(++_count);
        }

        public int Observe() => _count;
    }

    /// <summary>A counter for two threads that meet within their operations: both have read before one writes.</summary>
    private sealed class Meeting(bool losesUpdates) : ISubject<int, CounterOperation, CounterResponse>, IDisposable
    {
        private readonly Barrier _barrier = new(2);
        private int _count;

        public System.Collections.Concurrent.ConcurrentBag<Thread> Threads { get; } = [];

        public int Disposals { get; private set; }

        public CounterResponse Apply(CounterOperation operation)
        {
            Threads.Add(Thread.CurrentThread);
            int read = _count;
            _barrier.SignalAndWait();
            return new(losesUpdates ? _count = read + 1 : Interlocked.Increment(ref _count));
        }

        public int Observe() => _count;

        public void Dispose()
        {
            Disposals++;
            _barrier.Dispose();
        }
    }
}
