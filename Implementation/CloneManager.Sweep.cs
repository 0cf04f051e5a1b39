// Expiry, the sweep that uses it, the end of the manager, and the destruction of devices outside the lock.
using System.Runtime.InteropServices;

namespace DeviceClones;

public sealed partial class CloneManager<TDevice>
{
    // What a sweep has looked at, some of it twice; kept from one to the next, so that it grows once. What is to be taken of it is in
    // SlotPage.Found.
    private readonly List<int> _candidates = [];

    // What the sweep underway goes by.
    private Pruning _pruning;

    /// <summary>
    /// Destroys the devices that are idle, and those that are invoked and were handed out longer ago than the deadline, as
    /// <see cref="CloneManagerOptions.Deadline"/> counts it; or takes them back: snd_clone_gc (clone.c 396-445).
    /// </summary>
    /// <returns>How many entries it took: destroyed and taken back.</returns>
    /// <exception cref="AggregateException">The destruction of devices threw; all of them were destroyed.</exception>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    /// <exception cref="OverflowException">The clock tells a time more than 292 years from zero; nothing has changed.</exception>
    public int Sweep()
    {
        List<TDevice>? destroyed = null;
        int pruned = 0;
        lock (_gate)
        {
            ThrowIfDisposed();
            long control = ReadControl();
            if (IsSweepDue(control, out long now))
            {
                pruned = Prune(new(control, Stage.Ready, now, IsEnd: false), ref destroyed) ?? 0;
            }
        }

        DestroyDevices(destroyed);
        return pruned;
    }

    /// <summary>Destroys the devices, and the manager: snd_clone_destroy (clone.c 448-464). It does not ask whether anything is busy.</summary>
    /// <remarks>
    /// The devices are none of the manager's from then on, and it answers so of each; calls of the manager as a whole throw
    /// <see cref="ObjectDisposedException"/>; <see cref="Register"/> finds no entry that waits.
    /// </remarks>
    /// <returns>Whether this call did it; false where the manager was destroyed before.</returns>
    /// <exception cref="AggregateException">The destruction of devices threw; all of them were destroyed.</exception>
    public bool Destroy()
    {
        List<TDevice>? destroyed = null;
        lock (_gate)
        {
            if (_isDisposed)
            {
                return false;
            }

            Prune(new(ReadControl(), Stage.Ready, Now: 0, IsEnd: true), ref destroyed);
            _isDisposed = true;
        }

        DestroyDevices(destroyed);
        return true;
    }

    /// <summary>As <see cref="Destroy"/>.</summary>
    public void Dispose() => Destroy();

    private static bool SweepsAfter(long control) =>
        ControlWord.Has(control, CloneManagerFlags.SweepOnUnref)
        && (!ControlWord.Has(control, CloneManagerFlags.SweepOnLastUnref) || ControlWord.References(control) == 1); // 577-579

    /// <summary>Removes a reference, and sweeps, in one step.</summary>
    private int RemoveReferenceAndSweep(TDevice device)
    {
        List<TDevice>? destroyed = null;
        int references;
        lock (_gate)
        {
            references = RemoveReferenceAndSweep(device, ref destroyed);
        }

        DestroyDevices(destroyed);
        return references;
    }

    private int RemoveReferenceAndSweep(TDevice device, ref List<TDevice>? destroyed)
    {
        bool? isDue = null;
        long now = 0;
        while (true)
        {
            long control = ReadControl();
            if (!IsAlive(device))
            {
                return 0;
            }

            int references = ControlWord.References(control);
            if (references <= 0)
            {
                throw new ArgumentException("The manager has no references.", nameof(device)); // 570
            }

            if (!SweepsAfter(control) || !(isDue ??= IsSweepDue(control, out now)))
            {
                // Full fence; as in AddReference. Others count meanwhile, but nobody else can commit.
                if (Interlocked.CompareExchange(ref _control, ControlWord.WithReferences(control, references - 1), control) == control)
                {
                    return references - 1; // 572, 582
                }
            }
            else if (Prune(new(control, Stage.ReadyToUnref, now, IsEnd: false), ref destroyed) is not null)
            {
                return references - 1;
            }
        }
    }

