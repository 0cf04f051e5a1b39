using DeviceClones;

namespace Implementation.Tests.Indexes;

/// <summary>Slots for indexes alone: without a manager, and so without words that anybody else changes.</summary>
internal static class TestSlots
{
    /// <summary>A table with room for some slots, which are all taken; slot i is entry i.</summary>
    public static SlotTable Table(int count)
    {
        SlotTable slots = new();
        for (int slot = 0; slot < count; slot++)
        {
            slots.TryReserve();
            slots.Take();
        }

        return slots;
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
