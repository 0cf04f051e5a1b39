// The tree of unit numbers against a sorted map, and what it leaves behind against a new one.
using DeviceClones;
using Xunit;

namespace Implementation.Tests.Indexes;

public sealed class UnitTreeTests
{
    private const int Numbers = 1 << 24;

    [Theory]
    [InlineData(1, 70)]
    [InlineData(2, 5_000)]
    [InlineData(3, Numbers)]
    public void A_tree_is_the_map_that_it_stands_for(int seed, int range)
    {
        Random random = new(seed);
        UnitTree tree = new();
        SortedDictionary<int, int> map = [];
        for (int step = 0; step < 1500; step++)
        {
            int number = random.Next(4) switch
            {
                0 => range - 1 - random.Next(3),
                1 => random.Next(range),
                2 => (random.Next(1 + ((range - 1) / 64)) * 64) + (random.Next(2) * 63) is var edge && edge < range ? edge : 0,
                _ => LowestFree(map),
            };
            if (map.Remove(number))
            {
                tree.Remove(number);
            }
            else
            {
                map.Add(number, step);
                tree.Add(number, step);
            }

            Assert.Equal(map.GetValueOrDefault(number, SlotTable.None), tree.Find(number));
            int other = random.Next(range);
            Assert.Equal(map.GetValueOrDefault(other, SlotTable.None), tree.Find(other));
            Assert.Equal(SlotTable.None, tree.Find(range));
            Assert.Equal(LowestFree(map), tree.LowestFree());
            if (step % 50 == 0)
            {
                AssertLists(map, tree);
            }
        }

        AssertLists(map, tree);
        foreach (int number in map.Keys)
        {
            tree.Remove(number);
        }

        Assert.Equal(0, tree.LowestFree());
        AssertLists([], tree);
    }

    [Fact]
    public void The_lowest_free_number_is_found_also_where_whole_levels_are_full()
    {
        const int Count = (64 * 64 * 64) + 65;
        UnitTree tree = new();
        for (int number = 0; number < Count; number++)
        {
            Assert.Equal(number, tree.LowestFree());
            tree.Add(number, number);
        }

        foreach (int number in (int[])[0, 63, 64, 4095, 4096, (64 * 64 * 64) - 1, 64 * 64 * 64])
        {
            tree.Remove(number);
            Assert.Equal(number, tree.LowestFree());
            tree.Add(number, number);
            Assert.Equal(Count, tree.LowestFree());
        }

        // One whole node goes, and comes again.
        for (int number = 4096; number < 4096 + 64; number++)
        {
            tree.Remove(number);
        }

        for (int number = 4096; number < 4096 + 64; number++)
        {
            Assert.Equal(number, tree.LowestFree());
            Assert.Equal(SlotTable.None, tree.Find(number));
            tree.Add(number, number);
        }

        Assert.Equal(Count, tree.LowestFree());
        Assert.Equal(4096, tree.Find(4096));
    }

    [Fact]
    public void The_largest_number_needs_as_many_levels_as_there_are_and_comes_last()
    {
        UnitTree tree = new();
        tree.Add(0, 10);
        tree.Add(Numbers - 1, 11);
        Assert.Equal(11, tree.Find(Numbers - 1));
        Assert.Equal(10, tree.Find(0));
        Assert.Equal(1, tree.LowestFree());
        AssertLists(new() { [0] = 10, [Numbers - 1] = 11 }, tree);
    }

    /// <summary>Nothing else could tell a tree that keeps what it does not need from one that does not.</summary>
    [Fact]
    public void What_was_taken_back_takes_no_memory()
    {
        AllocatedBySteps(); // what the first run of code allocates, as where coverage is noted, is not the tree's
        long[] allocated = AllocatedBySteps();

        (long leaf, long higher) = (allocated[0], allocated[1]);
        Assert.InRange(leaf, 1, 400);
        Assert.InRange(higher, 1, 1_100);
        Assert.Equal([leaf, higher, leaf, leaf, 0], allocated);
    }

    private static long[] AllocatedBySteps()
    {
        UnitTree tree = new();
        long leaf = Allocated(() => tree.Add(5, 0));
        long higher = Allocated(() => tree.Add(100, 0));
        tree.Remove(100);
        long again = Allocated(() => tree.Add(100, 0));
        tree.Add(1 << 20, 0);
        tree.Remove(1 << 20);
        tree.Remove(100);
        tree.Remove(5);
        return [leaf, higher, again, Allocated(() => tree.Add(5, 0)), Allocated(() => tree.Add(6, 0))];
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static int LowestFree(SortedDictionary<int, int> map)
    {
        int free = 0;
        foreach (int number in map.Keys)
        {
            if (number != free)
            {
                break;
            }

            free++;
        }

        return free;
    }

    private static void AssertLists(SortedDictionary<int, int> map, UnitTree tree)
    {
        List<int> slots = [];
        tree.CopyTo(slots);
        Assert.Equal(map.Values, slots);
    }
}
