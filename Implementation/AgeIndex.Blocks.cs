// The blocks of the index by age: up to 64 children, taken from and returned to a list of free ones.
using System.Runtime.CompilerServices;

namespace DeviceClones;

internal sealed partial class AgeIndex
{
    private int Take(bool isLeaf)
    {
        int id = _free;
        if (id != None)
        {
            _free = _blocks[id].Parent;
        }
        else
        {
            if (_used == _blocks.Length)
            {
                Array.Resize(ref _blocks, Math.Max(4, _used + (_used / 2)));
            }

            id = _used;
            _blocks[id] = new Block();
            _used++;
        }

        Block block = _blocks[id];
        block.IsLeaf = isLeaf;
        block.Parent = None;
        Truncate(block, 0);
        return id;
    }

    private void Return(int id)
    {
        _blocks[id].Parent = _free;
        _free = id;
    }

    [InlineArray(64)]
    private struct Children
    {
        private int _first;
    }

    // One bit a child: for Busy, Idle and Invoked, in this order.
    [InlineArray(Categories)]
    private struct CategoryBits
    {
        private ulong _first;
    }

    /// <summary>Up to 64 slots, or blocks.</summary>
    private sealed class Block
    {
        // Before the children, so that it shares a cache line with the numbers below.
        public CategoryBits Bits;
        public Children Items;

        public int Count { get; set; }

        public int Parent { get; set; }

        /// <summary>A hint of its place in its parent.</summary>
        public int Place { get; set; }

        public bool IsLeaf { get; set; }
    }
}
