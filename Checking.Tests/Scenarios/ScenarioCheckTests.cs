using Checking.Linearizability;
using Checking.Scenarios;
using Checking.Tests.BoundedCounter;
using Xunit;
using static Checking.Tests.BoundedCounter.CounterOperation;
using Answers = Checking.Scenarios.ScenarioAnswer<int, Checking.Tests.BoundedCounter.CounterResponse>;
using CounterFailure = Checking.Scenarios.ScenarioFailure<int, Checking.Tests.BoundedCounter.CounterOperation, Checking.Tests.BoundedCounter.CounterResponse>;
using Run = Checking.Scenarios.ScenarioRun<int, Checking.Tests.BoundedCounter.CounterOperation, Checking.Tests.BoundedCounter.CounterResponse>;
using Steps = Checking.Scenarios.ScenarioStep<Checking.Tests.BoundedCounter.CounterOperation>;

namespace Checking.Tests.Scenarios;

/// <summary>What is held against a run: which failure is told where there are several, and what is remembered.</summary>
public sealed class ScenarioCheckTests
{
    private static readonly Scenario<CounterOperation> Scenario = new("one", [Increment, Increment], [[Read]]);

    [Fact]
    public void A_check_begins_in_the_state_behind_the_start()
    {
        ScenarioCheck<int, CounterOperation, CounterResponse> check = Check();

        Assert.Equal((2, 0), (check.Initial, check.Histories));
        Assert.Null(check.Examine(Seen([1, 2], 2, 2)));
        Assert.Equal(1, check.Histories);
        Assert.Throws<ArgumentNullException>("run", () => check.Examine(null!));
    }

    [Fact]
    public void A_start_that_answers_otherwise_is_told_with_its_place_and_what_was_expected()
    {
        CounterFailure.WrongStart wrong = Assert.IsType<CounterFailure.WrongStart>(Check().Examine(Seen([1, 3], 2, 2)));

        Assert.Equal((1, "CounterResponse { Count = 2 }", "CounterResponse { Count = 3 }"), (wrong.Place, wrong.Expected.Text, wrong.Actual.Text));
        Assert.Equal(0, Assert.IsType<CounterFailure.WrongStart>(Check().Examine(Seen([4, 2], 2, 2))).Place);
    }

    /// <summary>Where the specification does not say what it would answer, it is another answer.</summary>
    [Fact]
    public void A_start_that_a_specification_without_answers_does_not_explain_expects_another_answer()
    {
        ScenarioCheck<int, CounterOperation, CounterResponse> check = new(
            Scenario, SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter) with { WouldAnswer = static (_, _) => null });

        Assert.Equal("another answer", Assert.IsType<CounterFailure.WrongStart>(check.Examine(Seen([1, 3], 2, 2))).Expected.Text);
    }

    /// <summary>A start comes before what was thrown, that before answers, and answers before what is derived.</summary>
    [Fact]
    public void Of_several_failures_the_first_is_told()
    {
        string[] derived = ["derived"];
        Run threw = Seen([1, 2], 9, 2) with { DerivedErrors = derived };
        threw = threw with { Operations = [.. threw.Operations.Prepend(threw.Operations[0] with { Answer = Answer<Answers>.Of(new Answers.Threw(new InvalidOperationException("no"))) })] };

        Assert.IsType<CounterFailure.WrongStart>(Check().Examine(threw with { Start = [new CounterResponse(9), new CounterResponse(2)] }));
        Assert.Equal("no", Assert.IsType<CounterFailure.Threw>(Check().Examine(threw)).Exception.Message);
        Assert.IsType<CounterFailure.Unexplained>(Check().Examine(Seen([1, 2], 9, 2) with { DerivedErrors = derived }));
        Assert.Equal(derived, Assert.IsType<CounterFailure.Derived>(Check().Examine(Seen([1, 2], 2, 2) with { DerivedErrors = derived })).Errors);
    }

    [Fact]
    public void What_is_derived_is_looked_at_in_a_history_that_was_explained_before_and_a_failure_is_no_history()
    {
        ScenarioCheck<int, CounterOperation, CounterResponse> check = Check();

        Assert.Null(check.Examine(Seen([1, 2], 2, 2)));
        Assert.NotNull(check.Examine(Seen([1, 2], 2, 2) with { DerivedErrors = ["derived"] }));
        Assert.NotNull(check.Examine(Seen([1, 2], 9, 2)));
        Assert.NotNull(check.Examine(Seen([1, 9], 2, 2)));
        Assert.Equal(1, check.Histories);
    }

    /// <summary>In no state two answers are right, but of a specification that knows two next states.</summary>
    [Fact]
    public void Histories_are_the_same_where_starts_and_operations_are()
    {
        ScenarioCheck<int, CounterOperation, CounterResponse> check = new(Scenario, new()
        {
            Name = "anything",
            Initial = 0,
            Explain = static (state, _, _) => [state],
        });

        foreach ((int[] start, int read) in (ReadOnlySpan<(int[], int)>)[([1, 2], 2), ([1, 2], 3), ([1, 3], 2), ([1, 2], 2), ([1, 3], 2)])
        {
            Assert.Null(check.Examine(Seen(start, read, 0)));
        }

        Assert.Equal(3, check.Histories);
    }

    [Fact]
    public void A_history_that_was_explained_is_not_searched_again()
    {
        int asked = 0;
        SequentialSpecification<int, CounterOperation, CounterResponse> counter = SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter);
        ScenarioCheck<int, CounterOperation, CounterResponse> check = new(Scenario, counter with
        {
            Explain = (state, operation, answer) =>
            {
                asked++;
                return counter.Explain(state, operation, answer);
            },
        });

        Assert.Null(check.Examine(Seen([1, 2], 2, 2)));
        int before = asked;
        Assert.Null(check.Examine(Seen([1, 2], 2, 2)));
        Assert.Equal(before, asked);
    }

    [Fact]
    public void A_start_of_which_nothing_comes_is_refused() => Assert.Throws<InvalidOperationException>(static () =>
        new ScenarioCheck<int, CounterOperation, CounterResponse>(Scenario, new() { Name = "nothing", Initial = 0, Explain = static (_, _, _) => [] }));

    [Fact]
    public void A_history_that_is_not_decided_is_no_verdict()
    {
        ScenarioCheck<int, CounterOperation, CounterResponse> check = new(Scenario, new()
        {
            Name = "large", // no array is as long
            Initial = 0,
            Explain = static (state, operation, _) => operation == Read ? [new byte[int.MaxValue].Length] : [state],
        });

        Assert.Contains("a history of 'one' was not decided", Assert.Throws<InvalidOperationException>(() => check.Examine(Seen([1, 2], 2, 2))).Message, StringComparison.Ordinal);
    }

    private static ScenarioCheck<int, CounterOperation, CounterResponse> Check() =>
        new(Scenario, SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter));

    private static Run Seen(int[] start, int read, int state) => new(
        Scenario,
        [.. start.Select(static count => new CounterResponse(count))],
        [
            new(0, new Steps.Ask(Read), Answer<Answers>.Of(new Answers.Answered(new CounterResponse(read))), 0, 1),
            new(0, new Steps.Observe(), Answer<Answers>.Of(new Answers.Observed(state)), 2, 2),
        ],
        state,
        []);
}
