using Checking.Scenarios;
using Checking.Tests.BoundedCounter;
using Xunit;
using static Checking.Tests.BoundedCounter.CounterOperation;
using Execution = Checking.Scenarios.ScenarioExecution<int, Checking.Tests.BoundedCounter.CounterOperation, Checking.Tests.BoundedCounter.CounterResponse>;
using Run = Checking.Scenarios.ScenarioRun<int, Checking.Tests.BoundedCounter.CounterOperation, Checking.Tests.BoundedCounter.CounterResponse>;

namespace Checking.Tests.Scenarios;

/// <summary>What is written down of a run, and what happens around a callback and at rest.</summary>
public sealed class ScenarioExecutionTests
{
    [Fact]
    public void Each_event_has_a_time_of_its_own_and_the_observation_comes_last()
    {
        Run run = Of(new("some", [Increment], [[Increment, Read], [Decrement]]), new CounterSpecification.Subject(CounterSpecification.Limit), 1, 0);

        Assert.Equal([new CounterResponse(1)], run.Start);
        Assert.Equal(["1 Decrement 0-1", "0 Increment 2-3", "0 Read 4-5", "0 the state at rest 6-6"], Events(run));
        Assert.Equal(1, run.State);
        Assert.Equal(run.Operations, run.History.Operations);
        Assert.Empty(run.DerivedErrors);
    }

    [Fact]
    public void Only_the_first_callback_of_an_operation_does_something_and_a_scheduler_is_told_before_and_after_it()
    {
        List<string> told = [];
        Calling subject = new(calls: 2);
        Execution execution = new(
            new("called", [Increment], [[Increment, Increment], [Read]]) { Callback = [Read, Decrement] },
            subject,
            new ScenarioHooks { Between = () => told.Add("between"), Happened = time => told.Add($"{time}") });
        execution.Start();
        execution.Bodies[0]();
        Run run = execution.Finish();

        Assert.Equal(
            ["0 Increment 0-5", "2 Read 1-2", "2 Decrement 3-4", "0 Increment 6-11", "2 Read 7-8", "2 Decrement 9-10", "0 the state at rest 12-12"], Events(run));
        Assert.Equal(
            "0 between 1 2 between between 3 4 between 5 between 6 between 7 8 between between 9 10 between 11", string.Join(' ', told));
        Assert.Null(subject.Callback);
    }

    /// <summary>The callbacks before were the caller's own.</summary>
    [Fact]
    public void A_subject_calls_back_only_where_the_scenario_has_a_callback_and_after_the_start()
    {
        Calling subject = new(calls: 1);
        Execution execution = new(new("quiet", [Increment], [[Increment]]), subject);
        execution.Start();
        Assert.Null(subject.Callback);
        execution.Bodies[0]();
        Assert.Equal(["0 Increment 0-1", "0 the state at rest 2-2"], Events(execution.Finish()));
    }

    /// <summary>As where a scheduler runs one thread on top of another one that is stopped in its operation.</summary>
    [Fact]
    public void A_callback_belongs_to_the_thread_whose_operation_causes_it()
    {
        Calling subject = new(calls: 1);
        Execution execution = new(new("nested", [], [[Increment, Increment], [Increment]]) { Callback = [Read] }, subject);
        execution.Start();
        subject.Before = execution.Bodies[1];
        execution.Bodies[0]();

        Assert.Equal(
            ["0 Increment 0-7", "1 Increment 1-4", "3 Read 2-3", "2 Read 5-6", "0 Increment 8-11", "2 Read 9-10", "0 the state at rest 12-12"], Events(execution.Finish()));
    }

    [Fact]
    public void What_observing_and_rescanning_throw_is_what_was_seen()
    {
        Run observed = Of(new("broken", [], [[Read]]), new Broken(observes: false), 0);
        Run rescanned = Of(new("broken", [], [[Read]]), new Broken(observes: true), 0);

        Assert.Equal("threw InvalidOperationException: observed", observed.Operations[^1].Answer.Response.ToString());
        Assert.Equal((0, 0), (observed.State, observed.DerivedErrors.Count));
        Assert.Equal(["the rescan threw NotSupportedException: rescanned"], rescanned.DerivedErrors);
        Assert.Equal(7, rescanned.State);
    }

