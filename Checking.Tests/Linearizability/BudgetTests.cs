// The account of a search, on a clock and a heap that the test moves: what it costs, when it ends a search, and that nothing is
// refused which the limits allow.
using Checking.Linearizability;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class BudgetTests
{
    private static readonly SearchLimits SixteenMegabytes = new() { Bytes = 16 << 20 };

    private readonly SteppingClock _clock = new();
    private readonly TestHeap _heap = new() { TakenBytes = 5, HeldBytes = 1_000 };

    [Fact]
    public void The_clock_is_looked_at_once_in_so_many_configurations()
    {
        SearchBudget budget = Budget(new SearchLimits { Time = TimeSpan.FromDays(1) });
        int before = _clock.Looks;
        Assert.All(Enumerable.Range(0, 10 * SearchBudget.TicksPerLook), _ => Assert.True(budget.MayGoOn()));
        Assert.Equal(10, _clock.Looks - before);
    }

    [Fact]
    public void A_step_of_the_specification_counts_for_several_configurations()
    {
        SearchBudget budget = Budget(new SearchLimits { Time = TimeSpan.FromDays(1) });
        int before = _clock.Looks;
        Assert.All(Enumerable.Range(0, 10 * SearchBudget.TicksPerLook), _ => Assert.True(budget.MayStep()));
        Assert.Equal(10 * SearchBudget.TicksPerStep, _clock.Looks - before);
    }

    [Theory]
    [InlineData(0, SearchEnd.OutOfTime)]
    [InlineData(1, SearchEnd.OutOfTime)] // the look at the beginning is one millisecond after it
    [InlineData(2, null)]
    public void A_search_ends_when_its_time_is_over_and_not_before(int milliseconds, SearchEnd? end) =>
        Assert.Equal(end, Budget(new SearchLimits { Time = TimeSpan.FromMilliseconds(milliseconds) }).End);

    [Fact]
    public void A_search_without_a_limit_of_time_does_not_look_at_the_clock()
    {
        SearchBudget budget = Budget(new SearchLimits());
        int before = _clock.Looks;
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.True(budget.MayStep()));
        Assert.Equal(before, _clock.Looks);
    }

    [Fact]
    public void A_search_that_is_cancelled_before_it_begins_has_ended() =>
        Assert.Equal(SearchEnd.Cancelled, new SearchBudget(new SearchLimits(), _clock, _heap, new CancellationToken(canceled: true)).End);

    [Theory]
    [InlineData(0, SearchEnd.OutOfMemory)]
    [InlineData(1, SearchEnd.OutOfTime)]
    [InlineData(2, SearchEnd.Cancelled)]
    public void The_first_reason_to_end_stays(int reason, SearchEnd end)
    {
        using CancellationTokenSource cancellation = new();
        SearchBudget budget = new(new SearchLimits { Time = TimeSpan.FromMilliseconds(2), Bytes = 100 }, _clock, _heap, cancellation.Token);
        Action[] reasons = [() => budget.MayAllocate(101, 1), () => LookAgain(budget), () => { cancellation.Cancel(); LookAgain(budget); }];
        reasons[reason]();
        Assert.Equal(end, budget.End);
        foreach (Action other in reasons)
        {
            other();
            Assert.Equal(end, budget.End);
            Assert.False(budget.MayGoOn());
            Assert.False(budget.MayAllocate(1, 1));
        }
    }

    [Theory]
    [InlineData(0, 0, 100, true)]
    [InlineData(0, 0, 101, false)]
    [InlineData(60, 60, 40, true)]
    [InlineData(60, 60, 41, false)]
    [InlineData(90, 60, 40, true)] // what is too much may be garbage: the exact figure decides
    [InlineData(90, 60, 41, false)]
    [InlineData(-30, -30, 130, true)] // what was garbage at the beginning does not count
    public void What_is_asked_for_and_what_the_heap_grew_by_are_within_the_limit(int grown, int grownExactly, int length, bool may)
    {
        SearchBudget budget = Budget(new SearchLimits { Bytes = 300 });
        (_heap.HeldBytes, _heap.HeldExactly) = (1_000 + (3 * grown), 1_000 + (3 * grownExactly));
        Assert.Equal(may, budget.MayAllocate(length, 3));
        Assert.Equal(may ? null : SearchEnd.OutOfMemory, budget.End);
    }

    [Fact]
    public void The_exact_figure_costs_a_collection_and_is_asked_for_when_the_other_one_is_too_high()
    {
        SearchBudget budget = Budget(new SearchLimits { Bytes = 300 });
        Assert.True(budget.MayAllocate(100, 3));
        Assert.Equal(0, _heap.Collections);
        _heap.HeldBytes += 1;
        Assert.True(budget.MayAllocate(100, 3));
        Assert.Equal(1, _heap.Collections);
    }

    [Fact]
    public void An_array_longer_than_an_array_can_be_is_refused()
    {
        Assert.True(Budget(new SearchLimits { Bytes = long.MaxValue }).MayAllocate(Array.MaxLength, 1));
        Assert.False(Budget(new SearchLimits { Bytes = long.MaxValue }).MayAllocate(Array.MaxLength + 1L, 1));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, SearchEnd.OutOfMemory)]
    public void What_the_specification_takes_is_measured_each_time_a_sixteenth_of_the_limit_was_allocated(int more, SearchEnd? end)
    {
        SearchBudget budget = Budget(SixteenMegabytes);
        (_heap.HeldBytes, _heap.HeldExactly) = (1_000 + (16 << 20) + more, 1_000 + (16 << 20) + more);
        _heap.TakenBytes += (1 << 20) - 1;
        LookAgain(budget);
        Assert.Null(budget.End);
        _heap.TakenBytes++;
        LookAgain(budget);
        Assert.Equal(end, budget.End);
    }

    [Fact]
    public void It_is_not_measured_again_before_as_much_was_allocated_again()
    {
        SearchBudget budget = Budget(SixteenMegabytes);
        _heap.TakenBytes += 1 << 20;
        LookAgain(budget);
        AssertIsMeasuredAfter(1 << 20, budget);
    }

    [Fact]
    public void It_is_measured_at_most_once_in_64_kilobytes()
    {
        SearchBudget budget = Budget(new SearchLimits { Bytes = 16 });
        AssertIsMeasuredAfter(1 << 16, budget);
    }

    [Theory]
    [InlineData(1_000, 500)]
    [InlineData(4L << 30, 2L << 30)]
    [InlineData(5L << 30, 2L << 30)]
    public void By_default_a_search_may_take_two_gibibytes_or_half_of_what_there_is(long available, long bytes)
    {
        Assert.Equal(bytes, SearchLimits.UsualBytes(available));
        Assert.Equal(SearchLimits.UsualBytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes), SearchLimits.Default.Bytes);
        Assert.Equal(Timeout.InfiniteTimeSpan, SearchLimits.Default.Time);
    }

    [Theory]
    [InlineData(2_047, 40)]
    [InlineData(2_048, 80)]
    public void The_memory_of_a_search_grows_twofold_until_the_limit(int bytes, int count)
    {
        VisitedConfigurations visited = new(1, Budget(new SearchLimits { Bytes = bytes }));
        int added = 0;
        while (visited.Add([(ulong)added], 0, 0))
        {
            added++;
        }

        Assert.Equal(count, added);
        Assert.Equal(count, visited.Count);
    }

    /// <summary>The step is right, but it is not remembered, and nothing is asked of the specification any more.</summary>
    [Theory]
    [InlineData(767, true)]
    [InlineData(768, false)]
    public void The_memory_of_steps_grows_twofold_until_the_limit(int bytes, bool isRefused)
    {
        SearchBudget budget = Budget(new SearchLimits { Bytes = bytes });
        TransitionTable<int, Ask, int> steps = new(TestSpecifications.Plain, budget);
        int[] kinds = [.. Enumerable.Range(1, 21).Select(value => steps.Kind(Ask.Write(value), Answer<int>.Of(0)))];
        Assert.All(kinds[..20], kind => Assert.NotEqual(Transitions.None, steps.Next(Transitions.Initial, kind)));
        Assert.Null(budget.End);
        Assert.Equal(21, steps.State(steps.Next(Transitions.Initial, kinds[20])));
        Assert.Equal(isRefused ? SearchEnd.OutOfMemory : null, budget.End);
        Assert.Equal(isRefused, steps.Next(Transitions.Initial, kinds[20]) == Transitions.None);
    }

    [Fact]
    public void A_step_that_finds_no_memory_leaves_the_history_undecided()
    {
        SequentialSpecification<int, Ask, int> greedy = new() { Name = "greedy", Initial = 0, Explain = static (_, _, _) => new int[Array.MaxLength + 1L] };
        History<Ask, int> history = new([new(0, Ask.Read, Answer<int>.Of(0), 0, 1)]);
        LinearizabilityReport<int, Ask, int> report =
            new LinearizabilityChecker<int, Ask, int>(greedy).Check(history, SearchLimits.Default, _clock, TestContext.Current.CancellationToken);
        Assert.Equal((Verdict.Undecided, SearchEnd.OutOfMemory), (report.Verdict, report.End));
        Assert.Contains("not decided: out of memory", report.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Far more is held than may be, and that is seen after so many bytes were taken, and not before.</summary>
    private void AssertIsMeasuredAfter(int bytes, SearchBudget budget)
    {
        (_heap.HeldBytes, _heap.HeldExactly) = (1 << 30, 1 << 30);
        _heap.TakenBytes += bytes - 1;
        LookAgain(budget);
        Assert.Null(budget.End);
        _heap.TakenBytes++;
        LookAgain(budget);
        Assert.Equal(SearchEnd.OutOfMemory, budget.End);
    }

    private SearchBudget Budget(SearchLimits limits) => new(limits, _clock, _heap, TestContext.Current.CancellationToken);

    private static void LookAgain(SearchBudget budget)
    {
        for (int tick = 0; tick < SearchBudget.TicksPerLook; tick++)
        {
            budget.MayGoOn();
        }
    }

    private sealed class TestHeap : Heap
    {
        public long TakenBytes { get; set; }

        public long HeldBytes { get; set; }

        public long HeldExactly { get; set; } = 1_000;

        public int Collections { get; private set; }

        public override long Taken => TakenBytes;

        public override long Held(bool exact)
        {
            Collections += exact ? 1 : 0;
            return exact ? HeldExactly : HeldBytes;
        }
    }
}
