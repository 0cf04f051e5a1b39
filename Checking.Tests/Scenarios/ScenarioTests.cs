// Scenarios without threads: bodies are run one after the other, or one within an operation of the other,
// which is what a scheduler makes of a thread that is interrupted there.
using Checking.Linearizability;
using Checking.Scenarios;
using Checking.Tests.BoundedCounter;
using Xunit;
using static Checking.Tests.BoundedCounter.CounterOperation;
using Counterexample = Checking.Scenarios.ScenarioCounterexample<int, Checking.Tests.BoundedCounter.CounterOperation, Checking.Tests.BoundedCounter.CounterResponse>;
using CounterFailure = Checking.Scenarios.ScenarioFailure<int, Checking.Tests.BoundedCounter.CounterOperation, Checking.Tests.BoundedCounter.CounterResponse>;
using Execution = Checking.Scenarios.ScenarioExecution<int, Checking.Tests.BoundedCounter.CounterOperation, Checking.Tests.BoundedCounter.CounterResponse>;
using Run = Checking.Scenarios.ScenarioRun<int, Checking.Tests.BoundedCounter.CounterOperation, Checking.Tests.BoundedCounter.CounterResponse>;

namespace Checking.Tests.Scenarios;

public sealed class ScenarioTests
{
    private static readonly Scenario<CounterOperation> TwoIncrements = new("two-increments", [Increment], [[Increment], [Increment]]);

    [Fact]
    public void Threads_that_come_one_after_the_other_are_explained_in_that_order_only()
    {
        Run run = OneAfterTheOther(TwoIncrements, new CounterSpecification.Subject(CounterSpecification.Limit));

        Assert.Null(Check(TwoIncrements).Examine(run));
        Assert.Equal([2, 3], run.Operations.Select(operation => operation.Answer.Response).OfType<ScenarioAnswer<int, CounterResponse>.Answered>().Select(answer => answer.Response.Count!.Value));
        Assert.Equal(3, run.State);
    }

    [Fact]
    public void An_increment_that_is_lost_is_shown_with_a_column_a_thread_and_what_no_order_explains()
    {
        Run run = Interrupted(TwoIncrements, losesUpdates: true);

        CounterFailure? failure = Check(TwoIncrements).Examine(run);
        string text = Print(run, failure!, [new ScheduleStretch(0, 4, 1), new ScheduleStretch(1, 6, 2), new ScheduleStretch(0, 1, 3)]);

        Assert.Equal(
            """
            counter: no order explains the answers and the state at rest (two-increments; by hand)
              start   1  Increment  CounterResponse { Count = 1 }
              thread 1                         thread 2
              [ Increment
              | 4 steps
              |                                [ Increment #1
              |                                | 6 steps
              |                                ] CounterResponse { Count = 2 }
              | 1 step
              ] CounterResponse { Count = 2 }
            an order that goes furthest: Increment (thread 2)
              then Increment (thread 1): expected CounterResponse { Count = 3 }, actual CounterResponse { Count = 2 }
            replay: check replay counter
            """.ReplaceLineEndings("\n"),
            text);
    }

