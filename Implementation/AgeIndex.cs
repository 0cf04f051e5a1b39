// The entries of each type from the oldest to the newest, so that the oldest busy, idle or invoked one
// is found at once. A B-tree whose blocks say, with a bit a child, in which children there is a busy,
// an idle, an invoked entry: a change of category moves nothing, and flips bits until they are right.
// AgeIndex.Blocks.cs has the blocks.
using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace DeviceClones;

/// <summary>Ordered lists of slots by (time, unit), of entries that have a device. The holder's.</summary>
/// <param name="slots">The slots.</param>
/// <param name="width">How many children a block has at most; 4 to 64, less than 64 in tests only.</param>
internal sealed partial class AgeIndex(SlotTable slots, int width)
{
    public const int None = -1;

    // A slot remembers its block and the place that it had there when it came: 64 places, so six bits.
    private const int PlaceBits = 6;
    private const int PlaceMask = (1 << PlaceBits) - 1;

    // Stryker disable once CollectionExpression : the first block that is taken is made in its place
    private Block[] _blocks = [];
    private int _used;
    private int _free = None;

    /// <summary>Puts a slot, by its time and unit, into the list that begins at a root.</summary>
    public void Add(ref int root, int slot, Category category)
    {
        if (root == None)
        {
            root = Take(isLeaf: true);
        }

        int id = root;
        while (!_blocks[id].IsLeaf)
        {
            id = _blocks[id].Items[PlaceAmong(_blocks[id], slot) - 1];
        }

        Insert(ref root, id, PlaceIn(_blocks[id], slot), slot, Bit(category));
    }

    /// <summary>Takes a slot out.</summary>
    public void Remove(ref int root, int slot)
    {
        int hint = slots[slot].BlockAndPlace;
        Remove(ref root, BlockOf(hint), PlaceOf(_blocks[BlockOf(hint)], slot, hint));
    }

    /// <summary>Says that the entry is in another category now.</summary>
    /// <param name="slot">The entry.</param>
    /// <param name="number">The number of its slot.</param>
    /// <param name="from">Its category so far.</param>
    /// <param name="to">Its category from now on.</param>
    public void Move(ref Slot slot, int number, Category from, Category to)
    {
        int id = BlockOf(slot.BlockAndPlace);
        Block block = _blocks[id];
        ulong bit = 1UL << PlaceOf(block, number, slot.BlockAndPlace);
        ref ulong left = ref Bits(block, from);
        ref ulong joined = ref Bits(block, to);
        Debug.Assert((left & bit) != 0, "an entry leaves the category that it is in");
        ulong rest = left & ~bit;
        ulong others = joined;
        left = rest;
        // Stryker disable once Bitwise : an entry is in one category, and this is another
        joined = others | bit;
        if (rest == 0)
        {
            Lower(block, id, from);
        }

        if (others == 0)
        {
            Raise(block, id, to);
        }
    }

    /// <summary>Whether there is an entry of a category.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Any(int root, Category category) => root != None && Bits(_blocks[root], category) != 0;

    /// <summary>Forgets a whole list.</summary>
    public void Clear(ref int root)
    {
        if (root != None)
        {
            Block block = _blocks[root];
            for (int place = 0; place < block.Count && !block.IsLeaf; place++)
            {
                Clear(ref block.Items[place]);
            }

            Return(root);
            root = None;
        }
    }

    /// <summary>The oldest slot of a category, of equally old ones the one with the lowest unit, or <see cref="SlotTable.None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Oldest(int root, Category category)
    {
        if (!Any(root, category))
        {
            return SlotTable.None;
        }

        int id = root;
        while (!_blocks[id].IsLeaf)
        {
            id = _blocks[id].Items[BitOperations.TrailingZeroCount(Bits(_blocks[id], category))];
        }

        return _blocks[id].Items[BitOperations.TrailingZeroCount(Bits(_blocks[id], category))];
    }

