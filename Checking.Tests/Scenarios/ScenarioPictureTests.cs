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

/// <summary>How each kind of failure is shown, as a whole.</summary>
public sealed class ScenarioPictureTests
{
    private static readonly SequentialSpecification<int, CounterOperation, CounterResponse> Specification =
        SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter);

    private static readonly Scenario<CounterOperation> Reads = new("reads", [Increment, Increment], [[Read], [Read]]);

    [Fact]
    public void What_the_subject_threw_is_shown()
    {
        InvalidOperationException thrown = new("empty");

        Assert.Equal(
            $"""
            check: the subject threw InvalidOperationException (reads; seed)
              start   1  Increment  CounterResponse[ Count = 1 ]
                      2  Increment  CounterResponse[ Count = 2 ]
              thread 1                         thread 2
              [ Read
              ] CounterResponse[ Count = 2 ]
                                               [ Read
                                               ] CounterResponse[ Count = 2 ]
              {thrown}
            replay: again
            """.ReplaceLineEndings("\n"),
            Print(Right(), new CounterFailure.Threw(thrown)));
    }

    [Fact]
    public void What_is_derived_wrongly_is_listed()
    {
        string text = Print(Right(), new CounterFailure.Derived(["one is wrong", "two as well"]));

        Assert.StartsWith("check: what the subject derives is not what a rescan gives (reads; seed)\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n  one is wrong\n  two as well\nreplay: again", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_start_and_a_run_without_an_end_are_said_in_the_first_line()
    {
        string start = Print(Right(), new CounterFailure.WrongStart(1, new Expected("two"), new Actual("three")));
        string stuck = Print(Right(), new CounterFailure.Stuck("nobody goes on"));

        Assert.StartsWith("check: operation 2 of the start answers three, expected two (reads; seed)\n", start, StringComparison.Ordinal);
        Assert.StartsWith("check: nobody goes on (reads; seed)\n", stuck, StringComparison.Ordinal);
        Assert.Equal(start[start.IndexOf('\n', StringComparison.Ordinal)..], stuck[stuck.IndexOf('\n', StringComparison.Ordinal)..]);
    }

    [Fact]
    public void A_start_that_did_not_come_to_its_end_says_so() =>
        Assert.Contains("        2  Increment  not done\n", Print(Right() with { Start = [new CounterResponse(1)] }, new CounterFailure.Stuck("no")), StringComparison.Ordinal);

    [Fact]
    public void What_has_no_place_is_shown_behind_each_order_that_goes_furthest()
    {
        Assert.EndsWith(
            """
            an order that goes furthest: none of them
              then Read (thread 1): expected CounterResponse[ Count = 2 ], actual CounterResponse[ Count = 5 ]
            replay: again
            """.ReplaceLineEndings("\n"),
            Explained(With(0, new ScenarioAnswer<int, CounterResponse>.Answered(new CounterResponse(5)))),
            StringComparison.Ordinal);
        Assert.EndsWith(
            """
            an order that goes furthest: Read (thread 1), then Read (thread 2)
              then at rest: count: expected 2, actual 4
            replay: again
            """.ReplaceLineEndings("\n"),
            Explained(With(2, new ScenarioAnswer<int, CounterResponse>.Observed(4)) with { State = 4 }),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_would_be_answered_is_not_said_where_the_specification_does_not_say_it()
    {
        string text = Explained(With(0, new ScenarioAnswer<int, CounterResponse>.Answered(new CounterResponse(5))), Specification with { WouldAnswer = static (_, _) => null });

        Assert.Contains("  then Read (thread 1): actual CounterResponse[ Count = 5 ]\n", text, StringComparison.Ordinal);
    }

    /// <summary>One step is one step, and several are several.</summary>
    [Fact]
    public void How_far_a_thread_went_stands_in_its_column()
    {
        string text = Print(Right(), new CounterFailure.Stuck("no"), [new(0, 1, 1), new(1, 2, 3)]);

        Assert.Contains(
            """
              [ Read
              | 1 step
              ] CounterResponse[ Count = 2 ]
                                               [ Read
                                               | 2 steps
                                               ] CounterResponse[ Count = 2 ]
            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
    }

    private static string Explained(Run run, SequentialSpecification<int, CounterOperation, CounterResponse>? specification = null)
    {
        CounterFailure? failure = new ScenarioCheck<int, CounterOperation, CounterResponse>(Reads, specification ?? Specification).Examine(run);
        return Print(run, Assert.IsType<CounterFailure.Unexplained>(failure));
    }

    private static Run With(int place, ScenarioAnswer<int, CounterResponse> answer)
    {
        Run run = Right();
        return run with { Operations = [.. run.Operations.Select((operation, index) => index == place ? operation with { Answer = Answer<ScenarioAnswer<int, CounterResponse>>.Of(answer) } : operation)] };
    }

    private static Run Right()
    {
        Execution execution = new(Reads, new CounterSpecification.Subject(CounterSpecification.Limit));
        execution.Start();
        execution.Bodies[0]();
        execution.Bodies[1]();
        return execution.Finish();
    }

    private static string Print(Run run, CounterFailure failure, params IReadOnlyList<ScheduleStretch> schedule) => new Counterexample
    {
        Check = "check",
        Origin = "seed",
        Run = run,
        Failure = failure,
        Schedule = schedule,
        Describe = CounterSpecification.Counter.Describe,
        Replay = "again",
    }.ToString().Replace("CounterResponse {", "CounterResponse[", StringComparison.Ordinal).Replace(" }", " ]", StringComparison.Ordinal);
}
