// The unit numbers of one type that are taken, and by which slot: a tree with 64 children a node and a
// bit for each child that is full, so that the lowest free number is found in a step a level.
using System.Diagnostics;
using System.Numerics;

namespace DeviceClones;

/// <summary>A map of unit numbers, 0 to 2^24 - 1, to slots. The holder's.</summary>
internal sealed class UnitTree
{
    private const int Bits = 6;
    private const int Width = 1 << Bits;

    private Node? _root;
    private int _levels; // below the root; 0: the root's children are slots

    /// <summary>The slot that has a number, or <see cref="SlotTable.None"/>.</summary>
    public int Find(int number)
    {
        Node? node = Covers(number) ? _root : null;
        for (int level = _levels; level > 0 && node is not null; level--)
        {
            node = node.Nodes![Digit(number, level)];
        }

        int digit = Digit(number, 0);
        return node is not null && Has(node.Used, digit) ? node.Slots[digit] : SlotTable.None;
    }

    /// <summary>The lowest number that nobody has.</summary>
    public int LowestFree()
    {
        if (_root is null)
        {
            return 0;
        }

        int number = 0;
        Node? node = _root;
        for (int level = _levels; level >= 0; level--)
        {
            int digit = BitOperations.TrailingZeroCount(~node!.Full);
            if (digit == Width)
            {
                Debug.Assert(node == _root, "only the root can be full on the way to a free number");
                return 1 << (Bits * (_levels + 1));
            }

            // Stryker disable once Assignment : each level has bits of its own
            number |= digit << (Bits * level);
            node = level > 0 ? node.Nodes![digit] : null;
            if (node is null)
            {
                break;
            }
        }

        return number;
    }

    /// <summary>Gives a number that is free to a slot. Where memory runs out, no number has changed.</summary>
    public void Add(int number, int slot)
    {
        _root ??= new Node(isLeaf: true);
        while (!Covers(number))
        {
            Node above = new(isLeaf: false) { Used = 1, Full = _root.IsFull ? 1UL : 0 };
            above.Nodes![0] = _root;
            _root = above;
            _levels++;
        }

        Add(_root, _levels, number, slot);
    }

    private static void Add(Node node, int level, int number, int slot)
    {
        int digit = Digit(number, level);
        bool full = true;
        if (level == 0)
        {
            Debug.Assert(!Has(node.Used, digit), "the number is free");
            node.Slots[digit] = slot;
        }
        else
        {
            Node child = node.Nodes![digit] ??= new Node(isLeaf: level == 1);
            Add(child, level - 1, number, slot);
            full = child.IsFull;
        }

        node.Used |= 1UL << digit;
        // Stryker disable once Assignment : a child that becomes full was not
        node.Full |= full ? 1UL << digit : 0;
    }

    /// <summary>Takes a number back.</summary>
    public void Remove(int number)
    {
        Remove(_root!, _levels, number);
        if (_root!.Used == 0)
        {
            (_root, _levels) = (null, 0);
        }
    }

    private static void Remove(Node node, int level, int number)
    {
        int digit = Digit(number, level);
        node.Full &= ~(1UL << digit);
        if (level > 0)
        {
            Node child = node.Nodes![digit]!;
            Remove(child, level - 1, number);
            if (child.Used != 0)
            {
                return;
            }

            node.Nodes[digit] = null;
        }

        node.Used &= ~(1UL << digit);
    }

    /// <summary>The slots in the order of their numbers.</summary>
    public void CopyTo(List<int> slots)
    {
        if (_root is not null)
        {
            CopyTo(_root, _levels, slots);
        }
    }

    private static void CopyTo(Node node, int level, List<int> slots)
    {
        for (ulong used = node.Used; used != 0; used &= used - 1)
        {
            int digit = BitOperations.TrailingZeroCount(used);
            if (level == 0)
            {
                slots.Add(node.Slots[digit]);
            }
            else
            {
                CopyTo(node.Nodes![digit]!, level - 1, slots);
            }
        }
    }

    // Stryker disable once Bitwise : a number is not negative
    private bool Covers(int number) => number >> (Bits * _levels) < Width;

    // Stryker disable once Bitwise : a number is not negative
    private static int Digit(int number, int level) => (number >> (Bits * level)) & (Width - 1);

    private static bool Has(ulong word, int digit) => (word & (1UL << digit)) != 0;

    /// <summary>64 numbers, or 64 nodes. One kind of object would waste the place of the other's children.</summary>
    private sealed class Node
    {
        private readonly int[]? _slots;

        public Node(bool isLeaf)
        {
            _slots = isLeaf ? new int[Width] : null;
            Nodes = isLeaf ? null : new Node?[Width];
        }

        public ulong Used { get; set; }

        public ulong Full { get; set; }

        public bool IsFull => Full == ulong.MaxValue;

        public int[] Slots => _slots!;

        public Node?[]? Nodes { get; }
    }
}