    private bool IsSweepDue(long control, out long now)
    {
        now = 0;
        if (!ControlWord.Has(control, CloneManagerFlags.Sweep) || _index.Count == 0)
        {
            return false; // 404-405
        }

        now = _clock.Read().TotalNanoseconds; // 407
        return !ControlWord.Has(control, CloneManagerFlags.SweepWhenExpired) || IsExpired(now, _time); // 413-415
    }

    /// <summary>SND_CLONE_EXPIRED (clone.c 379-389). Seconds are compared first, so things can expire early.</summary>
    private bool IsExpired(long now, long then) =>
        _deadline < 1
        || new CloneTimestamp(now).Seconds - new CloneTimestamp(then).Seconds > _deadline / 1000
        || CloneTimestamp.FloorDivide(Math.Max(now, then) - then, 1_000_000) > _deadline; // what is centuries ahead would come round

    /// <summary>Finds what is to be taken, has it committed as one step, and takes it.</summary>
    /// <returns>How many entries were taken; null where references were counted meanwhile and must not have been.</returns>
    private int? Prune(Pruning pruning, ref List<TDevice>? destroyed)
    {
        _pruning = pruning;
        Drain(Purpose.Sweep);
        if (pruning.IsEnd)
        {
            _index.CopyTo(_candidates);
        }
        else
        {
            _index.CopyPrunable(
                then => IsExpired(pruning.Now, then), slot => SlotWord.Classify(ReadWord(slot)), _candidates);
        }

        Mark(CollectionsMarshal.AsSpan(_candidates));

        // What changes meanwhile is looked at again, and only that.
        while (!_slots.Root.IsQuiet || !TryCommit(pruning.Control, pruning.Stage))
        {
            long control = ReadControl();
            if (pruning.Stage == Stage.ReadyToUnref && ControlWord.References(control) != ControlWord.References(pruning.Control))
            {
                foreach (int slot in _candidates)
                {
                    if (TakeFound(slot))
                    {
                        Unmark(slot);
                        DrainSlot(ref _slots[slot], slot); // the indexes may not have followed it
                    }
                }

                _candidates.Clear();
                return null;
            }

            _pruning = pruning = pruning with { Control = control };
            int known = _candidates.Count;
            Drain(Purpose.Sweep);
            Mark(CollectionsMarshal.AsSpan(_candidates)[known..]);
        }

        return Take(pruning.IsEnd, ref destroyed);
    }

    /// <summary>Takes what was found, once that is committed.</summary>
    /// <returns>How many entries.</returns>
    private int Take(bool isEnd, ref List<TDevice>? destroyed)
    {
        int taken = 0;
        int count = 0;
        Span<int> candidates = CollectionsMarshal.AsSpan(_candidates);
        foreach (int number in candidates)
        {
            if (!TakeFound(number))
            {
                continue;
            }

            taken++;
            ref Slot slot = ref _slots[number];

            // Acquire; as in ReadWord.
            Pending pending = SlotWord.PendingOf(Volatile.Read(ref slot.Word));
            if (pending == Pending.Destroy || isEnd)
            {
                candidates[count] = number; // over what has been gone through
                count++;
            }
            else if (pending == Pending.Revoke)
            {
                WriteOut(ref slot);
                DrainSlot(ref slot, number);
            }
        }

        Span<int> gone = candidates[..count];
        _index.Sort(gone);
        if (!isEnd)
        {
            gone.Reverse(); // 425: from tail to head
        }

        Remove(gone, ref destroyed);
        _candidates.Clear();
        Reopen();
        return taken;
    }

    /// <summary>Drains a slot by marking it, where the sweep destroys its device: the indexes need not follow it.</summary>
    private bool TryDrainIntoSweep(ref Slot slot)
    {
        // Acquire; as in ReadWord.
        long word = Volatile.Read(ref slot.Word);
        return IsTaken(ref slot, word, out Pending pending) && pending == Pending.Destroy && TryMark(ref slot, word, pending, out _);
    }

