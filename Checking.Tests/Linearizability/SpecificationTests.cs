// What a checker asks of a specification, and holds it to: it may be slow, and what it declares of itself may be false.
using Checking.Linearizability;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class SpecificationTests
{
    [Fact]
    public void What_changes_something_is_not_declared_to_change_nothing() => Assert.Equal(
        "register declares that write 7 -> 0 changes nothing, and it changes 0 to 7.",
        Refusal(TestSpecifications.Plain with { ChangesNothing = static (_, _) => true }, [new(0, Ask.Write(7), Answer<int>.Of(0), 0, 1)]));

    [Fact]
    public void What_may_change_something_is_not_declared_to_change_nothing_either() => Assert.Equal(
        "register declares that read -> 0 changes nothing, and it changes 0 to 1.",
        Refusal(
            TestSpecifications.Plain with { ChangesNothing = static (_, _) => true, Explain = static (state, _, _) => [state, state + 1] },
            [new(0, Ask.Read, Answer<int>.Of(0), 0, 1)]));

    [Fact]
    public void The_first_part_that_does_not_hold_ends_the_check()
    {
        SequentialSpecification<int, Ask, int> apart = TestSpecifications.Plain with { Part = static ask => ask.Value };
        Assert.Equal(
            [Verdict.Holds, Verdict.Violated],
            Check(
                apart,
                [
                    new(0, new Ask('r', 1), Answer<int>.Of(0), 0, 1),
                    .. Enumerable.Range(2, 2).SelectMany(part => Enumerable.Range(0, part).Select(place => new HistoryOperation<Ask, int>(part, new Ask('r', part), Answer<int>.Of(99), 2 * place, (2 * place) + 1))),
                ]).Parts.Select(part => part.Verdict));
    }

    [Fact]
    public void Nothing_is_likely_unless_it_is_said() => Assert.Empty(new Foresight([], []).Likely);

    [Fact]
    public void What_nobody_saw_is_always_explained() => Assert.Equal(
        "register explains no unseen answer of write 7 in 0.",
        Refusal(
            TestSpecifications.Plain with { Explain = static (state, ask, answer) => answer.IsSeen ? TestSpecifications.Plain.Explain(state, ask, answer) : [] },
            [new(0, Ask.Write(7), Answer<int>.Unseen, 0, 1), new(1, Ask.Read, Answer<int>.Of(7), 0, 2)]));

    [Fact]
    public void Each_of_several_next_states_is_looked_at()
    {
        SequentialSpecification<int, Ask, int> die = TestSpecifications.Plain with
        {
            Explain = static (state, ask, answer) => ask.Kind == 'w' ? Enumerable.Range(1, ask.Value) : TestSpecifications.Plain.Explain(state, ask, answer),
        };
        Assert.Equal(
            [Verdict.Violated, .. Enumerable.Repeat(Verdict.Holds, 6), Verdict.Violated],
            from seen in Enumerable.Range(0, 8)
            select Check(die, [new(0, Ask.Write(6), Answer<int>.Of(0), 0, 1), new(0, Ask.Read, Answer<int>.Of(seen), 2, 3)]).Verdict);
    }

    [Fact]
    public void What_has_ended_asks_for_no_more_steps_whatever_is_open()
    {
        using CancellationTokenSource cancellation = new();
        int steps = 0;
        SequentialSpecification<int, Ask, int> unexplained = TestSpecifications.Plain with
        {
            Explain = (_, _, _) =>
            {
                steps++;
                cancellation.Cancel();
                return [];
            },
        };
        LinearizabilityReport<int, Ask, int> report = new LinearizabilityChecker<int, Ask, int>(unexplained).Check(
            new(Enumerable.Range(0, 200).Select(process => new HistoryOperation<Ask, int>(process, Ask.Write(process), Answer<int>.Of(0), 0, 1))),
            SearchLimits.Default,
            TimeProvider.System,
            cancellation.Token);
        Assert.Equal((Verdict.Undecided, SearchEnd.Cancelled), (report.Verdict, report.End));
        Assert.InRange(steps, 1, 10);
    }

    private static string Refusal(SequentialSpecification<int, Ask, int> specification, IReadOnlyList<HistoryOperation<Ask, int>> operations) =>
        Assert.Throws<InvalidOperationException>(() => Check(specification, operations)).Message;

    private static LinearizabilityReport<int, Ask, int> Check(SequentialSpecification<int, Ask, int> specification, IReadOnlyList<HistoryOperation<Ask, int>> operations) =>
        new LinearizabilityChecker<int, Ask, int>(specification).Check(new(operations), SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken);
}
