// The component that docs/your-own-component.md puts through all checks. Two counters only ever grow: how many
// values were put, and how many were taken. Value number n has place n % places.
namespace Example;

/// <summary>A lock-free ring: one thread puts, any number of threads take.</summary>
/// <param name="places">How many values there is room for.</param>
public sealed class Ring(int places) : IRing
{
    private readonly int[] _values = new int[places];
    private int _put;
    private int _taken;

    /// <inheritdoc />
    public bool TryPut(int value)
    {
        int put = _put; // nobody else writes it
        if (put - Volatile.Read(ref _taken) == _values.Length)
        {
            return false;
        }

        Volatile.Write(ref _values[put % _values.Length], value);
        Volatile.Write(ref _put, put + 1); // only now can it be taken
        return true;
    }

    /// <inheritdoc />
    public bool TryTake(out int value)
    {
        while (true)
        {
            int taken = Volatile.Read(ref _taken);
            if (taken == Volatile.Read(ref _put))
            {
                value = 0;
                return false;
            }

            // Read before it is claimed: with the claim its place is free, and the next value may be put there.
            value = Volatile.Read(ref _values[taken % _values.Length]);
            if (Interlocked.CompareExchange(ref _taken, taken + 1, taken) == taken)
            {
                return true;
            }
        }
    }

    /// <inheritdoc />
    public int Count()
    {
        while (true)
        {
            int taken = Volatile.Read(ref _taken);
            int put = Volatile.Read(ref _put);
            if (taken == Volatile.Read(ref _taken))
            {
                return put - taken; // nothing was taken meanwhile, so this was so when the other counter was read
            }
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<int> Values() => [.. Enumerable.Range(_taken, _put - _taken).Select(number => _values[number % _values.Length])];
}
