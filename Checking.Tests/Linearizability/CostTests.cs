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

    /// <summary>Of operations that are the same, each is tried where those that return before it are linearized: not in each of their subsets.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(70)]
    public void Operations_that_are_the_same_are_tried_in_one_order(int writes)
    {
        LinearizabilityReport<int, Ask, int> report = Check(
        [
            .. Enumerable.Range(0, writes).Select(write => new HistoryOperation<Ask, int>(write, Ask.Write(1), Answer<int>.Of(0), 0, 10 + write)),
            new(100, Ask.Read, Answer<int>.Of(99), 200, 201),
        ]);
        Assert.Equal((Verdict.Violated, 1 + writes), (report.Verdict, report.Configurations));
    }

    /// <summary>However many words the set of those that are linearized takes, so many more of the same cost as much more.</summary>
    [Fact]
    public void What_is_open_for_long_costs_as_much_in_a_second_word_as_in_the_first()
    {
        long[] configurations =
        [
            .. from open in Enumerable.Range(5, 4) // 50 to 80: a word has 64
               select Check(
               [
                   .. Enumerable.Range(0, 10 * open).Select(write => new HistoryOperation<Ask, int>(write, Ask.Write(1), Answer<int>.Of(0), 0, 100 + write)),
                   .. Enumerable.Range(2, 3).Select(value => new HistoryOperation<Ask, int>(1_000 + value, Ask.Write(value), Answer<int>.Of(0), 0, 10 + value)),
                   new(2_000, Ask.Read, Answer<int>.Of(99), 20, 21),
               ]).Configurations,
        ];
        long[] more = [.. configurations.Zip(configurations.Skip(1), static (fewer, next) => next - fewer)];
        Assert.True(more[0] > 0);
        Assert.All(more, step => Assert.Equal(more[0], step));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(63, 1)]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(128, 2)]
    [InlineData(129, 3)]
    public void A_set_takes_as_many_words_as_its_bits_need(int bits, int words) => Assert.Equal(words, LinearizationSearch.WordsFor(bits));

    [Fact]
    public void What_is_pending_is_not_tried_in_a_state_that_it_leaves_as_it_is()
    {
        LinearizabilityReport<int, Ask, int> report = Check(
        [
            new(0, Ask.Write(1), Answer<int>.Of(0), 0, 10),
            new(1, Ask.Cas(5, 6), Answer<int>.Unseen, 0, null),
            new(0, Ask.Read, Answer<int>.Of(99), 11, 12),
        ]);
        Assert.Equal((Verdict.Violated, 2), (report.Verdict, report.Configurations));
    }

    [Fact]
    public void A_step_of_the_specification_is_asked_for_once()
    {
        Dictionary<(int, Ask, Answer<int>), int> asked = [];
        SequentialSpecification<int, Ask, int> counting = TestSpecifications.Plain with
        {
            Explain = (state, ask, answer) =>
            {
                asked[(state, ask, answer)] = asked.GetValueOrDefault((state, ask, answer)) + 1;
                return TestSpecifications.Plain.Explain(state, ask, answer);
            },
        };
        SearchBudget budget = new(SearchLimits.Default, TimeProvider.System, Heap.OfProcess, TestContext.Current.CancellationToken);
        TransitionTable<int, Ask, int> transitions = new(counting, budget);
        (int, int)[] steps = [.. from state in Enumerable.Range(0, 30) from value in Enumerable.Range(0, 30) select (state, transitions.Kind(Ask.Write(value), Answer<int>.Of(0)))];
        foreach ((int state, int kind) in (ReadOnlySpan<(int, int)>)[(0, 0), .. Enumerable.Range(1, 29).Select(kind => (0, kind)), .. steps, .. steps])
        {
            transitions.Next(state, kind);
        }

        Assert.Equal(900, asked.Count);
        Assert.All(asked, static step => Assert.Equal(1, step.Value));
    }

    [Fact]
    public void A_search_visits_as_many_configurations_as_it_may_and_no_more()
    {
        SearchBudget budget = new(SearchLimits.Default, TimeProvider.System, Heap.OfProcess, TestContext.Current.CancellationToken);
        TransitionTable<int, Ask, int> transitions = new(TestSpecifications.Plain, budget);
        HistoryOperation<Ask, int>[] operations =
        [
            .. Enumerable.Range(1, 6).Select(value => new HistoryOperation<Ask, int>(value, Ask.Write(value), Answer<int>.Of(0), 0, 10 + value)),
            new(0, Ask.Read, Answer<int>.Of(99), 20, 21),
        ];
        LinearizationSearch search = new(Timeline.Of(operations, transitions, Foresight.None, budget)!, transitions, budget, maxConfigurations: 10);
        Assert.Equal((SearchOutcome.Undecided, 10L), (search.Run(), search.Configurations));
    }

    [Fact]
    public void A_report_of_several_parts_counts_the_configurations_of_all()
    {
        History<Ask, int> history = new(Enumerable.Range(0, 5).Select(value => new HistoryOperation<Ask, int>(0, Ask.Write(value), Answer<int>.Of(0), 2 * value, (2 * value) + 1)));
        LinearizabilityReport<int, Ask, int> report = new LinearizabilityChecker<int, Ask, int>(TestSpecifications.Plain with { Part = static ask => ask.Value % 2 })
            .Check(history, SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.Equal([2, 3], report.Parts.Select(static part => part.Configurations));
        Assert.Equal(5, report.Configurations);
    }

    private static LinearizabilityReport<int, Ask, int> Check(HistoryOperation<Ask, int>[] operations) =>
        new LinearizabilityChecker<int, Ask, int>(TestSpecifications.Declared)
            .Check(new History<Ask, int>(operations), SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken);
}
