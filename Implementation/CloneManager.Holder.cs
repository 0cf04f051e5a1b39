// What the holder of the lock does in the protocol that SlotWord.cs tells: take the notes, mark words,
// have an operation committed, write words out.
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeviceClones;

public sealed partial class CloneManager<TDevice>
{
    // Acquire; pairs with every exchange of a slot's word: who reads what somebody wrote sees what was done before it.
    private long ReadWord(int slot) => Volatile.Read(ref _slots[slot].Word);

    // Acquire; pairs with every exchange of control.
    private long ReadControl() => Volatile.Read(ref _control);

    // What Register has put there is a TDevice: a cast would look up the type at run time.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TDevice? DeviceOf(ref Slot slot) => Unsafe.As<TDevice?>(slot.Device);

    // What is drained for. The indexes need not follow an entry that is about to be shared or destroyed.
    private enum Purpose
    {
        Answer,
        Allocation,
        Sweep,
    }

    /// <summary>Makes the indexes right about what was shared last (rule 4), takes the notes, and does the same for the slots they name (rule 2).</summary>
    /// <param name="purpose">What for: an allocation leaves one slot to the caller, in <see cref="_closed"/>; a sweep marks what it takes.</param>
    private void Drain(Purpose purpose = Purpose.Answer)
    {
        if (_moved != SlotTable.None)
        {
            ref Slot slot = ref _slots[_moved];
            if (purpose != Purpose.Allocation || !TryKeepClosed(ref slot))
            {
                FollowShare(ref slot, _moved);
            }

            _moved = SlotTable.None;
        }

        NoteNode root = _slots.Root;
        if (!root.IsQuiet)
        {
            Drain(root, purpose);
        }
    }

    private void Drain(NoteNode node, Purpose purpose)
    {
        for (ulong notes = (ulong)node.Take(); notes != 0; notes &= notes - 1)
        {
            int child = BitOperations.TrailingZeroCount(notes);
            if (node is SlotPage page)
            {
                Drain(page, child, purpose);
            }
            else if (node.Children![child] is { } below)
            {
                Drain(below, purpose);
            }
        }
    }

    private void Drain(SlotPage page, int place, Purpose purpose)
    {
        int number = page.NumberOf(place);
        if (purpose == Purpose.Allocation && _closed == SlotTable.None && SlotWord.IsClosed(ReadWord(number)))
        {
            _closed = number;
            return;
        }

        if (purpose == Purpose.Sweep)
        {
            _candidates.Add(number);
        }

        if (purpose != Purpose.Sweep || !TryDrainIntoSweep(ref page[place]))
        {
            DrainSlot(ref page[place], number);
        }
    }

    /// <summary>Makes time, process and indexes follow the share of an entry, and what became of it since: 787-789.</summary>
    private void FollowShare(ref Slot slot, int number)
    {
        bool isOlder = slot.Time != _shareTime;
        if (isOlder)
        {
            _index.Withdraw(number, SlotWord.CategoryOf(ReadWord(number)));

            // Release; pairs with the reading in GetDeviceTime. The word says TimeMoved, so nobody takes the time from here yet.
            Volatile.Write(ref slot.Time, _shareTime);
        }

        FollowWord(ref slot, number, _shareProcess, isOlder);
    }

    /// <summary>What was shared last and has been closed since is left to the caller like any other that was closed.</summary>
    private bool TryKeepClosed(ref Slot slot)
    {
        // Acquire; as in ReadWord.
        long word = Volatile.Read(ref slot.Word);

        // Full fence; as in FollowWord.
        if (slot.Time != _shareTime
            || !SlotWord.IsClosed(word)
            || Interlocked.CompareExchange(ref slot.Word, SlotWord.Kept(word), word) != word)
        {
            return false;
        }

        slot.Process = _shareProcess;
        _closed = _moved;
        return true;
    }

    // A note that was left for a slot's last life only makes its version one more: whoever left it fails.
    private void DrainSlot(ref Slot slot, int number) => FollowWord(ref slot, number, slot.Process, isWithdrawn: false);

    /// <summary>Settles a word, and makes the indexes follow it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FollowWord(ref Slot slot, int number, int process, bool isWithdrawn)
    {
        while (true)
        {
            // Acquire; as in ReadWord.
            long word = Volatile.Read(ref slot.Word);
            long settled = SlotWord.Settled(word);

            // Full fence: whoever left a note and has not changed the word yet fails, and begins again.
            if (Interlocked.CompareExchange(ref slot.Word, settled, word) == word)
            {
                _index.Follow(ref slot, number, isWithdrawn ? SlotWord.With(word, Category.None) : word, settled, process);
                return;
            }
        }
    }

