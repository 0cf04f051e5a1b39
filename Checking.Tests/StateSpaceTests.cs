using Checking.Tests.BoundedCounter;
using CsCheck;
using Xunit;

namespace Checking.Tests;

public sealed class StateSpaceTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(100_000)]
    public void A_counter_has_a_state_a_count_and_every_operation_from_each(int limit)
    {
        StateSpaceReport<CounterOperation> report = Explore(CounterSpecification.Of(limit), []);

        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.Equal((limit + 1, 3L * (limit + 1), limit), (report.Explored.States, report.Explored.Transitions, report.Depth));
        Assert.Equal(report.Explored, report.All);
        Assert.InRange(report.BytesPerState, 0, limit > 1000 ? 70 : double.MaxValue);
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
