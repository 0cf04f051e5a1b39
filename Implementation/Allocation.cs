// What an allocation gives. The original answers through a pointer, a device and a unit at once, of
// which some combinations mean the same; here it is one of three.
namespace DeviceClones;

/// <summary>Which of the three an <see cref="Allocation{TDevice}"/> is.</summary>
public enum AllocationKind
{
    /// <summary>Nothing is to be had.</summary>
    Nothing,

    /// <summary>A new entry: make its device and register it.</summary>
    NewEntry,

    /// <summary>A device that exists, to be shared.</summary>
    Device,
}

/// <summary>A new entry that waits for its device.</summary>
/// <param name="Serial">How many entries its manager had made before it.</param>
/// <param name="Unit">The unit that its device must have, type bits included.</param>
/// <param name="Slot">Where its manager keeps it.</param>
public readonly record struct CloneEntry(uint Serial, int Unit, int Slot);

/// <summary>What <see cref="CloneManager{TDevice}.Allocate"/> gives.</summary>
/// <typeparam name="TDevice">The caller's devices.</typeparam>
/// <param name="Kind">Which of the three it is.</param>
/// <param name="Entry">The new entry, where it is one.</param>
/// <param name="UnitNumber">The new entry's unit number without type bits, where it is one; else the unit that was asked for.</param>
/// <param name="Device">The device to share, where it is one.</param>
public readonly record struct Allocation<TDevice>(AllocationKind Kind, CloneEntry Entry, int UnitNumber, TDevice? Device)
    where TDevice : class, ICloneDevice;

/// <summary>What a manager knows of one entry.</summary>
/// <typeparam name="TDevice">The caller's devices.</typeparam>
/// <param name="Entry">The entry.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Process">To whom it was handed last, or -1.</param>
/// <param name="Time">When it was handed out last.</param>
/// <param name="Device">Its device, or null where it is not registered yet.</param>
/// <param name="ThreadCount">How many threads are inside the device.</param>
public readonly record struct CloneEntryState<TDevice>(
    CloneEntry Entry, CloneDeviceFlags Flags, int Process, CloneTimestamp Time, TDevice? Device, int ThreadCount)
    where TDevice : class, ICloneDevice;