    /// <summary>Marks what of some entries is to be taken; forgets what no longer is.</summary>
    private void Mark(ReadOnlySpan<int> some)
    {
        foreach (int number in some)
        {
            SlotPage page = _slots.PageOf(number);
            int place = SlotTable.PlaceOf(number);
            ulong bit = 1UL << place;
            ref Slot slot = ref page[place];

            // Acquire; as in ReadWord.
            long word = Volatile.Read(ref slot.Word);

            // It is marked already where it was drained into the sweep, or where a note was left and nothing changed.
            if (SlotWord.PendingOf(word) != Pending.None
                || (IsTaken(ref slot, word, out Pending pending) && (pending == Pending.None || TryMark(ref slot, word, pending, out _))))
            {
                page.Found |= bit;
            }
            else
            {
                page.Found &= ~bit; // also where it has just changed: then there is a note, and it is looked at again
            }
        }
    }

    /// <summary>Whether the sweep has found a candidate, which it has not then: each is taken once.</summary>
    private bool TakeFound(int number)
    {
        SlotPage page = _slots.PageOf(number);
        ulong bit = 1UL << SlotTable.PlaceOf(number);
        bool isFound = (page.Found & bit) != 0;
        page.Found &= ~bit;
        return isFound;
    }

    /// <summary>Whether an entry is to be taken, and what it is marked for.</summary>
    private bool IsTaken(ref Slot slot, long word, out Pending pending)
    {
        if (_pruning.IsEnd)
        {
            // Stryker disable once Conditional : what has no device is seen by nobody but the holder
            pending = SlotWord.Has(word, SlotWord.HasDevice) ? Pending.Destroy : Pending.None; // 457-458
            return SlotWord.Has(word, SlotWord.InUse);
        }

        Category category = SlotWord.Classify(word);
        // Stryker disable once Conditional : revoked, it is what it was
        pending = !ControlWord.Has(_pruning.Control, CloneManagerFlags.SweepRevokes) && SlotWord.Threads(word) == 0 ? Pending.Destroy // 434-437
            : category == Category.Idle && slot.Process == EntryIndex.Nobody ? Pending.None // it is counted, and stays as it is
            : Pending.Revoke; // 429-432
        return category == Category.Idle || (category == Category.Invoked && IsExpired(_pruning.Now, slot.Time)); // 426-428
    }

    /// <summary>Removes entries that are gone for everybody else (434-437).</summary>
    private void Remove(ReadOnlySpan<int> gone, ref List<TDevice>? destroyed)
    {
        _index.Remove(gone);
        foreach (int number in gone)
        {
            ref Slot slot = ref _slots[number];
            TDevice? device = DeviceOf(ref slot);

            // Release, all three, in this order. Nobody else changes the word of an entry that is gone; its next version makes
            // late exchanges fail. The device can be registered again when its slot has let go of it.
            long word = Volatile.Read(ref slot.Word); // acquire; as in ReadWord
            _index.CountGone(word);
            Volatile.Write(ref slot.Word, SlotWord.Free(word));
            Volatile.Write(ref slot.Device, null);
            if (device is not null)
            {
                Volatile.Write(ref device.Link.Page, null);
                (destroyed ??= new(gone.Length)).Add(device); // 435
            }

            _slots.Return(ref slot, number);
        }
    }

    /// <summary>Destroys devices outside the lock, in their order, each once, whatever is thrown.</summary>
    private void DestroyDevices(List<TDevice>? devices)
    {
        if (devices is null)
        {
            return;
        }

        List<Exception>? exceptions = null;
        foreach (TDevice device in devices)
        {
            try
            {
                _destroyDevice?.Invoke(device);
            }
            catch (Exception exception)
            {
                (exceptions ??= []).Add(exception);
            }
        }

        if (exceptions is not null)
        {
            throw new AggregateException("The destruction of devices threw. All of them were destroyed.", exceptions);
        }
    }

    /// <summary>What a sweep, or the end, goes by.</summary>
    /// <param name="Control">Control as it was decided upon.</param>
    /// <param name="Stage">Whether a reference goes with it.</param>
    /// <param name="Now">The time.</param>
    /// <param name="IsEnd">Whether everything goes.</param>
    private readonly record struct Pruning(long Control, Stage Stage, long Now, bool IsEnd);
}
