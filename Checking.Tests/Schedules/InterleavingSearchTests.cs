using Checking.Linearizability;
using Checking.Scenarios;
using Checking.Schedules;
using Checking.Tests.BoundedCounter;
using Xunit;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Monitor = Checking.Schedules.StandIns.Monitor;
using Plain = Checking.Schedules.StandIns.Plain;
using Volatile = Checking.Schedules.StandIns.Volatile;

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

    [Fact]
    public void Nothing_is_refused()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(static () => new ControlledCounter(isAtomic: true));
        InterleavingBounds bounds = new();
        Assert.Throws<ArgumentNullException>("bounds", () => search.Search(UpAndDown, null!));
        Assert.Throws<ArgumentNullException>("bounds", () => search.Replay(UpAndDown, new Schedule([], []), (InterleavingBounds)null!));
        Assert.Throws<ArgumentNullException>("schedule", () => search.Replay(UpAndDown, null!, bounds));
        Assert.Throws<ArgumentNullException>("bounds", () => search.Discover(UpAndDown, 1, 1, null!));
        Assert.Throws<ArgumentNullException>("found", () => search.Explain(UpAndDown, null!, bounds));
        Assert.Throws<ArgumentNullException>("bounds", () => search.Explain(UpAndDown, new ScheduleReport(), null!));
        Assert.Throws<ArgumentNullException>("problem", () => ProgramOf(new PlainReader()).Abandon(null!));
    }

    /// <summary>Of all schedules each is another one; of those that are drawn so many as differ.</summary>
    [Fact]
    public void Different_schedules_are_counted()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(static () => new ControlledCounter(isAtomic: true));
        Scenario<CounterOperation> small = new("small", [], [[CounterOperation.Read], [CounterOperation.Increment]]);
        InterleavingReport<int, CounterOperation, CounterResponse> all = search.Search(small, new());
        InterleavingReport<int, CounterOperation, CounterResponse> drawn = search.Search(small, new() { Strategy = static () => new RandomWalk(1, 500) });

        Assert.Equal(all.Report.Executions, all.Distinct);
        Assert.Equal(500, drawn.Report.Executions);
        Assert.InRange(drawn.Distinct, all.Distinct, 499);
        Assert.True(drawn.Histories >= all.Histories && all.Histories > 1);
        Assert.Equal([3 + 8, 4 + 8], all.MaxThreadSteps); // begin, read, return; begin, read, write, return; and eight more
        Assert.Equal([3 + 2, 4 + 2], search.Search(small, new() { MoreAccesses = 2 }).MaxThreadSteps);
    }

    [Fact]
    public void A_failure_tells_how_it_was_found()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(static () => new ControlledCounter(isAtomic: false));
        using ScheduleExplorer explorer = new();
        // The last thread comes to its end only where there is nothing left to take.
        Scenario<CounterOperation> scenario = new("two down", [CounterOperation.Increment], [[CounterOperation.Increment, CounterOperation.Read], [CounterOperation.Decrement], [CounterOperation.Decrement]]);
        ScenarioProgram<int, CounterOperation, CounterResponse> program = new(
            scenario, TargetOf(static () => new ControlledCounter(isAtomic: false)).CheckOf(scenario), static () => new ControlledCounter(isAtomic: false));
        ScheduleReport found = explorer.Explore(program.ToProgram(), new SourceDpor(), new() { GoOn = true, MaxThreadSteps = [7, 4, 3] });
        FailingInterleaving<int, CounterOperation, CounterResponse> failing = search.Explain(scenario, found, new());

        Assert.True(found is { Executions: > 1, Cut: > 0 } && Shrinks(failing.Counterexample.Origin) > 0, found.ToString());
        Assert.Equal($"source-DPOR, execution {found.Executions + found.Blocked + found.Cut}, {Shrinks(failing.Counterexample.Origin)} shrinks", failing.Counterexample.Origin);
        Assert.Equal("replayed", search.Replay(failing.Counterexample.Run.Scenario, failing.Execution.Schedule, new InterleavingBounds())!.Counterexample.Origin);

        static int Shrinks(string origin) => int.Parse(origin.Split(' ')[^2], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A data race is one where memory is sequentially consistent; where it is weak, what it does to answers is looked at instead.</summary>
    [Fact]
    public void A_plain_access_is_a_data_race_where_memory_is_not_weak()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(static () => new PlainReader());
        Scenario<CounterOperation> reads = new("reads", [], [[CounterOperation.Read], [CounterOperation.Increment]]);

        Assert.IsType<ScheduleProblem.DataRace>(search.Search(reads, new()).Failing!.Execution.Problem);
        Assert.Equal(Verdict.Holds, search.Search(reads, new() { Memory = MemoryModel.ReleaseAcquire }).Report.Verdict);
    }

    /// <summary>So many preemptions as are looked for, and no more: then the schedule is shown that was found.</summary>
    [Theory]
    [InlineData(1, false, 0)]
    [InlineData(1, true, 1)]
    [InlineData(2, false, 2)]
    [InlineData(2, true, 3)]
    [InlineData(3, false, 4)]
    public void The_fewest_preemptions_are_found_up_to_three(int marks, bool isUnderway, int needed)
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(() => new Patient(marks, isUnderway));
        FailingInterleaving<int, CounterOperation, CounterResponse> failing =
            search.Search(new("patient", [], [[CounterOperation.Read], [CounterOperation.Increment]]), new()).Failing!;

        Assert.Equal(needed <= 3 ? needed : null, failing.Preemptions);
        Assert.True(failing.Execution.Preemptions >= needed);
    }

    /// <summary>A scenario that fails before its threads begin is another failure: none is made of one that fails by a race.</summary>
    [Fact]
    public void What_is_shrunk_still_fails_by_its_threads()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(static () => new WrongFromTheStart());
        FailingInterleaving<int, CounterOperation, CounterResponse> failing =
            search.Search(new("two ways", [CounterOperation.Increment, CounterOperation.Decrement, CounterOperation.Increment], [[CounterOperation.Increment], [CounterOperation.Decrement]]), new()).Failing!;

        Assert.Equal([CounterOperation.Increment], failing.Counterexample.Run.Scenario.Start);
    }

    /// <summary>Not with more executions: nobody could find it again who looks as far as it was looked.</summary>
    [Fact]
    public void What_is_shrunk_is_found_within_the_same_bounds()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(static () => new Hurried());
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
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(static () => new Armed());
        Scenario<CounterOperation> scenario = new("armed", [], [[CounterOperation.Read], [CounterOperation.Increment], [CounterOperation.Increment]]);

        Assert.Equal(preemptions, search.Search(scenario, new() { MaxExecutions = executions }).Failing!.Preemptions);
    }

    /// <summary>A subject that asks on which thread it runs is another one where threads run on top of each other.</summary>
    [Fact]
    public void What_does_not_fail_again_is_told()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = SearchOf(static () => new OfOneThread());
        Scenario<CounterOperation> twice = new("twice", [], [[CounterOperation.Increment], [CounterOperation.Increment]]);

        Assert.Equal(Verdict.Holds, search.Search(twice, new()).Report.Verdict);
        Assert.Equal(
            "twice: what failed under 0x4-1x4 does not fail again.",
            Assert.Throws<NondeterministicProgramException>(() => search.Search(twice, new() { NestsThreads = true })).Message);
    }

    [Fact]
    public void A_subject_is_disposed_of_asked_for_what_it_derives_and_called_back()
    {
        using Disposed subject = new();
        using ScheduleExplorer explorer = new();
        ScenarioProgram<int, CounterOperation, CounterResponse> program = ProgramOf(subject);
        explorer.Explore(program.ToProgram(), new SourceDpor(), new() { MaxExecutions = 1 });

        Assert.Equal(1, subject.Times);
        Assert.Equal(["stale"], program.Last!.Value.Run.DerivedErrors);
        Assert.Contains("rescan", program.Last.Value.Failure!.Headline, StringComparison.Ordinal);
        Assert.Equal(2, subject.Callbacks); // set and taken away
        Assert.Same(program.Scenario, program.Last.Value.Run.Scenario);

        // What neither rescans nor calls back is taken as it is.
        ScenarioProgram<int, CounterOperation, CounterResponse> plain = ProgramOf(new ControlledCounter(isAtomic: true));
        Assert.Equal(Verdict.Holds, explorer.Explore(plain.ToProgram(), new SourceDpor()).Verdict);
        Assert.Empty(plain.Last!.Value.Run.DerivedErrors);
    }

    /// <summary>Each order counts, also where an earlier one comes to a wrong end; and each thread has its own bound.</summary>
    [Fact]
    public void A_budget_is_what_threads_need_in_any_order()
    {
        using ScheduleExplorer explorer = new();
        ConcurrentProgram program = new("wrong in each order", static () =>
        {
            int[] x = [0];
            return new ProgramInstance(
            [
                () =>
                {
                    for (int left = Volatile.Read(ref x[0]); left > 0; left--)
                    {
                        Volatile.Read(ref x[0]);
                    }
                },
                () => Volatile.Write(ref x[0], 5),
            ])
            { Observe = static () => new ProgramOutcome(null, "wrong") };
        });

        Assert.Equal([7 + 2, 2 + 2], ScenarioBudget.Undisturbed(explorer, program, 2));
        Assert.Empty(ScenarioBudget.Undisturbed(explorer, new("empty", static () => new ProgramInstance([])), 2));
    }

    private static ScenarioProgram<int, CounterOperation, CounterResponse> ProgramOf(ISubject<int, CounterOperation, CounterResponse> subject)
    {
        Scenario<CounterOperation> scenario = new("one", [], [[CounterOperation.Read]]) { Callback = subject is ICallingBack ? [CounterOperation.Read] : [] };
        return new(scenario, TargetOf(() => subject).CheckOf(scenario), () => subject);
    }

    private static InterleavingSearch<int, CounterOperation, CounterResponse> SearchOf(Func<ISubject<int, CounterOperation, CounterResponse>> makeSubject) => new(TargetOf(makeSubject));

    private static ScenarioTarget<int, CounterOperation, CounterResponse> TargetOf(Func<ISubject<int, CounterOperation, CounterResponse>> makeSubject) => new()
    {
        Check = "counter",
        Specification = SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter),
        MakeSubject = makeSubject,
        Describe = CounterSpecification.Counter.Describe,
        Format = static operation => $"{operation}",
        ReplayCommand = "replay",
    };

    /// <summary>Reads its count plainly.</summary>
    private sealed class PlainReader : ISubject<int, CounterOperation, CounterResponse>
    {
        private int _count;

        public CounterResponse Apply(CounterOperation operation) =>
            new(operation == CounterOperation.Read ? Plain.Read(ref _count) : Interlocked.Increment(ref _count));

        public int Observe() => _count;
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

    /// <summary>Counts what is done with it.</summary>
    private sealed class Disposed : ISubject<int, CounterOperation, CounterResponse>, IDisposable, IRescannable, ICallingBack
    {
        private Action? _callback;

        public int Times { get; private set; }

        public int Callbacks { get; private set; }

        public Action? Callback
        {
            get => _callback;
            set
            {
                _callback = value;
                Callbacks++;
            }
        }

        public CounterResponse Apply(CounterOperation operation) => new(0);

        public int Observe() => 0;

        public void Dispose() => Times++;

        public IReadOnlyList<string> FindDerivedErrors() => ["stale"];
    }

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
