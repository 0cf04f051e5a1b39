// The recorded histories: each verdict is the known one, and each check says how long it took.
using Checking;
using Checking.Linearizability;
using Harness.Histories;
using Xunit;

namespace Properties.Histories;

public sealed class SampleTests
{
    [Fact]
    public void Every_recorded_history_gets_its_known_verdict()
    {
        HistoryCheck check = new(SearchLimits.Default, TimeProvider.System);
        HistoryResult[] results = [.. check.Run(HistoryCheck.SamplePath, TestContext.Current.CancellationToken)];
        Assert.Equal(31, results.Length);
        Assert.Equal(15, results.Count(result => result.Expected is true));
        Assert.All(results, result => Assert.True(result.IsAsExpected, $"{result.Name}: {result.Explanation.Value}"));
        Assert.All(results.Where(result => result.Verdict == Verdict.Violated), result => Assert.Contains("no order explains", result.Explanation.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_as_expected_that_is_not_decided()
    {
        HistoryCheck check = new(new SearchLimits { Time = TimeSpan.Zero }, TimeProvider.System);
        HistoryResult[] undecided = [.. check.Run(HistoryCheck.SamplePath, TestContext.Current.CancellationToken).Where(result => result.Verdict == Verdict.Undecided)];
        Assert.All(undecided, result => Assert.Equal(SearchEnd.OutOfTime, result.End));
        Assert.DoesNotContain(undecided, result => result.IsAsExpected);
        Assert.True(undecided.Length >= 15, "what takes a search is not decided without time");
    }

    [Fact]
    public void Once_cancelled_no_further_history_is_checked()
    {
        using CancellationTokenSource cancellation = new();
        HistoryCheck check = new(SearchLimits.Default, TimeProvider.System);
        int checkedHistories = 0;
        foreach (HistoryResult _ in check.Run(HistoryCheck.SamplePath, cancellation.Token))
        {
            checkedHistories++;
            cancellation.Cancel();
        }

        Assert.Equal(1, checkedHistories);
    }
}
