// What a verdict costs, in configurations: what need not be searched is not.
using Checking.Linearizability;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class CostTests
{
    /// <summary>Eight reads at once have 256 subsets, and a read of nothing after them makes a search come to each that it does not know to be the same.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void What_changes_nothing_is_not_searched_in_every_subset(int reads)
    {
        HistoryOperation<Ask, int>[] wrong =
        [
            .. Enumerable.Range(1, 3).Select(value => new HistoryOperation<Ask, int>(value, Ask.Write(value), Answer<int>.Of(0), 0, 10)),
            new(0, Ask.Read, Answer<int>.Of(99), 11, 12),
        ];
        HistoryOperation<Ask, int>[] more =
            [.. Enumerable.Range(0, reads).Select(read => new HistoryOperation<Ask, int>(100 + read, Ask.Read, Answer<int>.Of(read % 4), 0, 10))];
        LinearizabilityReport<int, Ask, int> without = Check(wrong);
        LinearizabilityReport<int, Ask, int> with = Check([.. wrong, .. more]);
        Assert.Equal((Verdict.Violated, Verdict.Violated), (without.Verdict, with.Verdict));
        Assert.InRange(with.Configurations, without.Configurations, 4 * without.Configurations);
    }

    /// <summary>A search would visit no configuration where nothing changes: that each operation is one says that the order of returns was taken.</summary>
    [Theory]
    [InlineData(5, 6, true)]
    [InlineData(5, 5, true)]
    [InlineData(6, 5, false)]
    public void What_is_listed_as_it_returned_is_placed_so_without_a_search(int first, int second, bool isPlaced)
    {
        HistoryOperation<Ask, int>[] reads =
        [
            new(0, Ask.Read, Answer<int>.Of(0), 0, first),
            new(1, Ask.Read, Answer<int>.Unseen, 0, null),
            new(2, Ask.Read, Answer<int>.Of(0), 0, second),
        ];
        LinearizabilityReport<int, Ask, int> report = Check(reads);
        Assert.Equal((Verdict.Holds, isPlaced ? 2 : 0), (report.Verdict, report.Configurations));
    }

    private static LinearizabilityReport<int, Ask, int> Check(HistoryOperation<Ask, int>[] operations) =>
        new LinearizabilityChecker<int, Ask, int>(TestSpecifications.Declared)
            .Check(new History<Ask, int>(operations), SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken);
}
