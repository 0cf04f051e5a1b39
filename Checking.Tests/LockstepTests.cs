using Checking.Tests.BoundedCounter;
using Xunit;
using static Checking.Tests.BoundedCounter.CounterOperation;

namespace Checking.Tests;

/// <summary>What one run compares, and what it says of each thing that can differ: the answer alone, the state alone, both, a claim, an exception.</summary>
public sealed class LockstepTests
{
    private static readonly CounterOperation[] Up = [Increment, Increment];

    [Fact]
    public void An_answer_that_alone_differs_is_a_difference_without_states()
    {
        Run<int, CounterOperation, CounterResponse> run = Against(answer: -7, state: 0).Run(Up);

        Failure.Difference difference = Assert.IsType<Failure.Difference>(run.Failure);
        Assert.Empty(difference.States);
        Assert.Contains("the answers differ at step 1 of 1", Text("counter", run), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_alone_differs_is_a_difference_with_the_answer_twice()
    {
        Run<int, CounterOperation, CounterResponse> run = Against(answer: 0, state: 5).Run(Up);

        Failure.Difference difference = Assert.IsType<Failure.Difference>(run.Failure);
        Assert.Equal(new StateDifference("count", new Expected("1"), new Actual("6")), Assert.Single(difference.States));
        Assert.Contains("the states differ at step 1 of 1", Text("counter", run), StringComparison.Ordinal);
    }

    /// <summary>Nobody could tell from two texts that are alike why that is a difference.</summary>
    [Fact]
    public void States_that_print_alike_and_are_not_equal_are_said_to_need_value_equality()
    {
        Specification<Listed, int, int> specification = new() { Name = "listed", Initial = new([]), Step = static (state, operation) => (new([.. state.Values, operation]), 0) };
        Run<Listed, int, int> run = new Lockstep<Listed, int, int>(specification, [], () => new Copying<Listed, int>(specification, 0, static state => new([.. state.Values]))).Run([7]);
        Run<Listed, int, int> wrong = new Lockstep<Listed, int, int>(specification, [], () => new Copying<Listed, int>(specification, 1, static state => new([.. state.Values]))).Run([7]);

        Assert.StartsWith(
            "listed: the states differ at step 1 of 1 (given)\n    1  7  0\n  state: equality: expected equal states, actual the states print alike but are not equal: TState needs value equality, or Describe leaves out what differs\n",
            Text("listed", run),
            StringComparison.Ordinal);
        Assert.StartsWith("listed: answers and states differ at step 1 of 1", Text("listed", wrong), StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_that_print_alike_and_are_not_equal_are_said_to_need_value_equality()
    {
        Specification<int, int, int[]> specification = new() { Name = "listing", Initial = 0, Step = static (state, operation) => (state, [operation]) };
        Run<int, int, int[]> run = new Lockstep<int, int, int[]>(specification, [], () => new Copying<int, int[]>(specification, [7], static state => state)).Run([7]);

        Assert.StartsWith(
            "listing: the answers print alike but are not equal: TResponse needs value equality at step 1 of 1 (given)\n    1  7  System.Int32[]\nreplay",
            Text("listing", run),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_specification_that_throws_is_named_and_its_step_has_no_answer()
    {
        Run<int, CounterOperation, CounterResponse> run =
            new Lockstep<int, CounterOperation, CounterResponse>(CounterSpecification.Counter with { Step = (_, _) => throw new InvalidOperationException("no step") }, []).Run(Up);

        Assert.Equal(new Step<CounterOperation>(Increment, "threw"), Assert.Single(run.Steps));
        Assert.Empty(run.Responses);
        Assert.Equal("counter to 3", Assert.IsType<Failure.Threw>(run.Failure).Who);
    }

    [Fact]
    public void A_claim_that_throws_is_named_by_its_sentence()
    {
        Claim<int, CounterOperation, CounterResponse> claim = new("throws", "it can be examined", static _ => throw new InvalidOperationException("no claim"));
        Run<int, CounterOperation, CounterResponse> run = new Lockstep<int, CounterOperation, CounterResponse>(CounterSpecification.Counter, [claim]).Run(Up);

        Assert.Equal("counter to 3, while 'it can be examined' was examined", Assert.IsType<Failure.Threw>(run.Failure).Who);
    }

    [Fact]
    public void A_broken_claim_comes_before_what_the_subject_does()
    {
        Claim<int, CounterOperation, CounterResponse> claim = new("never-counts", "the count stays 0", static count => Outcome.Equal(count, 0));
        Run<int, CounterOperation, CounterResponse> run =
            new Lockstep<int, CounterOperation, CounterResponse>(CounterSpecification.Counter, [claim], static () => new Shifted(-7, 5)).Run(Up);

        Failure.BrokenClaim broken = Assert.IsType<Failure.BrokenClaim>(run.Failure);
        Assert.Equal(("never-counts", "the count stays 0", "1 is not 0"), (broken.Name, broken.Says, broken.Found));
    }

    [Fact]
    public void What_a_rescan_finds_is_named_so()
    {
        Failure.BrokenClaim broken = Assert.IsType<Failure.BrokenClaim>(new Lockstep<int, CounterOperation, CounterResponse>(
            CounterSpecification.Counter, [], static () => new CounterSpecification.ForgetfulSubject()).Run([Read]).Failure);

        Assert.Equal(("rescan", "what the subject derives is what a rescan gives", "1 read, 0 noted"), (broken.Name, broken.Says, broken.Found));
    }

    [Fact]
    public void A_run_that_holds_has_every_step_and_every_answer_and_shows_every_transition()
    {
        List<Transition<int, CounterOperation, CounterResponse>> seen = [];
        Run<int, CounterOperation, CounterResponse> run = Against(0, 0).Run(2, static (index, _) => Up[index], observe: seen.Add);
        List<Transition<int, CounterOperation, CounterResponse>> driven = [];
        SpecificationSubject<int, CounterOperation, CounterResponse> subject = new(CounterSpecification.Counter, driven.Add);
        subject.Apply(Increment);
        subject.Apply(Increment);

        Assert.Null(run.Failure);
        Assert.Equal([new(1), new(2)], run.Responses);
        Assert.Equal([new(0, Increment, new(1), 1), new(1, Increment, new(2), 2)], seen);
        Assert.Equal(seen, driven);
    }

    [Fact]
    public void All_that_a_rescan_finds_is_told() => Assert.Equal(
        "one; another",
        Assert.IsType<Failure.BrokenClaim>(new Lockstep<int, CounterOperation, CounterResponse>(
            CounterSpecification.Counter, [], static () => new Wrecked()).Run([Read]).Failure).Found);

    [Fact]
    public void States_that_are_equal_are_not_described() =>
        Assert.Empty(Assert.IsType<Failure.Difference>(new Lockstep<int, CounterOperation, CounterResponse>(
            CounterSpecification.Counter with { Describe = static _ => throw new InvalidOperationException("described") },
            [],
            static () => new Shifted(-7, 0)).Run(Up).Failure).States);

    [Fact]
    public void A_fact_that_only_one_of_two_states_has_is_absent_in_the_other() => Assert.Equal(
        [
            new StateDifference("less", new Expected("1"), new Actual("absent")),
            new StateDifference("changed", new Expected("2"), new Actual("3")),
            new StateDifference("more", new Expected("absent"), new Actual("4")),
        ],
        StateDifference.Between(
            [new Fact("less", "1"), new Fact("same", "0"), new Fact("changed", "2")],
            [new Fact("same", "0"), new Fact("changed", "3"), new Fact("more", "4")]));

    [Fact]
    public void Nothing_is_no_argument()
    {
        Lockstep<int, CounterOperation, CounterResponse> lockstep = Against(0, 0);
        SequenceSearch<int, CounterOperation, CounterResponse> search = CounterSpecification.Check(null);
        Assert.Throws<ArgumentNullException>("other", static () => { Outcome.Breaks("x").And(null!); });
        Assert.Throws<ArgumentNullException>("other", static () => new ClaimTally().Add(null!));
        Assert.Throws<ArgumentNullException>("operations", () => { lockstep.Run(null!); });
        Assert.Throws<ArgumentNullException>("operationAt", () => { lockstep.Run(0, null!); });
        Assert.Throws<ArgumentNullException>("bounds", () => { search.Search(null!); });
        Assert.Throws<ArgumentNullException>("bounds", static () => { SequenceSearch<int, CounterOperation, CounterResponse>.Generate(null!, 0); });
        Assert.Throws<ArgumentNullException>("items", static () => { ((int[])null!).At(0); });
        Assert.Throws<ArgumentNullException>("items", static () => { ((int[])null!).At(0, 0); });
        Assert.Throws<ArgumentNullException>("text", static () => _ = ReplayToken.TryParse(null!, out _));
        Assert.Throws<ArgumentNullException>("failingLength", static () => { SequenceShrinker.Shrink([], null!); });
        Assert.Throws<ArgumentNullException>("length", static () => { SequenceShrinker.ShrinkOperations("", null!, static (list, _) => list); });
        Assert.Throws<ArgumentNullException>("runWithout", static () => { SequenceShrinker.ShrinkOperations("", static _ => 0, null!); });
    }

    [Fact]
    public void Outcomes_say_whether_they_apply_and_the_first_that_is_broken_counts()
    {
        Assert.True(Outcome.Holds.Applies && Outcome.Breaks("x").Applies && !Outcome.DoesNotApply.Applies);
        Assert.Equal("x", Outcome.Breaks("x").And(static () => Outcome.Breaks("y")).Broken);
        Assert.Equal("y", Outcome.Holds.And(static () => Outcome.Breaks("y")).Broken);
        Assert.Equal("1 is not 2", Outcome.Equal(1, 2).Broken);
        Assert.Equal(Outcome.Holds, Outcome.Equal(1, 1));
    }

    [Fact]
    public void Tallies_add_up()
    {
        ClaimTally tally = new();
        ClaimTally other = new();
        tally.Add("a", applies: true);
        other.Add("a", applies: true);
        other.Add("b", applies: false);
        tally.Add(other);

        Assert.Equal(2, tally.Applied["a"]);
        Assert.Equal(["b"], tally.Vacuous);
    }

    [Fact]
    public void A_state_describes_itself_unless_somebody_says_more() => Assert.Equal(
        [new Fact("state", "4")],
        new Specification<int, CounterOperation, CounterResponse> { Name = "plain", Initial = 0, Step = CounterSpecification.Counter.Step }.Describe(4));

    [Fact]
    public void A_state_without_a_text_is_described_by_none() => Assert.Equal(
        [new Fact("state", "")],
        new Specification<Mute, int, int> { Name = "mute", Initial = new(), Step = static (state, _) => (state, 0) }.Describe(new()));

    [Fact]
    public void Of_a_counterexamplesequence_the_last_steps_are_shown_and_the_others_counted()
    {
        Counterexample<string> counterexample = new()
        {
            Check = "long",
            Origin = "made up",
            Steps = [.. Enumerable.Range(1, Counterexample<string>.StepsShown + 2).Select(step => new Step<string>(step % 2 == 0 ? "even" : "an odd one", "fine"))],
            Failure = new Failure.Difference(new Expected("right"), new Actual("wrong"), []),
            Replay = "again",
        };

        Assert.StartsWith("long: the answers differ at step 32 of 32 (made up)\n  ... 2 earlier steps\n    3  an odd one  fine\n    4  even        fine\n", counterexample.ToString(), StringComparison.Ordinal);
    }

    private static Lockstep<int, CounterOperation, CounterResponse> Against(int answer, int state) =>
        new(CounterSpecification.Counter, [], () => new Shifted(answer, state));

    private static string Text<TState, TOperation, TResponse>(string check, Run<TState, TOperation, TResponse> run) =>
        new Counterexample<TOperation> { Check = check, Origin = "given", Steps = run.Steps, Failure = run.Failure!, Replay = "again" }.ToString();

    /// <summary>Equal to itself alone: lists are.</summary>
    private sealed record Listed(List<int> Values);

    /// <summary>Does what is specified, answers always the same, and shows copies of its state.</summary>
    private sealed class Copying<TState, TResponse>(Specification<TState, int, TResponse> specification, TResponse answer, Func<TState, TState> copy) : ISubject<TState, int, TResponse>
        where TState : notnull
        where TResponse : notnull
    {
        private readonly SpecificationSubject<TState, int, TResponse> _subject = new(specification);

        public TResponse Apply(int operation)
        {
            _subject.Apply(operation);
            return answer;
        }

        public TState Observe() => copy(_subject.Observe());
    }

    private sealed class Mute
    {
        public override string? ToString() => null;
    }

    private sealed class Wrecked : ISubject<int, CounterOperation, CounterResponse>, IRescannable
    {
        public CounterResponse Apply(CounterOperation operation) => new(0);

        public int Observe() => 0;

        public IReadOnlyList<string> FindDerivedErrors() => ["one", "another"];
    }

    /// <summary>A counter whose answers, or whose states, are off by a number.</summary>
    private sealed class Shifted(int answer, int state) : ISubject<int, CounterOperation, CounterResponse>
    {
        private readonly CounterSpecification.Subject _subject = new(CounterSpecification.Limit);

        public CounterResponse Apply(CounterOperation operation) => new(_subject.Apply(operation).Count + answer);

        public int Observe() => _subject.Observe() + state;
    }
}
