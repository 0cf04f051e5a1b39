// The index by process against a sorted list, and its shape against what it is said to be.
using DeviceClones;
using Xunit;

namespace Implementation.Tests.Indexes;

public sealed class ProcessIndexTests
{
    private const int Slots = 120;

    /// <param name="seed">What is random.</param>
    /// <param name="processes">Different processes, from -1 on.</param>
    /// <param name="times">Different times; few give many that are equal.</param>
    /// <param name="isFar">Whether processes and times lie as far apart as they can, so that differences of them come round.</param>
    [Theory]
    [InlineData(1, 4, 3, false)]
    [InlineData(2, 1, 2, false)]
    [InlineData(3, 30, 1, false)]
    [InlineData(4, 4, 3, true)]
    public void A_tree_is_the_sorted_list_that_it_stands_for(int seed, int processes, int times, bool isFar)
    {
        int apart = isFar ? int.MaxValue / 2 : 1;
        Random random = new(seed);
        SlotTable slots = TestSlots.Table(Slots);
        ProcessIndex index = new(slots);
        List<int> entries = [];
        int root = SlotTable.None;
        for (int step = 0; step < 1000; step++)
        {
            int slot = random.Next(Slots);
            if (entries.Remove(slot))
            {
                index.Remove(ref root, slot);
            }
            else
            {
                slots[slot].Process = (random.Next(processes) - 1) * apart;
                slots[slot].Time = isFar ? (random.Next(times) - 1) * long.MaxValue : random.Next(times);
                slots[slot].Unit = slot * 7 % Slots;
                entries.Add(slot);
                index.Add(ref root, slot);
            }

            int[] sorted = [.. entries.OrderBy(entry => slots[entry].Process).ThenBy(entry => slots[entry].Time).ThenBy(entry => slots[entry].Unit)];
            List<int> listed = [];
            index.CopyTo(root, listed);
            Assert.Equal(sorted, listed);
            foreach (int process in Enumerable.Range(-2, processes + 3).Select(number => unchecked(number * apart)))
            {
                int oldest = Array.Find(sorted, entry => slots[entry].Process == process);
                Assert.Equal(sorted.Any(entry => slots[entry].Process == process) ? oldest : SlotTable.None, index.Oldest(root, process));
            }

            AssertHeap(slots, root);
        }
    }

    /// <summary>Nobody has a higher priority than who is above, so the shape is the set's alone, and as deep as random trees are.</summary>
    private static void AssertHeap(SlotTable slots, int slot)
    {
        if (slot == SlotTable.None)
        {
            return;
        }

        foreach (int child in (int[])[slots[slot].Left, slots[slot].Right])
        {
            Assert.True(child == SlotTable.None || Mixed((uint)child) < Mixed((uint)slot), $"{child} under {slot}");
            AssertHeap(slots, child);
        }
    }

    /// <summary>The finalizer of MurmurHash3 (MurmurHash3.cpp, fmix32).</summary>
    private static uint Mixed(uint hash)
    {
        hash ^= hash >> 16;
        hash *= 0x85ebca6b;
        hash ^= hash >> 13;
        hash *= 0xc2b2ae35;
        hash ^= hash >> 16;
        return hash;
    }

    [Fact]
    public void Slots_with_large_numbers_are_mixed_as_well()
    {
        // Slots beyond 65,536 differ from those before in bits that the first step mixes in.
        const int Page = 1024 + 3;
        SlotTable slots = new();
        TestSlots.Grow(slots, Page + 1);
        ProcessIndex index = new(slots);
        int root = SlotTable.None;
        for (int slot = 1024 * 64; slot < slots.SlotCount; slot++)
        {
            slots[slot].Unit = slot;
            index.Add(ref root, slot);
        }

        AssertHeap(slots, root);
    }
}
