// snd_clone_register: how an entry gets its device.
namespace DeviceClones;

public sealed partial class CloneManager<TDevice>
{
    /// <summary>Gives an entry its device: snd_clone_register (clone.c 586-604).</summary>
    /// <param name="entry">The entry, as <see cref="Allocate"/> gave it.</param>
    /// <param name="device">Its device, made with the entry's unit.</param>
    /// <exception cref="ArgumentException">
    /// The manager has no such entry, or it has its device already; or the device is registered already, or was made with another unit
    /// (then an <see cref="ArgumentOutOfRangeException"/>).
    /// </exception>
    public void Register(CloneEntry entry, TDevice device)
    {
        int? unit = device?.Unit; // the caller's code, so outside the lock
        lock (_gate)
        {
            if (!IsEntry(entry))
            {
                throw new ArgumentException("The manager has no such entry.", nameof(entry)); // 588
            }

            ArgumentNullException.ThrowIfNull(device); // 589
            ref Slot slot = ref _slots[entry.Slot];
            ref CloneLink link = ref device.Link;

            // Acquire; pairs with the writes when a device is destroyed.
            if (Volatile.Read(ref link.Page) is not null)
            {
                throw new ArgumentException("The device is registered already.", nameof(device)); // 590
            }

            if (slot.Device is not null)
            {
                throw new ArgumentException("The entry has its device already.", nameof(entry)); // 591-593
            }

            if (slot.Unit != unit)
            {
                throw new ArgumentOutOfRangeException(nameof(device), unit, "The device was made with another unit."); // 594-596
            }

            // Full fence: of two managers that register one device at once one gets it.
            if (Interlocked.CompareExchange(ref link.Page, _slots.PageOf(entry.Slot), null) is not null)
            {
                throw new ArgumentException("The device is registered already.", nameof(device)); // 590
            }

            // Release, all three: who reads the word as of an entry with a device sees the device there, and whoever the device has
            // told its place finds the word.
            Volatile.Write(ref slot.Device, device); // 601
            Volatile.Write(ref link.Place, SlotTable.PlaceOf(entry.Slot)); // 600
            long waiting = ReadWord(entry.Slot);
            long word = SlotWord.WithFlags(SlotWord.Next(waiting), CloneDeviceFlags.Invoked) & ~SlotWord.Counted; // 602-603
            word = SlotWord.With(word, Category.Invoked) | SlotWord.HasDevice;
            _index.Follow(ref slot, entry.Slot, waiting, word, slot.Process);
            Volatile.Write(ref slot.Word, word);
        }
    }

    private bool IsEntry(CloneEntry entry)
    {
        if (!_slots.Has(entry.Slot))
        {
            return false;
        }

        ref Slot slot = ref _slots[entry.Slot];
        return SlotWord.Has(ReadWord(entry.Slot), SlotWord.InUse) && slot.Serial == entry.Serial && slot.Unit == entry.Unit;
    }
}
