// The types in the order in which a sweep may find something in them: a binary heap by
// TypeClass.Prunable, so that a sweep visits the types in which it prunes, and hardly any other.
namespace DeviceClones;

/// <summary>A heap of types. The holder's.</summary>
internal sealed class SweepHeap
{
    public const long Always = long.MinValue;
    public const long Never = long.MaxValue;

    private readonly List<TypeClass> _heap = [];

    /// <summary>A time as the heap has it: the last one of all would be never.</summary>
    public static long At(long time) => Math.Min(time, Never - 1);

    public int Count => _heap.Count;

    /// <summary>Whether no type comes before the one above it, and each knows its place.</summary>
    public bool IsOrdered => _heap.TrueForAll(type => _heap[type.HeapPlace] == type && _heap[(type.HeapPlace - 1) / 2].Prunable <= type.Prunable);

    public void Add(TypeClass type)
    {
        type.HeapPlace = _heap.Count;
        _heap.Add(type);
        Rise(type.HeapPlace);
    }

    public void Remove(TypeClass type)
    {
        int place = type.HeapPlace;
        TypeClass last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (last != type)
        {
            Put(place, last);
            Sink(Rise(place));
        }
    }

    public void Change(TypeClass type, long prunable)
    {
        if (type.Prunable != prunable)
        {
            type.Prunable = prunable;
            Sink(Rise(type.HeapPlace));
        }
    }

    /// <summary>The types in which there is something to prune.</summary>
    public void CopyTo(Predicate<long> isPrunable, List<TypeClass> to, int place = 0)
    {
        if (place < _heap.Count && _heap[place].Prunable != Never && (_heap[place].Prunable == Always || isPrunable(_heap[place].Prunable)))
        {
            to.Add(_heap[place]);
            CopyTo(isPrunable, to, (2 * place) + 1);
            CopyTo(isPrunable, to, (2 * place) + 2);
        }
    }

    private int Rise(int place)
    {
        TypeClass type = _heap[place];
        // Stryker disable once Equality : among equals either may be above, and the root is not before itself
        while (place > 0 && type.Prunable < _heap[(place - 1) / 2].Prunable)
        {
            Put(place, _heap[(place - 1) / 2]);
            place = (place - 1) / 2;
        }

        Put(place, type);
        return place;
    }

    private void Sink(int place)
    {
        TypeClass type = _heap[place];
        while ((2 * place) + 1 < _heap.Count)
        {
            int child = (2 * place) + 1;
            // Stryker disable once Equality : of equals either may be above
            child += child + 1 < _heap.Count && _heap[child + 1].Prunable < _heap[child].Prunable ? 1 : 0;
            // Stryker disable once Equality : of equals either may be above
            if (_heap[child].Prunable >= type.Prunable)
            {
                break;
            }

            Put(place, _heap[child]);
            place = child;
        }

        Put(place, type);
    }

    private void Put(int place, TypeClass type)
    {
        _heap[place] = type;
        type.HeapPlace = place;
    }
}
