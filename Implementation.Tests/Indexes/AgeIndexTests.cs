// The index by age against sorted lists, at the smallest width and at the real one, and what it needs of blocks.
using System.Reflection;
using System.Runtime.CompilerServices;
using DeviceClones;
using Xunit;

namespace Implementation.Tests.Indexes;

public sealed class AgeIndexTests
{
    private static readonly Category[] Categories = [Category.Busy, Category.Idle, Category.Invoked];

    /// <param name="seed">What is random.</param>
    /// <param name="width">Children a block.</param>
    /// <param name="most">Slots at most.</param>
    /// <param name="times">Different times; few give many that are equal.</param>
    /// <param name="isRising">Whether most come later than all before, as they do in life.</param>
    /// <param name="apart">How far apart times lie; the first is as far before zero.</param>
    [Theory]
    [InlineData(1, 4, 60, 1000, false, 1)]
    [InlineData(2, 4, 200, 5, true, 1)]
    [InlineData(3, 5, 90, 1000, true, 1)]
    [InlineData(4, 7, 60, 3, false, 1)]
    [InlineData(7, 4, 60, 3, false, long.MaxValue)] // a difference of two comes round
    [InlineData(5, 64, 300, 1000, false, 1)]
    [InlineData(6, 64, 300, 100_000, true, 1)]
    public void An_index_is_the_sorted_lists_that_it_stands_for(int seed, int width, int most, int times, bool isRising, long apart)
    {
        Random random = new(seed);
        SlotTable slots = TestSlots.Table(most);
        AgeIndex index = new(slots, width);
        int root = AgeIndex.None;
        Dictionary<int, Category> entries = [];
        for (int step = 0; step < 2500; step++)
        {
            // It grows and shrinks again and again.
            int slot = random.Next(most);
            bool grows = step / 250 % 2 == 0;
            if (!entries.TryGetValue(slot, out Category category))
            {
                if (grows || random.Next(4) == 0)
                {
                    slots[slot].Time = ((isRising && random.Next(8) > 0 ? step * times / 2500 : random.Next(times)) - 1) * apart;
                    slots[slot].Unit = slot * 11 % 1009;
                    category = Categories[random.Next(Categories.Length)];
                    entries.Add(slot, category);
                    index.Add(ref root, slot, category);
                }
            }
            else if (random.Next(3) == 0)
            {
                Category to = Categories[random.Next(Categories.Length)];
                entries[slot] = to;
                if (to != category)
                {
                    index.Move(ref slots[slot], slot, category, to);
                }
            }
            else if (!grows || random.Next(4) == 0)
            {
                entries.Remove(slot);
                index.Remove(ref root, slot);
            }

            if (step % 5 == 0)
            {
                AssertSame(slots, index, root, entries);
            }
        }

        foreach (int slot in entries.Keys)
        {
            index.Remove(ref root, slot);
        }

        Assert.Equal(AgeIndex.None, root);
        AssertSame(slots, index, root, []);
        Assert.Equal(0, BlocksInUse(index));
        Assert.InRange(Blocks(index).Length, Made(index), Math.Max(4, Made(index) * 3 / 2));
    }

    private static void AssertSame(SlotTable slots, AgeIndex index, int root, Dictionary<int, Category> entries)
    {
        Assert.Equal(entries.Count == 0, root == AgeIndex.None);
        foreach (Category category in Categories)
        {
            int[] sorted =
            [
                .. entries.Where(entry => entry.Value == category).Select(static entry => entry.Key)
                    .OrderBy(slot => slots[slot].Time).ThenBy(slot => slots[slot].Unit),
            ];
            Assert.Equal(sorted.Length > 0, index.Any(root, category));
            Assert.Equal(sorted.Length > 0 ? sorted[0] : SlotTable.None, index.Oldest(root, category));
            List<int> listed = [];
            Assert.True(index.CopyTo(root, category, static _ => true, listed));
            Assert.Equal(sorted, listed);

            // Until one is not wanted, and nobody is asked about after that.
            int wanted = sorted.Length / 2;
            int asked = 0;
            listed.Clear();
            Assert.Equal(
                sorted.Length == 0,
                index.CopyTo(
                    root,
                    category,
                    slot =>
                    {
                        asked++;
                        return Array.IndexOf(sorted, slot) < wanted;
                    },
                    listed));
            Assert.Equal(sorted[..wanted], listed);
            Assert.Equal(Math.Min(wanted + 1, sorted.Length), asked);
        }
    }

    [Fact]
    public void Two_lists_of_one_index_do_not_know_each_other_and_one_is_forgotten_as_a_whole()
    {
        SlotTable slots = TestSlots.Table(80);
        AgeIndex index = new(slots, 4);
        int even = AgeIndex.None;
        int odd = AgeIndex.None;
        Fill();
        List<int> listed = [];
        index.CopyTo(even, Category.Idle, static _ => true, listed);
        Assert.Equal(Enumerable.Range(0, 40).Select(static place => 2 * place), listed);
        int blocks = Made(index);
        index.Clear(ref even);
        Assert.Equal(AgeIndex.None, even);
        Assert.Equal(blocks / 2, BlocksInUse(index));
        listed.Clear();
        index.CopyTo(odd, Category.Idle, static _ => true, listed);
        Assert.Equal(Enumerable.Range(0, 40).Select(static place => (2 * place) + 1), listed);
        index.Clear(ref odd);
        index.Clear(ref odd); // there is none
        Assert.Equal(0, BlocksInUse(index));
        Fill();
        Assert.Equal(blocks, Made(index)); // each block is used again, once
        listed.Clear();
        index.CopyTo(odd, Category.Idle, static _ => true, listed);
        index.CopyTo(even, Category.Idle, static _ => true, listed);
        Assert.Equal(80, listed.Distinct().Count());

        void Fill()
        {
            for (int slot = 0; slot < 80; slot++)
            {
                slots[slot].Time = slot;
                index.Add(ref slot % 2 == 0 ? ref even : ref odd, slot, Category.Idle);
            }
        }
    }