    /// <summary>By these a scheduler ends a run: they are no answers of the subject.</summary>
    [Fact]
    public void What_ends_a_run_goes_through_it()
    {
        foreach (Exception end in (ReadOnlySpan<Exception>)[new ThreadInterruptedException(), new Checking.Schedules.ExecutionAbandonedException()])
        {
            Execution execution = new(new("ended", [], [[Read, Read]]), new Ending(end));
            execution.Start();
            Assert.Same(end, Record.Exception(execution.Bodies[0]));
            Assert.Equal(["0 Read 0-"], Events(execution.Abandon()));
        }
    }

    [Fact]
    public void What_is_abandoned_has_no_observation()
    {
        Execution execution = new(new("abandoned", [Increment], [[Increment], [Read]]), new CounterSpecification.Subject(CounterSpecification.Limit));
        execution.Start();
        execution.Bodies[1]();
        Run run = execution.Abandon();

        Assert.Equal(["1 Read 0-1"], Events(run));
        Assert.Equal((0, 0, 1), (run.State, run.DerivedErrors.Count, run.Start.Count));
    }

    [Fact]
    public void A_scenario_says_how_large_it_is_and_what_its_processes_are_called()
    {
        Scenario<CounterOperation> scenario = new("sizes", [Increment], [[Read, Read], [Read]]) { Callback = [Read, Read, Read] };

        Assert.Equal(7, scenario.Size);
        Assert.Equal([2, 3], [scenario.CallbackProcess(0), scenario.CallbackProcess(1)]);
        Assert.Equal(["thread 1", "thread 2", "callback of thread 1", "callback of thread 2"], [.. Enumerable.Range(0, 4).Select(static number => (long)number).Select(scenario.NameOf)]);
        Assert.Throws<ArgumentNullException>("scenario", static () => new Execution(null!, new CounterSpecification.Subject(1)));
    }

    private static Run Of(Scenario<CounterOperation> scenario, ISubject<int, CounterOperation, CounterResponse> subject, params int[] threads)
    {
        Execution execution = new(scenario, subject);
        execution.Start();
        foreach (int thread in threads)
        {
            execution.Bodies[thread]();
        }

        return execution.Finish();
    }

    private static IEnumerable<string> Events(Run run) =>
        run.Operations.Select(static operation => $"{operation.Process} {operation.Operation} {operation.Invoked}-{operation.Returned}");

    /// <summary>Calls back within each increment, and before the first one lets somebody else go.</summary>
    private sealed class Calling(int calls) : ISubject<int, CounterOperation, CounterResponse>, ICallingBack
    {
        private int _count;

        public Action? Before { get; set; }

        public Action? Callback { get; set; }

        public CounterResponse Apply(CounterOperation operation)
        {
            if (operation == Increment)
            {
                Action? before = Before;
                Before = null;
                before?.Invoke();
                for (int call = 0; call < calls; call++)
                {
                    Callback?.Invoke();
                }
            }

            return new(++_count);
        }

        public int Observe() => _count;
    }

    private sealed class Ending(Exception end) : ISubject<int, CounterOperation, CounterResponse>
    {
        public CounterResponse Apply(CounterOperation operation) => throw end;

        public int Observe() => 0;
    }

    /// <summary>Cannot be looked at when it is at rest.</summary>
    private sealed class Broken(bool observes) : ISubject<int, CounterOperation, CounterResponse>, IRescannable
    {
        public CounterResponse Apply(CounterOperation operation) => new(0);

        public int Observe() => observes ? 7 : throw new InvalidOperationException("observed");

        public IReadOnlyList<string> FindDerivedErrors() => throw new NotSupportedException("rescanned");
    }
}
