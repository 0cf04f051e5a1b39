// All that is derived from the entries: which units of a type are taken, who is oldest, where a sweep
// may find something, how many are busy, and the list order. The original has only the list, and reads
// it from one end to the other.
//
// Regular entries need no list: they stand in it by (type, unit number). An entry is irregular if its
// unit number is negative or has bits of the type mask; where it stands, and whom it hides from a
// search, depends on the list as it was when it came. From the first irregular entry on, until the
// manager is empty, the order is kept as a list, there are no indexes, and every search reads the list,
// as in the original.

namespace DeviceClones;

/// <summary>The indexes of a manager's entries. The holder's.</summary>
internal sealed partial class EntryIndex(SlotTable slots, int typeMask, int blockWidth)
{
    public const int Nobody = -1;

    private readonly AgeIndex _ages = new(slots, blockWidth);
    private readonly ProcessIndex _processes = new(slots);
    private readonly SweepHeap _sweep = new();
    private readonly Dictionary<int, TypeClass> _types = [];
    private readonly List<TypeClass> _prunable = [];
    private TypeClass? _lastType;

    /// <summary>The entries in list order while there are irregular ones; else null.</summary>
    public List<int>? Order { get; private set; }

    public int Count { get; private set; }

    /// <summary>How many entries make the manager busy.</summary>
    public int BusyCount { get; private set; }

    public static bool IsRegular(int number, int typeMask) => number >= 0 && (number & typeMask) == 0;

    public TypeClass? Find(int type)
    {
        if (_lastType?.Type == type)
        {
            return _lastType;
        }

        return _types.TryGetValue(type, out TypeClass? found) ? _lastType = found : null;
    }

    /// <summary>The lowest unit number of a type that nobody has. None has a bit of the type mask, so it is at most the lowest of them.</summary>
    public int LowestFree(TypeClass type) =>
        typeMask == 0 ? type.Units.LowestFree() : Math.Min(type.Units.LowestFree(), typeMask & -typeMask);

    public int Oldest(TypeClass type, Category category) => _ages.Oldest(type.AgeRoot, category);

    /// <summary>The oldest entry of a process that is not busy.</summary>
    public int OldestOf(TypeClass type, int process)
    {
        if (process != Nobody)
        {
            return _processes.Oldest(type.ProcessRoot, process);
        }

        // What belongs to nobody is not in the index by process: it is most of what is idle. Who asks as nobody reads it all.
        List<int> candidates = [];
        _ages.CopyTo(type.AgeRoot, Category.Idle, static _ => true, candidates);
        _ages.CopyTo(type.AgeRoot, Category.Invoked, static _ => true, candidates);
        int oldest = SlotTable.None;
        foreach (int slot in candidates)
        {
            if (slots[slot].Process == Nobody && (oldest == SlotTable.None || IsBefore(slot, oldest)))
            {
                oldest = slot;
            }
        }

        return oldest;
    }

    /// <summary>Puts in a new entry, which has no device yet.</summary>
    /// <param name="slot">Its slot; unit and word are set.</param>
    /// <param name="place">Its place in the list, where there is one.</param>
    public void Add(int slot, int place)
    {
        if (Order is not null)
        {
            Order.Insert(place, slot);
        }
        else
        {
            int unit = slots[slot].Unit;
            TypeClass? type = Find(unit & typeMask);
            if (type is null)
            {
                type = new TypeClass(unit & typeMask);
                type.Units.Add(unit & ~typeMask, slot);
                _types.Add(type.Type, type);
                _sweep.Add(type);
            }
            else
            {
                type.Units.Add(unit & ~typeMask, slot);
            }

            type.Count++;
        }

        Count++;
        BusyCount++;
    }

    /// <summary>Puts an entry that has got its device among those that can be handed out.</summary>
    public void Hand(int slot, Category category)
    {
        if (Order is null)
        {
            TypeClass type = Find(slots[slot].Unit & typeMask)!;
            _ages.Add(ref type.AgeRoot, slot, category);
            AddProcess(type, slot, category);
            Refresh(type);
        }
    }

    /// <summary>Takes an entry from among those that can be handed out, before its time and its process change.</summary>
    public void Withdraw(int slot, Category category)
    {
        if (Order is null && category != Category.None)
        {
            TypeClass type = Find(slots[slot].Unit & typeMask)!;
            RemoveProcess(type, slot, category);
            _ages.Remove(ref type.AgeRoot, slot);
            Refresh(type);
        }
    }

    /// <summary>Makes an entry invoked, of another process, and no older or younger than it was.</summary>
    public void Renew(int slot, Category category, int process)
    {
        if (Order is not null)
        {
            slots[slot].Process = process;
            return;
        }

        TypeClass type = Find(slots[slot].Unit & typeMask)!;
        RemoveProcess(type, slot, category);
        slots[slot].Process = process;
        AddProcess(type, slot, Category.Invoked);
        if (category != Category.Invoked)
        {
            _ages.Move(slot, Category.Invoked);
            Refresh(type);
        }
    }

