// What is asked of one device. No lock: each of these reads the word of its slot, and changes it or
// control by one compare-exchange, after a note (rules 1, 5 and 6 in SlotWord.cs).
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace DeviceClones;

public sealed partial class CloneManager<TDevice>
{
    private enum Change
    {
        Acquire,
        Release,
        SetFlags,
        SetThreads,
    }

    /// <summary>Opens a device: snd_clone_acquire (clone.c 473-493). The device is no longer invoked, even if it is busy.</summary>
    /// <param name="device">The device.</param>
    /// <returns>
    /// <see cref="CloneStatus.Success"/>, <see cref="CloneStatus.Busy"/>, or <see cref="CloneStatus.NoDevice"/> where the device is none of
    /// this manager's or was destroyed.
    /// </returns>
    public CloneStatus Acquire(TDevice device)
    {
        long before = ChangeWord(device, Change.Acquire, 0);
        return !SlotWord.Has(before, SlotWord.HasDevice) ? CloneStatus.NoDevice
            : SlotWord.Has(before, (long)CloneDeviceFlags.Busy) ? CloneStatus.Busy
            : CloneStatus.Success;
    }

    /// <summary>Closes a device: snd_clone_release (clone.c 500-521). The device is no longer invoked, even if it is not busy.</summary>
    /// <param name="device">The device.</param>
    /// <returns>
    /// <see cref="CloneStatus.Success"/>, <see cref="CloneStatus.NotBusy"/>, or <see cref="CloneStatus.NoDevice"/> where the device is none of
    /// this manager's or was destroyed.
    /// </returns>
    public CloneStatus Release(TDevice device)
    {
        long before = ChangeWord(device, Change.Release, 0);
        return !SlotWord.Has(before, SlotWord.HasDevice) ? CloneStatus.NoDevice
            : SlotWord.Has(before, (long)CloneDeviceFlags.Busy) ? CloneStatus.Success
            : CloneStatus.NotBusy;
    }

    /// <summary>Adds a reference to the manager: snd_clone_ref (clone.c 538-554).</summary>
    /// <param name="device">The device for which it is added; the manager does not remember that.</param>
    /// <returns>The manager's references, or 0 where the device is none of this manager's or was destroyed.</returns>
    /// <exception cref="ArgumentException">The manager's references have overflowed.</exception>
    public int AddReference(TDevice device)
    {
        while (true)
        {
            long control = ReadControl();
            if (ControlWord.IsReady(control))
            {
                Decide(control);
                // Stryker disable once Statement : control has just changed, so the exchange fails and it begins again
                continue;
            }

            if (!IsAlive(device))
            {
                return 0; // 546-547
            }

            int references = ControlWord.References(control);
            if (references < 0)
            {
                throw new ArgumentException("The manager's references have overflowed.", nameof(device)); // 551
            }

            // Full fence. Control has not changed since before the device was seen alive: nothing was committed that could have
            // taken it.
            references = unchecked(references + 1);
            if (Interlocked.CompareExchange(ref _control, ControlWord.WithReferences(control, references), control) == control)
            {
                return references; // 553
            }
        }
    }

    /// <summary>Removes a reference from the manager, and sweeps where the flags say so: snd_clone_unref (clone.c 557-583).</summary>
    /// <param name="device">The device for which it is removed; the manager does not remember which was added for it.</param>
    /// <returns>The manager's references, or 0 where the device is none of this manager's or was destroyed.</returns>
    /// <exception cref="ArgumentException">The manager has no references.</exception>
    /// <exception cref="AggregateException">The destruction of devices threw; all were destroyed, and the reference is gone.</exception>
    public int RemoveReference(TDevice device)
    {
        while (true)
        {
            long control = ReadControl();
            if (ControlWord.IsReady(control))
            {
                Decide(control);
                // Stryker disable once Statement : control has just changed, so the exchange fails and it begins again
                continue;
            }

            if (!IsAlive(device))
            {
                return 0; // 565-566
            }

            int references = ControlWord.References(control);
            if (references <= 0)
            {
                // Acquire: control is as it was before the device was seen alive, so both held at once.
                if (ReadControl() == control)
                {
                    throw new ArgumentException("The manager has no references.", nameof(device)); // 570
                }
            }
            else if (SweepsAfter(control))
            {
                return RemoveReferenceAndSweep(device); // 580
            }

            // Full fence; as in AddReference.
            else if (Interlocked.CompareExchange(ref _control, ControlWord.WithReferences(control, references - 1), control) == control)
            {
                return references - 1; // 572, 582
            }
        }
    }