    [Fact]
    public void The_state_at_rest_has_to_be_explained_as_well()
    {
        Scenario<CounterOperation> scenario = new("reads", [], [[Read], [Read]]);
        Run run = OneAfterTheOther(scenario, new CounterSpecification.Subject(CounterSpecification.Limit));
        Run wrong = run with
        {
            State = 2,
            Operations = [.. run.Operations.SkipLast(1), run.Operations[^1] with { Answer = Answer<ScenarioAnswer<int, CounterResponse>>.Of(new ScenarioAnswer<int, CounterResponse>.Observed(2)) }],
        };

        Assert.Contains("then at rest: count: expected 0, actual 2", Print(wrong, Assert.IsType<CounterFailure.Unexplained>(Check(scenario).Examine(wrong)), []), StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_that_throws_a_wrong_start_and_a_wrong_rescan_are_failures_of_their_own()
    {
        Scenario<CounterOperation> empty = new("empty", [], [[Decrement, Read], [Read]]);
        Scenario<CounterOperation> full = new("full", [Increment, Increment], [[Read]]);
        Scenario<CounterOperation> read = new("read", [], [[Read]]);

        Run threw = OneAfterTheOther(empty, new CounterSpecification.ThrowingSubject());

        Assert.IsType<InvalidOperationException>(Assert.IsType<CounterFailure.Threw>(Check(empty).Examine(threw)).Exception);
        Assert.Equal(2, threw.Operations.Count(operation => operation.Operation is ScenarioStep<CounterOperation>.Ask)); // the thread ends there
        Assert.Equal(1, Assert.IsType<CounterFailure.WrongStart>(Check(full).Examine(OneAfterTheOther(full, new CounterSpecification.Subject(1)))).Place);
        Assert.IsType<CounterFailure.Derived>(Check(read).Examine(OneAfterTheOther(read, new CounterSpecification.ForgetfulSubject())));
    }

    [Fact]
    public void A_history_is_decided_once_and_a_different_one_is_not_taken_for_it()
    {
        ScenarioCheck<int, CounterOperation, CounterResponse> check = Check(TwoIncrements);

        Assert.Null(check.Examine(Interrupted(TwoIncrements, losesUpdates: false)));
        Assert.Null(check.Examine(Interrupted(TwoIncrements, losesUpdates: false)));
        Assert.Equal(1, check.Histories);
        Assert.NotNull(check.Examine(Interrupted(TwoIncrements, losesUpdates: true)));
        Assert.Null(check.Examine(OneAfterTheOther(TwoIncrements, new CounterSpecification.Subject(CounterSpecification.Limit))));
        Assert.Equal(2, check.Histories);
    }

    [Fact]
    public void What_a_callback_does_is_a_process_of_its_own_within_the_operation_that_caused_it()
    {
        Scenario<CounterOperation> scenario = new("callback", [], [[Increment], [Read]]) { Callback = [Read, Increment] };
        using CallingCounter subject = new();
        Execution execution = new(scenario, subject);
        execution.Start();
        execution.Bodies[0]();
        Run run = execution.Finish();

        Assert.Equal([0, 2, 2, 0], run.Operations.Select(operation => operation.Process)); // the observation is no thread's
        Assert.True(run.Operations[0].Invoked < run.Operations[1].Invoked && run.Operations[2].Returned < run.Operations[0].Returned);
        Assert.Equal("callback of thread 1", scenario.NameOf(2));
        Assert.Null(Check(scenario).Examine(run));
    }

    [Fact]
    public void What_is_not_answered_is_pending()
    {
        Execution execution = new(
            TwoIncrements, new CounterSpecification.Subject(CounterSpecification.Limit), new ScenarioHooks { Happened = time => ThrowAt(time, 1) });
        execution.Start();

        Assert.Throws<ThreadInterruptedException>(execution.Bodies[0]);
        Assert.Null(Assert.Single(execution.Abandon().Operations).Returned);

        static void ThrowAt(long time, long last)
        {
            if (time == last)
            {
                throw new ThreadInterruptedException();
            }
        }
    }

    [Fact]
    public void A_scheduler_is_told_of_each_event_and_of_each_place_between_two_operations()
    {
        List<string> told = [];
        Execution execution = new(
            new Scenario<CounterOperation>("told", [], [[Increment, Read, Read]]),
            new CounterSpecification.Subject(CounterSpecification.Limit),
            new ScenarioHooks { Between = () => told.Add("between"), Happened = time => told.Add($"{time}") });
        execution.Start();
        execution.Bodies[0]();

        Assert.Equal("0 1 between 2 3 between 4 5", string.Join(' ', told));
    }

    private static ScenarioCheck<int, CounterOperation, CounterResponse> Check(Scenario<CounterOperation> scenario) =>
        new(scenario, SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter));

    private static string Print(Run run, CounterFailure failure, IReadOnlyList<ScheduleStretch> schedule) => new Counterexample
    {
        Check = "counter",
        Origin = "by hand",
        Run = run,
        Failure = failure,
        Schedule = schedule,
        Describe = CounterSpecification.Counter.Describe,
        Replay = "check replay counter",
    }.ToString();

    private static Run OneAfterTheOther(Scenario<CounterOperation> scenario, ISubject<int, CounterOperation, CounterResponse> subject)
    {
        Execution execution = new(scenario, subject);
        execution.Start();
        foreach (Action body in execution.Bodies)
        {
            body();
        }

        return execution.Finish();
    }

    /// <summary>The second thread runs while the first one is within its operation.</summary>
    private static Run Interrupted(Scenario<CounterOperation> scenario, bool losesUpdates)
    {
        InterruptedCounter subject = new(losesUpdates);
        Execution execution = new(scenario, subject);
        execution.Start();
        subject.Interrupt = execution.Bodies[1];
        execution.Bodies[0]();
        return execution.Finish();
    }

    /// <summary>Reads, lets another thread run once, and writes.</summary>
    private sealed class InterruptedCounter(bool losesUpdates) : ISubject<int, CounterOperation, CounterResponse>
    {
        private int _count;

        public Action? Interrupt { get; set; }

        public CounterResponse Apply(CounterOperation operation)
        {
            int read = _count;
            Action? interrupt = Interrupt;
            Interrupt = null;
            interrupt?.Invoke();
            _count = (losesUpdates ? read : _count) + 1;
            return new(_count);
        }

        public int Observe() => _count;
    }

    /// <summary>Calls back when it has counted.</summary>
    private sealed class CallingCounter : ISubject<int, CounterOperation, CounterResponse>, ICallingBack, IDisposable
    {
        private readonly CounterSpecification.Subject _subject = new(CounterSpecification.Limit);

        public Action? Callback { get; set; }

        public CounterResponse Apply(CounterOperation operation)
        {
            CounterResponse response = _subject.Apply(operation);
            if (operation == Increment)
            {
                Callback?.Invoke();
            }

            return response;
        }

        public int Observe() => _subject.Observe();

        public void Dispose() => Callback?.Invoke();
    }
}
