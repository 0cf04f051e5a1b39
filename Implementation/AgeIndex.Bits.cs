// What the blocks of the index by age know of their children: a bit for each category that occurs in a child.
namespace DeviceClones;

internal sealed partial class AgeIndex
{
    private const int Categories = (int)Category.Invoked;

    /// <summary>Says in the blocks above that there is an entry of a category here, as far as they do not know.</summary>
    private void Raise(Block block, int id, Category category)
    {
        while (block.Parent is not None and int parent)
        {
            Block above = _blocks[parent];
            ref ulong bits = ref Bits(above, category);
            ulong before = bits;
            ulong bit = 1UL << PlaceOf(above, id, block.Place);
            // Stryker disable once Bitwise : the bit is not set yet: below it there was none of the category
            bits = before | bit;
            if (before != 0)
            {
                return;
            }

            (block, id) = (above, parent);
        }
    }

    /// <summary>Says in the blocks above that there is no entry of a category here.</summary>
    private void Lower(Block block, int id, Category category)
    {
        while (block.Parent is not None and int parent)
        {
            Block above = _blocks[parent];
            ref ulong bits = ref Bits(above, category);
            bits &= ~(1UL << PlaceOf(above, id, block.Place));
            if (bits != 0)
            {
                return;
            }

            (block, id) = (above, parent);
        }
    }

    /// <summary>Makes the bits right in the blocks above, as far as they are wrong.</summary>
    private void MarkUp(int id)
    {
        while (_blocks[id].Parent is not None and int parent)
        {
            int summary = SummaryOf(_blocks[id]);
            int place = PlaceOf(_blocks[parent], id, _blocks[id].Place);
            if (At(_blocks[parent], place) == summary)
            {
                return;
            }

            Set(_blocks[parent], place, summary);
            id = parent;
        }
    }

    private static ref ulong Bits(Block block, Category category) => ref block.Bits[(int)category - 1];

    // A summary has a bit for each category that occurs.
    private static int Bit(Category category) => 1 << ((int)category - 1);

    private static int SummaryOf(Block block)
    {
        int summary = 0;
        for (int category = 0; category < Categories; category++)
        {
            // Stryker disable once Assignment : each category has a bit of its own
            summary |= block.Bits[category] != 0 ? 1 << category : 0;
        }

        return summary;
    }

    private static int At(Block block, int place)
    {
        int summary = 0;
        for (int category = 0; category < Categories; category++)
        {
            // Stryker disable once Assignment,Bitwise : each category has a bit of its own, and what is shifted has no sign
            summary |= (int)(block.Bits[category] >> place & 1) << category;
        }

        return summary;
    }

    private static void Set(Block block, int place, int summary)
    {
        for (int category = 0; category < Categories; category++)
        {
            ref ulong bits = ref block.Bits[category];
            // Stryker disable once Bitwise : a summary is not negative
            bits = (bits & ~(1UL << place)) | ((ulong)(summary >> category & 1) << place);
        }
    }

    private static ulong Widen(ulong bits, int place)
    {
        ulong below = (1UL << place) - 1;
        return (bits & below) | ((bits & ~below) << 1);
    }

    private static ulong Narrow(ulong bits, int place)
    {
        ulong below = (1UL << place) - 1;
        // Stryker disable once Bitwise : what is shifted has no sign
        return (bits & below) | (bits >> 1 & ~below);
    }
}