    /// <summary>When a device was handed out last: snd_clone_getdevtime (clone.c 324-340).</summary>
    /// <param name="device">The device.</param>
    /// <param name="time">The time, or zero.</param>
    /// <returns><see cref="CloneStatus.Success"/>, or <see cref="CloneStatus.NoDevice"/>.</returns>
    public CloneStatus GetDeviceTime(TDevice device, out CloneTimestamp time)
    {
        if (FindPage(device, out int place) is { } page)
        {
            ref Slot slot = ref page[place];
            Reading reading;
            while ((reading = Read(ref slot, device)).IsAlive)
            {
                // Acquire, both; the second reading of the word pairs with the exchange that wrote a new time out.
                long read = SlotWord.Has(reading.Meaning, SlotWord.TimeMoved) ? Volatile.Read(ref _shareTime) : Volatile.Read(ref slot.Time);
                if (Volatile.Read(ref slot.Word) == reading.Word)
                {
                    time = new(read);
                    return CloneStatus.Success;
                }
            }
        }

        time = default;
        return CloneStatus.NoDevice;
    }

    /// <summary>The flags of a device: snd_clone_getdevflags (clone.c 343-356).</summary>
    /// <param name="device">The device.</param>
    /// <returns>Its flags, or <see cref="CloneDeviceFlags.NoDevice"/>.</returns>
    public CloneDeviceFlags GetDeviceFlags(TDevice device)
    {
        if (FindPage(device, out int place) is { } page)
        {
            ref Slot slot = ref page[place];
            Reading reading;
            while ((reading = Read(ref slot, device)).IsAlive)
            {
                // Acquire; as in Read.
                if (Volatile.Read(ref slot.Word) == reading.Word)
                {
                    return SlotWord.Flags(reading.Meaning);
                }
            }
        }

        return CloneDeviceFlags.NoDevice;
    }

    /// <summary>Changes the flags of a device, even an open one: snd_clone_setdevflags (clone.c 359-376).</summary>
    /// <param name="device">The device.</param>
    /// <param name="flags">Its new flags, within <see cref="CloneDeviceFlags.All"/>.</param>
    /// <returns>Its flags, or <see cref="CloneDeviceFlags.NoDevice"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are no such flags.</exception>
    public CloneDeviceFlags SetDeviceFlags(TDevice device, CloneDeviceFlags flags)
    {
        ArgumentNullException.ThrowIfNull(device);
        if ((flags & ~CloneDeviceFlags.All) != CloneDeviceFlags.None)
        {
            throw new ArgumentOutOfRangeException(nameof(flags), flags, "There are no such flags."); // 364-365
        }

        return SlotWord.Has(ChangeWord(device, Change.SetFlags, (int)flags), SlotWord.HasDevice) ? flags : CloneDeviceFlags.NoDevice;
    }

