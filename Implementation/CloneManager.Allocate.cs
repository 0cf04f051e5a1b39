// snd_clone_alloc: which entry a caller is given.
using System.Runtime.CompilerServices;

namespace DeviceClones;

public sealed partial class CloneManager<TDevice>
{
    private enum Verdict
    {
        Nothing,
        Share,
        New,
    }

    /// <summary>Gives the caller an entry to make a device for, or a device to share: snd_clone_alloc (clone.c 607-795).</summary>
    /// <remarks>
    /// A device that is shared is not the caller's yet: it may be somebody's who has it open, or be acquired by another in between.
    /// <see cref="Acquire"/> says.
    /// </remarks>
    /// <param name="process">Who asks; -1 is nobody, which whatever was released belongs to.</param>
    /// <param name="unit">
    /// The unit number wanted, without type bits, or <see cref="CloneManagerOptions.AnyUnit"/>. Beyond <see cref="MaxUnit"/> there is nothing;
    /// another negative number is one like any other, as in the original.
    /// </param>
    /// <param name="type">The type wanted: bits within <see cref="TypeMask"/>.</param>
    /// <param name="canGrow">
    /// Whether there is room for one entry more, as the caller sees it; false stands for an allocation of memory that fails. It does not
    /// matter with <see cref="CloneManagerFlags.AlwaysGrow"/>.
    /// </param>
    /// <returns>A new entry, a device, or nothing.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The type has bits outside of the type mask, or the unit bits within it.</exception>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    /// <exception cref="OverflowException">The clock tells a time more than 292 years from zero; nothing has changed.</exception>
    public Allocation<TDevice> Allocate(int process, int unit = CloneManagerOptions.AnyUnit, int type = 0, bool canGrow = true)
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            if ((TypeMask & type) != type)
            {
                throw new ArgumentOutOfRangeException(nameof(type), type, "The type has bits outside of the type mask."); // 616-618
            }

            bool isAny = unit == CloneManagerOptions.AnyUnit;
            if (!isAny && (unit & TypeMask) != 0)
            {
                throw new ArgumentOutOfRangeException(nameof(unit), unit, "The unit number has bits of the type mask."); // 620-622
            }

            CloneManagerFlags flags = ControlWord.Flags(ReadControl());
            if ((flags & CloneManagerFlags.Enabled) == CloneManagerFlags.None || (!isAny && unit > _maxUnit))
            {
                return new(AllocationKind.Nothing, default, unit, null); // 624-626
            }

