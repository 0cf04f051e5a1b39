// What a violation shows, in full: its reader is the one who has to find the fault.
using Checking.Linearizability;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class ExplanationTests
{
    [Fact]
    public void A_violation_is_drawn_with_a_column_a_process_and_the_longest_order()
    {
        HistoryRecorder<Ask, int> recorder = new();
        recorder.Invoke(0, Ask.Write(2));
        recorder.Invoke(1, Ask.Read);
        recorder.Return(1, 2);
        recorder.Invoke(2, Ask.Read);
        recorder.Return(2, 0);
        recorder.Return(0, 0);
        recorder.Invoke(1, Ask.Read);
        LinearizabilityReport<int, Ask, int> report = Check(recorder.ToHistory());
        Assert.Equal(
            """
            register: not linearizable (4 operations): no order explains what returned up to read of process 2
              process 0     process 1  process 2
              [ write 2 #1
              |             [ read #2
              |             ] 2
              |                        [ read
              |                        ] 0         <- no order explains this and what returned before
            longest order:
              #1    write 2 -> 0  (process 0)
              #2    read -> 2  (process 1)
              ends in state 2; there is no place for
              -     read -> 0, expected 2  (process 2)
            """,
            report.ToString());
    }

    [Fact]
    public void A_violation_is_data_as_well()
    {
        HistoryRecorder<Ask, int> recorder = new();
        recorder.Invoke(0, Ask.Write(1));
        recorder.Invoke(1, Ask.Write(2));
        recorder.Return(0, 0);
        recorder.Return(1, 0);
        recorder.Invoke(0, Ask.Read);
        recorder.Return(0, 3);
        Violation<int, Ask, int> violation = Check(recorder.ToHistory()).Violated!.Violation!;
        Assert.Equal((Ask.Read, 0), (violation.Blocked.Operation, violation.Blocked.Process));
        Assert.Equal([1, 2], violation.Longest.Select(order => order.State).Order());
        Assert.All(violation.Longest, order => Assert.Equal(2, order.Placed.Count));
        Assert.All(violation.Longest, order => Assert.Equal(new Expected($"{order.State}"), Assert.Single(order.Unplaced).WouldAnswer));
    }

    [Fact]
    public void Of_a_long_history_the_end_is_drawn()
    {
        HistoryRecorder<Ask, int> recorder = new();
        for (int write = 0; write < 100; write++)
        {
            recorder.Invoke(0, Ask.Write(write));
            recorder.Return(0, 0);
        }

        recorder.Invoke(1, Ask.Read);
        recorder.Return(1, 5);
        string text = Check(recorder.ToHistory()).ToString();
        Assert.Contains("... 162 earlier events", text, StringComparison.Ordinal);
        Assert.Contains("... 80 operations before", text, StringComparison.Ordinal);
        Assert.DoesNotContain("write 50", text, StringComparison.Ordinal);
    }

    private static LinearizabilityReport<int, Ask, int> Check(History<Ask, int> history) =>
        new LinearizabilityChecker<int, Ask, int>(TestSpecifications.Register).Check(history, SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken);
}
