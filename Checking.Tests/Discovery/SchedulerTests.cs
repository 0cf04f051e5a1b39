using Checking.Discovery;
using Checking.Schedules;
using CsCheck;
using Xunit;

namespace Checking.Tests.Discovery;

/// <summary>Time goes where something new turns up, and everything has its turn.</summary>
public sealed class SchedulerTests
{
    private const int Batches = 400;

    [Fact]
    public void The_search_that_still_finds_something_has_nearly_all_the_time_and_the_others_are_not_forgotten()
    {
        Toy rich = new("rich", 1_000_000);
        Toy[] poor = [.. Enumerable.Range(0, 5).Select(number => new Toy($"poor {number}", 3))];

        Run([.. poor, rich], seed: 1);

        Assert.InRange(rich.Batches, Batches * 3 / 4, Batches - 1);
        Assert.All(poor, search => Assert.InRange(search.Batches, 1, Batches / 10));
    }

    [Fact]
    public void Searches_that_find_as_much_have_as_much_time()
    {
        Toy[] searches = [new("one", 1_000_000), new("other", 1_000_000)];

        Run(searches, seed: 1);

        Assert.All(searches, search => Assert.InRange(search.Batches, Batches * 2 / 5, Batches * 3 / 5));
    }

    [Fact]
    public void The_same_seed_does_the_same_batches_and_a_shorter_run_is_the_beginning_of_a_longer_one()
    {
        string[] Names(ulong seed, int batches) => Run([new("one", 20), new("two", 200), new("three", 2_000)], seed, batches);

        Assert.Equal(Names(7, 100), Names(7, 100));
        Assert.Equal(Names(7, 30), Names(7, 100)[..30]);
        Assert.NotEqual(Names(7, 100), Names(8, 100));
    }

    /// <summary>The seeds are those that draw the numbers at the ends of the halves.</summary>
    [Theory]
    [InlineData(0x61C8_8646_80B5_83EB, 0, "one")]
    [InlineData(0x401A_54DA_5EA0_0C6A, (1UL << 63) - 2048, "one")]
    [InlineData(0x2FED_F1EF_CE1D_5545, 1UL << 63, "other")]
    [InlineData(0x3162_8AF6_7B21_31AB, ulong.MaxValue, "other")]
    public void Of_two_searches_that_find_as_much_the_first_has_the_lower_half_of_the_numbers(ulong seed, ulong number, string drawn)
    {
        Assert.Equal(number, new SplitMix(seed).Next());
        Assert.Equal([drawn], Run([new("one", 1), new("other", 1)], seed, batches: 1));
    }

    [Fact]
    public void A_search_that_is_over_has_no_turn_and_where_all_are_over_it_ends()
    {
        Toy over = new("over", 10) { IsOver = true };
        Toy open = new("open", 10) { OverAfter = 3 };

        string[] names = Run([over, open], seed: 1);

        Assert.Equal(["open", "open", "open"], names);
    }

    [Fact]
    public void How_long_nothing_new_has_turned_up_is_counted_over_all_searches()
    {
        List<DiscoveryBatch> batches = [];
        int left = 50;
        new DiscoveryScheduler([new Toy("one", 2), new Toy("other", 2)], 3).Run(() => left-- > 0, batches.Add);

        DiscoveryBatch last = batches.FindLast(batch => batch.Found > 0)!;
        DiscoveryBatch[] since = [.. batches.Skip(batches.IndexOf(last) + 1)];
        Assert.Equal(4, batches.Sum(batch => batch.Found));
        Assert.NotEmpty(since);
        Assert.Equal(last.SamplesSinceNew + since.Sum(batch => batch.Samples), since[^1].SamplesSinceNew);
        Assert.All(batches, batch => Assert.Equal(10, batch.Samples));
        Assert.All(batches.Where(batch => batch.Found > 0), batch => Assert.InRange(batch.SamplesSinceNew, 0, 9));
    }

    [Fact]
    public void It_ends_where_it_is_interrupted()
    {
        Toy search = new("one", 10);
        new DiscoveryScheduler([search], 1).Run(() => true, cancellation: new CancellationToken(canceled: true));

        Assert.Equal(0, search.Batches);
    }

    [Fact]
    public void A_drawn_order_has_each_item_once_and_is_another_one_for_another_seed()
    {
        int[] items = [.. Enumerable.Range(0, 50)];

        Assert.Equal(DrawnOrder.Of(items, 1), DrawnOrder.Of(items, 1));
        Assert.NotEqual(DrawnOrder.Of(items, 1), DrawnOrder.Of(items, 2));
        Assert.Equal(items, DrawnOrder.Of(items, 3).Order());
        Assert.Equal(6, Enumerable.Range(0, 100).Select(seed => string.Concat(DrawnOrder.Of([1, 2, 3], (ulong)seed))).Distinct().Count());
    }

    private static string[] Run(Toy[] searches, ulong seed, int batches = Batches)
    {
        List<string> names = [];
        new DiscoveryScheduler(searches, seed).Run(() => batches-- > 0, batch => names.Add(batch.Search.Name));
        return [.. names];
    }

    /// <summary>Draws ten samples a batch, each one of so many classes that are equally likely.</summary>
    private sealed class Toy(string name, uint classes) : IDiscoverySearch
    {
        private readonly PCG _random = new(1, 2);

        public string Name => name;

        public DiscoveryCount Count { get; } = new();

        public bool IsOver { get; set; }

        public int OverAfter { get; init; } = int.MaxValue;

        public int Batches { get; private set; }

        public void RunBatch(CancellationToken cancellation)
        {
            for (int sample = 0; sample < 10; sample++)
            {
                Count.Add([_random.Next(classes)]);
            }

            IsOver = ++Batches >= OverAfter;
        }
    }
}
