// The limits hold inside one search, and inside one step of a specification; they give "undecided" and
// nothing else. The clock is one that a test moves on: each look at it is a millisecond later.
using Checking.Linearizability;
using Xunit;

namespace Checking.Tests.Linearizability;

[Collection(nameof(AloneOnTheHeap))]
public sealed class LimitTests
{
    /// <summary>The memory limit looks at the growth of the whole heap: nothing else may run, and nothing may be left to collect.</summary>
    public LimitTests() => GC.Collect();

    [Fact]
    public void The_time_limit_holds_inside_a_search()
    {
        LinearizabilityReport<int, Ask, int> report = Check(TestSpecifications.Plain, Hard(20), new SearchLimits { Time = TimeSpan.FromMilliseconds(50) });
        Assert.Equal((Verdict.Undecided, SearchEnd.OutOfTime), (report.Verdict, report.End));
        Assert.InRange(report.Configurations, 100, 10_000);
        Assert.Contains("not decided: out of time", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_limit_holds_inside_a_step_that_never_ends()
    {
        static IEnumerable<int> Numbers()
        {
            for (int number = 0; ; number++)
            {
                yield return number;
            }
        }

        SequentialSpecification<int, Ask, int> endless = new() { Name = "endless", Initial = 0, Explain = static (_, _, _) => Numbers() };
        LinearizabilityReport<int, Ask, int> report = Check(endless, Hard(2), new SearchLimits { Time = TimeSpan.FromMilliseconds(50) });
        Assert.Equal((Verdict.Undecided, SearchEnd.OutOfTime), (report.Verdict, report.End));
    }

    [Fact]
    public void The_memory_limit_holds_inside_a_search()
    {
        LinearizabilityReport<int, Ask, int> report = Check(TestSpecifications.Plain, Hard(22), new SearchLimits { Bytes = 1 << 18 });
        Assert.Equal((Verdict.Undecided, SearchEnd.OutOfMemory), (report.Verdict, report.End));
        Assert.InRange(report.Configurations, 1, 20_000);
    }

    [Fact]
    public void The_memory_limit_counts_the_states_of_the_specification()
    {
        SequentialSpecification<Block, Ask, int> large = new()
        {
            Name = "large states",
            Initial = new Block(0, []),
            Explain = static (state, _, answer) => answer.Response == 99 ? [] : [new Block(state.Number + 1, new byte[1 << 20])],
        };
        LinearizabilityReport<Block, Ask, int> report = Check(large, Sequence(200), new SearchLimits { Bytes = 16 << 20 });
        Assert.Equal((Verdict.Undecided, SearchEnd.OutOfMemory), (report.Verdict, report.End));
    }

    [Fact]
    public void What_the_runtime_tells_of_memory_grows_with_what_is_held()
    {
        (long taken, long held) = (Heap.OfProcess.Taken, Heap.OfProcess.Held(exact: true));
        byte[] block = new byte[64 << 20];
        Assert.InRange(Heap.OfProcess.Taken - taken, block.Length, 2L * block.Length);
        Assert.InRange(Heap.OfProcess.Held(exact: true) - held, block.Length / 2, 4L * block.Length);
        GC.KeepAlive(block);
    }

    [Fact]
    public void Cancellation_ends_a_search()
    {
        LinearizabilityReport<int, Ask, int> report = CancelledAt(100, Hard(20));
        Assert.Equal((Verdict.Undecided, SearchEnd.Cancelled), (report.Verdict, report.End));
    }

    /// <summary>Cancelled at each step in turn, also at the last one, after which nothing is left to be decided.</summary>
    [Fact]
    public void Why_a_search_ended_is_told_exactly_where_it_is_not_decided()
    {
        (int decided, int undecided) = (0, 0);
        for (int length = 1; length <= 17; length++)
        {
            // Of two writes at once the one that returns last comes first, so the order of returns explains nothing.
            History<Ask, int> history = new(
            [
                .. Enumerable.Range(2, length).Select(place => new HistoryOperation<Ask, int>(0, Ask.Write(place), Answer<int>.Of(0), 2 * place, (2 * place) + 1)),
                new(1, Ask.Write(1), Answer<int>.Of(0), 100, 101),
                new(2, Ask.Write(0), Answer<int>.Of(0), 100, 102),
                new(3, Ask.Read, Answer<int>.Of(1), 103, 104),
            ]);
            for (int last = 1; last <= 30; last++)
            {
                LinearizabilityReport<int, Ask, int> report = CancelledAt(last, history);
                Assert.True(report.End is null == (report.Verdict != Verdict.Undecided), $"{length} operations, cancelled at step {last}: {report.Verdict} and {report.End}");
                (decided, undecided) = report.End is null ? (decided + 1, undecided) : (decided, undecided + 1);
            }
        }

        Assert.True(decided > 10 && undecided > 10, $"{decided} decided, {undecided} not");
    }

    [Fact]
    public void A_search_within_its_limits_is_decided()
    {
        LinearizabilityReport<int, Ask, int> report = Check(TestSpecifications.Plain, Hard(8), new SearchLimits { Time = TimeSpan.FromMinutes(5) });
        Assert.Equal((Verdict.Violated, null), (report.Verdict, report.End));
    }

    [Fact]
    public void A_hundred_operations_open_at_once_are_no_obstacle()
    {
        // More than one word of the set of linearized operations: the last of them to return is read by everybody.
        History<Ask, int> history = new(
        [
            .. Enumerable.Range(0, 100).Select(process => new HistoryOperation<Ask, int>(process, Ask.Write(process), Answer<int>.Of(0), process, 200 + process)),
            .. Enumerable.Range(0, 100).Select(process => new HistoryOperation<Ask, int>(100 + process, Ask.Read, Answer<int>.Of(99), 150, 400 + process)),
        ]);
        Assert.Equal(Verdict.Holds, Check(TestSpecifications.Declared, history, SearchLimits.Default).Verdict);
    }

    /// <summary>The write that returns last but one is read, so the last one stands before it: the bits of a wide set are used.</summary>
    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(130)]
    public void More_operations_may_be_open_at_once_than_a_word_has_bits(int writes)
    {
        History<Ask, int> history = new(
        [
            .. Enumerable.Range(1, writes).Select(write => new HistoryOperation<Ask, int>(write, Ask.Write(write), Answer<int>.Of(0), 0, 10 + write)),
            new HistoryOperation<Ask, int>(0, Ask.Read, Answer<int>.Of(writes - 1), 200, 201),
        ]);
        LinearizabilityReport<int, Ask, int> report = Check(TestSpecifications.Plain, history, SearchLimits.Default);
        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.Null(Certificate.Refute(TestSpecifications.Plain, report));
        Assert.InRange(report.Configurations, writes, 3 * writes);
    }

    /// <summary>Writes of different values, all at once, and then a read of none of them: every order has to be tried.</summary>
    private static History<Ask, int> Hard(int writes) => new(
    [
        .. Enumerable.Range(0, writes).Select(process => new HistoryOperation<Ask, int>(process, Ask.Write(process + 1), Answer<int>.Of(0), 0, 1)),
        new HistoryOperation<Ask, int>(writes, Ask.Read, Answer<int>.Of(99), 2, 3),
    ]);

    private static History<Ask, int> Sequence(int length) => new(
    [
        .. Enumerable.Range(0, length).Select(place => new HistoryOperation<Ask, int>(0, Ask.Write(place), Answer<int>.Of(0), 2 * place, (2 * place) + 1)),
        new HistoryOperation<Ask, int>(0, Ask.Read, Answer<int>.Of(99), 2 * length, (2 * length) + 1),
    ]);

    private static LinearizabilityReport<int, Ask, int> CancelledAt(int last, History<Ask, int> history)
    {
        using CancellationTokenSource cancellation = new();
        int steps = 0;
        SequentialSpecification<int, Ask, int> cancelling = TestSpecifications.Plain with
        {
            Explain = (state, ask, answer) =>
            {
                if (++steps == last)
                {
                    cancellation.Cancel();
                }

                return TestSpecifications.Plain.Explain(state, ask, answer);
            },
        };
        return new LinearizabilityChecker<int, Ask, int>(cancelling).Check(history, SearchLimits.Default, new SteppingClock(), cancellation.Token);
    }

    private static LinearizabilityReport<TState, Ask, int> Check<TState>(
        SequentialSpecification<TState, Ask, int> specification, History<Ask, int> history, SearchLimits limits)
        where TState : notnull =>
        new LinearizabilityChecker<TState, Ask, int>(specification).Check(history, limits, new SteppingClock(), TestContext.Current.CancellationToken);

    private sealed record Block(int Number, byte[] Bytes)
    {
        public bool Equals(Block? other) => Number == other?.Number;

        public override int GetHashCode() => Number;
    }
}

/// <summary>Tests that are about the heap as a whole.</summary>
[CollectionDefinition(nameof(AloneOnTheHeap), DisableParallelization = true)]
public sealed class AloneOnTheHeap;
