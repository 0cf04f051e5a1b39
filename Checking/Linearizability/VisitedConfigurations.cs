// The memory of the search: the configurations from which no linearization was found, or is being
// looked for. A configuration is (how many returns are passed, which open operations are linearized,
// the state's number), a few words; the table holds them whole, in one flat array with open addressing,
// and compares all of them on a hit: two configurations with one hash never count as one.
namespace Checking.Linearizability;

/// <summary>A set of configurations.</summary>
/// <param name="words">How many words the set of linearized open operations has.</param>
/// <param name="budget">Is asked before the table grows.</param>
internal sealed class VisitedConfigurations(int words, SearchBudget budget)
{
    private const int InitialCapacity = 1 << 5;

    // Each entry: the words of the set, then position and state in one word plus one, so that 0 is "free".
    private readonly int _stride = words + 1;
    private ulong[] _entries = new ulong[InitialCapacity * (words + 1)];
    private int _capacity = InitialCapacity;

    /// <summary>How many configurations there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a configuration.</summary>
    /// <returns>Whether it is new. False as well when there is no room for it; then the budget has ended.</returns>
    public bool Add(ReadOnlySpan<ulong> linearized, int position, int state)
    {
        if (Count >= _capacity / 8 * 5 && !Grow())
        {
            return false;
        }

        ulong last = (((ulong)(uint)position << 32) | (uint)state) + 1;
        int slot = Find(linearized, last);
        if (_entries[(slot * _stride) + words] != 0)
        {
            return false;
        }

        linearized.CopyTo(_entries.AsSpan(slot * _stride, words));
        _entries[(slot * _stride) + words] = last;
        Count++;
        return true;
    }

    private int Find(ReadOnlySpan<ulong> linearized, ulong last)
    {
        int slot = Spread.Of(last, linearized) & (_capacity - 1);
        while (true)
        {
            ReadOnlySpan<ulong> entry = _entries.AsSpan(slot * _stride, _stride);
            if (entry[words] == 0 || (entry[words] == last && entry[..words].SequenceEqual(linearized)))
            {
                return slot;
            }

            // Stryker disable once Arithmetic : which way the next free place is looked for makes no difference to what is in the table
            slot = (slot + 1) & (_capacity - 1);
        }
    }

    private bool Grow()
    {
        long length = 2L * _capacity * _stride;
        if (!budget.MayAllocate(length, sizeof(ulong)))
        {
            return false;
        }

        ulong[] old = _entries;
        _entries = new ulong[length];
        _capacity *= 2;
        for (int entry = 0; entry < old.Length; entry += _stride)
        {
            if (old[entry + words] != 0)
            {
                int slot = Find(old.AsSpan(entry, words), old[entry + words]);
                old.AsSpan(entry, _stride).CopyTo(_entries.AsSpan(slot * _stride));
            }
        }

        return true;
    }
}
