// The blocks of the index by age: up to 64 children with three bits each, taken from and returned to a
// list of free ones.
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

    private static ulong Bits(Block block, Category category) => category switch
    {
        Category.Busy => block.Busy,
        Category.Idle => block.Idle,
        _ => block.Invoked,
    };

    private static Summary Bit(Category category) =>
        new(category == Category.Busy, category == Category.Idle, category == Category.Invoked);

    private static Summary SummaryOf(Block block) => new(block.Busy != 0, block.Idle != 0, block.Invoked != 0);

    private static Summary At(Block block, int place) =>
        new((block.Busy >> place & 1) != 0, (block.Idle >> place & 1) != 0, (block.Invoked >> place & 1) != 0);

    private static void Set(Block block, int place, Summary summary)
    {
        ulong bit = 1UL << place;
        block.Busy = summary.Busy ? block.Busy | bit : block.Busy & ~bit;
        block.Idle = summary.Idle ? block.Idle | bit : block.Idle & ~bit;
        block.Invoked = summary.Invoked ? block.Invoked | bit : block.Invoked & ~bit;
    }

    private static ulong Widen(ulong bits, int place)
    {
        ulong below = (1UL << place) - 1;
        return (bits & below) | ((bits & ~below) << 1);
    }

    private static ulong Narrow(ulong bits, int place)
    {
        ulong below = (1UL << place) - 1;
        return (bits & below) | (bits >> 1 & ~below);
    }

    private readonly record struct Summary(bool Busy, bool Idle, bool Invoked);

    [InlineArray(64)]
    private struct Children
    {
        private int _first;
    }

    /// <summary>Up to 64 slots, or blocks.</summary>
    private sealed class Block
    {
        public Children Items;

        public int Count { get; set; }

        public int Parent { get; set; }

        /// <summary>A hint of its place in its parent.</summary>
        public int Place { get; set; }

        public bool IsLeaf { get; set; }

        public ulong Busy { get; set; }

        public ulong Idle { get; set; }

        public ulong Invoked { get; set; }
    }
}