    /// <summary>Marks a word (rules 4 and 5). Where it says Noted, the note about it has been taken, or else is there and prevents the decision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryMark(ref Slot slot, long word, Pending pending, out long marked)
    {
        Debug.Assert(SlotWord.PendingOf(word) is Pending.None || SlotWord.PendingOf(word) == pending, "a mark stays what it is");
        marked = SlotWord.Next(SlotWord.With(word & ~SlotWord.Noted, pending)); // what it says of the indexes stays

        // Full fence: the mark is there before the root is read to decide about it.
        return Interlocked.CompareExchange(ref slot.Word, marked, word) == word;
    }

    /// <summary>Takes a mark away, if it is still there.</summary>
    private void Unmark(int slot)
    {
        ref long word = ref _slots[slot].Word;
        long seen = Volatile.Read(ref word); // acquire; as in ReadWord

        // Full fence. It fails only where somebody has changed the word, and with that taken the mark away.
        Interlocked.CompareExchange(ref word, SlotWord.Next(SlotWord.Undone(seen)), seen);
    }

    /// <summary>Decides whether a word that is pending to be shared is (rule 4); anybody does it who cannot wait.</summary>
    /// <returns>The word as it was decided; where another came first, as it is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long DecideShare(ref Slot slot, long word)
    {
        Debug.Assert(SlotWord.PendingOf(word) == Pending.Share, "only a mark is decided");

        // The root is read after the mark was. Who has changed another word of those that the share depends on has left a note
        // before; who has not left it yet comes after the share.
        long decided = _slots.Root.IsQuiet ? SlotWord.Shared(word) : SlotWord.Undone(word);

        // Full fence: one decision, for everybody. It fails where another came first, also one about a later mark: its version is
        // another.
        long seen = Interlocked.CompareExchange(ref slot.Word, decided, word);
        return seen == word ? decided : seen;
    }

    /// <summary>Writes a word out once control is committed; it may have been changed from what it means by then (rule 5).</summary>
    private static void WriteOut(ref Slot slot)
    {
        long word = Volatile.Read(ref slot.Word); // acquire; as in ReadWord

        // Full fence. It fails only where somebody has changed the word from what it means, and with that has written it out.
        Interlocked.CompareExchange(ref slot.Word, SlotWord.Next(SlotWord.Done(word)), word);
    }

    /// <summary>Has the operation whose words are marked committed, or not (rule 4).</summary>
    /// <param name="control">Control as it was decided upon.</param>
    /// <param name="stage">Ready, or ready to take a reference away: then nobody may have counted since.</param>
    private bool TryCommit(long control, Stage stage)
    {
        while (true)
        {
            // Full fence: every mark is there before anybody can commit.
            long seen = Interlocked.CompareExchange(ref _control, ControlWord.Ready(control, stage), control);
            if (seen == control)
            {
                break;
            }

            if (stage == Stage.ReadyToUnref)
            {
                return false;
            }

            control = seen;
        }

        while (ControlWord.IsReady(control = ReadControl()))
        {
            Decide(control);
        }

        return ControlWord.StageOf(control) == Stage.Committed;
    }

    /// <summary>Decides what is ready; anybody does it who cannot wait.</summary>
    private void Decide(long control)
    {
        // The root is read after control was read as ready, so after all marks. Who has changed a word that is not marked has left
        // a note before; who has not left it yet comes after the operation.
        long decided = _slots.Root.IsQuiet ? ControlWord.Committed(control) : ControlWord.Open(control);

        // Full fence: one decision, for everybody. It fails where another came first, also one for a later operation: its sequence
        // number is another.
        Interlocked.CompareExchange(ref _control, decided, control);
    }

    /// <summary>Opens control again, when every word is written out.</summary>
    private void Reopen()
    {
        long control = ReadControl();
        while (true)
        {
            // Full fence; fails only while references are counted.
            long seen = Interlocked.CompareExchange(ref _control, ControlWord.Open(control), control);
            if (seen == control)
            {
                return;
            }

            control = seen;
        }
    }

    private void WriteFlags(CloneManagerFlags flags)
    {
        long control = ReadControl();
        while (true)
        {
            // Full fence; fails only while references are counted.
            long seen = Interlocked.CompareExchange(ref _control, ControlWord.With(control, flags), control);
            if (seen == control)
            {
                return;
            }

            control = seen;
        }
    }
}
