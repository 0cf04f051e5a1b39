// The heap of types against a list of them, and what it says of its own order.
using DeviceClones;
using Xunit;

namespace Implementation.Tests.Indexes;

public sealed class SweepHeapTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 40)]
    [InlineData(3, 7)]
    public void A_heap_gives_the_types_that_can_be_pruned_whatever_was_changed(int seed, int most)
    {
        Random random = new(seed);
        SweepHeap heap = new();
        List<TypeClass> types = [];
        for (int step = 0; step < 1500; step++)
        {
            if (types.Count < most && random.Next(3) == 0)
            {
                TypeClass type = new(step) { Prunable = Some(random) };
                types.Add(type);
                heap.Add(type);
            }
            else if (types.Count > 0 && random.Next(4) == 0)
            {
                TypeClass type = types[random.Next(types.Count)];
                types.Remove(type);
                heap.Remove(type);
            }
            else if (types.Count > 0)
            {
                TypeClass type = types[random.Next(types.Count)];
                long prunable = Some(random);
                heap.Change(type, prunable);
                Assert.Equal(prunable, type.Prunable);
            }

            Assert.Equal(types.Count, heap.Count);
            Assert.True(heap.IsOrdered);
            long bound = random.Next(12);
            List<TypeClass> found = [];
            List<long> asked = [];
            heap.CopyTo(
                time =>
                {
                    asked.Add(time);
                    return time < bound;
                },
                found);
            Assert.Equal(
                types.Where(type => type.Prunable != SweepHeap.Never && type.Prunable < bound).OrderBy(static type => type.Type),
                found.OrderBy(static type => type.Type));
            Assert.DoesNotContain(SweepHeap.Always, asked);
            Assert.DoesNotContain(SweepHeap.Never, asked);

            // Whoever is asked about and not found has nobody below who is asked about.
            Assert.True(asked.Count <= (2 * found.Count) + 1, $"{asked.Count} asked, {found.Count} found");
        }
    }

    [Fact]
    public void Always_is_before_every_time_and_never_after()
    {
        SweepHeap heap = new();
        TypeClass always = new(1) { Prunable = SweepHeap.Always };
        TypeClass never = new(2) { Prunable = SweepHeap.Never };
        heap.Add(never);
        heap.Add(always);
        List<TypeClass> found = [];
        heap.CopyTo(static _ => false, found);
        Assert.Equal([always], found);
        found.Clear();
        heap.CopyTo(static _ => true, found);
        Assert.Equal([always], found);
    }

    [Fact]
    public void It_is_told_when_the_order_is_wrong_or_a_type_is_not_where_it_says()
    {
        SweepHeap heap = new();
        TypeClass[] types = [.. Enumerable.Range(0, 7).Select(static number => new TypeClass(number) { Prunable = number })];
        Array.ForEach(types, heap.Add);
        Assert.True(heap.IsOrdered);
        for (int place = 1; place < types.Length; place++)
        {
            types[place].Prunable = types[(place - 1) / 2].Prunable;
            Assert.True(heap.IsOrdered); // as early as the one above
            types[place].Prunable--;
            Assert.False(heap.IsOrdered, $"{place}");
            types[place].Prunable = place;
        }

        Assert.True(heap.IsOrdered);
        types[6].HeapPlace = 5;
        Assert.False(heap.IsOrdered);
    }

    private static long Some(Random random) => random.Next(14) switch
    {
        12 => SweepHeap.Always,
        13 => SweepHeap.Never,
        var time => time,
    };
}
