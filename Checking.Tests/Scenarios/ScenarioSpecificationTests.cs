using Checking.Linearizability;
using Checking.Scenarios;
using Checking.Tests.BoundedCounter;
using Xunit;
using Answers = Checking.Scenarios.ScenarioAnswer<int, Checking.Tests.BoundedCounter.CounterResponse>;
using Steps = Checking.Scenarios.ScenarioStep<Checking.Tests.BoundedCounter.CounterOperation>;

namespace Checking.Tests.Scenarios;

/// <summary>What explains what is seen of a scenario, and of a component that reads a clock.</summary>
public sealed class ScenarioSpecificationTests
{
    private static readonly SequentialSpecification<int, Steps, Answers> Seen =
        ScenarioSpecification.Of(SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter), 2);

    private static readonly Steps Increment = new Steps.Ask(CounterOperation.Increment);
    private static readonly Steps AtRest = new Steps.Observe();

    public static TheoryData<string, Steps, Answer<Answers>, int[]> Explained => new()
    {
        { "an answer", Increment, Answer<Answers>.Of(new Answers.Answered(new CounterResponse(3))), [3] },
        { "another answer", Increment, Answer<Answers>.Of(new Answers.Answered(new CounterResponse(4))), [] },
        { "an answer that nobody saw", Increment, Answer<Answers>.Unseen, [3] },
        { "an exception", Increment, Answer<Answers>.Of(new Answers.Threw(new InvalidOperationException())), [] },
        { "the state, of an operation", Increment, Answer<Answers>.Of(new Answers.Observed(2)), [] },
        { "the state", AtRest, Answer<Answers>.Of(new Answers.Observed(2)), [2] },
        { "another state", AtRest, Answer<Answers>.Of(new Answers.Observed(3)), [] },
        { "an answer, at rest", AtRest, Answer<Answers>.Of(new Answers.Answered(new CounterResponse(2))), [] },
        { "nothing, at rest", AtRest, Answer<Answers>.Unseen, [] },
    };

    [Theory]
    [MemberData(nameof(Explained))]
    public void What_is_seen_is_explained_by_what_should_happen(string what, Steps step, Answer<Answers> answer, int[] next) =>
        Assert.True(next.SequenceEqual(Seen.Explain(2, step, answer)), what);

    [Fact]
    public void It_begins_behind_the_start_and_says_what_would_be_answered()
    {
        Assert.Equal(("counter to 3", 2), (Seen.Name, Seen.Initial));
        Assert.Equal("CounterResponse { Count = 3 }", Seen.WouldAnswer(2, Increment));
        Assert.Null(Seen.WouldAnswer(2, AtRest));
    }

    [Fact]
    public void Steps_and_answers_are_shown_as_what_they_are()
    {
        Assert.Equal("Increment", Increment.ToString());
        Assert.Equal("the state at rest", AtRest.ToString());
        Assert.Equal("CounterResponse { Count = 1 }", new Answers.Answered(new CounterResponse(1)).ToString());
        Assert.Equal("observed", new Answers.Observed(1).ToString());
        Assert.Equal("threw InvalidOperationException: no", new Answers.Threw(new InvalidOperationException("no")).ToString());
    }

    [Fact]
    public void What_has_no_text_is_shown_as_none()
    {
        Assert.Equal(string.Empty, new ScenarioStep<Silent>.Ask(new()).ToString());
        Assert.Equal(string.Empty, new ScenarioAnswer<int, Silent>.Answered(new()).ToString());
        Assert.Equal(string.Empty, new TimedResponse<Silent>(new(), 1).ToString());
    }

    /// <summary>A run and its replay throw exceptions of their own.</summary>
    [Fact]
    public void What_threw_is_the_same_where_type_and_message_are()
    {
        Answers.Threw threw = new(new InvalidOperationException("no"));

        Assert.Equal(threw, new Answers.Threw(new InvalidOperationException("no")));
        Assert.Equal(threw.GetHashCode(), new Answers.Threw(new InvalidOperationException("no")).GetHashCode());
        Assert.NotEqual(threw, new Answers.Threw(new InvalidOperationException("No")));
        Assert.NotEqual(threw, new Answers.Threw(new NotSupportedException("no")));
        Assert.All(new Answers.Threw?[] { null }, other => Assert.False(threw.Equals(other)));
        Assert.Equal(3, new[] { threw.GetHashCode(), new Answers.Threw(new InvalidOperationException("yes")).GetHashCode(), new Answers.Threw(new NotSupportedException("no")).GetHashCode() }.Distinct().Count());
    }

    /// <summary>A clock that shows 7, and a component that answers what it shows or keeps it.</summary>
    [Theory]
    [InlineData('t', null, 7, true, 0, 7)] // what it shows
    [InlineData('t', null, 5, false, 0, 0)]
    [InlineData('t', 5L, 5, true, 0, 7)] // what was read counts, and the clock stays
    [InlineData('t', 5L, 7, false, 0, 0)]
    [InlineData('k', null, 0, true, 7, 7)]
    [InlineData('k', 5L, 0, true, 5, 7)] // what was read is kept, and the clock stays
    [InlineData('k', 7L, 0, true, 7, 7)]
    [InlineData('k', 5L, 1, false, 0, 0)]
    [InlineData('s', null, 0, true, 0, 8)] // who sets the clock reads none
    public void An_answer_is_explained_at_the_time_that_was_read(char what, long? read, int response, bool isExplained, int kept, int now)
    {
        SequentialSpecification<Clock, char, TimedResponse<int>> timed = Timed();
        Clock[] next = [.. timed.Explain(new(7, 0), what, Answer<TimedResponse<int>>.Of(new(response, read)))];

        Assert.Equal(isExplained ? [new Clock(now, kept)] : [], next);
    }

    [Fact]
    public void An_answer_that_nobody_saw_is_explained_by_the_time_that_it_is()
    {
        SequentialSpecification<Clock, char, TimedResponse<int>> timed = Timed();

        Assert.Equal([new Clock(7, 7)], timed.Explain(new(7, 0), 'k', Answer<TimedResponse<int>>.Unseen));
        Assert.Equal("7", timed.WouldAnswer(new(7, 0), 't'));
        Assert.Equal(("clock", new Clock(1, 2)), (timed.Name, timed.Initial));
        Assert.Equal("5", new TimedResponse<int>(5, 1).ToString());
    }

    [Fact]
    public void Nothing_is_refused()
    {
        Assert.Throws<ArgumentNullException>("specification", static () => ScenarioSpecification.Of<int, int, int>(null!, 0));
        Assert.Throws<ArgumentNullException>("specification", static () => TimedSpecification.Of<int, int, int>(null!, static (state, _) => state, static (state, _) => state));
    }

    private static SequentialSpecification<Clock, char, TimedResponse<int>> Timed() => TimedSpecification.Of(
        new Specification<Clock, char, int>
        {
            Name = "clock",
            Initial = new Clock(1, 2),
            Step = static (state, what) => what switch
            {
                't' => (state, (int)state.Now),
                'k' => (state with { Kept = (int)state.Now }, 0),
                _ => (state with { Now = state.Now + 1 }, 0),
            },
        },
        static (state, time) => state with { Now = time },
        static (state, of) => state with { Now = of.Now });

    private sealed record Clock(long Now, int Kept);

    private sealed class Silent
    {
        public override string? ToString() => null;
    }
}