            canGrow |= (flags & CloneManagerFlags.AlwaysGrow) != CloneManagerFlags.None;
            return Give(process, unit, type, canGrow, _clock.Read().TotalNanoseconds); // 638
        }
    }

    /// <summary>Chooses, and does it; again, until nobody has changed meanwhile what the choice depends on.</summary>
    // A method of its own: within a lock statement nothing would stay in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Allocation<TDevice> Give(int process, int unit, int type, bool canGrow, long now)
    {
        Purpose purpose = unit == CloneManagerOptions.AnyUnit ? Purpose.Allocation : Purpose.Answer;
        while (true)
        {
            Drain(purpose);
            if (_closed != SlotTable.None && TryShareClosed(process, type, now, out TDevice? closed))
            {
                return new(AllocationKind.Device, default, unit, closed);
            }

            Choice choice = _index.Order is null ? Choose(process, unit, type, canGrow) : ChooseFromList(process, unit, type, canGrow);
            if (choice.Verdict == Verdict.Share)
            {
                if (TryShare(ref _slots[choice.Slot], choice.Slot, ReadWord(choice.Slot), process, now, out TDevice? device))
                {
                    return new(device is null ? AllocationKind.Nothing : AllocationKind.Device, default, unit, device);
                }
            }
            else if (TryMake(choice, process, unit, type, now, ref canGrow, out Allocation<TDevice> allocation))
            {
                return allocation;
            }
        }
    }

    /// <summary>Decides by the indexes.</summary>
    private Choice Choose(int process, int unit, int type, bool canGrow)
    {
        TypeClass? entries = _index.Find(type);
        if (unit != CloneManagerOptions.AnyUnit)
        {
            int holder = unit >= 0 ? entries?.Units.Find(unit) ?? SlotTable.None : SlotTable.None;
            return holder != SlotTable.None ? Choice.Share(holder) // 655-656
                : canGrow ? Choice.New(unit) // 694-695
                : Choice.Nothing; // 742-743
        }

        if (entries is null)
        {
            return canGrow ? Choice.New(0) : Choice.Nothing;
        }

        int own = _index.OldestOf(entries, process);
        if (own != SlotTable.None)
        {
            return Choice.Share(own); // 696-699
        }

        int free = _index.LowestFree(entries);
        int idle = _index.Oldest(entries, Category.Idle);
        bool isFull = idle == SlotTable.None && free > _maxUnit; // 709
        // Stryker disable once Equality : a free number is nobody's, so not the idle one's
        if (idle != SlotTable.None && free >= (_slots[idle].Unit & ~type))
        {
            return Choice.Share(idle); // 705-708
        }

        return canGrow && !isFull
            ? Choice.New(free)
            : Choice.Any(idle, _index.Oldest(entries, Category.Invoked), _index.Oldest(entries, Category.Busy)); // 717-724, 748-758
    }

    /// <summary>Decides by reading the list, as clone.c does (640-692): where there are irregular entries.</summary>
    private Choice ChooseFromList(int process, int unit, int type, bool canGrow)
    {
        List<int> order = _index.Order!;
        bool isAny = unit == CloneManagerOptions.AnyUnit;
        int place = 0; // behind "after"
        int busy = SlotTable.None;
        int own = SlotTable.None;
        int idle = SlotTable.None;
        int invoked = SlotTable.None;
        bool isBehindType = false;
        int free = isAny ? 0 : unit;
        for (int index = 0; index < order.Count; index++)
        {
            int number = order[index];
            ref Slot slot = ref _slots[number];
            if (type > (slot.Unit & TypeMask))
            {
                place = isBehindType ? place : index + 1; // 644-647
                continue;
            }

            if (type < (slot.Unit & TypeMask))
            {
                break; // 648-649
            }

            if (!isAny && unit == (slot.Unit & ~type))
            {
                return Choice.Share(number); // 655-656
            }

            isBehindType = true; // 658
            free += isAny && (slot.Unit & ~type) == free ? 1 : 0; // 664-665
            // Stryker disable once Equality : the two are never equal here: a free unit that is met has just been counted up, and a unit asked for that is met has been shared
            place = (slot.Unit & ~type) < free ? index + 1 : place; // 666-667
            long word = ReadWord(number);
            if (SlotWord.Has(word, (long)CloneDeviceFlags.Busy))
            {
                busy = SlotWord.Has(word, SlotWord.HasDevice) && IsOldest(number, busy) ? number : busy; // 679-683
            }
            else if (slot.Process == process && IsOldest(number, own))
            {
                own = number; // 685-687
            }
            else if (!SlotWord.Has(word, (long)CloneDeviceFlags.Invoked) && IsOldest(number, idle))
            {
                idle = number; // 688-690
            }
            else if (IsOldest(number, invoked))
            {
                invoked = number; // 691-692
            }
        }

        if (isAny && own != SlotTable.None)
        {
            return Choice.Share(own); // 696-699
        }

        if (isAny && idle != SlotTable.None && free >= (_slots[idle].Unit & ~type))
        {
            return Choice.Share(idle); // 705-708
        }

        bool isFull = isAny && idle == SlotTable.None && free > _maxUnit; // 709
        return canGrow && !isFull ? Choice.New(free, place)
            : isAny ? Choice.Any(idle, invoked, busy) // 717-724, 748-758
            : Choice.Nothing; // 742-743
    }

    private bool IsOldest(int slot, int oldestSoFar) => oldestSoFar == SlotTable.None || _slots[slot].Time < _slots[oldestSoFar].Time;

    /// <summary>Makes an entry, or gives nothing, if nobody has changed since what that was chosen by.</summary>
    private bool TryMake(
        Choice choice, int process, int unit, int type, long now, ref bool canGrow, out Allocation<TDevice> allocation)
    {
        switch (choice.Verdict)
        {
            case Verdict.New:
                // 739-758: no slot is what no memory is in the original.
                if (!_slots.TryReserve())
                {
                    canGrow = false;
                    goto default;
                }

                if (!EntryIndex.IsRegular(choice.Free, TypeMask) && _index.Order is null)
                {
                    _index.BecomeIrregular(); // its place is to be chosen from the list
                    goto default;
                }

                if (!_slots.Root.IsQuiet)
                {
                    goto default;
                }

                allocation = Make(choice, process, type, now);
                return true;
            case Verdict.Nothing when _slots.Root.IsQuiet:
                allocation = new(AllocationKind.Nothing, default, unit, null);
                return true;
            default:
                allocation = default;
                return false;
        }
    }

    /// <summary>Makes an entry, which is behind the lock until it is registered (739-779).</summary>
    private Allocation<TDevice> Make(Choice choice, int process, int type, long now)
    {
        int number = _slots.Take();
        ref Slot slot = ref _slots[number];
        slot.Unit = type | choice.Free; // 762
        slot.Process = process; // 763
        slot.Serial = _made;

        // Release, both. Nobody changes a slot that has no device, and what a late reader of its last life sees is no device.
        Volatile.Write(ref slot.Time, now); // 764
        Volatile.Write(
            ref slot.Word, SlotWord.WithFlags(SlotWord.Next(ReadWord(number)), CloneDeviceFlags.All) | SlotWord.InUse | SlotWord.Counted); // 765
        _index.Add(number, choice.Place); // 766-771
        _made++;
        _time = now; // 772
        return new(AllocationKind.NewEntry, new CloneEntry(slot.Serial, slot.Unit, number), choice.Free, null); // 777-779
    }

    /// <summary>Gives the caller what exists, if nobody has changed since what it was chosen by: 781-794.</summary>
    private bool TryShare(ref Slot slot, int number, long word, int process, long now, out TDevice? device)
    {
        device = null;
        if (SlotWord.Has(word, (long)CloneDeviceFlags.Busy))
        {
            // It is left alone, but the manager's time moves.
            if (!_slots.Root.IsQuiet)
            {
                return false;
            }
        }
        else
        {
            // Release; pairs with the reading in GetDeviceTime. It is there before anybody can decide.
            Volatile.Write(ref _shareTime, now);
            if (!TryMark(ref slot, word, Pending.Share, out long marked) || !SlotWord.Has(DecideShare(ref slot, marked), SlotWord.TimeMoved))
            {
                return false; // there is a note that the choice did not know of
            }

            // Whose it is and how old: indexes and slot follow when the next holder drains.
            _shareProcess = process;
            _moved = number;
        }

        _time = now; // 791
        device = DeviceOf(ref slot); // 792
        return true;
    }

    /// <summary>
    /// Gives the caller what was closed, if that is what the indexes would choose if they followed it. They need not: one closes a device,
    /// the next opens it, and it is among the busy ones again. Else it is drained.
    /// </summary>
    private bool TryShareClosed(int process, int type, long now, out TDevice? device)
    {
        int number = _closed;
        _closed = SlotTable.None;
        ref Slot slot = ref _slots[number];
        long word = Volatile.Read(ref slot.Word); // acquire; as in ReadWord
        if (SlotWord.IsClosed(word) && IsChosen(ref slot, number, process, type) && TryShare(ref slot, number, word, process, now, out device))
        {
            return true;
        }

        DrainSlot(ref slot, number);
        device = null;
        return false;
    }

    /// <summary>Whether what was closed is the oldest that is idle (688-690), is to be shared (705-708), and the process has none of its own (696-699).</summary>
    private bool IsChosen(ref Slot slot, int number, int process, int type)
    {
        int unit = slot.Unit;
        if ((unit & TypeMask) != type || _index.Find(type) is not { } entries || _index.OldestOf(entries, process) != SlotTable.None)
        {
            return false;
        }

        int idle = _index.Oldest(entries, Category.Idle);
        bool isOldest = idle == SlotTable.None || _index.IsOlder(number, idle);
        // Stryker disable once Equality : a free number is nobody's, so not the idle one's
        bool isLowest = _index.LowestFree(entries) >= (unit & ~type);
        return isOldest && isLowest;
    }

    /// <summary>What to do for a caller.</summary>
    /// <param name="Verdict">Whether to share, to make, or neither.</param>
    /// <param name="Slot">The entry to share.</param>
    /// <param name="Free">The unit number of the entry to make.</param>
    /// <param name="Place">Its place in the list, where there is one.</param>
    private readonly record struct Choice(Verdict Verdict, int Slot, int Free, int Place)
    {
        public static Choice Nothing => default;

        public static Choice Share(int slot) => new(Verdict.Share, slot, 0, 0);

        public static Choice New(int free, int place = 0) => new(Verdict.New, SlotTable.None, free, place);

        public static Choice Any(int idle, int invoked, int busy) =>
            idle != SlotTable.None ? Share(idle)
            : invoked != SlotTable.None ? Share(invoked)
            : busy != SlotTable.None ? Share(busy)
            : Nothing;
    }
}
