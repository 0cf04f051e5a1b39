// The notes: which slots may be in another state than the indexes say. A tree of words with 64 bits
// each, a bit a child; the lowest nodes are the pages of slots. SlotWord.cs tells the protocol.
using System.Runtime.CompilerServices;

namespace DeviceClones;

/// <summary>A word of notes, and where it hangs.</summary>
internal class NoteNode
{
    public const int Width = 64;

    // The note of child i is bit i. Set by anybody, taken by the holder.
    private long _notes;

    // Null at the root. An object, as it is written while others climb; a node once above stays above.
    private object? _parent;

    public NoteNode(NoteNode[]? children) => Children = children;

    /// <summary>The nodes below; null for a page, whose children are slots. The holder's.</summary>
    public NoteNode[]? Children { get; }

    /// <summary>Which child of its parent this node is; set before the parent.</summary>
    public int Place { get; private set; }

    /// <summary>
    /// Whether nothing is noted here and below. Acquire; pairs with the exchange in <see cref="Set"/>: at the root it orders the decision
    /// behind the reading of the words it rests on.
    /// </summary>
    public bool IsQuiet => Volatile.Read(ref _notes) == 0;

    /// <summary>Leaves a note for a child here and in every node above. The word of the slot must have been read before, and is changed after.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Leave(NoteNode page, int child)
    {
        NoteNode node = page;
        while (true)
        {
            node.Set(1L << child);

            // Acquire; pairs with the write in HangUnder: the place is read after the parent that vouches for it. Read after the bit is
            // set: who sees no parent here has set its bit before the new root was hung above, and the new root begins with a note.
            if (Unsafe.As<NoteNode?>(Volatile.Read(ref node._parent)) is not { } parent)
            {
                return;
            }

            child = node.Place;
            node = parent;
        }
    }

    /// <summary>Takes all notes of this node. Full fence: a note that comes later is found by the next taking, and its word was changed before.</summary>
    // Stryker disable once Conditional : none is taken then
    public long Take() => IsQuiet ? 0 : Interlocked.Exchange(ref _notes, 0);

    /// <summary>Hangs this node, the root so far, under a new root, which begins with a note: somebody may be climbing.</summary>
    public void HangUnder(NoteNode root, int place)
    {
        root.Children![place] = this;
        // Stryker disable once Bitwise : somebody can be climbing only below the root so far, and its place is 0
        root.Set(1L << place);
        Place = place;

        // Release; pairs with the read in Leave: who sees the parent sees the place.
        Volatile.Write(ref _parent, root);
    }

    private void Set(long bit)
    {
        // Acquire. A bit that is there already was left by another change, and will be taken together with this one's; if it is
        // taken before the word is changed, the taker changes the word, and the exchange fails.
        long notes = Volatile.Read(ref _notes);
        while ((notes & bit) == 0)
        {
            // Full fence: the note is there before the word is changed. Without that somebody could see the change, and then an
            // answer from an index that does not know it.
            long seen = Interlocked.CompareExchange(ref _notes, notes | bit, notes);
            // Stryker disable once Block,Statement : the next look sees the bit, and leaves
            if (seen == notes)
            {
                return;
            }

            notes = seen;
        }
    }
}
