using Checking.Schedules;
using Xunit;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

/// <summary>How executions, problems and reports are shown: each text as a whole.</summary>
public sealed class ReplayedExecutionTests
{
    private static readonly Place Count = new("/src/Toy.cs", 7, "ref _count");
    private static readonly Place Gate = new("/src/Toy.cs", 9, "lock");

    private static Place Begin => default;

    [Fact]
    public void An_execution_is_shown_with_a_lane_a_thread()
    {
        ReplayedExecution execution = new(
            "toy",
            new Schedule([0, 1, 1, 0, 0, 1], [2]),
            [
                new(0, AccessKind.Begin, -1, Begin), new(1, AccessKind.Begin, -1, Begin), new(1, AccessKind.Enter, 3, Gate),
                new(0, AccessKind.Read, 0, Count), new(0, AccessKind.Return, -1, new(string.Empty, 0, "return")), new(1, AccessKind.Write, 0, Count),
            ],
            ["", "", "", "41"],
            null,
            null);

        Assert.Equal(
            """
            toy: ended; 2 preemptions, schedule 0x1-1x2-0x2-1x1~2
                  thread 1                     thread 2                 
               1  begin
               2                               begin
               3                               enter lock (Toy.cs:9)
               4  read _count = 41 (Toy.cs:7)
               5  return
               6                               write _count (Toy.cs:7)

            """,
            execution.ToString(),
            ignoreLineEndingDifferences: true);
        Assert.StartsWith("toy: 42; 2 preemptions", (execution with { Outcome = "42" }).ToString(), StringComparison.Ordinal);
        Assert.StartsWith("toy: wrong; 2 preemptions", (execution with { Outcome = "42", Problem = new ScheduleProblem.WrongOutcome("wrong") }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_execution_without_accesses_is_shown_without_lanes() =>
        Assert.Equal("none: ended; 0 preemptions, schedule \n      \n", new ReplayedExecution("none", new([], []), [], [], null, null).ToString());

    /// <summary>Who has nothing to do is shown as well, and has a lane as wide as its head.</summary>
    [Fact]
    public void A_thread_without_accesses_has_a_lane() =>
        Assert.Equal(
            "gap: ended; 0 preemptions, schedule 2x1\n      thread 1  thread 2  thread 3  \n   1                      begin\n",
            new ReplayedExecution("gap", new([2], []), [new(2, AccessKind.Begin, -1, Begin)], [], null, null).ToString());

    /// <summary>A preemption stops who goes on later, with more than taking a lock; who begins later was not stopped.</summary>
    [Theory]
    [InlineData(0, "0 begin; 0 write; 1 begin; 1 write")]
    [InlineData(0, "0 begin; 1 begin; 1 write")]
    [InlineData(1, "0 begin; 1 begin; 0 write")]
    [InlineData(0, "0 begin; 1 begin; 0 enter")]
    [InlineData(1, "0 begin; 1 begin; 0 exit")]
    [InlineData(2, "0 begin; 1 begin; 0 write; 1 write")]
    [InlineData(1, "0 begin; 0 write; 1 begin; 1 write; 0 write; 0 write")]
    [InlineData(3, "0 begin; 1 begin; 0 write; 1 write; 0 write")]
    public void Preemptions_are_counted(int expected, string accesses)
    {
        Access[] read = [.. accesses.Split("; ").Select(static access => access.Split(' ')).Select(static words => words[1] is "begin"
            ? new Access(words[0][0] - '0', AccessKind.Begin, -1, Begin)
            : new Access(words[0][0] - '0', Enum.Parse<AccessKind>(words[1], ignoreCase: true), 0, Count))];
        ReplayedExecution execution = new("toy", new([.. read.Select(static access => access.Thread)], []), read, [], null, null);

        Assert.Equal(expected, execution.Preemptions);
        Assert.Contains(expected == 1 ? "; 1 preemption, " : $"; {expected} preemptions, ", execution.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, null)]
    [InlineData(401, "      (1 accesses are left out)")]
    [InlineData(9_000, "      (8600 accesses are left out)")]
    public void Of_a_long_execution_the_first_and_the_last_accesses_are_shown(int accesses, string? leftOut)
    {
        ReplayedExecution execution = new("long", new([0], []), [.. Enumerable.Repeat(new Access(0, AccessKind.Begin, -1, Begin), accesses)], [], null, null);
        string[] lines = execution.ToString().TrimEnd().Split('\n')[2..];

        Assert.Equal(leftOut is null ? 400 : 401, lines.Length);
        Assert.Equal(["   1  begin", " 300  begin", leftOut ?? " 301  begin"], [lines[0], lines[299], lines[300]]);
        Assert.Equal([$"{accesses - 99,4}  begin", $"{accesses,4}  begin"], [lines[^100], lines[^1]]);
    }

    [Fact]
    public void Places_and_accesses_are_shown_as_they_are_written()
    {
        Assert.Equal(("_count", "_count at Toy.cs:7"), (Count.Location, Count.ToString()));
        Assert.Equal(("lock", "lock at Toy.cs:9"), (Gate.Location, Gate.ToString()));
        Assert.Equal((string.Empty, "(begin)"), (Begin.Location, Begin.ToString()));
        Assert.Equal(
            ["Begin", "Read _count at Toy.cs:7", "Enter lock at Toy.cs:9"],
            new Access[] { new(0, AccessKind.Begin, -1, Begin), new(0, AccessKind.Read, 0, Count), new(0, AccessKind.Enter, 1, Gate) }.Select(static access => access.ToString()));
    }

    [Fact]
    public void Values_are_shown_as_they_would_be_written()
    {
        AccessValues values = new();
        object first = new InvalidOperationException();
        Assert.Equal(
            ["null", "-1.5", "\"a\"", "true", "false", "(1, b)", "InvalidOperationException#1", "Object#2", "InvalidOperationException#1"],
            new[]
            {
                values.Text<string?>(null), values.Text(-1.5), values.Text("a"), values.Text(true), values.Text(false), values.Text((1, "b")),
                values.Text(first), values.Text(new object()), values.Text(first),
            });
        values.Clear();
        Assert.Equal("Object#1", values.Text(new object()));

        values.Note(2, "c");
        values.Note(0, "a");
        Assert.Equal(["a", "", "c"], values.ToArray());
        values.Clear();
        values.Note(1, "b");
        Assert.Equal(["", "b"], values.ToArray());
    }

    /// <summary>What was read and written by an execution that did not count, since the collector ran in it, is not shown.</summary>
    [Fact]
    public void Values_are_those_of_the_execution_that_counts()
    {
        int executions = 0;
        ConcurrentProgram program = new("collects", () =>
        {
            int[] x = [0];
            bool collects = executions++ == 0;
            return new ProgramInstance([() =>
            {
                if (collects)
                {
                    Volatile.Write(ref x[0], 41);
                    GC.Collect(0);
                }
                else
                {
                    OperationBoundary.Invoke();
                    Volatile.Write(ref x[0], 42);
                }
            }]);
        });
        using ScheduleExplorer explorer = new();

        Assert.Equal(["", "", "42"], explorer.Replay(program, new([], [])).Values);
    }

    [Fact]
    public void Problems_are_told_in_a_line()
    {
        Assert.Equal("text", new ScheduleProblem.WrongOutcome("text").ToString());
        Assert.StartsWith("thread 3 threw System.InvalidOperationException: second", new ScheduleProblem.Threw(2, new InvalidOperationException("second")).ToString(), StringComparison.Ordinal);
        Assert.Equal("deadlock: thread 1 waits for lock at Toy.cs:9; thread 2 waits for _count at Toy.cs:7", new ScheduleProblem.Deadlock([(0, Gate), (1, Count)]).ToString());
        Assert.Equal("no end after 7 accesses", new ScheduleProblem.Endless(1, 7, [], CanOthersGoOn: true).ToString());
        Assert.Equal("spin loop: thread 2 repeats _count at Toy.cs:7, lock at Toy.cs:9; 7 accesses", new ScheduleProblem.Endless(1, 7, [Count, Gate], CanOthersGoOn: true).ToString());
        Assert.Equal("livelock: thread 2 repeats _count at Toy.cs:7; 7 accesses", new ScheduleProblem.Endless(1, 7, [Count], CanOthersGoOn: false).ToString());
        Assert.Equal(
            "data race: thread 1: Read _count at Toy.cs:7; thread 2: Write _count at Toy.cs:7; none happens before the other",
            new ScheduleProblem.DataRace(new(0, AccessKind.Read, 0, Count), new(1, AccessKind.Write, 0, Count)).ToString());
    }

    /// <summary>A loop is seen where one thread alone did the last hundred accesses, at no more than twenty-five places.</summary>
    [Theory]
    [InlineData(100, 25, 0, 25)]
    [InlineData(100, 26, 0, 0)]
    [InlineData(99, 1, 1, 0)]
    [InlineData(100, 1, 1, 1)]
    [InlineData(30, 2, 0, 2)]
    public void A_loop_is_what_one_thread_repeats(int accesses, int places, int others, int seen)
    {
        Access[] all =
        [
            .. Enumerable.Range(0, others).Select(static _ => new Access(0, AccessKind.Read, 0, Gate)),
            .. Enumerable.Range(0, accesses).Select(number => new Access(1, AccessKind.Read, 0, new("/src/Toy.cs", number % places, "x"))),
        ];

        ScheduleProblem.Endless endless = ScheduleProblem.Endless.Of(all, enabled: 0b10);
        Assert.Equal((1, all.Length, seen, false), (endless.Thread, endless.Steps, endless.Loop.Count, endless.CanOthersGoOn));
        Assert.Equal(Enumerable.Range(0, seen), endless.Loop.Select(static place => place.Line).Order());
        Assert.True(ScheduleProblem.Endless.Of(all, enabled: 0b1).CanOthersGoOn);
        Assert.True(ScheduleProblem.Endless.Of(all, enabled: 0b110).CanOthersGoOn);
    }
}
