// What a specification foresees makes the search faster and nothing else: a register whose writes have values of their own tells
// which write a read comes after, and which reads nothing explains. Verdicts are those of all permutations, whatever it guesses, and a
// violation names the first return up to which no order explains the answers.
using Checking.Linearizability;
using CsCheck;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class ForesightTests
{
    private const ulong Seed = 0xF0E5;
    private const int Cases = 4_000;

    private static readonly SequentialSpecification<int, Ask, int> Foreseeing = TestSpecifications.Declared with { Foresee = Foresee, ForeseeAfter = 0 };

    [Fact]
    public void With_all_foresight_the_verdict_is_that_of_all_permutations() => Assert.Null(FirstWrong(_ => Foreseeing));

    [Fact]
    public void With_foresight_after_a_first_search_the_verdict_is_that_of_all_permutations() =>
        Assert.Null(FirstWrong(number => Foreseeing with { ForeseeAfter = number % 3 }));

    [Fact]
    public void A_good_guess_changes_no_verdict() => Assert.Null(FirstWrong(_ => Foreseeing with
    {
        Foresee = static part => Foresee(part) with { Likely = [.. Pairs(part).Where(pair => part[pair.Before].Invoked < part[pair.After].Invoked)] },
    }));

    [Fact]
    public void A_bad_guess_changes_no_verdict() => Assert.Null(FirstWrong(number => Foreseeing with
    {
        Foresee = part =>
        {
            PCG random = SimulatedRun.Random(Seed, number);
            return Foresee(part) with { Likely = [.. Pairs(part).Where(_ => random.Below(4) == 0)] };
        },
    }));

    [Fact]
    public void Nothing_foreseen_changes_no_verdict() => Assert.Null(FirstWrong(_ => Foreseeing with { Foresee = static _ => Foresight.None }));

    [Fact]
    public void An_order_that_is_foreseen_is_kept_to()
    {
        (int accepted, int rejected) = (0, 0);
        for (int number = 0; number < Cases; number++)
        {
            // Backwards, so that the order of the returns is not tried first: it keeps to nothing.
            History<Ask, int> history = new(Tiny(number).Operations.Reverse());
            HashSet<(int Before, int After)> order = AnyOrder(number, history);
            bool isLinearizable = BruteForce.IsLinearizable(Keeping(order), history);
            Verdict verdict = new LinearizabilityChecker<int, Ask, int>(Foreseeing with { Foresee = part => Orders(part, order) })
                .Check(history, SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken).Verdict;
            Assert.True(
                verdict == (isLinearizable ? Verdict.Holds : Verdict.Violated),
                $"seed {Seed:x}, case {number}, {string.Join(' ', order)}: {verdict}\n{HistoryPicture.Draw(history.Operations)}");
            (accepted, rejected) = isLinearizable ? (accepted + 1, rejected) : (accepted, rejected + 1);
        }

        Assert.True(accepted > 500 && rejected > 500, $"{accepted} accepted, {rejected} rejected");
    }

    [Fact]
    public void Foresight_that_is_wrong_is_seen_by_these_tests()
    {
        Assert.NotNull(FirstWrong(_ => Foreseeing with { Foresee = static part => new([.. Foresee(part).Order.Select(static pair => (pair.After, pair.Before))], []) }));
        Assert.NotNull(FirstWrong(_ => Foreseeing with { Foresee = static part => new([], [.. Enumerable.Range(0, part.Count).Take(1)]) }));
    }

    /// <summary>Told from values alone, for histories in which each value is written once at most, and never 0.</summary>
    private static Foresight Foresee(IReadOnlyList<HistoryOperation<Ask, int>> part)
    {
        Dictionary<int, int> writes = Enumerable.Range(0, part.Count).Where(place => part[place].Operation.Kind == 'w').ToDictionary(place => part[place].Operation.Value);
        int[] reads = [.. Enumerable.Range(0, part.Count).Where(place => part[place] is { Operation.Kind: 'r', Answer: { IsSeen: true, Response: not 0 } })];
        return new(
            [.. reads.Where(read => writes.ContainsKey(part[read].Answer.Response)).Select(read => (writes[part[read].Answer.Response], read))],
            [.. reads.Where(read => !writes.ContainsKey(part[read].Answer.Response))]);
    }

    /// <summary>Pairs of written values, as they come: the first of each is answered, and so is certainly written.</summary>
    private static HashSet<(int Before, int After)> AnyOrder(int number, History<Ask, int> history)
    {
        PCG random = SimulatedRun.Random(Seed + 1, number);
        HistoryOperation<Ask, int>[] writes = [.. history.Operations.Where(operation => operation.Operation.Kind == 'w')];
        return
        [
            .. from before in writes
               from after in writes
               where before != after && before.Answer.IsSeen && random.Below(6) == 0
               select (before.Operation.Value, after.Operation.Value),
        ];
    }

    /// <summary>An order of values as foresight; and that pending reads come before all writes, which asks for nothing as they may be left out.</summary>
    private static Foresight Orders(IReadOnlyList<HistoryOperation<Ask, int>> part, HashSet<(int Before, int After)> order) => new(
        [
            .. Pairs(part).Where(pair => part[pair.After].Operation.Kind == 'w' && (part[pair.Before].Operation.Kind == 'w'
                ? order.Contains((part[pair.Before].Operation.Value, part[pair.After].Operation.Value))
                : part[pair.Before].Returned is null)),
        ],
        []);

    /// <summary>The register in which a value is written only after those that come before it. Its state has a bit for each value that was.</summary>
    private static SequentialSpecification<(int Value, int Written), Ask, int> Keeping(HashSet<(int Before, int After)> order) => new()
    {
        Name = "ordered register",
        Initial = (0, 0),
        Explain = (state, ask, answer) =>
            ask.Kind == 'r' ? (!answer.IsSeen || answer.Response == state.Value ? [state] : [])
            : order.Any(pair => pair.After == ask.Value && (state.Written >> pair.Before & 1) == 0) ? []
            : [(ask.Value, state.Written | 1 << ask.Value)],
    };

    private static IEnumerable<(int Before, int After)> Pairs(IReadOnlyList<HistoryOperation<Ask, int>> part) =>
        from before in Enumerable.Range(0, part.Count)
        from after in Enumerable.Range(0, part.Count)
        where before != after
        select (before, after);

    private static History<Ask, int> Tiny(int number)
    {
        PCG random = SimulatedRun.Random(Seed, number);
        int written = 0;
        History<Ask, int> history = SimulatedRun.Of(
            random,
            new RunShape(1 + random.Below(4), 2 + random.Below(6), random.Below(30), random.Below(20)),
            0,
            random => random.Below(2) == 0 ? Ask.Write(++written) : Ask.Read,
            TestSpecifications.Register.Step);
        if (random.Below(3) > 0)
        {
            history = history.WithAnswer(random.Below(10), ask => ask.Kind == 'r' ? random.Below(written + 2) : 0);
        }

        int coarse = 1 + random.Below(3); // a clock of which some operations see the same time
        return new(history.Operations.Select(operation => operation with { Invoked = operation.Invoked / coarse, Returned = operation.Returned / coarse }));
    }

    /// <summary>The first tiny history on which the report is not right, as text; null if there is none.</summary>
    private static string? FirstWrong(Func<int, SequentialSpecification<int, Ask, int>> specificationOf)
    {
        int rejected = 0;
        foreach (int number in Seeded.Cases(Cases))
        {
            SequentialSpecification<int, Ask, int> specification = specificationOf(number);
            History<Ask, int> history = Tiny(number);
            bool isLinearizable = BruteForce.IsLinearizable(TestSpecifications.Plain, history);
            rejected += isLinearizable ? 0 : 1;
            LinearizabilityReport<int, Ask, int> report = new LinearizabilityChecker<int, Ask, int>(specification)
                .Check(history, SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken);
            string? problem = report.Verdict != (isLinearizable ? Verdict.Holds : Verdict.Violated) ? $"by definition {(isLinearizable ? "" : "not ")}linearizable"
                : Certificate.Refute(TestSpecifications.Plain, report) ?? (report.Violated?.Violation is { } violation ? RefuteExplanation(history, violation) : null);
            if (problem is not null)
            {
                return $"seed {Seed:x}, case {number}: {problem}, {report}\n{HistoryPicture.Draw(history.Operations)}";
            }
        }

        Assert.InRange(rejected, Seeded.Of(Cases) / 10, Seeded.Of(Cases) * 9 / 10);
        return null;
    }

    /// <summary>Why a violation does not name the first return that cannot be explained, or leaves out what returned before; null where it does neither.</summary>
    private static string? RefuteExplanation(History<Ask, int> history, Violation<int, Ask, int> violation)
    {
        long at = violation.Blocked.Returned!.Value;
        return BruteForce.IsLinearizable(TestSpecifications.Plain, Until(history, at)) ? "what returned up to the blocked operation can be explained"
            : !BruteForce.IsLinearizable(TestSpecifications.Plain, Until(history, at - 1)) ? "an earlier return cannot be explained"
            : violation.Longest.Count == 0 && history.Operations.Any(operation => operation.Returned < at) ? "no longest order"
            : violation.Longest.Any(order => history.Operations.Any(operation => operation.Returned < at && operation.Answer.IsSeen && !order.Placed.Any(placed => placed.Operation == operation)))
                ? "a longest order leaves out what returned before"
            : violation.Longest.All(order => order.Unplaced.Any(unplaced => unplaced.Operation == violation.Blocked)) ? null
            : "the blocked operation is not among those without a place";
    }

    private static History<Ask, int> Until(History<Ask, int> history, long time) => new(history.Operations.Where(operation => operation.Invoked <= time)
        .Select(operation => operation.Returned <= time ? operation : operation with { Answer = Answer<int>.Unseen, Returned = null }));
}
