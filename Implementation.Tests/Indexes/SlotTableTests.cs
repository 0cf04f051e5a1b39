// The table of slots, and the tree of notes above it: whatever slot a note is about, and however large the table has become, taking
// the notes from the root down finds it, and nothing else.
using System.Numerics;
using System.Runtime.CompilerServices;
using DeviceClones;
using Xunit;

namespace Implementation.Tests.Indexes;

public sealed class SlotTableTests
{
    private const int Width = NoteNode.Width;

    [Fact]
    public void A_note_about_any_slot_is_found_from_the_root_down()
    {
        SlotTable slots = new();
        int[] whereItGrows = [1, 2, 3, 63, 64, 65, 66, 127, 128, 129, 130, 4095, 4096, 4097, 4160, 4161, 4162];
        foreach (int pages in whereItGrows)
        {
            TestSlots.Grow(slots, pages);
            Taken(slots.Root);
            Assert.True(slots.Root.IsQuiet);
            for (int page = 0; page < pages; page += pages > 200 && page > 3 && page < pages - 100 ? 61 : 1)
            {
                int first = page * Width;
                int second = first + (page % (Width - 1)) + 1;
                NoteNode.Leave(slots.PageOf(first), 0);
                NoteNode.Leave(slots.PageOf(second), second - first);
                NoteNode.Leave(slots.PageOf(second), second - first); // again: it is there already
                Assert.False(slots.Root.IsQuiet);
                Assert.Equal([first, second], Taken(slots.Root));
                Assert.True(slots.Root.IsQuiet);
                Assert.True(slots.PageOf(first).IsQuiet);
                Assert.Equal(0, slots.PageOf(first).Take());
            }
        }
    }

    /// <summary>Pages hang in their order, and all equally deep: as deep as so many need.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(64, 1)]
    [InlineData(65, 2)]
    [InlineData(129, 2)]
    [InlineData(4096, 2)]
    [InlineData(4097, 3)]
    [InlineData(4200, 3)]
    public void The_tree_of_notes_is_as_deep_everywhere(int pages, int depth)
    {
        SlotTable slots = new();
        TestSlots.Grow(slots, pages);
        Assert.Equal(Enumerable.Range(0, pages).Select(page => (page, depth)), Pages(slots.Root, 0));

        static IEnumerable<(int Page, int Depth)> Pages(NoteNode node, int depth) =>
            node is SlotPage page ? [(page.Number, depth)] : node.Children!.Where(static child => child is not null).SelectMany(child => Pages(child, depth + 1));
    }

    /// <summary>Somebody who has read that there is nobody above may be about to leave a note: whoever hangs a node under another leaves one for him.</summary>
    [Fact]
    public void What_grows_upwards_begins_with_a_note()
    {
        SlotTable slots = new();
        foreach (int pages in (int[])[2, 65, 4097])
        {
            TestSlots.Grow(slots, pages - 1);
            NoteNode before = slots.Root;
            Taken(before);
            NoteNode.Leave(slots.PageOf(7), 7);
            TestSlots.Grow(slots, pages);
            Assert.NotSame(before, slots.Root);
            Assert.Contains(7, Taken(slots.Root));
        }
    }

    [Fact]
    public void Slots_are_handed_out_from_the_first_on_and_what_was_returned_last_comes_first()
    {
        SlotTable slots = new();
        int[] order = [0, 28, 56, 20, 48, 12, 40, 4, 32, 60, 24, 52, 16, 44, 8, 36, .. Enumerable.Range(Width, 4 * Width)];
        foreach (int slot in order)
        {
            Assert.Equal(slot % Width != 0 || slot == 0, slots.HasFree);
            Assert.True(slots.TryReserve());
            Assert.True(slots.HasFree);
            Assert.Equal(slot, slots.Take());
            slots[slot].Unit = slot;
            Assert.True(slots.SlotCount >= slot + 1 && slots.SlotCount < slot + 1 + Width);
        }

        foreach (int slot in order)
        {
            Assert.Equal(slot, slots[slot].Unit); // a page never moves
            Assert.Equal(slot, slots.PageOf(slot)[slot % Width].Unit);
            Assert.Equal(slot / Width, slots.PageOf(slot).Number);
            Assert.Same(slots, slots.PageOf(slot).Table);
            Assert.True(slots.Has(slot));
        }

        Assert.False(slots.Has(-1));
        Assert.False(slots.Has(5 * Width));
        slots.Return(ref slots[70], 70);
        slots.Return(ref slots[4], 4);
        Assert.Equal(4, slots.Take());
        Assert.Equal(70, slots.Take());
        Assert.False(slots.HasFree);
    }

    /// <summary>Lines of 64 bytes are fetched in pairs: between two entries of the first page lie as many bytes, and each entry lies far from the last.</summary>
    [Fact]
    public void In_a_small_manager_no_entry_is_fetched_with_another()
    {
        SlotTable slots = new();
        List<int> order = [];
        while (slots.HasFree)
        {
            order.Add(slots.Take());
        }

        Assert.All(order.Order().Zip(order.Order().Skip(1)), pair => Assert.InRange(BytesBetween(pair.First, pair.Second), 128, 191));
        Assert.All(order.Zip(order.Skip(1)), pair => Assert.True(Math.Abs(BytesBetween(pair.First, pair.Second)) > 1024));

        nint BytesBetween(int slot, int other) => Unsafe.ByteOffset(ref slots[slot].Word, ref slots[other].Word) - Unsafe.SizeOf<Slot>();
    }

    [Fact]
    public void The_room_for_pages_is_at_most_half_as_much_again_as_there_are()
    {
        SlotTable slots = new();
        for (int pages = 1; pages < 200; pages++)
        {
            TestSlots.Grow(slots, pages);
            Assert.InRange(Pages(slots).Length, pages, Math.Max(4, pages * 3 / 2));
        }
    }

    [Fact]
    public void There_are_as_many_slots_as_units_and_then_no_more()
    {
        SlotTable slots = new();
        while (slots.HasFree)
        {
            slots.Take();
        }

        // As if there were all of them: they would take 800 MB.
        PageCount(slots) = SlotTable.LargestPageCount;
        Assert.False(slots.TryReserve());
        Assert.InRange((Width / 4) + ((SlotTable.LargestPageCount - 1) * Width), CloneManagerOptions.LargestUnit + 1, CloneManagerOptions.LargestUnit + Width);
    }

    /// <summary>The slots that notes are about, taken as the holder takes them.</summary>
    private static List<int> Taken(NoteNode node)
    {
        List<int> taken = [];
        for (ulong notes = (ulong)node.Take(); notes != 0; notes &= notes - 1)
        {
            int child = BitOperations.TrailingZeroCount(notes);
            if (node is SlotPage page)
            {
                taken.Add((page.Number * Width) + child);
            }
            else if (node.Children![child] is { } below)
            {
                taken.AddRange(Taken(below));
            }
        }

        return taken;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_pages")]
    private static extern ref SlotPage[] Pages(SlotTable slots);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_pageCount")]
    internal static extern ref int PageCount(SlotTable slots);
}
