// What a violation says: the return that nothing explains, and the longest orders before it. Held against all orders, straight from
// the definition, on tiny histories.
using Checking.Linearizability;
using CsCheck;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class LongestOrderTests
{
    private const ulong Seed = 0x10E5;
    private const int MostShown = 4;

    [Fact]
    public void The_longest_orders_end_in_the_states_from_which_nothing_goes_on_each_once()
    {
        (int one, int many) = (0, 0);
        foreach (int number in Seeded.Cases(1_500))
        {
            History<Ask, int> history = Violated(number);
            foreach (SequentialSpecification<int, Ask, int> specification in (ReadOnlySpan<SequentialSpecification<int, Ask, int>>)[TestSpecifications.Plain, TestSpecifications.Declared])
            {
                LinearizabilityReport<int, Ask, int> report = new LinearizabilityChecker<int, Ask, int>(specification)
                    .Check(history, SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken);
                if (report.Violated?.Violation is not { } violation)
                {
                    continue;
                }

                (HistoryOperation<Ask, int> blocked, IReadOnlyCollection<int> states) = BruteForce.Stuck(specification, history);
                int[] shown = [.. violation.Longest.Select(static order => order.State)];

                // Of operations that are the same a pending one comes last, and is left out where it changes nothing: so one state or the other may not be come to.
                bool isWhole = history.Operations.All(static operation => operation.Answer.IsSeen);
                Assert.True(
                    violation.Blocked == blocked && shown.Distinct().Count() == shown.Length && shown.All(states.Contains)
                        && (isWhole ? shown.Length == Math.Min(MostShown, states.Count) : shown.Length is > 0 and <= MostShown),
                    $"seed {Seed:x}, case {number}: {blocked} is blocked in {string.Join(' ', states)}, not {violation.Blocked} in {string.Join(' ', shown)}\n{HistoryPicture.Draw(history.Operations)}");
                Assert.Null(Certificate.Refute(specification, report));
                (one, many) = states.Count > MostShown ? (one, many + 1) : (one + (states.Count == 1 ? 1 : 0), many);
            }
        }

        Assert.True(one > 5 && many > 5, $"{one} with one state, {many} with more than are shown");
    }

    /// <summary>Mostly writes, of which many are open at once; then, or somewhere before, a read of what was never written.</summary>
    private static History<Ask, int> Violated(int number)
    {
        PCG random = SimulatedRun.Random(Seed, number);
        int written = 0;
        History<Ask, int> history = SimulatedRun.Of(
            random,
            number % 3 == 0 ? new RunShape(7, 7) : new RunShape(2 + random.Below(6), 3 + random.Below(5), random.Below(20), random.Below(10)),
            0,
            random => random.Below(4) > 0 ? Ask.Write(random.Below(4) == 0 ? 1 : ++written) : Ask.Read,
            TestSpecifications.Register.Step);
        return random.Below(2) == 0
            ? history.WithAnswer(random.Below(20), static ask => ask.Kind == 'r' ? 99 : 5)
            : new([.. history.Operations, new(1_000, Ask.Read, Answer<int>.Of(99), 1_000, 1_001)]);
    }
}
