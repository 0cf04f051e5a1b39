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
    public void Of_several_longest_orders_the_first_is_listed()
    {
        HistoryRecorder<Ask, int> recorder = new();
        recorder.Invoke(0, Ask.Write(1));
        recorder.Invoke(1, Ask.Write(2));
        recorder.Return(0, 0);
        recorder.Return(1, 0);
        recorder.Invoke(0, Ask.Read);
        recorder.Return(0, 3);
        Assert.Equal(
            """
            register: not linearizable (3 operations): no order explains what returned up to read of process 0
              process 0     process 1
              [ write 1 #1
              |             [ write 2 #2
              ] 0           |
                            ] 0
              [ read
              ] 3                          <- no order explains this and what returned before
            longest order (1 of 2):
              #1    write 1 -> 0  (process 0)
              #2    write 2 -> 0  (process 1)
              ends in state 2; there is no place for
              -     read -> 3, expected 2  (process 0)
            longest order (2 of 2):
              ... 2 operations
              ends in state 1; there is no place for
              -     read -> 3, expected 1  (process 0)
            """,
            Check(recorder.ToHistory()).ToString());
    }

    [Fact]
    public void What_is_invoked_when_the_blocked_operation_returns_is_drawn_and_nothing_later()
    {
        History<Ask, int> history = new(
        [
            new(0, Ask.Write(1), Answer<int>.Of(0), 0, 1),
            new(1, Ask.Read, Answer<int>.Of(2), 2, 4),
            new(2, Ask.Read, Answer<int>.Of(3), 4, 6),
            new(0, Ask.Write(7), Answer<int>.Of(0), 5, 6),
        ]);
        SequentialSpecification<int, Ask, int> silent = TestSpecifications.Plain with { Name = "silent", Part = static _ => "all", WouldAnswer = static (_, _) => null };
        Assert.Equal(
            """
            silent: not linearizable (4 operations, 4 of them in part all): no order explains what returned up to read of process 1
              process 0     process 1  process 2
              [ write 1 #1
              ] 0
                            [ read
                            |          [ read
                            ] 2        |           <- no order explains this and what returned before
            longest order:
              #1    write 1 -> 0  (process 0)
              ends in state 1; there is no place for
              -     read -> 2  (process 1)
              -     read -> 3  (process 2)
            """,
            Check(history, silent).ToString());
    }

    [Fact]
    public void What_took_effect_and_then_returned_wrongly_has_a_place_as_pending_and_none_as_it_returned()
    {
        HistoryRecorder<Ask, int> recorder = new();
        recorder.Invoke(0, Ask.Write(2));
        recorder.Invoke(1, Ask.Read);
        recorder.Return(1, 2);
        recorder.Return(0, 7);
        SequentialSpecification<int, Ask, int> foreseeing = TestSpecifications.Plain with
        {
            ForeseeAfter = 0,
            Foresee = static part => new([], [.. Enumerable.Range(0, part.Count).Where(place => part[place].Answer is { IsSeen: true, Response: 7 })]),
        };
        Assert.Equal(
            """
            register: not linearizable (2 operations): no order explains what returned up to write 2 of process 0
              process 0     process 1
              [ write 2 #1
              |             [ read #2
              |             ] 2
              ] 7                       <- no order explains this and what returned before
            longest order:
              #1    write 2 -> pending  (process 0)
              #2    read -> 2  (process 1)
              ends in state 2; there is no place for
              -     write 2 -> 7, expected 0  (process 0)
            """,
            Check(recorder.ToHistory(), foreseeing).ToString());
    }

    [Fact]
    public void What_a_process_does_twice_at_one_time_is_drawn_twice()
    {
        History<Ask, int> history = new(
        [
            new(0, Ask.Write(1), Answer<int>.Of(0), 5, 5),
            new(0, Ask.Write(2), Answer<int>.Of(0), 5, 5),
            new(0, Ask.Read, Answer<int>.Of(3), 5, 6),
        ]);
        Assert.Equal(
            """
            register: not linearizable (3 operations): no order explains what returned up to read of process 0
              process 0
              [ write 1 #1
              [ write 2 #2
              [ read
              ] 0
              ] 0
              ] 3            <- no order explains this and what returned before
            longest order (1 of 2):
              #1    write 1 -> 0  (process 0)
              #2    write 2 -> 0  (process 0)
              ends in state 2; there is no place for
              -     read -> 3, expected 2  (process 0)
            longest order (2 of 2):
              ... 2 operations
              ends in state 1; there is no place for
              -     read -> 3, expected 1  (process 0)
            """,
            Check(history).ToString());
    }

    [Fact]
    public void What_a_process_does_twice_alike_at_one_time_is_listed_twice()
    {
        HistoryOperation<Ask, int> write = new(0, Ask.Write(1), Answer<int>.Of(0), 5, 5);
        string text = Check(new([write, write with { }, new(0, Ask.Read, Answer<int>.Of(3), 6, 7)])).ToString();
        Assert.Contains("  #1    write 1 -> 0  (process 0)\n  #2    write 1 -> 0  (process 0)\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_room_beside_its_place_is_cut()
    {
        SequentialSpecification<int, string, string> silence = new() { Name = "silence", Initial = 0, Explain = static (_, _, answer) => answer.Response.Length == 0 ? [0] : [] };
        History<string, string> history = new(
        [
            new(0, new string('a', 200), Answer<string>.Of(string.Empty), 0, 1),
            new(0, new string('b', 200), Answer<string>.Of(new string('c', 200)), 2, 3),
        ]);
        string text = new LinearizabilityChecker<int, string, string>(silence)
            .Check(history, SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken).ToString();
        Assert.Equal(
            $"""
            silence: not linearizable (2 operations): no order explains what returned up to {new string('b', 200)} of process 0
              process 0
              [ {new string('a', 132)}... #1
              ]
              [ {new string('b', 135)}...
              ] {new string('c', 135)}...   <- no order explains this and what returned before
            longest order:
              #1    {new string('a', 137)}...  (process 0)
              ends in state 0; there is no place for
              -     {new string('b', 137)}...  (process 0)
            """,
            text);
    }

    [Theory]
    [InlineData(SearchEnd.OutOfTime, "register: not decided: out of time (3 operations, 5 configurations)")]
    [InlineData(SearchEnd.OutOfMemory, "register: not decided: out of memory (3 operations, 5 configurations)")]
    [InlineData(SearchEnd.Cancelled, "register: not decided: stopped (3 operations, 5 configurations)")]
    public void What_is_not_decided_says_why(SearchEnd end, string expected) => Assert.Equal(
        expected,
        new LinearizabilityReport<int, Ask, int>("register", Verdict.Undecided, end, 3, [new(null, [], Verdict.Undecided, end, 5, null, null)]).ToString());

    [Fact]
    public void What_is_linearizable_says_how_much_was_looked_at()
    {
        HistoryRecorder<Ask, int> recorder = new();
        recorder.Invoke(0, Ask.Write(1));
        recorder.Return(0, 0);
        recorder.Invoke(0, Ask.Read);
        recorder.Return(0, 1);
        Assert.Equal("register: linearizable (2 operations, 2 configurations)", Check(recorder.ToHistory()).ToString());
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

    private static LinearizabilityReport<int, Ask, int> Check(History<Ask, int> history, SequentialSpecification<int, Ask, int>? specification = null) =>
        new LinearizabilityChecker<int, Ask, int>(specification ?? TestSpecifications.Plain).Check(history, SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken);
}
