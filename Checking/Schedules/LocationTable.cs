// Numbers for addresses, in the order in which an execution comes to them: equal schedules give equal
// numbers, though the addresses differ from one execution to the next.
using System.Numerics;

namespace Checking.Schedules;

/// <summary>The locations that an execution has touched so far.</summary>
internal sealed class LocationTable
{
    private nint[] _addresses = new nint[256];
    private int[] _numbers = new int[256];
    private int[] _rounds = new int[256];
    private int _round = 1; // 0 is none

    /// <summary>How many locations there are.</summary>
    public int Count { get; private set; }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _round++;
        Count = 0;
    }

    /// <summary>A number for a lock, which is no address.</summary>
    public int Next() => Count++;

    public int NumberOf(nint address)
    {
        int mask = _addresses.Length - 1;
        int slot = SlotOf(address);
        while (_rounds[slot] == _round)
        {
            if (_addresses[slot] == address)
            {
                return _numbers[slot];
            }

            slot = (slot + 1) & mask;
        }

        // Stryker disable once Equality : room that is made a little later is room as well
        if (Count >= _addresses.Length / 2)
        {
            Grow();
            return NumberOf(address);
        }

        (_addresses[slot], _numbers[slot], _rounds[slot]) = (address, Count, _round);
        return Count++;
    }

    /// <summary>Where an address is looked for first: by bits of the middle, to which all below have added.</summary>
    private int SlotOf(nint address)
    {
        // Stryker disable once Arithmetic : where an address is looked for first makes no difference to its number
        ulong mixed = (ulong)address * 0x9E3779B97F4A7C15;
        return (int)BitOperations.RotateRight(mixed, 40) & (_addresses.Length - 1);
    }

    private void Grow()
    {
        (nint[] addresses, int[] numbers, int[] rounds) = (_addresses, _numbers, _rounds);
        int size = 2 * addresses.Length;
        (_addresses, _numbers, _rounds) = (new nint[size], new int[size], new int[size]);
        for (int old = 0; old < addresses.Length; old++)
        {
            if (rounds[old] == _round)
            {
                int slot = SlotOf(addresses[old]);
                while (_rounds[slot] == _round)
                {
                    slot = (slot + 1) & (size - 1);
                }

                (_addresses[slot], _numbers[slot], _rounds[slot]) = (addresses[old], numbers[old], _round);
            }
        }
    }
}
