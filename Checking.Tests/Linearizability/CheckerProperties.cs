// What is claimed of the checker: histories made linearizable are accepted, with a linearization that holds;
// corruptions that provably break one are rejected; on tiny histories it says what the definition says.
// The properties take the checker as a function, so that wrong checkers can be held against them as well.
using Checking.Linearizability;
using CsCheck;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class CheckerProperties
{
    private const ulong Seed = 0x11EA;

    [Fact]
    public void Histories_made_linearizable_are_accepted_with_a_linearization_that_holds()
    {
        foreach (int number in Seeded.Cases(200))
        {
            History<Ask, int> history = RegisterRun(number, new RunShape(1 + (number % 8), number, number % 10, number % 7));
            foreach (SequentialSpecification<int, Ask, int> specification in (ReadOnlySpan<SequentialSpecification<int, Ask, int>>)[TestSpecifications.Plain, TestSpecifications.Declared])
            {
                LinearizabilityReport<int, Ask, int> report = Check(specification, history);
                Assert.True(report.Verdict == Verdict.Holds, $"seed {Seed:x}, case {number}: {report}");
                Assert.True(Certificate.Refute(specification, report) is null, $"seed {Seed:x}, case {number}: {Certificate.Refute(specification, report)}");
            }
        }
    }

    [Fact]
    public void A_read_of_a_value_that_nobody_wrote_is_rejected() =>
        Assert.Null(FirstAccepted(VerdictOf, (history, which) => WithRead(history, which, 99)));

    [Fact]
    public void A_read_that_misses_a_write_which_returned_before_it_is_rejected() =>
        Assert.Null(FirstAccepted(VerdictOf, (history, _) => Then(history, (Ask.Write(50), 0), (Ask.Write(51), 0), (Ask.Read, 50))));

    [Fact]
    public void Two_successes_of_one_compare_and_set_are_rejected() =>
        Assert.Null(FirstAccepted(VerdictOf, (history, _) => Then(history, (Ask.Write(50), 0), (Ask.Cas(50, 51), 1), (Ask.Cas(50, 52), 1))));

    [Fact]
    public void A_wrong_quiescent_observation_at_the_end_is_rejected() =>
        Assert.Null(FirstAccepted(VerdictOf, (history, _) => Then(history, (Ask.Write(50), 0), (Ask.Read, 49))));

    [Fact]
    public void On_tiny_histories_the_verdict_is_that_of_all_permutations()
    {
        Assert.Null(FirstDifference(TestSpecifications.Plain, history => VerdictOf(TestSpecifications.Plain, history), TinyRegister, out int accepted, out int rejected));
        Assert.True(accepted > Seeded.Of(1_000), $"{accepted} accepted");
        Assert.True(rejected > Seeded.Of(1_000), $"{rejected} rejected");
    }

    [Fact]
    public void On_tiny_histories_reads_may_be_declared_without_a_change_of_verdict() =>
        Assert.Null(FirstDifference(TestSpecifications.Plain, history => VerdictOf(TestSpecifications.Declared, history), TinyRegister, out _, out _));

    [Fact]
    public void On_tiny_histories_the_operations_may_be_given_in_any_order() =>
        Assert.Null(FirstDifference(
            TestSpecifications.Plain,
            history => VerdictOf(TestSpecifications.Plain, history),
            static number => new(TinyRegister(number).Operations.Reverse()),
            out _,
            out _));

    [Fact]
    public void On_tiny_histories_of_a_nondeterministic_specification_the_verdict_is_that_of_all_permutations()
    {
        Assert.Null(FirstDifference(TestSpecifications.AnyBag, history => VerdictOf(TestSpecifications.AnyBag, history), TinyBag, out int accepted, out int rejected));
        Assert.True(accepted > Seeded.Of(1_000), $"{accepted} accepted");
        Assert.True(rejected > Seeded.Of(300), $"{rejected} rejected");
    }

    [Fact]
    public void Operations_that_touch_at_one_time_may_be_taken_in_either_order()
    {
        HistoryOperation<Ask, int> write = new(0, Ask.Write(1), Answer<int>.Of(0), 0, 5);
        Assert.Equal(Verdict.Holds, VerdictOf(TestSpecifications.Plain, new([write, new(1, Ask.Read, Answer<int>.Of(0), 5, 6)])));
        Assert.Equal(Verdict.Violated, VerdictOf(TestSpecifications.Plain, new([write, new(1, Ask.Read, Answer<int>.Of(0), 6, 7)])));
    }

    [Fact]
    public void A_history_is_linearizable_exactly_when_its_parts_are()
    {
        // Two registers as one state, asked through even and odd values.
        SequentialSpecification<(int, int), (int Register, Ask Ask), int> both = new()
        {
            Name = "two registers",
            Initial = (0, 0),
            Explain = static (state, ask, answer) =>
            {
                (int next, int response) = TestSpecifications.Register.Step(ask.Register == 0 ? state.Item1 : state.Item2, ask.Ask);
                return answer.IsSeen && answer.Response != response ? [] : ask.Register == 0 ? [(next, state.Item2)] : [(state.Item1, next)];
            },
        };
        foreach (int number in Seeded.Cases(1_000))
        {
            PCG random = SimulatedRun.Random(Seed, number);
            History<(int Register, Ask Ask), int> history = SimulatedRun.Of(
                random, new RunShape(3, 12, 5, 5), (0, 0), static random => (random.Below(2), AnyAsk(random)), (state, ask) =>
                {
                    (int next, int response) = TestSpecifications.Register.Step(ask.Item1 == 0 ? state.Item1 : state.Item2, ask.Item2);
                    return (ask.Item1 == 0 ? (next, state.Item2) : (state.Item1, next), response);
                }).WithAnswer(random.Below(100), _ => random.Below(3));
            Verdict whole = VerdictOf(both, history);
            Verdict parts = VerdictOf(both with { Part = static ask => ask.Register }, history);
            Assert.True(whole == parts, $"seed {Seed:x}, case {number}: whole {whole}, parts {parts}\n{HistoryPicture.Draw(history.Operations)}");
        }
    }

    // --- Wrong checkers: each is caught by a property above. ---

    [Fact]
    public void A_checker_that_ignores_real_time_is_caught()
    {
        static Verdict Wrong(SequentialSpecification<int, Ask, int> specification, History<Ask, int> history) =>
            VerdictOf(specification, new(history.Operations.Select((operation, index) =>
                operation with { Process = index, Invoked = 0, Returned = operation.Returned is null ? null : long.MaxValue })));
        Assert.NotNull(FirstAccepted(Wrong, (history, _) => Then(history, (Ask.Write(50), 0), (Ask.Write(51), 0), (Ask.Read, 50))));
        Assert.NotNull(FirstDifference(TestSpecifications.Plain, history => Wrong(TestSpecifications.Plain, history), TinyRegister, out _, out _));
    }

    [Fact]
    public void A_checker_that_leaves_out_what_is_pending_is_caught() =>
        Assert.NotNull(FirstDifference(
            TestSpecifications.Plain,
            history => VerdictOf(TestSpecifications.Plain, new(history.Operations.Where(operation => operation.Returned is not null))),
            TinyRegister,
            out _,
            out _));

    [Fact]
    public void A_checker_that_looks_at_one_next_state_of_several_is_caught() =>
        Assert.NotNull(FirstDifference(
            TestSpecifications.AnyBag,
            history => VerdictOf(TestSpecifications.AnyBag with { Explain = static (state, ask, answer) => TestSpecifications.AnyBag.Explain(state, ask, answer).Take(1) }, history),
            TinyBag,
            out _,
            out _));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 5)]
    public void A_declaration_that_a_write_changes_nothing_is_refused(int processes, int operations) =>
        Assert.Throws<InvalidOperationException>(() => VerdictOf(
            TestSpecifications.Plain with { ChangesNothing = static (_, _) => true }, Then(RegisterRun(0, new RunShape(processes, operations)), (Ask.Write(7), 0))));

    // --- Histories, and the properties as functions. ---

    private static Ask AnyAsk(PCG random) => random.Below(3) switch
    {
        0 => Ask.Read,
        1 => Ask.Write(1 + random.Below(2)),
        _ => Ask.Cas(random.Below(3), random.Below(3)),
    };

    private static History<Ask, int> RegisterRun(int number, RunShape shape) =>
        SimulatedRun.Of(SimulatedRun.Random(Seed, number), shape, 0, AnyAsk, TestSpecifications.Register.Step);

    private static History<Ask, int> TinyRegister(int number)
    {
        PCG random = SimulatedRun.Random(Seed, number);
        History<Ask, int> history = SimulatedRun.Of(random, new RunShape(1 + random.Below(4), 2 + random.Below(5), random.Below(30), random.Below(20)), 0, AnyAsk, TestSpecifications.Register.Step);
        return random.Below(4) == 0 ? history : history.WithAnswer(random.Below(10), ask => ask.Kind == 'r' ? random.Below(3) : ask.Kind == 'c' ? random.Below(2) : 0);
    }

    private static History<BagAsk, int> TinyBag(int number)
    {
        PCG random = SimulatedRun.Random(Seed, number);
        History<BagAsk, int> history = SimulatedRun.Of(
            random,
            new RunShape(1 + random.Below(4), 2 + random.Below(5), random.Below(30), random.Below(20)),
            Bag.Empty,
            random => random.Below(2) == 0 ? new BagAsk(random.Below(3)) : new BagAsk(null),
            (state, ask) => ask.Put is { } value ? (state.With(value), 0)
                : state.Values.Length == 0 ? (state, -1)
                : (state.Without(state.Values[^1] - '0'), state.Values[^1] - '0'));
        return random.Below(3) == 0 ? history : history.WithAnswer(random.Below(10), ask => ask.Put is null ? random.Below(4) - 1 : 0);
    }

    private static History<Ask, int> WithRead(History<Ask, int> history, int which, int value)
    {
        HistoryOperation<Ask, int>[] reads = [.. history.Operations.Where(operation => operation is { Operation.Kind: 'r', Answer.IsSeen: true })];
        return reads.Length == 0
            ? Then(history, (Ask.Read, value))
            : new(history.Operations.Select(operation => operation == reads[which % reads.Length] ? operation with { Answer = Answer<int>.Of(value) } : operation));
    }

    /// <summary>The history, and after everything in it operations one after the other.</summary>
    private static History<Ask, int> Then(History<Ask, int> history, params (Ask Ask, int Answer)[] operations)
    {
        long time = history.Operations.Select(operation => Math.Max(operation.Invoked, operation.Returned ?? 0)).DefaultIfEmpty().Max();
        return new([.. history.Operations, .. operations.Select((operation, index) =>
            new HistoryOperation<Ask, int>(1_000, operation.Ask, Answer<int>.Of(operation.Answer), time + 1 + (2 * index), time + 2 + (2 * index)))]);
    }

    private static LinearizabilityReport<TState, TOperation, TResponse> Check<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, History<TOperation, TResponse> history)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull =>
        new LinearizabilityChecker<TState, TOperation, TResponse>(specification).Check(history, SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken);

    private static Verdict VerdictOf<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, History<TOperation, TResponse> history)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull =>
        Check(specification, history).Verdict;

    /// <summary>The first corrupted history that is not rejected, as text; null if all are.</summary>
    private static string? FirstAccepted(
        Func<SequentialSpecification<int, Ask, int>, History<Ask, int>, Verdict> verdict, Func<History<Ask, int>, int, History<Ask, int>> corrupt)
    {
        foreach (int number in Seeded.Cases(200))
        {
            History<Ask, int> history = corrupt(RegisterRun(number, new RunShape(1 + (number % 6), number / 2)), number);
            if (verdict(TestSpecifications.Plain, history) != Verdict.Violated || verdict(TestSpecifications.Declared, history) != Verdict.Violated)
            {
                return $"seed {Seed:x}, case {number}\n{HistoryPicture.Draw(history.Operations)}";
            }
        }

        return null;
    }

    /// <summary>The first tiny history on which verdict and definition differ, as text; null if there is none.</summary>
    private static string? FirstDifference<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification,
        Func<History<TOperation, TResponse>, Verdict> verdict,
        Func<int, History<TOperation, TResponse>> tiny,
        out int accepted,
        out int rejected)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        (accepted, rejected) = (0, 0);
        foreach (int number in Seeded.Cases(5_000))
        {
            History<TOperation, TResponse> history = tiny(number);
            bool isLinearizable = BruteForce.IsLinearizable(specification, history);
            if (verdict(history) != (isLinearizable ? Verdict.Holds : Verdict.Violated))
            {
                return $"seed {Seed:x}, case {number}, by definition {(isLinearizable ? "" : "not ")}linearizable\n{HistoryPicture.Draw(history.Operations)}";
            }

            accepted += isLinearizable ? 1 : 0;
            rejected += isLinearizable ? 0 : 1;
        }

        return null;
    }
}