    /// <summary>
    /// Says how many threads are inside a device (<c>si_threadcount</c>): one with threads inside makes the manager busy, and is revoked
    /// rather than destroyed by a sweep.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="count">How many; 0 to 65,535.</param>
    /// <returns><see cref="CloneStatus.Success"/>, or <see cref="CloneStatus.NoDevice"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are too many, or less than none.</exception>
    public CloneStatus SetThreadCount(TDevice device, int count)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, SlotWord.LargestThreadCount);
        return SlotWord.Has(ChangeWord(device, Change.SetThreads, count), SlotWord.HasDevice) ? CloneStatus.Success : CloneStatus.NoDevice;
    }

    /// <summary>Changes the word of a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="change">What to change.</param>
    /// <param name="argument">To what.</param>
    /// <returns>What the word meant before; 0 where the device is not alive.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long ChangeWord(TDevice device, Change change, int argument)
    {
        if (FindPage(device, out int place) is not { } page)
        {
            return 0;
        }

        // The short way: the word is plain, and noted already. It calls nothing, so all of it stays in registers.
        ref Slot slot = ref page[place];

        // Acquire, both; as in Read.
        long word = Volatile.Read(ref slot.Word);
        if (SlotWord.IsPlainAndNoted(word)
            && ReferenceEquals(Volatile.Read(ref slot.Device), device)
            // Full fence; as in ChangeAnyWord.
            && Interlocked.CompareExchange(ref slot.Word, Apply(word, change, argument), word) == word)
        {
            return word;
        }

        return ChangeAnyWord(page, place, device, change, argument);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long ChangeAnyWord(SlotPage page, int place, TDevice device, Change change, int argument)
    {
        ref Slot slot = ref page[place];
        while (true)
        {
            Reading reading = Read(ref slot, device);
            long after = Apply(reading.Meaning, change, argument);
            // Acquire; as in Read.
            if (!reading.IsAlive || (after == reading.Meaning && Volatile.Read(ref slot.Word) == reading.Word))
            {
                return reading.Meaning;
            }

            if (!SlotWord.Has(reading.Word, SlotWord.Noted))
            {
                NoteNode.Leave(page, place); // after the word was read, before it is changed: rule 1

                // Rule 5. Acquire; pairs with the exchange to ready: control that is still open after the note cannot be committed
                // without the note being seen.
                if (reading.IsUndecided && ControlWord.StageOf(ReadControl()) != Stage.Open)
                {
                    continue;
                }
            }

            // Full fence: one change at a time, and who reads it sees the note that was left before.
            if (Interlocked.CompareExchange(ref slot.Word, after | SlotWord.Noted, reading.Word) == reading.Word)
            {
                return reading.Meaning;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Apply(long word, Change change, int argument) => change switch
    {
        Change.Acquire => (word & ~(long)CloneDeviceFlags.Invoked) | (long)CloneDeviceFlags.Busy, // 485-490
        Change.Release when SlotWord.Has(word, (long)CloneDeviceFlags.Busy) =>
            (word & ~(long)(CloneDeviceFlags.Invoked | CloneDeviceFlags.Busy)) | SlotWord.NoProcess, // 512-518
        Change.Release => word & ~(long)CloneDeviceFlags.Invoked, // 512
        Change.SetFlags => SlotWord.WithFlags(word, (CloneDeviceFlags)argument), // 373
        Change.SetThreads => SlotWord.WithThreads(word, argument),
        _ => throw new UnreachableException(),
    };

    /// <summary>Where the device says that it is, or null where that is nowhere in this manager.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SlotPage? FindPage(TDevice device, out int place)
    {
        ArgumentNullException.ThrowIfNull(device);
        ref CloneLink link = ref device.Link;

        // Acquire, both; they pair with the writes in Register. Only managers write there, and only pages: no need to look at the type.
        SlotPage? page = Unsafe.As<SlotPage?>(Volatile.Read(ref link.Page));
        place = Volatile.Read(ref link.Place);
        return page is not null && page.Table == _slots ? page : null;
    }

    private bool IsAlive(TDevice device) => FindPage(device, out int place) is { } page && Read(ref page[place], device).IsAlive;

    /// <summary>
    /// Reads the word of a device, and what it means at that moment, if the word is still there afterwards. Where it is not, the device may
    /// have been registered again between the two readings, and the word be that of another.
    /// </summary>
    /// <param name="slot">Where the device says that it is.</param>
    /// <param name="device">The device.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Reading Read(ref Slot slot, TDevice device)
    {
        // Acquire, both; the first pairs with the exchange that wrote the word. The device is read after the word that vouches for it.
        long word = Volatile.Read(ref slot.Word);
        // Stryker disable once Block : the long way tells the same of it
        if (SlotWord.IsPlain(word) && ReferenceEquals(Volatile.Read(ref slot.Device), device))
        {
            return Reading.Alive(word);
        }

        return ReadPending(ref slot, device);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Reading ReadPending(ref Slot slot, TDevice device)
    {
        while (true)
        {
            // Acquire, both; as in Read.
            long word = Volatile.Read(ref slot.Word);
            if (!SlotWord.Has(word, SlotWord.HasDevice) || !ReferenceEquals(Volatile.Read(ref slot.Device), device))
            {
                return default;
            }

            if (SlotWord.PendingOf(word) == Pending.Share)
            {
                DecideShare(ref slot, word);
                // Stryker disable once Statement : the word has just changed, so it is read again
                continue;
            }

            long control = ReadControl();
            if (ControlWord.IsReady(control))
            {
                Decide(control);
            }
            else if (Volatile.Read(ref slot.Word) == word)
            {
                // Acquire, both. The word was there before and after control was read: control spoke of its mark, if it has one still.
                return ControlWord.StageOf(control) == Stage.Open
                    ? new Reading(word, SlotWord.Undone(word), IsUndecided: true)
                    : new Reading(word, SlotWord.Done(word), IsUndecided: false);
            }
        }
    }

    /// <summary>What was read of a device; its default is of none.</summary>
    /// <param name="Word">The word.</param>
    /// <param name="Meaning">What it means: itself, unless it is pending.</param>
    /// <param name="IsUndecided">Whether it is pending, and means what it was.</param>
    private readonly record struct Reading(long Word, long Meaning, bool IsUndecided)
    {
        public bool IsAlive => SlotWord.Has(Meaning, SlotWord.HasDevice);

        public static Reading Alive(long word) => new(word, word, IsUndecided: false);
    }
}
