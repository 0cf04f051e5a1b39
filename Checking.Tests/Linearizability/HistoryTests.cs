// What no run can have recorded is no history.
using Checking.Linearizability;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class HistoryTests
{
    [Fact]
    public void A_process_has_one_operation_open_at_a_time()
    {
        const string Refusal = "Process 7 invoked read while its read was open.";
        Refused(Refusal, Operation(7, 0, 5), Operation(7, 3, 8));
        Refused(Refusal, Operation(7, 0, null), Operation(7, 3, 8));
    }

    [Fact]
    public void What_takes_no_time_may_come_before_what_begins_then_in_whatever_order_they_are_given()
    {
        Assert.Equal(2, new History<Ask, int>([Operation(0, 5, 5), Operation(0, 5, null)]).Operations.Count);
        Assert.Equal(2, new History<Ask, int>([Operation(0, 5, null), Operation(0, 5, 5)]).Operations.Count);
        Assert.Equal(2, new History<Ask, int>([Operation(0, 5, 6), Operation(0, 5, 5)]).Operations.Count);
    }

    [Fact]
    public void An_operation_returns_after_its_invocation() => Refused("read of process 7 returned before it was invoked.", Operation(7, 5, 4));

    [Fact]
    public void An_answer_comes_with_a_return() =>
        Refused("read of process 7 has an answer and no return.", Operation(7, 5, null) with { Answer = Answer<int>.Of(1) });

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
        Assert.Equal("Process 0 has an operation open.", Assert.Throws<InvalidOperationException>(() => recorder.Invoke(0, Ask.Read)).Message);
        Assert.Equal("Process 1 has no operation open.", Assert.Throws<InvalidOperationException>(() => recorder.Return(1, 0)).Message);
        Assert.Null(Assert.Single(recorder.ToHistory().Operations).Returned);
    }

    [Fact]
    public void An_answer_that_nobody_saw_is_not_to_be_had() =>
        Assert.Equal("No answer was seen.", Assert.Throws<InvalidOperationException>(static () => Answer<int>.Unseen.Response).Message);

    [Fact]
    public void An_operation_reads_as_what_was_asked_and_what_came_of_it()
    {
        Assert.Equal("read -> 3", $"{Operation(0, 0, 1) with { Answer = Answer<int>.Of(3) }}");
        Assert.Equal("read -> ?", $"{Operation(0, 0, 1)}");
        Assert.Equal("read -> pending", $"{Operation(0, 0, null)}");
    }

    private static void Refused(string message, params HistoryOperation<Ask, int>[] operations) =>
        Assert.Equal($"{message} (Parameter 'operations')", Assert.Throws<ArgumentException>(() => new History<Ask, int>(operations)).Message);

    private static HistoryOperation<Ask, int> Operation(int process, long invoked, long? returned) => new(process, Ask.Read, Answer<int>.Unseen, invoked, returned);
}
