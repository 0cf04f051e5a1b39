using Checking.Tests.BoundedCounter;
using Xunit;

namespace Checking.Tests;

/// <summary>A component's checks are one call each, and their reports have one shape. Those of threads are held by Example.Tests.</summary>
public sealed class ComponentTests
{
    private static readonly SearchBounds Bounds = new(Seed: 0x5eed, Sequences: 50, Length: 20);

    [Fact]
    public void Sequences_of_a_right_component_hold_and_say_what_was_covered()
    {
        CheckReport report = Counter(CounterSpecification.Limit).Sequences(Bounds);

        Assert.Equal(("counter:sequences", Verdict.Holds, null), (report.Check, report.Verdict, report.Counterexample));
        Assert.Matches("^50 sequences, [1-9][0-9]* operations, seed 5eed$", report.Covered);
        Assert.Equal($"counter:sequences: holds; {report.Covered}", report.ToString());
    }

    [Fact]
    public void Of_many_operations_each_is_asked()
    {
        HashSet<int> asked = [];
        Component<int, int, int> component = Worded([.. Enumerable.Range(0, 300)]) with
        {
            Claims = [new("noted", "each is asked", (_, step) => Outcome.Of(asked.Add(step.Operation) || asked.Contains(step.Operation), static () => "not noted"))],
        };

        Assert.Equal(Verdict.Holds, component.Sequences(new(Seed: 0x5eed, Sequences: 200, Length: 60)).Verdict);
        Assert.Equal(Enumerable.Range(0, 300), asked.Order());
    }

    /// <summary>Each of as many items as there are choices has its own, and of fewer each has as many as any other, or one more.</summary>
    [Fact]
    public void Two_bytes_choose_from_65536_items()
    {
        int[] most = [.. Enumerable.Range(0, 65_536)];
        int[] fewer = [.. Enumerable.Range(0, 300)];

        Assert.Equal(most, most.Select(choice => most.At((byte)(choice / 256), (byte)choice)));
        Assert.Equal(most.Select(static choice => choice * 300 / 65_536), most.Select(choice => fewer.At((byte)(choice / 256), (byte)choice)));
        Assert.Throws<ArgumentOutOfRangeException>("items", () => ((int[])[.. most, 0]).At(0, 0));
    }

    [Fact]
    public void Every_state_of_a_right_component_holds() =>
        Assert.Equal(new CheckReport("counter:states", Verdict.Holds, "4 states, 12 transitions, depth 3", null), Counter(CounterSpecification.Limit).States());

