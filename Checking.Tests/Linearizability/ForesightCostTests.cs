// What foresight is for: it saves configurations. It is asked only where a first search does not decide, a guess that is right leads
// straight to the end, one that is wrong costs little, and what is foreseen to be wrong is named without a search.
using Checking.Linearizability;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class ForesightCostTests
{
    private const int Writes = 10;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void It_is_asked_only_where_a_first_search_does_not_decide(int after, int expected)
    {
        int asked = 0;
        Check(Overlapping(Writes), after, _ =>
        {
            asked++;
            return Foresight.None;
        });
        Assert.Equal(expected, asked);
    }

    [Fact]
    public void The_first_search_visits_as_much_for_each_operation_as_it_may_and_all_is_counted()
    {
        // Foreseen of the whole alone, which has an operation that is pending behind everything else.
        History<Ask, int> history = new([.. Overlapping(99).Operations, new(100, Ask.Read, Answer<int>.Unseen, 60, null)]);
        int operations = history.Operations.Count;
        LinearizabilityReport<int, Ask, int>[] reports =
        [
            .. from after in (int[])[0, 3, 7]
               select Check(history, after, part => new([], part.Count == operations ? [0] : [])),
        ];
        Assert.All(reports, report => Assert.Equal(51, report.Violated!.Violation!.Blocked.Returned));
        Assert.InRange(reports[0].Configurations, 1, operations);
        Assert.True(reports[1].Configurations > reports[0].Configurations + (3 * operations));
        Assert.Equal(4 * operations, reports[2].Configurations - reports[1].Configurations);
    }

    [Fact]
    public void Where_nothing_is_foreseen_nothing_is_added() =>
        Assert.Equal(Check(Overlapping(1), 0, foresee: null).Configurations, Check(Overlapping(1), 0, static _ => Foresight.None).Configurations);

    [Fact]
    public void A_guess_that_is_right_leads_straight_to_the_end()
    {
        LinearizabilityReport<int, Ask, int> report = Check(Overlapping(1), 0, static part => Guess(part, static (_, after) => after == 1));
        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.InRange(report.Configurations, 1, Writes + 1);
        Assert.InRange(Check(Overlapping(1), 0, foresee: null).Configurations, 1_000, long.MaxValue);
    }

    [Fact]
    public void A_guess_that_is_wrong_costs_little()
    {
        long without = Check(Overlapping(1), 0, foresee: null).Configurations;
        LinearizabilityReport<int, Ask, int> report = Check(Overlapping(1), 0, static part => Guess(part, static (before, _) => before == 1));
        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.InRange(report.Configurations - without, 1, 20 * Writes);
    }

    [Fact]
    public void A_guess_that_is_wrong_costs_little_where_a_violation_is_explained_too()
    {
        HistoryOperation<Ask, int> wrong = new(100, Ask.Read, Answer<int>.Of(99), 60, 61);
        long[] configurations =
        [
            .. from guessed in (int[])[0, Writes]
               select Check(new([.. Overlapping(Writes).Operations, wrong]), 0, part => Guess(part, (before, _) => before == guessed) with
               {
                   Impossible = [.. Enumerable.Range(0, part.Count).Where(place => part[place] == wrong)],
               }).Configurations,
        ];
        Assert.InRange(configurations[1] - configurations[0], 1, 20 * Writes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_foreseen_to_be_wrong_is_named_without_a_search(bool byOrder)
    {
        HistoryOperation<Ask, int> first = new(100, Ask.Write(50), Answer<int>.Of(0), 0, 1);
        HistoryOperation<Ask, int> wrong = new(100, Ask.Read, Answer<int>.Of(99), 3, 4);
        History<Ask, int> history = new(
        [
            .. Enumerable.Range(1, Writes).Select(value => new HistoryOperation<Ask, int>(value, Ask.Write(value), Answer<int>.Of(0), 2, 10 + value)),
            wrong,
            first,
            new(100, Ask.Read, Answer<int>.Of(1), 50, 51),
        ]);
        LinearizabilityReport<int, Ask, int> report = Check(history, 0, part =>
        {
            int read = part.ToList().IndexOf(wrong);
            return read < 0 ? Foresight.None : byOrder ? new([(read, 0), (0, read)], []) : new([], [read]);
        });
        Violation<int, Ask, int> violation = report.Violated!.Violation!;
        Assert.Same(wrong, violation.Blocked);
        Assert.Same(first, Assert.Single(Assert.Single(violation.Longest).Placed).Operation);
        Assert.InRange(report.Configurations, 1, 10);
    }

    /// <summary>Writes of different values, all at once, and then a read. Value 1 returns first: that it was written last, a search finds out last.</summary>
    private static History<Ask, int> Overlapping(int read) => new(
    [
        new(100, Ask.Read, Answer<int>.Of(read), 50, 51),
        .. Enumerable.Range(1, Writes).Select(value => new HistoryOperation<Ask, int>(value, Ask.Write(value), Answer<int>.Of(0), 0, 10 + value)),
    ]);

    private static Foresight Guess(IReadOnlyList<HistoryOperation<Ask, int>> part, Func<int, int, bool> isBefore) => new([], [])
    {
        Likely =
        [
            .. from before in Enumerable.Range(0, part.Count)
               from after in Enumerable.Range(0, part.Count)
               where before != after && part[before].Operation.Kind == 'w' && part[after].Operation.Kind == 'w'
                   && isBefore(part[before].Operation.Value, part[after].Operation.Value)
               select (before, after),
        ],
    };

    private static LinearizabilityReport<int, Ask, int> Check(History<Ask, int> history, int after, Func<IReadOnlyList<HistoryOperation<Ask, int>>, Foresight>? foresee) =>
        new LinearizabilityChecker<int, Ask, int>(TestSpecifications.Plain with { Foresee = foresee, ForeseeAfter = after })
            .Check(history, SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken);
}
