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
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new ControlledCounter(isAtomic: true));
        InterleavingReport<int, CounterOperation, CounterResponse> report = search.Search(UpAndDown, new InterleavingBounds());

        Assert.Equal(Verdict.Holds, report.Report.Verdict);
        Assert.True(report.Histories > 1);
        Assert.Null(report.Failing);
        Assert.True(search.SeesAccesses(UpAndDown));
    }

    [Fact]
    public void A_lost_update_is_shrunk_to_two_threads_and_one_preemption_and_found_again()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new ControlledCounter(isAtomic: false));
        FailingInterleaving<int, CounterOperation, CounterResponse> failing = search.Search(UpAndDown, new InterleavingBounds()).Failing!;

        Assert.Equal(1, failing.Preemptions);
        Assert.Equal(2, failing.Counterexample.Run.Scenario.Threads.Count);
        Assert.Equal(failing.Execution.ToString(), search.Replay(failing.Counterexample.Run.Scenario, failing.Execution.Schedule, new InterleavingBounds())?.Execution.ToString());
    }

    /// <summary>Nobody answered: that is shown, and not the exception by which the explorer ends the threads.</summary>
    [Fact]
    public void Operations_in_a_deadlock_are_shown_as_pending()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new Locked());
        FailingInterleaving<int, CounterOperation, CounterResponse> failing = search.Search(UpAndDown, new InterleavingBounds()).Failing!;
        string text = failing.Counterexample.ToString();

        Assert.Contains("deadlock: thread 1 waits for lock", text, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(ExecutionAbandonedException), text, StringComparison.Ordinal);
        Assert.All(failing.Counterexample.Run.Operations, static operation => Assert.Null(operation.Returned));
    }

    [Fact]
    public void A_subject_that_is_not_controlled_is_seen_to_be_none()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new CounterSpecification.Subject(CounterSpecification.Limit));

        Assert.False(search.SeesAccesses(UpAndDown));
    }

    [Fact]
    public void Nothing_is_refused()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new ControlledCounter(isAtomic: true));
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
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new ControlledCounter(isAtomic: true));
        Scenario<CounterOperation> small = new("small", [], [[CounterOperation.Read], [CounterOperation.Increment]]);
        InterleavingReport<int, CounterOperation, CounterResponse> all = search.Search(small, new());
        InterleavingReport<int, CounterOperation, CounterResponse> drawn = search.Search(small, new() { Strategy = static () => new RandomWalk(1, 500) });

        Assert.Equal(all.Report.Executions, all.Distinct);
        Assert.True(search.Search(small, new() { MoreAccesses = -1 }) is { Histories: 0, Report: { Executions: 0, Verdict: Verdict.Undecided } });
        Assert.Equal(500, drawn.Report.Executions);
        Assert.InRange(drawn.Distinct, all.Distinct, 499);
        Assert.True(drawn.Histories >= all.Histories && all.Histories > 1);
        Assert.Equal([3 + 8, 4 + 8], all.MaxThreadSteps); // begin, read, return; begin, read, write, return; and eight more
        Assert.Equal([3 + 2, 4 + 2], search.Search(small, new() { MoreAccesses = 2 }).MaxThreadSteps);
    }

    [Fact]
    public void A_failure_tells_how_it_was_found()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new ControlledCounter(isAtomic: false));
        using ScheduleExplorer explorer = new();
        // The last thread comes to its end only where there is nothing left to take.
        Scenario<CounterOperation> scenario = new("two down", [CounterOperation.Increment], [[CounterOperation.Increment, CounterOperation.Read], [CounterOperation.Decrement], [CounterOperation.Decrement]]);
        ScenarioProgram<int, CounterOperation, CounterResponse> program = new(
            scenario, CounterSearch.TargetOf(static () => new ControlledCounter(isAtomic: false)).CheckOf(scenario), static () => new ControlledCounter(isAtomic: false));
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
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new PlainReader());
        Scenario<CounterOperation> reads = new("reads", [], [[CounterOperation.Read], [CounterOperation.Increment]]);

        Assert.IsType<ScheduleProblem.DataRace>(search.Search(reads, new()).Failing!.Execution.Problem);
        Assert.Equal(Verdict.Holds, search.Search(reads, new() { Memory = MemoryModel.ReleaseAcquire }).Report.Verdict);
    }

    /// <summary>What a thread has beyond undisturbed is counted under the same memory: where plain accesses are counted too, none would come to its end.</summary>
    [Fact]
    public void What_only_weak_memory_shows_is_found_and_found_again()
    {
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = CounterSearch.Of(static () => new HastyPublisher());
        Scenario<CounterOperation> reads = new("reads", [], [[CounterOperation.Read], [CounterOperation.Increment]]);
        InterleavingBounds weak = new() { Memory = MemoryModel.ReleaseAcquire, MoreAccesses = 0 };
        FailingInterleaving<int, CounterOperation, CounterResponse> failing = search.Search(reads, weak).Failing!;

        Assert.IsType<ScheduleProblem.WrongOutcome>(failing.Execution.Problem);
        Assert.Contains("-1", failing.Counterexample.ToString(), StringComparison.Ordinal);
        Assert.Equal(failing.Execution.ToString(), search.Replay(reads, failing.Execution.Schedule, weak)!.Execution.ToString());

        var walks = search.Discover(reads, seed: 1, schedules: 200, weak);
        walks.RunBatch(TestContext.Current.CancellationToken);
        Assert.Equal(Verdict.Violated, walks.Failing?.Verdict);
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

        Assert.Equal([7 + 2, 2 + 2], ScenarioBudget.Undisturbed(explorer, program, 2, MemoryModel.SequentiallyConsistent, nestsThreads: false));
        Assert.Empty(ScenarioBudget.Undisturbed(explorer, new("empty", static () => new ProgramInstance([])), 2, MemoryModel.SequentiallyConsistent, nestsThreads: false));
    }

    private static ScenarioProgram<int, CounterOperation, CounterResponse> ProgramOf(ISubject<int, CounterOperation, CounterResponse> subject)
    {
        Scenario<CounterOperation> scenario = new("one", [], [[CounterOperation.Read]]) { Callback = subject is ICallingBack ? [CounterOperation.Read] : [] };
        return new(scenario, CounterSearch.TargetOf(() => subject).CheckOf(scenario), () => subject);
    }

    /// <summary>Reads its count plainly.</summary>
    private sealed class PlainReader : ISubject<int, CounterOperation, CounterResponse>
    {
        private int _count;

        public CounterResponse Apply(CounterOperation operation) =>
            new(operation == CounterOperation.Read ? Plain.Read(ref _count) : Interlocked.Increment(ref _count));

        public int Observe() => _count;
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
