// What no run can have recorded is no history.
using Checking.Linearizability;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class HistoryTests
{
    [Fact]
    public void A_process_has_one_operation_open_at_a_time()
    {
        Assert.Throws<ArgumentException>(() => new History<Ask, int>([Operation(0, 0, 5), Operation(0, 3, 8)]));
        Assert.Throws<ArgumentException>(() => new History<Ask, int>([Operation(0, 0, null), Operation(0, 3, 8)]));
    }

    [Fact]
    public void An_operation_returns_after_its_invocation() => Assert.Throws<ArgumentException>(() => new History<Ask, int>([Operation(0, 5, 4)]));

    [Fact]
    public void An_answer_comes_with_a_return() =>
        Assert.Throws<ArgumentException>(() => new History<Ask, int>([Operation(0, 5, null) with { Answer = Answer<int>.Of(1) }]));

    [Fact]
    public void Operations_that_touch_at_one_time_are_concurrent()
    {
        Assert.False(Operation(0, 0, 5).Precedes(Operation(1, 5, 6)));
        Assert.True(Operation(0, 0, 4).Precedes(Operation(1, 5, 6)));
        Assert.False(Operation(0, 0, null).Precedes(Operation(1, 5, 6)));
    }

    [Fact]
    public void A_recorder_refuses_what_is_out_of_turn()
    {
        HistoryRecorder<Ask, int> recorder = new();
        recorder.Invoke(0, Ask.Read);
        Assert.Throws<InvalidOperationException>(() => recorder.Invoke(0, Ask.Read));
        Assert.Throws<InvalidOperationException>(() => recorder.Return(1, 0));
        Assert.Null(Assert.Single(recorder.ToHistory().Operations).Returned);
    }

    private static HistoryOperation<Ask, int> Operation(int process, long invoked, long? returned) => new(process, Ask.Read, Answer<int>.Unseen, invoked, returned);
}