    [Fact]
    public void Where_times_rise_blocks_are_full()
    {
        SlotTable slots = TestSlots.Table(64 * 10);
        AgeIndex index = new(slots, 64);
        int root = AgeIndex.None;
        for (int slot = 0; slot < 64 * 10; slot++)
        {
            slots[slot].Time = slot;
            index.Add(ref root, slot, Category.Invoked);
            Assert.Equal((slot / 64) + 1 + (slot >= 64 ? 1 : 0), Made(index)); // leaves, and one above
        }
    }

    /// <summary>Half of a block's room is lost at most where entries come in the middle.</summary>
    [Fact]
    public void Where_times_do_not_rise_blocks_are_half_full_and_more()
    {
        SlotTable slots = TestSlots.Table(64);
        AgeIndex index = new(slots, 4);
        int root = AgeIndex.None;
        for (int slot = 0; slot < 64; slot++)
        {
            slots[slot].Time = -slot;
            index.Add(ref root, slot, Category.Invoked);
        }

        Assert.InRange(Made(index), 32 + 16 + 8, 31 + 15 + 7 + 3 + 1);
    }

    /// <summary>A block with a quarter of its room taken, or less, goes into a neighbour if both fill half a block at most.</summary>
    /// <param name="left">How many are left in the first block.</param>
    /// <param name="right">How many are left in the second when they are joined.</param>
    /// <param name="isLeftLast">Whether the first block is thinned out last.</param>
    [Theory]
    [InlineData(4, 4, false)]
    [InlineData(4, 4, true)]
    [InlineData(2, 4, false)]
    [InlineData(2, 4, true)]
    [InlineData(6, 2, false)]
    [InlineData(6, 2, true)]
    public void What_is_left_of_two_blocks_becomes_one(int left, int right, bool isLeftLast)
    {
        const int Width = 16;
        SlotTable slots = TestSlots.Table(2 * Width);
        AgeIndex index = new(slots, Width);
        int root = AgeIndex.None;
        for (int slot = 0; slot < 2 * Width; slot++)
        {
            slots[slot].Time = slot;
            index.Add(ref root, slot, Category.Idle);
        }

        int[] entries = [.. Enumerable.Range(0, 2 * Width)];
        int[] first = isLeftLast ? entries[Width..] : entries[..Width];
        int[] last = isLeftLast ? entries[..Width] : entries[Width..];
        foreach (int slot in first.Skip(left))
        {
            index.Remove(ref root, slot);
        }

        foreach (int slot in last.Skip(right))
        {
            Assert.Equal(3, BlocksInUse(index)); // two, and one above
            index.Remove(ref root, slot);
        }

        Assert.Equal(1, BlocksInUse(index));
        List<int> listed = [];
        index.CopyTo(root, Category.Idle, static _ => true, listed);
        Assert.Equal(first.Take(left).Concat(last.Take(right)).Order(), listed);
    }

    [Fact]
    public void What_is_left_of_many_blocks_needs_few()
    {
        const int Many = 16 * 16;
        SlotTable slots = TestSlots.Table(Many);
        AgeIndex index = new(slots, 16);
        int root = AgeIndex.None;
        for (int slot = 0; slot < Many; slot++)
        {
            slots[slot].Time = slot;
            index.Add(ref root, slot, Category.Busy);
        }

        Assert.Equal(16 + 1, BlocksInUse(index));
        for (int slot = 0; slot < Many; slot++)
        {
            if (slot % 8 != 0)
            {
                index.Remove(ref root, slot);
            }
        }

        Assert.InRange(BlocksInUse(index), 4 + 1, 8 + 1); // of 32 entries
        List<int> listed = [];
        index.CopyTo(root, Category.Busy, static _ => true, listed);
        Assert.Equal(Enumerable.Range(0, 32).Select(static place => 8 * place), listed);
    }

    /// <summary>How many blocks the index has made.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_used")]
    private static extern ref int Made(AgeIndex index);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_free")]
    private static extern ref int FirstFree(AgeIndex index);

    private static Array Blocks(AgeIndex index) => (Array)typeof(AgeIndex).GetField("_blocks", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(index)!;

    /// <summary>How many of the blocks that it has made are not in its list of free ones.</summary>
    internal static int BlocksInUse(AgeIndex index)
    {
        Array blocks = Blocks(index);
        PropertyInfo next = blocks.GetType().GetElementType()!.GetProperty("Parent")!;
        int used = Made(index);
        for (int free = FirstFree(index); free != AgeIndex.None; free = (int)next.GetValue(blocks.GetValue(free))!)
        {
            used--;
            Assert.True(used >= 0, "a block is free once");
        }

        return used;
    }
}
