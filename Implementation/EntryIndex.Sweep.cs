// What a sweep asks of the indexes: where there may be something to take, in which order it goes, and that what has gone is forgotten.
namespace DeviceClones;

internal sealed partial class EntryIndex
{
    /// <summary>The entries that are idle, or invoked and expired, in any order.</summary>
    public void CopyPrunable(Predicate<long> isExpired, Func<int, Category> categoryOf, List<int> to)
    {
        if (Order is not null)
        {
            foreach (int slot in Order)
            {
                Category category = categoryOf(slot);
                // Stryker disable once Logical : what need not be taken is passed by when it is looked at
                if (category == Category.Idle || (category == Category.Invoked && isExpired(slots[slot].Time)))
                {
                    to.Add(slot);
                }
            }

            // Stryker disable once Statement : beside the list there are no types
            return;
        }

        _prunable.Clear();
        _sweep.CopyTo(isExpired, _prunable);
        foreach (TypeClass type in _prunable)
        {
            _sweep.Change(type, PrunableOf(type));
            _ages.CopyTo(type.AgeRoot, Category.Idle, isWanted: null, to);
            _ages.CopyTo(type.AgeRoot, Category.Invoked, slot => isExpired(slots[slot].Time), to);
        }
    }

    /// <summary>
    /// Sorts entries into list order. What a sweep finds mostly stands in it, but for those of the first page: entries that were handed out
    /// at once go by unit.
    /// </summary>
    public void Sort(Span<int> some)
    {
        if (Order is not null)
        {
            Dictionary<int, int> places = [];
            for (int place = 0; place < Order.Count; place++)
            {
                places.Add(Order[place], place);
            }

            Sort(some, slot => places[slot]);
            return;
        }

        Sort(some[..EndOfUnsorted(some)], KeyOf);
    }

    private static void Sort(Span<int> some, Func<int, long> keyOf)
    {
        long[] keys = new long[some.Length];
        for (int place = 0; place < keys.Length; place++)
        {
            keys[place] = keyOf(some[place]);
        }

        keys.AsSpan().Sort(some);
    }

    /// <summary>From where on each entry comes behind all before it.</summary>
    private int EndOfUnsorted(ReadOnlySpan<int> some)
    {
        long last = long.MinValue;
        int end = 0;
        for (int place = 0; place < some.Length; place++)
        {
            long key = KeyOf(some[place]);
            // Stryker disable once Equality,Boolean : no two entries have one key, and what is sorted may be sorted again
            if (key < last)
            {
                end = place + 1;
            }
            else
            {
                last = key;
            }
        }

        return end;
    }

    private long KeyOf(int slot) => ((long)(slots[slot].Unit & typeMask) << 32) | (uint)(slots[slot].Unit & ~typeMask);

    /// <summary>Takes entries out, for good, but for their number. Nobody else changes their words: they are gone for everybody.</summary>
    /// <param name="gone">Their slots, those of one type together.</param>
    public void Remove(ReadOnlySpan<int> gone)
    {
        if (Order is not null)
        {
            HashSet<int> all = [.. gone];
            Order.RemoveAll(all.Contains);
            // Stryker disable once Statement : beside the list there are no types
            return;
        }

        // Stryker disable once Block : without a mask all are of one type
        if (typeMask == 0)
        {
            Remove(0, gone);
            return;
        }

        while (!gone.IsEmpty)
        {
            int type = slots[gone[0]].Unit & typeMask;
            int count = 1;
            // Stryker disable once Equality : one by one they go as well
            while (count < gone.Length && (slots[gone[count]].Unit & typeMask) == type)
            {
                count++;
            }

            Remove(type, gone[..count]);
            gone = gone[count..];
        }
    }

    private void Remove(int type, ReadOnlySpan<int> gone)
    {
        if (Find(type) is not { } entries)
        {
            return; // where no entry is, none has gone
        }

        if (entries.Count == gone.Length)
        {
            Forget(entries);
            _types.Remove(type);
            _lastType = null;
            return;
        }

        foreach (int slot in gone)
        {
            Withdraw(slot, SlotWord.CategoryOf(Volatile.Read(ref slots[slot].Word)));
            entries.Units.Remove(slots[slot].Unit & ~typeMask);
            entries.Count--;
        }
    }

    /// <summary>Counts an entry no more that has been taken out.</summary>
    /// <param name="word">Its last word.</param>
    public void CountGone(long word)
    {
        BusyCount -= SlotWord.Has(word, SlotWord.Counted) ? 1 : 0;
        Count--;
        if (Count == 0)
        {
            Order = null; // without entries everything is regular again
        }
    }

    private void Forget(TypeClass type)
    {
        _sweep.Remove(type);
        _ages.Clear(ref type.AgeRoot);
    }

    /// <summary>An entry has come to a category: a sweep may find something in its type from an earlier time on than before.</summary>
    private void ExpectSweep(TypeClass type, long time, Category category)
    {
        long earliest = category == Category.Idle ? SweepHeap.Always : SweepHeap.At(time);
        // Stryker disable once Equality : the same time again changes nothing
        if (category != Category.Busy && earliest < type.Prunable)
        {
            _sweep.Change(type, earliest);
        }
    }

    /// <summary>When a sweep finds something in a type: see <see cref="TypeClass.Prunable"/>, which is this or earlier.</summary>
    private long PrunableOf(TypeClass type) =>
        _ages.Any(type.AgeRoot, Category.Idle) ? SweepHeap.Always
        : _ages.Oldest(type.AgeRoot, Category.Invoked) is not SlotTable.None and int oldest ? SweepHeap.At(slots[oldest].Time)
        : SweepHeap.Never;
}
