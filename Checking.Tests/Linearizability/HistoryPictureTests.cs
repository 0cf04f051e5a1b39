// Pictures, in full: columns that keep their place, lines that go on while an operation is open, and what is left out of what is too
// much to show.
using System.Text;
using Checking.Linearizability;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class HistoryPictureTests
{
    [Fact]
    public void What_is_open_is_a_line_down_to_its_return_and_at_one_time_invocations_come_first() => Assert.Equal(
        """
          process 0           process 1  process 2
                              [ read
          [ write 1234567890  |
          |                   |          [ cas 12345 67890
          |                   ] 0        |
          ] 0                            |

        """,
        HistoryPicture.Draw<Ask, int>([Pending(2, Ask.Cas(12345, 67890), 4), Done(1, Ask.Read, 0, 0, 4), Done(0, Ask.Write(1234567890), 0, 2, 6)]));

    [Fact]
    public void Of_many_events_the_last_are_drawn_and_what_is_open_when_they_begin() => Assert.Equal(
        $"  process 0    process 1\n  ... 21 earlier events\n{string.Concat(Enumerable.Range(110, 19).Select(write => $"  [ write {write}  |\n  ] 0          |\n"))}  [ write 129  |\n  |            ] 7\n",
        HistoryPicture.Draw<Ask, int>(
            [Done(1, Ask.Read, 7, 0, 1_000), .. Enumerable.Range(100, 29).Select(write => Done(0, Ask.Write(write), 0, 2 * write, (2 * write) + 1)), Pending(0, Ask.Write(129), 500)]));

    [Fact]
    public void Of_many_processes_those_are_drawn_that_did_something_last()
    {
        string text = HistoryPicture.Draw<Ask, int>([.. Enumerable.Range(0, 10).Select(process => Done(process, Ask.Read, process, process, 20 + process))]);
        Assert.StartsWith(
            $"  {string.Join("  ", Enumerable.Range(2, HistoryPicture.ProcessesShown).Select(process => $"process {process}"))}\n  ... 4 events of other processes between these\n  [ read\n",
            text,
            StringComparison.Ordinal);
        Assert.EndsWith("] 9\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(138, 0)]
    [InlineData(139, 4)]
    public void What_is_longer_than_a_line_ends_in_dots(int length, int left)
    {
        string asked = left == 0 ? new string('x', length) : $"{new string('x', length - left)}...";
        Assert.Equal($"  process 0\n  [ {asked}\n", HistoryPicture.Draw<string, int>([new(0, new string('x', length), Answer<int>.Unseen, 0, null)]));
    }

    [Fact]
    public void Remarks_stand_in_the_column_of_their_process_before_an_event_in_the_order_in_which_they_are_given()
    {
        StringBuilder text = new();
        HistoryPicture.DrawLanes<int, Ask, int>(
            text,
            [Done(0, Ask.Write(1), 0, 0, 2), Done(1, Ask.Read, 1, 1, 3)],
            static process => $"thread {process + 1}",
            [new LaneNote(2, 0, "2 steps"), new LaneNote(2, 1, "1 step"), new LaneNote(3, 1, "3 steps")],
            violation: null);
        Assert.Equal(
            """
              thread 1   thread 2
              [ write 1
              |          [ read
              | 2 steps  |
              |          | 1 step
              ] 0        |
                         | 3 steps
                         ] 1

            """,
            text.ToString());
    }

    private static HistoryOperation<Ask, int> Done(long process, Ask ask, int answer, long invoked, long returned) => new(process, ask, Answer<int>.Of(answer), invoked, returned);

    private static HistoryOperation<Ask, int> Pending(long process, Ask ask, long invoked) => new(process, ask, Answer<int>.Unseen, invoked, null);
}