    /// <summary>Two lists of at most two ones between them: written with their lengths there are six states, and without them only three forms.</summary>
    [Fact]
    public void A_form_that_two_states_share_is_refused_and_not_explored_once()
    {
        Component<TwoLists, bool, int> counted = Lists(static (lists, form) => { form.Add(lists.First); form.Add(lists.Second); });
        Component<TwoLists, bool, int> run = Lists(static (lists, form) => lists.First.Concat(lists.Second).ToList().ForEach(form.Add));

        Assert.Equal(new CheckReport("lists:states", Verdict.Holds, "6 states, 12 transitions, depth 2", null), counted.States());
        string message = Assert.Throws<InvalidOperationException>(run.States).Message;
        Assert.Equal(
            "'[1] []' and '[] [1]' are not equal and have one form, so only one of them would be looked at: Write must tell them apart. Where they are meant to be equal, TState needs value equality.",
            message);
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => run.Pairs()).Message);
    }

    /// <summary>The first state is one that others are compared with.</summary>
    [Fact]
    public void A_form_that_the_first_state_shares_is_refused() => Assert.StartsWith(
        "'0' and '1' are not equal and have one form",
        Assert.Throws<InvalidOperationException>((Counter(CounterSpecification.Limit) with { Write = static (_, form) => form.Add(0) }).States).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_wrong_component_is_found_by_sequences_and_states_and_again_from_either_token()
    {
        Component<int, CounterOperation, CounterResponse> wrong = Counter(CounterSpecification.Limit + 1);
        CheckReport[] reports = [wrong.Sequences(Bounds), wrong.States()];

        Assert.All(reports, report =>
        {
            string token = report.Counterexample!.Split("replay: Component.Replay ")[1];
            Assert.Equal(Verdict.Violated, report.Verdict);
            Assert.Equal($"{report.Check}/{string.Join('+', Enumerable.Repeat("Increment", 4))}", token);
            Assert.Equal($"{report.Check}: violated; {report.Covered}\n{report.Counterexample}", report.ToString());

            CheckReport again = wrong.Replay(token);
            Assert.Equal((report.Check, Verdict.Violated, "4 operations"), (again.Check, again.Verdict, again.Covered));
            Assert.Contains("state: count: expected 3, actual 4", again.Counterexample, StringComparison.Ordinal);
            string origin = report.Counterexample.Split('(', ')')[1];
            Assert.Equal(report.Counterexample.Replace($"({origin})", "(replayed)", StringComparison.Ordinal), again.Counterexample);
            Assert.Equal(new CheckReport(report.Check, Verdict.Holds, "4 operations", null), Counter(CounterSpecification.Limit).Replay(token));
        });
    }

    /// <summary>A look at a state may put in order what a component has put off. A path to a state is run without one, so it is explained without one.</summary>
    [Fact]
    public void A_component_that_is_wrong_only_where_nobody_looks_in_between_is_found_by_states()
    {
        Component<int, CounterOperation, CounterResponse> hasty = Counter(CounterSpecification.Limit) with { MakeSubject = static () => new UnsettledSubject() };

        CheckReport report = hasty.States();

        Assert.Equal(Verdict.Violated, report.Verdict);
        Assert.EndsWith("replay: Component.Replay counter:states/Increment+Decrement", report.Counterexample, StringComparison.Ordinal);
        Assert.Equal(Verdict.Violated, hasty.Replay("counter:states/Increment+Decrement").Verdict);
        Assert.Equal(Verdict.Holds, hasty.Replay("counter:sequences/Increment+Decrement").Verdict);
    }

    [Fact]
    public void Claims_that_never_applied_leave_both_checks_undecided_and_are_named()
    {
        Component<int, CounterOperation, CounterResponse> component = Counter(CounterSpecification.Limit) with
        {
            Claims =
            [
                new("never", "a count of a hundred is round", _ => Outcome.DoesNotApply),
                new("always", "a count is a count", _ => Outcome.Holds),
                new("nowhere", "a count of a thousand is round", _ => Outcome.DoesNotApply),
            ],
        };

        Assert.All((CheckReport[])[component.Sequences(Bounds), component.States()], report =>
        {
            Assert.Equal(Verdict.Undecided, report.Verdict);
            Assert.EndsWith("; never applied: never, nowhere", report.Covered, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_claim_that_does_not_hold_violates_both_checks()
    {
        Component<int, CounterOperation, CounterResponse> component = Counter(CounterSpecification.Limit) with
        {
            Claims = [new("below-two", "the count stays below two", count => Outcome.Of(count < 2, () => $"it is {count}")), new("never", "never", _ => Outcome.DoesNotApply)],
        };

        Assert.Equal(Verdict.Violated, component.Sequences(Bounds).Verdict);
        Assert.Equal(Verdict.Violated, component.States().Verdict);
    }

    /// <summary>What is derived is looked at after each operation, not only at the end.</summary>
    [Fact]
    public void What_a_component_derives_is_computed_again() =>
        Assert.Contains(
            "found: 1 read, 0 noted",
            (Counter(CounterSpecification.Limit) with { MakeSubject = static () => new CounterSpecification.ForgetfulSubject() }).Replay("counter:sequences/Read+Increment").Counterexample,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("", "'' is no token of this component; expected counter:sequences/OPERATION+OPERATION or counter:interleavings/START/THREAD/THREAD@SCHEDULE")]
    [InlineData("ring:sequences/Read", "is no token of this component")]
    [InlineData("counter:sequence/Read", "is no token of this component")]
    [InlineData("counter:sequences/Rea", "'Rea' is none of counter's operations, which are Increment, Decrement, Read")]
    [InlineData("counter:interleavings/Rea/Read/Read@0x1", "'Rea' is none of counter's operations")]
    [InlineData("counter:interleavings//Read/Read@x", "'x' is no schedule")]
    [InlineData("ring:interleavings//Read/Read@0x1", "is no token of this component")]
    public void What_is_no_token_is_refused_with_what_was_expected(string token, string problem) =>
        Assert.Contains(problem, Assert.Throws<FormatException>(() => Counter(CounterSpecification.Limit).Replay(token)).Message, StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_no_token() => Assert.Throws<ArgumentNullException>("token", static () => Counter(CounterSpecification.Limit).Replay(null!));

    [Theory]
    [InlineData("Put { Value = -1 }", "Put,Value,-1")]
    [InlineData("Take { }", "Take")]
    [InlineData("Put(1)", "Put,1")]
    [InlineData("a/b+c@d!e'f", "a,b,c,d,e,f")]
    public void An_operation_is_a_word_of_its_text(string text, string word) => Assert.Equal(word, Worded([text]).Format(text));

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a+b")]
    [InlineData("")]
    public void A_word_that_a_token_cannot_have_is_refused(string word)
    {
        Component<int, string, int> component = Worded(["fine", "odd"]) with { Format = operation => operation is "odd" ? word : operation };

        Assert.Contains($"'{word}' cannot stand in a token of worded", Assert.Throws<InvalidOperationException>(() => component.Sequences(Bounds)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(component.States);
    }

    [Fact]
    public void An_operation_without_a_text_has_no_word_and_is_refused() =>
        Assert.Equal(
            "'' cannot stand in a token of worded: an operation's word has no blank, quote, plus sign, slash, exclamation mark or at sign. Set Format.",
            Assert.Throws<InvalidOperationException>(() => Worded([new Silent()]).Sequences(Bounds)).Message);

    [Fact]
    public void Two_operations_of_one_word_are_refused() =>
        Assert.Contains(
            "two operations of worded have one word: a,b, a,b",
            Assert.Throws<InvalidOperationException>(() => Worded(["a b", "a.b"]).Sequences(Bounds)).Message,
            StringComparison.Ordinal);

    /// <summary>What is printed has to be a token that is read again.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("my counter")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    public void A_name_that_a_token_cannot_have_is_refused(string name)
    {
        string expected = $"'{name}' cannot stand in a token: Name has letters, digits and hyphens, one at least";
        Component<int, CounterOperation, CounterResponse> odd = Counter(CounterSpecification.Limit) with { Name = name };

        Assert.All((Func<CheckReport>[])[() => odd.Sequences(Bounds), odd.States, () => odd.Pairs(), () => odd.RealThreads(new("one", [], [[CounterOperation.Read]]), 1)], check =>
            Assert.Equal(expected, Assert.Throws<InvalidOperationException>(check).Message));
        Assert.Equal(Verdict.Holds, (odd with { Name = "counter-2" }).States().Verdict);
    }

    /// <summary>Claims are counted by their names: the one that never applied would hide behind the other.</summary>
    [Fact]
    public void Two_claims_of_one_name_are_refused()
    {
        Component<int, CounterOperation, CounterResponse> twice = Counter(CounterSpecification.Limit) with
        {
            Claims = [new("same", "always", static _ => Outcome.Holds), new("other", "always", static _ => Outcome.Holds), new("same", "never", static _ => Outcome.DoesNotApply)],
        };

        Assert.Equal(
            "two claims of counter have one name, so that nobody could tell which of them applied: same, other, same",
            Assert.Throws<InvalidOperationException>(twice.States).Message);
    }

    [Fact]
    public void A_component_without_operations_is_refused_and_not_said_to_hold()
    {
        Component<int, CounterOperation, CounterResponse> idle = Counter(CounterSpecification.Limit) with { Operations = [] };

        Assert.All(
            (Func<CheckReport>[])[() => idle.Sequences(Bounds), idle.States, () => idle.Pairs()],
            static check => Assert.Equal("counter has no operation, so there is nothing to check: Operations is empty", Assert.Throws<InvalidOperationException>(check).Message));
    }

    [Fact]
    public void A_component_that_cannot_be_made_is_a_counterexample_of_one_step()
    {
        Component<int, CounterOperation, CounterResponse> unmade = Counter(CounterSpecification.Limit) with { MakeSubject = static () => throw new InvalidOperationException("not made") };

        Assert.All((CheckReport[])[unmade.Sequences(Bounds), unmade.States(), unmade.Replay("counter:states/Read")], static report =>
        {
            Assert.Equal(Verdict.Violated, report.Verdict);
            Assert.Contains(": MakeSubject threw InvalidOperationException at step 1 of 1", report.Counterexample, StringComparison.Ordinal);
            Assert.Contains("System.InvalidOperationException: not made", report.Counterexample, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void The_command_that_replays_is_the_components_own() =>
        Assert.Contains("replay: my replay counter:states/", (Counter(1) with { ReplayCommand = "my replay" }).States().Counterexample, StringComparison.Ordinal);

    private static Component<int, CounterOperation, CounterResponse> Counter(int limit) => new()
    {
        Name = "counter",
        Specification = CounterSpecification.Counter,
        MakeSubject = () => new CounterSpecification.Subject(limit),
        Operations = Enum.GetValues<CounterOperation>(),
        Write = static (count, form) => form.Add(count),
    };

    private static Component<int, TOperation, int> Worded<TOperation>(TOperation[] operations)
        where TOperation : notnull
    {
        Specification<int, TOperation, int> specification = new() { Name = "worded", Initial = 0, Step = static (state, _) => (state, 0) };
        return new()
        {
            Name = "worded",
            Specification = specification,
            MakeSubject = () => new SpecificationSubject<int, TOperation, int>(specification),
            Operations = operations,
            Write = static (state, form) => form.Add(state),
        };
    }

    private static Component<TwoLists, bool, int> Lists(Action<TwoLists, CanonicalForm> write)
    {
        Specification<TwoLists, bool, int> specification = new()
        {
            Name = "lists",
            Initial = new([], []),
            Step = static (lists, isFirst) => (
                lists.First.Length + lists.Second.Length == 2 ? lists : isFirst ? new([.. lists.First, 1], lists.Second) : new(lists.First, [.. lists.Second, 1]), 0),
        };
        return new()
        {
            Name = "lists",
            Specification = specification,
            MakeSubject = () => new SpecificationSubject<TwoLists, bool, int>(specification),
            Operations = [true, false],
            Write = write,
        };
    }

    private sealed record TwoLists(int[] First, int[] Second)
    {
        public bool Equals(TwoLists? other) => other is not null && First.SequenceEqual(other.First) && Second.SequenceEqual(other.Second);

        public override int GetHashCode() => HashCode.Combine(First.Length, Second.Length);

        public override string ToString() => $"[{string.Join(", ", First)}] [{string.Join(", ", Second)}]";
    }

    private sealed class Silent
    {
        public override string? ToString() => null;
    }

    /// <summary>Has nothing to take away before what was added is settled, which a look does.</summary>
    private sealed class UnsettledSubject : ISubject<int, CounterOperation, CounterResponse>
    {
        private readonly CounterSpecification.Subject _subject = new(CounterSpecification.Limit);
        private bool _isSettled = true;

        public CounterResponse Apply(CounterOperation operation)
        {
            if (operation == CounterOperation.Decrement && !_isSettled)
            {
                return new(null);
            }

            _isSettled &= operation != CounterOperation.Increment;
            return _subject.Apply(operation);
        }

        public int Observe()
        {
            _isSettled = true;
            return _subject.Observe();
        }
    }
}
