// The entries: slots in pages of 64, which never move, so that a word of a slot can be changed while
// the table grows. A slot takes 48 bytes.
using System.Runtime.CompilerServices;

namespace DeviceClones;

/// <summary>One entry (<c>struct snd_clone_entry</c>, clone.c 65-73).</summary>
internal struct Slot
{
    /// <summary>Shared: see SlotWord.cs.</summary>
    public long Word;

    /// <summary>
    /// <c>tsp</c>. Shared: written by the holder while the word says TimeMoved, so who reads it reads the word before and after. The holder
    /// itself reads plainly what only it writes: this and <see cref="Device"/>.
    /// </summary>
    public long Time;

    /// <summary><c>devt</c>. Shared: written by the holder before the word says HasDevice, and after it no longer does.</summary>
    public object? Device;

    /// <summary><c>unit</c>; fixed while the slot is in use.</summary>
    public int Unit;

    /// <summary><c>pid</c>, unless the word says NoProcess. The holder's.</summary>
    public int Process;

    /// <summary>How many entries were made before it: what tells it from the slot's other lives. The holder's.</summary>
    public uint Serial;

    /// <summary>Its block in the index by age, times 64, and a hint of its place there (AgeIndex.cs). The holder's.</summary>
    public int BlockAndPlace;

    /// <summary>Children in the index by process; the next free slot while it is not in use. The holder's.</summary>
    public int Left;

    /// <summary>As <see cref="Left"/>.</summary>
    public int Right;
}

/// <summary>64 slots, and the notes about them.</summary>
/// <param name="table">The table that the page belongs to.</param>
/// <param name="number">Which page it is: its first slot has this number times 64.</param>
internal sealed class SlotPage(SlotTable table, int number) : NoteNode(null)
{
    private SlotArray _slots;

    public SlotTable Table => table;

    public int Number => number;

    /// <summary>Which of its slots the sweep underway has found, a bit each. The holder's.</summary>
    public ulong Found { get; set; }

    public ref Slot this[int place]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _slots[place + 1];
    }

    /// <summary>The number of the slot at a place.</summary>
    public int NumberOf(int place) => (number * NoteNode.Width) + place;

    // In the page itself, so that a slot is found in one step from its page. The first is nobody's: it keeps the words that threads
    // write out of the cache line of what all of them read of the page.
    [InlineArray(Width + 1)]
    private struct SlotArray
    {
        private Slot _first;
    }
}

/// <summary>All slots of a manager. All but <see cref="Root"/> is the holder's.</summary>
internal sealed class SlotTable
{
    public const int None = -1;

    // As many slots as there are units, 64 to the power of 4, and those of the first page that are not handed out.
    public const int LargestPageCount = ((1 << 24) / NoteNode.Width) + 1;

    private const int Spread = 4;

    private SlotPage[] _pages = new SlotPage[4];
    private int _pageCount;
    private int _free = None;
    private object _root;

    public SlotTable()
    {
        SlotPage first = new(this, 0);
        _root = first;
        AddPage(first);
    }

    /// <summary>The root of the notes. It changes only while control is open, and nobody but the holder asks for it then.</summary>
    public NoteNode Root => Unsafe.As<NoteNode>(Volatile.Read(ref _root));

    /// <summary>How many slots there are, in use or not.</summary>
    public int SlotCount => _pageCount * NoteNode.Width;

    /// <summary>Whether a slot is there for one more entry.</summary>
    public bool HasFree => _free != None;

    public ref Slot this[int slot]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref PageOf(slot)[PlaceOf(slot)];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public SlotPage PageOf(int slot) => _pages[(uint)slot / NoteNode.Width];

    /// <summary>The place of a slot in its page.</summary>
    public static int PlaceOf(int slot) => (int)((uint)slot % NoteNode.Width);

    /// <summary>Whether the table has a slot of that number.</summary>
    public bool Has(int slot) => (uint)slot < (uint)SlotCount;

    /// <summary>Makes room for one more entry, if there is none. Where memory runs out, nothing has changed.</summary>
    /// <returns>Whether there is room.</returns>
    public bool TryReserve()
    {
        if (HasFree)
        {
            return true;
        }

        if (_pageCount == LargestPageCount)
        {
            return false;
        }

        SlotPage page = new(this, _pageCount);
        NoteNode root = Root;
        if (root is SlotPage || IsFull(root))
        {
            NoteNode above = new(new NoteNode[NoteNode.Width]);
            NoteNode branch = Branch(page);
            root.HangUnder(above, 0);
            branch.HangUnder(above, 1);

            // Release; pairs with the read in Root.
            Volatile.Write(ref _root, above);
        }
        else
        {
            Hang(page, root);
        }

        AddPage(page);
        return true;
    }

    public int Take()
    {
        int slot = _free;
        _free = this[slot].Left;
        return slot;
    }

    public void Return(ref Slot slot, int number)
    {
        slot.Left = _free;
        _free = number;
    }

    private void AddPage(SlotPage page)
    {
        if (_pageCount == _pages.Length)
        {
            Array.Resize(ref _pages, _pageCount + (_pageCount / 2));
        }

        _pages[_pageCount] = page;
        _pageCount++;

        // Of the first page every fourth slot is handed out, and those beside each other long after each other: in a small manager a slot's
        // neighbours are mostly other threads', and processors fetch the line beside the one asked for, and those that would come next.
        (int count, int step) = page.Number == 0 ? (NoteNode.Width / Spread, Spread * 7) : (NoteNode.Width, 1);
        for (int turn = count - 1; turn >= 0; turn--)
        {
            int place = turn * step % NoteNode.Width;
            Return(ref page[place], page.NumberOf(place));
        }
    }

    private static int Levels(NoteNode node)
    {
        int levels = 0;
        while (node.Children is { } children)
        {
            node = children[0];
            levels++;
        }

        return levels;
    }

    private static bool IsFull(NoteNode node) =>
        node.Children is null || (node.Children[^1] is { } last && IsFull(last));

    /// <summary>The page, under as many nodes as lie between the root so far and its pages: the root's sibling.</summary>
    private NoteNode Branch(SlotPage page)
    {
        NoteNode node = page;
        for (int level = Levels(Root); level > 0; level--)
        {
            NoteNode above = new(new NoteNode[NoteNode.Width]);
            node.HangUnder(above, 0);
            node = above;
        }

        return node;
    }

    /// <summary>Hangs a page at the first place that is free, under new nodes where there are none yet.</summary>
    private static void Hang(SlotPage page, NoteNode root)
    {
        int place = Array.FindIndex(root.Children!, static child => child is null || !IsFull(child));
        if (root.Children![place] is { Children: not null } child)
        {
            Hang(page, child);
            return;
        }

        NoteNode node = page;
        for (int level = Levels(root) - 1; level > 0; level--)
        {
            NoteNode above = new(new NoteNode[NoteNode.Width]);
            node.HangUnder(above, 0);
            node = above;
        }

        node.HangUnder(root, place);
    }
}
