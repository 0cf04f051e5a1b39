// The entries of each type that are not busy and were handed to somebody, by process, and of one process
// from the oldest to the newest; those that nobody has, too, once process -1 has asked. A treap whose links
// stand in the slots; its priorities are a hash of the slot's number, so a tree is the same whatever order
// it was made in.
using System.Runtime.CompilerServices;

namespace DeviceClones;

/// <summary>Ordered trees of slots by (process, time, unit). The holder's.</summary>
/// <param name="slots">The slots.</param>
internal sealed class ProcessIndex(SlotTable slots)
{
    /// <summary>Puts a slot, by its process, time and unit, into a tree.</summary>
    public void Add(ref int root, int slot)
    {
        ref int link = ref root;
        // Stryker disable once Equality : no two slots have the same priority
        while (link != SlotTable.None && Priority(link) >= Priority(slot))
        {
            link = ref IsBefore(slot, link) ? ref slots[link].Left : ref slots[link].Right;
        }

        int rest = link;
        link = slot;
        ref int before = ref slots[slot].Left;
        ref int after = ref slots[slot].Right;
        while (rest != SlotTable.None)
        {
            if (IsBefore(rest, slot))
            {
                before = rest;
                before = ref slots[rest].Right;
                rest = before;
            }
            else
            {
                after = rest;
                after = ref slots[rest].Left;
                rest = after;
            }
        }

        before = SlotTable.None;
        after = SlotTable.None;
    }

    /// <summary>Takes a slot out; its process, time and unit are still those it was put in by.</summary>
    public void Remove(ref int root, int slot)
    {
        ref int link = ref root;
        while (link != slot)
        {
            link = ref IsBefore(slot, link) ? ref slots[link].Left : ref slots[link].Right;
        }

        int left = slots[slot].Left;
        int right = slots[slot].Right;
        while (left != SlotTable.None && right != SlotTable.None)
        {
            // Stryker disable once Equality : no two slots have the same priority
            if (Priority(left) >= Priority(right))
            {
                link = left;
                link = ref slots[left].Right;
                left = link;
            }
            else
            {
                link = right;
                link = ref slots[right].Left;
                right = link;
            }
        }

        link = left != SlotTable.None ? left : right;
    }

    /// <summary>The oldest slot of a process, of equally old ones the one with the lowest unit, or <see cref="SlotTable.None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Oldest(int root, int process)
    {
        int oldest = SlotTable.None;
        while (root != SlotTable.None)
        {
            ref Slot slot = ref slots[root];
            if (slot.Process >= process)
            {
                oldest = slot.Process == process ? root : oldest;
                root = slot.Left;
            }
            else
            {
                root = slot.Right;
            }
        }

        return oldest;
    }

    /// <summary>The slots of a tree, in order.</summary>
    public void CopyTo(int root, List<int> to)
    {
        if (root != SlotTable.None)
        {
            CopyTo(slots[root].Left, to);
            to.Add(root);
            CopyTo(slots[root].Right, to);
        }
    }

    private static uint Priority(int slot)
    {
        // The finalizer of MurmurHash3: a permutation, so no two slots have the same priority.
        uint hash = (uint)slot;
        // Stryker disable once Bitwise : what is shifted has no sign
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        // Stryker disable once Bitwise : what is shifted has no sign
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        // Stryker disable once Bitwise : what is shifted has no sign
        return hash ^ (hash >> 16);
    }

    private bool IsBefore(int slot, int other)
    {
        ref Slot left = ref slots[slot];
        ref Slot right = ref slots[other];
        // Stryker disable once Equality : they are compared where they differ, and no two entries of a type have one unit
        return left.Process != right.Process ? left.Process < right.Process
            : left.Time != right.Time ? left.Time < right.Time
            : left.Unit < right.Unit;
    }
}
