using Checking.Tests.BoundedCounter;
using CsCheck;
using Xunit;

namespace Checking.Tests;

public sealed class StateSpaceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(25_000)]
    public void A_counter_has_a_state_a_count_and_every_operation_from_each(int limit)
    {
        StateSpaceReport<CounterOperation> report = Explore(CounterSpecification.Of(limit), []);

        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.Equal((limit + 1, 3L * (limit + 1), limit), (report.Explored.States, report.Explored.Transitions, report.Depth));
        Assert.Equal(report.Explored, report.All);
        Assert.InRange(report.BytesPerState, 0, limit > 1000 ? 70 : double.MaxValue);
    }

    /// <summary>All that a second exploration would find is visited already, so it would hold of anything.</summary>
    [Fact]
    public void A_space_is_explored_once()
    {
        StateSpace<int, CounterOperation, CounterResponse> Space(params IReadOnlyList<Claim<int, CounterOperation, CounterResponse>> claims) => new(
            CounterSpecification.Check(null, claims), CounterSpecification.Counter, claims, new([], _ => Enum.GetValues<CounterOperation>(), (count, form) => form.Add(count)));
        StateSpace<int, CounterOperation, CounterResponse> broken = Space(new Claim<int, CounterOperation, CounterResponse>("never", "there is no state", _ => Outcome.Of(holds: false, () => "one")));
        StateSpace<int, CounterOperation, CounterResponse> stopped = Space();

        Assert.Equal(Verdict.Violated, broken.Explore().Verdict);
        Assert.Equal(Verdict.Undecided, stopped.Explore(cancellation: new(canceled: true)).Verdict);
        Assert.All([broken, stopped], static space => Assert.Equal(
            "a state space is explored once: another exploration takes another one", Assert.Throws<InvalidOperationException>(() => space.Explore()).Message));
    }

    [Fact]
    public void A_broken_claim_is_shown_by_a_shortest_path()
    {
        Claim<int, CounterOperation, CounterResponse> wrong = new("below-three", "the count stays below three", count => Outcome.Of(count < 3, () => $"{count}"));
        StateSpaceReport<CounterOperation> report = Explore(CounterSpecification.Of(5), [wrong]);

        Assert.Equal(Verdict.Violated, report.Verdict);
        Assert.Equal(Enumerable.Repeat(CounterOperation.Increment, 3), report.Counterexample?.Steps.Select(step => step.Operation));
        Assert.Contains("breadth-first", report.Counterexample?.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_that_goes_another_way_or_throws_is_shown_by_a_shortest_path()
    {
        Counterexample<CounterOperation>? higher = Counterexample(static () => new CounterSpecification.Subject(CounterSpecification.Limit + 1));
        Counterexample<CounterOperation>? throwing = Counterexample(static () => new CounterSpecification.ThrowingSubject());

        Assert.Equal(Enumerable.Repeat(CounterOperation.Increment, 4), higher?.Steps.Select(step => step.Operation));
        Assert.IsType<Failure.Difference>(higher?.Failure);
        Assert.Equal([CounterOperation.Decrement], throwing?.Steps.Select(step => step.Operation));
        Assert.IsType<Failure.Threw>(throwing?.Failure);
        Assert.Null(Counterexample(static () => new CounterSpecification.Subject(CounterSpecification.Limit)));

        static Counterexample<CounterOperation>? Counterexample(Func<ISubject<int, CounterOperation, CounterResponse>> subject) =>
            new StateSpace<int, CounterOperation, CounterResponse>(
                CounterSpecification.Check(subject),
                CounterSpecification.Counter,
                [],
                new([], _ => Enum.GetValues<CounterOperation>(), (count, form) => form.Add(count)),
                subject).Explore().Counterexample;
    }

    /// <summary>A subject that is wrong in its answer alone, or in its state alone, is wrong.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_subject_that_answers_otherwise_or_is_otherwise_is_shown_by_a_shortest_path(bool isInAnswer)
    {
        Func<ISubject<int, CounterOperation, CounterResponse>> subject = () => new WrongAtTwo(isInAnswer);

        Counterexample<CounterOperation>? counterexample = new StateSpace<int, CounterOperation, CounterResponse>(
            CounterSpecification.Check(subject),
            CounterSpecification.Counter,
            [],
            new([], _ => Enum.GetValues<CounterOperation>(), (count, form) => form.Add(count)),
            subject).Explore().Counterexample;

        Assert.Equal(Enumerable.Repeat(CounterOperation.Increment, 2), counterexample?.Steps.Select(step => step.Operation));
        Assert.IsType<Failure.Difference>(counterexample?.Failure);
    }

    private sealed class WrongAtTwo(bool isInAnswer) : ISubject<int, CounterOperation, CounterResponse>
    {
        private readonly CounterSpecification.Subject _subject = new(CounterSpecification.Limit);

        public CounterResponse Apply(CounterOperation operation)
        {
            CounterResponse right = _subject.Apply(operation);
            return isInAnswer && right.Count == 2 ? new(0) : right;
        }

        public int Observe() => _subject.Observe() == 2 && !isInAnswer ? 0 : _subject.Observe();
    }

    /// <summary>A fingerprint takes 16 bytes in a table that is at most three quarters full, and its parent and operation 8 in a list; both double.</summary>
    [Theory]
    [InlineData(1, (4096 * 16) + (4 * 8))]
    [InlineData(3071, (4096 * 16) + (4096 * 8))]
    [InlineData(3072, (8192 * 16) + (4096 * 8))]
    [InlineData(6144, (16384 * 16) + (8192 * 8))]
    public void What_is_kept_of_a_state_is_counted(int states, long bytes) =>
        Assert.Equal((double)bytes / states, Explore(CounterSpecification.Of(states - 1), []).BytesPerState);

    [Fact]
    public void Each_transition_is_shown_and_each_level_told()
    {
        List<Transition<int, CounterOperation, CounterResponse>> seen = [];
        List<(int, long, long)> told = [];
        StateSpaceReport<CounterOperation> report = Space(CounterSpecification.Of(2), [], null).Explore(seen.Add, (depth, states, transitions) => told.Add((depth, states, transitions)));

        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2], seen.Select(transition => transition.Before));
        Assert.Equal([1, 0, 0, 2, 0, 1, 2, 1, 2], seen.Select(transition => transition.After));
        Assert.Equal([(1, 2, 3), (2, 3, 6), (2, 3, 9)], told);
        Assert.Equal(2, report.Depth);
    }

    [Fact]
    public void Each_state_that_was_found_has_a_path_that_leads_to_it()
    {
        StateSpace<int, CounterOperation, CounterResponse> space = Space(CounterSpecification.Of(4), [], null, CounterOperation.Increment);
        space.Explore();

        Assert.Equal(5, space.FoundStates);
        Assert.Equal(
            ["Increment", "Increment Increment", "Increment Decrement", "Increment Increment Increment", "Increment Increment Increment Increment"],
            Enumerable.Range(0, 5).Select(index => string.Join(' ', space.PathTo(index))));
    }

    [Fact]
    public void A_violation_tells_where_it_was_found_and_how_often_claims_applied()
    {
        Claim<int, CounterOperation, CounterResponse> wrong = new("below-three", "the count stays below three", static count => Outcome.Of(count < 3, () => $"{count}"));
        StateSpaceReport<CounterOperation> report = Explore(CounterSpecification.Of(5), [wrong], CounterOperation.Increment);

        Assert.Equal("breadth-first, state 1, level 2", report.Counterexample?.Origin);
        Assert.Equal(2, report.Depth);
        Assert.Equal(report.Explored.Transitions, report.Tally.Applied["below-three"]);
    }

    [Fact]
    public void A_claim_that_does_not_break_again_is_no_function_and_says_so()
    {
        int examined = 0;
        Claim<int, CounterOperation, CounterResponse> once = new("once", "it breaks once", _ => Outcome.Of(++examined != 4, static () => "broken"));

        Assert.Equal(
            "the path does not break the claim again: the specification or its canonical form is not a function of what it is given",
            Assert.Throws<InvalidOperationException>(() => Explore(CounterSpecification.Of(5), [once])).Message);
    }

    [Fact]
    public void A_step_that_throws_is_shown_by_a_shortest_path()
    {
        Specification<int, CounterOperation, CounterResponse> throwing = CounterSpecification.Counter with
        {
            Step = static (count, operation) => count == 2 ? throw new InvalidOperationException("no step") : CounterSpecification.Counter.Step(count, operation),
        };
        StateSpaceReport<CounterOperation> report = Explore(throwing, []);

        Assert.Equal(Verdict.Violated, report.Verdict);
        Assert.Equal(3, report.Counterexample?.Steps.Count);
        Assert.Equal(("counter to 3", "no step"), Thrown(report));
    }

    [Fact]
    public void A_claim_that_throws_is_shown_by_a_shortest_path()
    {
        StateSpaceReport<CounterOperation> report = Explore(
            CounterSpecification.Counter, [new("throws", "it can be examined", static count => count == 2 ? throw new InvalidOperationException("no claim") : Outcome.Holds)]);

        Assert.Equal(Verdict.Violated, report.Verdict);
        Assert.Equal([CounterOperation.Increment, CounterOperation.Increment], report.Counterexample?.Steps.Select(static step => step.Operation));
        Assert.Equal(("counter to 3, while 'it can be examined' was examined", "no claim"), Thrown(report));
    }

    private static (string Who, string Message) Thrown(StateSpaceReport<CounterOperation> report)
    {
        Failure.Threw threw = Assert.IsType<Failure.Threw>(report.Counterexample?.Failure);
        return (threw.Who, threw.Exception.Message);
    }

    [Fact]
    public void A_set_of_fingerprints_is_the_set_that_it_stands_for() => Seeded.Sample(Gen.Select(Gen.ULong, Gen.ULong).Array[0, 60], numbers =>
    {
        // The lower bits are few, so that many share their place; zero is among them.
        FingerprintSet fingerprints = new();
        HashSet<UInt128> expected = [];
        foreach ((ulong upper, ulong lower) in numbers)
        {
            UInt128 number = new(upper % 3, lower % 8 * 4095);
            Assert.Equal(expected.Add(number), fingerprints.Add(number));
            Assert.Equal(expected.Count, fingerprints.Count);
        }
    });

    [Fact]
    public void A_set_that_grows_keeps_what_it_has()
    {
        const int Count = 20_000;
        FingerprintSet fingerprints = new();
        for (uint number = 0; number < Count; number++)
        {
            Assert.True(fingerprints.Add(new UInt128(3 * number, number)));
        }

        for (uint number = 0; number < Count; number++)
        {
            Assert.False(fingerprints.Add(new UInt128(3 * number, number)));
            Assert.True(fingerprints.Bytes <= 32768 * 16);
        }

        Assert.Equal(Count, fingerprints.Count);
    }

    [Fact]
    public void A_prefix_is_not_part_of_the_depth_but_of_the_path()
    {
        Claim<int, CounterOperation, CounterResponse> wrong = new("below-three", "the count stays below three", count => Outcome.Of(count < 3, () => $"{count}"));

        Assert.Equal(3, Explore(CounterSpecification.Of(5), [], CounterOperation.Increment, CounterOperation.Increment).Depth);
        Assert.Equal(3, Explore(CounterSpecification.Of(5), [wrong], CounterOperation.Increment, CounterOperation.Increment).Counterexample?.Steps.Count);
    }

    [Fact]
    public void States_of_one_canonical_form_are_one()
    {
        StateSpaceReport<CounterOperation> report = Explore(CounterSpecification.Of(9), [], write: (count, form) => form.Add(count % 2));

        Assert.Equal(2, report.Explored.States);
    }

    /// <summary>
    /// Two counters that go round: swapping them is a renaming; of 16 states 4 are their own image, so (16 + 4) / 2 are explored. Where one goes
    /// twice as fast it is none: there are 8 states, and the count of all says 12.
    /// </summary>
    [Theory]
    [InlineData(1, 10, 16)]
    [InlineData(2, 7, 12)]
    public void States_that_are_renamings_of_each_other_are_explored_once_and_counted_each(int stepOfTheSecond, int explored, int all)
    {
        Specification<(int, int), bool, string> specification = new()
        {
            Name = "counters",
            Initial = (0, 0),
            Step = (state, isFirst) => (isFirst ? ((state.Item1 + 1) % 4, state.Item2) : (state.Item1, (state.Item2 + stepOfTheSecond) % 4), ""),
        };
        StateSpaceReport<bool> report = new StateSpace<(int, int), bool, string>(
            new("counters", new(specification, []), static (_, _) => true, static isFirst => $"{isFirst}", "replay"),
            specification,
            [],
            new(
                [],
                static _ => [false, true],
                static (state, form) => Write(state.Item1, state.Item2, form),
                [static (state, form) => Write(state.Item2, state.Item1, form)])).Explore();

        Assert.Equal(new StateCount(explored, explored * 2), report.Explored);
        Assert.Equal(new StateCount(all, all * 2), report.All);

        static void Write(int first, int second, CanonicalForm form)
        {
            form.Add(first);
            form.Add(second);
        }
    }

    [Fact]
    public void A_search_that_is_stopped_is_undecided()
    {
        using CancellationTokenSource cancellation = new();
        StateSpaceReport<CounterOperation> report = Space(CounterSpecification.Of(50), [], null).Explore(
            progress: (depth, _, _) => Stop(depth), cancellation: cancellation.Token);

        Assert.Equal(Verdict.Undecided, report.Verdict);
        Assert.Equal(6, report.Explored.States);

        void Stop(int depth)
        {
            if (depth == 5)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public void Different_numbers_have_different_forms() => Seeded.Sample(Gen.Select(Gen.Int.Array[0, 300], Gen.Int.Array[0, 300], Gen.Bool), (one, other, same) =>
        Assert.Equal(same || one.SequenceEqual(other), Form(one).SequenceEqual(Form(same ? one : other))));

    [Fact]
    public void A_list_is_its_length_and_its_numbers()
    {
        CanonicalForm form = new();
        form.Add([300, 4]);
        form.Add([]);

        Assert.Equal(Form([2, 300, 4, 0]), form.Written.ToArray());
    }

    /// <summary>As many bytes as sevens of bits, and a byte of its own where a number ends: what is written of 128 is not what is written of 0.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(127, 1)]
    [InlineData(128, 2)]
    [InlineData(16_383, 2)]
    [InlineData(16_384, 3)]
    [InlineData(-1, 5)]
    public void A_number_takes_as_many_bytes_as_it_needs(int number, int bytes)
    {
        byte[] form = Form([number]);

        Assert.Equal(bytes, form.Length);
        Assert.All(form[..^1], one => Assert.InRange(one, 128, 255));
        Assert.InRange(form[^1], 0, 127);
    }

    [Fact]
    public void A_form_begins_with_nothing_and_so_does_another_one()
    {
        CanonicalForm form = new();
        Assert.True(form.Written.IsEmpty);

        form.Add(7);
        form.Clear();
        Assert.True(form.Written.IsEmpty);
    }

    private static byte[] Form(int[] numbers)
    {
        CanonicalForm form = new();
        form.Add(7);
        form.Clear();
        foreach (int number in numbers)
        {
            form.Add(number);
        }

        return form.Written.ToArray();
    }

    private static StateSpaceReport<CounterOperation> Explore(
        Specification<int, CounterOperation, CounterResponse> specification,
        IReadOnlyList<Claim<int, CounterOperation, CounterResponse>> claims,
        params IReadOnlyList<CounterOperation> prefix) =>
        Space(specification, claims, null, prefix).Explore();

    private static StateSpaceReport<CounterOperation> Explore(
        Specification<int, CounterOperation, CounterResponse> specification,
        IReadOnlyList<Claim<int, CounterOperation, CounterResponse>> claims,
        Action<int, CanonicalForm> write) =>
        Space(specification, claims, write).Explore();

    private static StateSpace<int, CounterOperation, CounterResponse> Space(
        Specification<int, CounterOperation, CounterResponse> specification,
        IReadOnlyList<Claim<int, CounterOperation, CounterResponse>> claims,
        Action<int, CanonicalForm>? write,
        params IReadOnlyList<CounterOperation> prefix) =>
        new(
            new SequenceSearch<int, CounterOperation, CounterResponse>(
                "counter", new(specification, claims), (_, _) => CounterOperation.Read, operation => $"{operation}", "replay"),
            specification,
            claims,
            new(prefix, _ => Enum.GetValues<CounterOperation>(), write ?? ((count, form) => form.Add(count))));
}
