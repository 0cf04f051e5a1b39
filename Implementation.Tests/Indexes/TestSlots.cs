using DeviceClones;
using Xunit;

namespace Implementation.Tests.Indexes;

/// <summary>Slots for indexes alone: without a manager, and so without words that anybody else changes.</summary>
internal static class TestSlots
{
    /// <summary>A table with some slots at least; slot i is entry i.</summary>
    public static SlotTable Table(int count)
    {
        SlotTable slots = new();
        Grow(slots, (count + NoteNode.Width - 1) / NoteNode.Width);
        return slots;
    }

    /// <summary>Takes what there is until a table has some pages.</summary>
    public static void Grow(SlotTable slots, int pages)
    {
        while (slots.SlotCount < pages * NoteNode.Width)
        {
            while (slots.HasFree)
            {
                slots.Take();
            }

            Assert.True(slots.TryReserve());
        }
    }

    /// <summary>The word of an entry with a device.</summary>
    public static long Word(Category category, bool isCounted = false)
    {
        long flags = category switch
        {
            Category.Busy => (long)CloneDeviceFlags.Busy,
            Category.Invoked => (long)CloneDeviceFlags.Invoked,
            _ => 0,
        };
        return SlotWord.With(SlotWord.InUse | SlotWord.HasDevice | flags | (isCounted ? SlotWord.Counted : 0), category);
    }
}