    /// <summary>The slots of a category from the oldest on, until one is not wanted; all, where nothing says which are.</summary>
    /// <returns>Whether all were wanted.</returns>
    public bool CopyTo(int root, Category category, Predicate<int>? isWanted, List<int> to)
    {
        if (root == None)
        {
            return true;
        }

        Block block = _blocks[root];
        for (ulong bits = Bits(block, category); bits != 0; bits &= bits - 1)
        {
            int item = block.Items[BitOperations.TrailingZeroCount(bits)];
            if (!block.IsLeaf)
            {
                if (!CopyTo(item, category, isWanted, to))
                {
                    return false;
                }
            }
            else if (isWanted is null || isWanted(item))
            {
                to.Add(item);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private void Insert(ref int root, int id, int place, int item, int summary)
    {
        Block block = _blocks[id];
        if (block.Count == width)
        {
            // Split. A block that is full at the end of the list stays full: times mostly rise.
            int sibling = Take(block.IsLeaf);
            int kept = place == width ? width : width / 2;
            Block right = _blocks[sibling];
            for (int from = kept; from < width; from++)
            {
                Append(sibling, right, block.Items[from], At(block, from));
            }

            Truncate(block, kept);
            if (root == id)
            {
                root = Take(isLeaf: false);
                Append(root, _blocks[root], id, SummaryOf(block));
            }

            // Stryker disable once Equality : what comes between two halves may go into either
            if (place > kept || kept == width)
            {
                InsertHere(sibling, place - kept, item, summary);
            }
            else
            {
                InsertHere(id, place, item, summary);
            }

            int parent = block.Parent;
            int next = PlaceOf(_blocks[parent], id, block.Place) + 1;
            Set(_blocks[parent], next - 1, SummaryOf(block));
            Insert(ref root, parent, next, sibling, SummaryOf(right));
            return;
        }

        InsertHere(id, place, item, summary);
        MarkUp(id);
    }

    private void InsertHere(int id, int place, int item, int summary)
    {
        Block block = _blocks[id];
        Span<int> items = block.Items;
        items[place..block.Count].CopyTo(items[(place + 1)..]);
        items[place] = item;
        block.Count++;
        foreach (ref ulong bits in (Span<ulong>)block.Bits)
        {
            bits = Widen(bits, place);
        }

        Set(block, place, summary);
        Adopt(id, block, place);
    }

    private void Append(int id, Block block, int item, int summary)
    {
        block.Items[block.Count] = item;
        Set(block, block.Count, summary);
        Adopt(id, block, block.Count);
        block.Count++;
    }

    private void Adopt(int id, Block block, int place)
    {
        int item = block.Items[place];
        if (block.IsLeaf)
        {
            slots[item].BlockAndPlace = (id << PlaceBits) | place;
        }
        else
        {
            _blocks[item].Parent = id;
            _blocks[item].Place = place;
        }
    }

    private static void Truncate(Block block, int count)
    {
        block.Count = count;
        ulong kept = count == 64 ? ulong.MaxValue : (1UL << count) - 1;
        foreach (ref ulong bits in (Span<ulong>)block.Bits)
        {
            bits &= kept;
        }
    }

    private void Remove(ref int root, int id, int place)
    {
        Block block = _blocks[id];
        Span<int> items = block.Items;
        items[(place + 1)..block.Count].CopyTo(items[place..]);
        block.Count--;
        foreach (ref ulong bits in (Span<ulong>)block.Bits)
        {
            bits = Narrow(bits, place);
        }

        if (root == id)
        {
            // A root with nothing below is no list; a root with one block below gives way to it.
            if (block.Count == 0)
            {
                root = None;
                Return(id);
            }
            else if (block.Count == 1 && !block.IsLeaf)
            {
                root = block.Items[0];
                _blocks[root].Parent = None;
                Return(id);
            }

            return;
        }

        int parent = block.Parent;
        int at = PlaceOf(_blocks[parent], id, block.Place);
        if (block.Count == 0)
        {
            Return(id);
            Remove(ref root, parent, at);
            return;
        }

        MarkUp(id);
        if (block.Count <= width / 4)
        {
            // Join with a neighbour, so that what is left of many blocks does not fill as many.
            if (at > 0 && TryJoin(_blocks[parent].Items[at - 1], id))
            {
                Remove(ref root, parent, at);
            }
            else if (at + 1 < _blocks[parent].Count && TryJoin(id, _blocks[parent].Items[at + 1]))
            {
                Remove(ref root, parent, at + 1);
            }
        }
    }

    private bool TryJoin(int left, int right)
    {
        Block to = _blocks[left];
        Block from = _blocks[right];
        if (to.Count + from.Count > width / 2)
        {
            return false;
        }

        for (int place = 0; place < from.Count; place++)
        {
            Append(left, to, from.Items[place], At(from, place));
        }

        MarkUp(left);
        Return(right);
        return true;
    }

    /// <summary>How many children of a block begin with an entry that comes before the slot; at least 1.</summary>
    private int PlaceAmong(Block block, int slot)
    {
        if (!IsBefore(slot, First(block.Items[block.Count - 1])))
        {
            return block.Count; // mostly: times mostly rise
        }

        int low = 1;
        int high = block.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (IsBefore(slot, First(block.Items[middle])))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private int First(int id)
    {
        while (!_blocks[id].IsLeaf)
        {
            id = _blocks[id].Items[0];
        }

        return _blocks[id].Items[0];
    }

    private int PlaceIn(Block leaf, int slot)
    {
        if (leaf.Count == 0 || !IsBefore(slot, leaf.Items[leaf.Count - 1]))
        {
            return leaf.Count;
        }

        int low = 0;
        int high = leaf.Count - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (IsBefore(slot, leaf.Items[middle]))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>Whether a slot comes before another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBefore(int slot, int other)
    {
        ref Slot left = ref slots[slot];
        ref Slot right = ref slots[other];
        // Stryker disable once Equality : times are compared where they differ, and no two entries of a type have one unit
        return left.Time != right.Time ? left.Time < right.Time : left.Unit < right.Unit;
    }

    // Stryker disable once Bitwise : a block has no negative number
    private static int BlockOf(int blockAndPlace) => blockAndPlace >> PlaceBits;

    /// <summary>Where a child is in its block: mostly where it was when it came, else it is looked for.</summary>
    private static int PlaceOf(Block block, int item, int hint)
    {
        // Stryker disable once Bitwise : where a hint is wrong, the child is looked for
        int place = hint & PlaceMask;
        // Stryker disable once Block,Linq : where a hint is not taken, the child is looked for
        if (place < block.Count && block.Items[place] == item)
        {
            return place;
        }

        Span<int> items = block.Items;
        place = items[..block.Count].IndexOf(item);
        Debug.Assert(place >= 0, "a child is in its parent");
        return place;
    }
}
