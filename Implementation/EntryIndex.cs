// All that is derived from the entries: which units of a type are taken, who is oldest, where a sweep
// may find something, how many are busy, and the list order. The original has only the list, and reads
// it from one end to the other.
//
// Regular entries need no list: they stand in it by (type, unit number). An entry is irregular if its
// unit number is negative or has bits of the type mask; where it stands, and whom it hides from a
// search, depends on the list as it was when it came. From the first irregular entry on, until the
// manager is empty, the order is kept as a list, there are no indexes, and every search reads the list,
// as in the original.
using System.Runtime.CompilerServices;

namespace DeviceClones;

/// <summary>The indexes of a manager's entries. The holder's.</summary>
internal sealed partial class EntryIndex(SlotTable slots, int typeMask, int blockWidth)
{
    public const int Nobody = -1;

    private readonly AgeIndex _ages = new(slots, blockWidth);
    private readonly ProcessIndex _processes = new(slots);
    private readonly SweepHeap _sweep = new();
    private readonly Dictionary<int, TypeClass> _types = [];
    // Stryker disable once CollectionExpression : it is cleared before it is used
    private readonly List<TypeClass> _prunable = [];
    private TypeClass? _lastType;

    /// <summary>The entries in list order while there are irregular ones; else null.</summary>
    public List<int>? Order { get; private set; }

    public int Count { get; private set; }

    /// <summary>How many entries make the manager busy.</summary>
    public int BusyCount { get; private set; }

    public static bool IsRegular(int number, int typeMask) => number >= 0 && (number & typeMask) == 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TypeClass? Find(int type)
    {
        // Stryker disable once Block : it is found among all types as well
        if (_lastType?.Type == type)
        {
            return _lastType;
        }

        return _types.TryGetValue(type, out TypeClass? found) ? _lastType = found : null;
    }

    /// <summary>The lowest unit number of a type that nobody has. None has a bit of the type mask, so it is at most the lowest of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LowestFree(TypeClass type) =>
        // Stryker disable once Conditional,Unary : the lowest bit of the mask is nobody's number, so the lowest free one is not above it
        typeMask == 0 ? type.Units.LowestFree() : Math.Min(type.Units.LowestFree(), typeMask & -typeMask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Oldest(TypeClass type, Category category) => _ages.Oldest(type.AgeRoot, category);

    /// <summary>Whether an entry is older than another of its type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsOlder(int slot, int other) => _ages.IsBefore(slot, other);

    /// <summary>The oldest entry of a process that is not busy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int OldestOf(TypeClass type, int process)
    {
        if (process == Nobody && !type.HasNobodyInProcesses)
        {
            AddNobody(type);
        }

        return _processes.Oldest(type.ProcessRoot, process);
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

    /// <summary>Takes an entry from among those that can be handed out, before its time and its process change.</summary>
    public void Withdraw(int slot, Category category)
    {
        if (Order is null && category != Category.None)
        {
            TypeClass type = Find(slots[slot].Unit & typeMask)!;
            RemoveProcess(type, ref slots[slot], slot, category);
            _ages.Remove(ref type.AgeRoot, slot);
        }
    }

    /// <summary>Follows a change of an entry's word, and of its process; puts an entry in that is in no category yet.</summary>
    /// <param name="slot">The entry.</param>
    /// <param name="number">The number of its slot.</param>
    /// <param name="before">The word as the indexes know it.</param>
    /// <param name="after">The word as it is.</param>
    /// <param name="process">Whose it is now, unless it was released or revoked.</param>
    public void Follow(ref Slot slot, int number, long before, long after, int process)
    {
        if (SlotWord.Has(before ^ after, SlotWord.Counted))
        {
            BusyCount += SlotWord.Has(after, SlotWord.Counted) ? 1 : -1;
        }

        Category from = SlotWord.CategoryOf(before);
        Category to = SlotWord.CategoryOf(after);
        if (SlotWord.Has(before, SlotWord.NoProcess))
        {
            process = Nobody;
        }

        if (Order is not null || (from == to && (process == slot.Process || to == Category.Busy)))
        {
            slot.Process = process;
            return;
        }

        TypeClass type = Find(slot.Unit & typeMask)!;
        RemoveProcess(type, ref slot, number, from);
        slot.Process = process;
        AddProcess(type, ref slot, number, to);
        if (from == Category.None)
        {
            _ages.Add(ref type.AgeRoot, number, to);
        }
        else if (from != to)
        {
            _ages.Move(ref slot, number, from, to);
        }

        ExpectSweep(type, slot.Time, to);
    }

    /// <summary>From now on the order is a list.</summary>
    public void BecomeIrregular()
    {
        List<int> order = new(Count + 1);
        CopyTo(order);
        foreach (TypeClass type in _types.Values)
        {
            Forget(type);
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
            // Stryker disable once Statement : beside the list there are no types
            return;
        }

        foreach (TypeClass type in _types.Values.OrderBy(static type => type.Type))
        {
            type.Units.CopyTo(to);
        }
    }

    private static bool IsInProcesses(TypeClass type, int process, Category category) =>
        category is Category.Idle or Category.Invoked && (process != Nobody || type.HasNobodyInProcesses);

    /// <summary>Puts into the index by process what belongs to nobody. That is most of what is idle, and hardly anybody asks for it.</summary>
    private void AddNobody(TypeClass type)
    {
        type.HasNobodyInProcesses = true;
        List<int> some = [];
        _ages.CopyTo(type.AgeRoot, Category.Idle, isWanted: null, some);
        _ages.CopyTo(type.AgeRoot, Category.Invoked, isWanted: null, some);
        foreach (int slot in some.Where(slot => slots[slot].Process == Nobody))
        {
            _processes.Add(ref type.ProcessRoot, slot);
        }
    }

    private void AddProcess(TypeClass type, ref Slot slot, int number, Category category)
    {
        if (IsInProcesses(type, slot.Process, category))
        {
            _processes.Add(ref type.ProcessRoot, number);
        }
    }

    private void RemoveProcess(TypeClass type, ref Slot slot, int number, Category category)
    {
        if (IsInProcesses(type, slot.Process, category))
        {
            _processes.Remove(ref type.ProcessRoot, number);
        }
    }
}
