using Checking.Scenarios;
using Checking.Schedules;
using Checking.Tests.BoundedCounter;
using Xunit;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

/// <summary>What a failing interleaving is made: a shorter scenario that fails by its threads, and the fewest preemptions that show it.</summary>
public sealed class ShrunkInterleavingTests
{
    /// <summary>So many preemptions as are looked for, and no more: then the schedule is shown that was found.</summary>
    [Theory]
    [InlineData(1, false, 0)]
    [InlineData(1, true, 1)]
    [InlineData(2, false, 2)]
    [InlineData(2, true, 3)]
    [InlineData(3, false, 4)]
    public void The_fewest_preemptions_are_found_up_to_three(int marks, bool isUnderway, int needed)
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(() => new Patient(marks, isUnderway));
        FailingInterleaving<int, CounterOperation, CounterResponse> failing =
            search.Search(new("patient", [], [[CounterOperation.Read], [CounterOperation.Increment]]), new()).Failing!;

        Assert.Equal(needed <= 3 ? needed : null, failing.Preemptions);
        Assert.True(failing.Execution.Preemptions >= needed);
    }

    /// <summary>A scenario that fails before its threads begin is another failure: none is made of one that fails by a race.</summary>
    [Fact]
    public void What_is_shrunk_still_fails_by_its_threads()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new WrongFromTheStart());
        FailingInterleaving<int, CounterOperation, CounterResponse> failing =
            search.Search(new("two ways", [CounterOperation.Increment, CounterOperation.Decrement, CounterOperation.Increment], [[CounterOperation.Increment], [CounterOperation.Decrement]]), new()).Failing!;

        Assert.Equal([CounterOperation.Increment], failing.Counterexample.Run.Scenario.Start);
    }

    /// <summary>Not with more executions: nobody could find it again who looks as far as it was looked.</summary>
    [Fact]
    public void What_is_shrunk_is_found_within_the_same_bounds()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new Hurried());
        InterleavingBounds bounds = new() { MaxExecutions = 1 };
        FailingInterleaving<int, CounterOperation, CounterResponse> failing =
            search.Search(new("hurried", [], [[CounterOperation.Read, CounterOperation.Decrement], [CounterOperation.Increment]]), bounds).Failing!;

        Scenario<CounterOperation> shrunk = failing.Counterexample.Run.Scenario;
        Assert.Equal([[CounterOperation.Decrement], [CounterOperation.Increment]], shrunk.Threads);
        Assert.Equal(Verdict.Violated, search.Search(shrunk, bounds).Report.Verdict);
        Assert.Equal(Verdict.Violated, search.Search(shrunk with { Threads = [[CounterOperation.Read], [CounterOperation.Increment]] }, new()).Report.Verdict);
    }

    /// <summary>The fewest preemptions are known only where all schedules with fewer were seen.</summary>
    [Theory]
    [InlineData(5, null)] // three threads one after the other: six schedules
    [InlineData(7, 1)]
    public void Without_all_schedules_with_fewer_preemptions_the_fewest_are_not_known(int executions, int? preemptions)
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new Armed());
        Scenario<CounterOperation> scenario = new("armed", [], [[CounterOperation.Read], [CounterOperation.Increment], [CounterOperation.Increment]]);

        Assert.Equal(preemptions, search.Search(scenario, new() { MaxExecutions = executions }).Failing!.Preemptions);
    }

    /// <summary>A subject that asks on which thread it runs is another one where threads run on top of each other.</summary>
    [Fact]
    public void What_does_not_fail_again_is_told()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new OfOneThread());
        Scenario<CounterOperation> twice = new("twice", [], [[CounterOperation.Increment], [CounterOperation.Increment]]);

        Assert.Equal(Verdict.Holds, search.Search(twice, new()).Report.Verdict);
        Assert.Equal(
            "twice: what failed under 0x4-1x4 does not fail again.",
            Assert.Throws<NondeterministicProgramException>(() => search.Search(twice, new() { NestsThreads = true })).Message);
    }

    /// <summary>
    /// A read counts wrongly once it has met so many marks of an increment, and answered all but the last, which takes two preemptions each;
    /// and one more, where the increment has to be underway then.
    /// </summary>
    private sealed class Patient(int marks, bool isUnderway) : ISubject<int, CounterOperation, CounterResponse>
    {
        private int _mark;
        private int _count;

        public CounterResponse Apply(CounterOperation operation)
        {
            if (operation == CounterOperation.Read)
            {
                for (int met = 1; met <= marks; met++)
                {
                    if (Volatile.Read(ref _mark) != met)
                    {
                        return new(Volatile.Read(ref _count));
                    }

                    Volatile.Write(ref _mark, -met);
                }

                return new(isUnderway && Volatile.Read(ref _count) > 0 ? Volatile.Read(ref _count) : 7);
            }

            for (int set = 1; set <= marks; set++)
            {
                Volatile.Write(ref _mark, set);
                if (Volatile.Read(ref _mark) != -set)
                {
                    break;
                }
            }

            return new(Interlocked.Increment(ref _count));
        }

        public int Observe() => _count;
    }

    /// <summary>Loses updates of threads, and answers wrongly where the start begins with a decrement.</summary>
    private sealed class WrongFromTheStart : ISubject<int, CounterOperation, CounterResponse>
    {
        private readonly ControlledCounter _counter = new(isAtomic: false);
        private bool _isFirst = true;

        public CounterResponse Apply(CounterOperation operation)
        {
            bool isWrong = _isFirst && operation == CounterOperation.Decrement && ControlledThread.Current is null;
            _isFirst = false;
            CounterResponse response = _counter.Apply(operation);
            return isWrong ? new(3) : response;
        }

        public int Observe() => _counter.Observe();
    }

    /// <summary>An increment counts wrongly in the midst of a read, and always after a decrement.</summary>
    private sealed class Hurried : ISubject<int, CounterOperation, CounterResponse>
    {
        private int _count;
        private int _hurries; // one for each reason

        public CounterResponse Apply(CounterOperation operation)
        {
            if (operation == CounterOperation.Increment)
            {
                int count = Interlocked.Increment(ref _count);
                return new(Volatile.Read(ref _hurries) == 0 ? count : 7);
            }

            Interlocked.Increment(ref _hurries);
            if (operation == CounterOperation.Decrement)
            {
                return new(null); // there is nothing to take
            }

            Interlocked.Decrement(ref _hurries);
            return new(Volatile.Read(ref _count));
        }

        public int Observe() => _count;
    }

    /// <summary>Loses updates once it has been read.</summary>
    private sealed class Armed : ISubject<int, CounterOperation, CounterResponse>
    {
        private int _count;
        private int _isArmed;

        public CounterResponse Apply(CounterOperation operation)
        {
            if (operation == CounterOperation.Read)
            {
                Volatile.Write(ref _isArmed, 1);
                return new(Volatile.Read(ref _count));
            }

            if (Volatile.Read(ref _isArmed) == 0)
            {
                return new(Interlocked.Increment(ref _count));
            }

            int count = Volatile.Read(ref _count) + 1;
            Volatile.Write(ref _count, count);
            return new(count);
        }

        public int Observe() => _count;
    }

    /// <summary>Counts wrongly what one thread asks for more than once.</summary>
    private sealed class OfOneThread : ISubject<int, CounterOperation, CounterResponse>
    {
        private readonly ControlledCounter _counter = new(isAtomic: true);
        private readonly HashSet<int> _threads = [];

        public CounterResponse Apply(CounterOperation operation)
        {
            CounterResponse response = _counter.Apply(operation);
            return _threads.Add(Environment.CurrentManagedThreadId) ? response : new(7);
        }

        public int Observe() => _counter.Observe();
    }
}
