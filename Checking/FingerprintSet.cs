namespace Checking;

/// <summary>A set of 128-bit fingerprints: open addressing, at most three quarters full. Zero is kept apart.</summary>
internal sealed class FingerprintSet
{
    private UInt128[] _slots = new UInt128[1 << 12];
    private int _used;
    private bool _hasZero;

    public int Count => _used + (_hasZero ? 1 : 0);

    /// <summary>Bytes held.</summary>
    public long Bytes => _slots.LongLength * 16;

    /// <summary>Adds a fingerprint.</summary>
    /// <returns>Whether it was not there before.</returns>
    public bool Add(UInt128 fingerprint)
    {
        if (fingerprint == UInt128.Zero)
        {
            bool isNew = !_hasZero;
            _hasZero = true;
            return isNew;
        }

        if (_used >= _slots.Length / 4 * 3)
        {
            Grow();
        }

        if (!Insert(_slots, fingerprint))
        {
            return false;
        }

        _used++;
        return true;
    }

    private static bool Insert(UInt128[] slots, UInt128 fingerprint)
    {
        int mask = slots.Length - 1;
        int slot = (int)(uint)fingerprint & mask;
        while (slots[slot] != UInt128.Zero)
        {
            if (slots[slot] == fingerprint)
            {
                return false;
            }

            // Stryker disable once Arithmetic : which way the next free place is looked for makes no difference to what is in the set
            slot = (slot + 1) & mask;
        }

        slots[slot] = fingerprint;
        return true;
    }

    private void Grow()
    {
        UInt128[] larger = new UInt128[_slots.Length * 2];
        foreach (UInt128 fingerprint in _slots)
        {
            if (fingerprint != UInt128.Zero)
            {
                Insert(larger, fingerprint);
            }
        }

        _slots = larger;
    }
}