    /// <summary>Follows a change of an entry's word by others.</summary>
    /// <param name="slot">The entry.</param>
    /// <param name="before">The word as the indexes know it.</param>
    /// <param name="after">The word as it is.</param>
    public void Follow(int slot, long before, long after)
    {
        CountBusy(before, -1);
        CountBusy(after, 1);
        Category from = SlotWord.CategoryOf(before);
        Category to = SlotWord.CategoryOf(after);
        bool released = SlotWord.Has(before, SlotWord.NoProcess);
        if (Order is not null)
        {
            slots[slot].Process = released ? Nobody : slots[slot].Process;
            return;
        }

        TypeClass type = Find(slots[slot].Unit & typeMask)!;
        bool wasThere = IsInProcesses(slot, from);
        bool willBeThere = !released && IsInProcesses(slot, to);
        if (wasThere && !willBeThere)
        {
            _processes.Remove(ref type.ProcessRoot, slot);
        }

        slots[slot].Process = released ? Nobody : slots[slot].Process;
        if (willBeThere && !wasThere)
        {
            _processes.Add(ref type.ProcessRoot, slot);
        }

        if (from != to)
        {
            _ages.Move(slot, to);
            Refresh(type);
        }
    }

    /// <summary>Takes an entry out, for good.</summary>
    public void Remove(int slot)
    {
        long word = Volatile.Read(ref slots[slot].Word); // nobody else changes it: the entry is gone for everybody
        CountBusy(word, -1);
        Count--;
        if (Order is not null)
        {
            Order.Remove(slot);
        }
        else
        {
            int unit = slots[slot].Unit;
            Withdraw(slot, SlotWord.CategoryOf(word));
            TypeClass type = Find(unit & typeMask)!;
            type.Units.Remove(unit & ~typeMask);
            type.Count--;
            if (type.Count == 0)
            {
                _sweep.Remove(type);
                _types.Remove(type.Type);
                _lastType = null;
            }
        }

        if (Count == 0)
        {
            Order = null; // without entries everything is regular again
        }
    }

    /// <summary>From now on the order is a list.</summary>
    public void BecomeIrregular()
    {
        if (Order is not null)
        {
            return;
        }

        List<int> order = new(Count + 1);
        CopyTo(order);
        foreach (TypeClass type in _types.Values)
        {
            _sweep.Remove(type);
            _ages.Clear(ref type.AgeRoot);
        }

        _types.Clear();
        _lastType = null;
        Order = order;
    }

    /// <summary>The entries in list order.</summary>
    public void CopyTo(List<int> to)
    {
        if (Order is not null)
        {
            to.AddRange(Order);
            return;
        }

        foreach (TypeClass type in _types.Values.OrderBy(static type => type.Type))
        {
            type.Units.CopyTo(to);
        }
    }

    /// <summary>The entries that are idle, or invoked and expired, in any order.</summary>
    public void CopyPrunable(Predicate<long> isExpired, Func<int, Category> categoryOf, List<int> to)
    {
        if (Order is not null)
        {
            foreach (int slot in Order)
            {
                Category category = categoryOf(slot);
                if (category == Category.Idle || (category == Category.Invoked && isExpired(slots[slot].Time)))
                {
                    to.Add(slot);
                }
            }

            return;
        }

        _prunable.Clear();
        _sweep.CopyTo(isExpired, _prunable);
        foreach (TypeClass type in _prunable)
        {
            _ages.CopyTo(type.AgeRoot, Category.Idle, static _ => true, to);
            _ages.CopyTo(type.AgeRoot, Category.Invoked, slot => isExpired(slots[slot].Time), to);
        }
    }

    /// <summary>Sorts entries into list order.</summary>
    public void Sort(int[] some)
    {
        Dictionary<int, int> places = [];
        for (int place = 0; place < Order?.Count; place++)
        {
            places.Add(Order[place], place);
        }

        long[] keys = Array.ConvertAll(some, slot => Order is null ? KeyOf(slot) : places[slot]);
        Array.Sort(keys, some);
    }

    private long KeyOf(int slot) => ((long)(slots[slot].Unit & typeMask) << 32) | (uint)(slots[slot].Unit & ~typeMask);

    private bool IsBefore(int slot, int other) =>
        slots[slot].Time != slots[other].Time ? slots[slot].Time < slots[other].Time : slots[slot].Unit < slots[other].Unit;

    private void CountBusy(long word, int sign) => BusyCount += SlotWord.Has(word, SlotWord.Counted) ? sign : 0;

    private bool IsInProcesses(int slot, Category category) =>
        category is Category.Idle or Category.Invoked && slots[slot].Process != Nobody;

    private void AddProcess(TypeClass type, int slot, Category category)
    {
        if (IsInProcesses(slot, category))
        {
            _processes.Add(ref type.ProcessRoot, slot);
        }
    }

    private void RemoveProcess(TypeClass type, int slot, Category category)
    {
        if (IsInProcesses(slot, category))
        {
            _processes.Remove(ref type.ProcessRoot, slot);
        }
    }

    private void Refresh(TypeClass type)
    {
        long prunable = _ages.Any(type.AgeRoot, Category.Idle) ? SweepHeap.Always
            : _ages.Oldest(type.AgeRoot, Category.Invoked) is not SlotTable.None and int oldest ? slots[oldest].Time
            : SweepHeap.Never;
        _sweep.Change(type, prunable);
    }
}
