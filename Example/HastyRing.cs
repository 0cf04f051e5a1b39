// The same ring by somebody in a hurry, who claims a value first and then reads what is his. Each operation alone
// does what it should; so no test with one thread sees anything.
namespace Example;

/// <summary>A ring with a race.</summary>
/// <param name="places">How many values there is room for.</param>
public sealed class HastyRing(int places) : IRing
{
    private readonly int[] _values = new int[places];
    private int _put;
    private int _taken;

    /// <inheritdoc />
    public bool TryPut(int value)
    {
        int put = _put;
        if (put - Volatile.Read(ref _taken) == _values.Length)
        {
            return false;
        }

        Volatile.Write(ref _values[put % _values.Length], value);
        Volatile.Write(ref _put, put + 1);
        return true;
    }

    /// <inheritdoc />
    public bool TryTake(out int value)
    {
        int taken = Volatile.Read(ref _taken);
        while (taken != Volatile.Read(ref _put))
        {
            int seen = Interlocked.CompareExchange(ref _taken, taken + 1, taken);
            if (seen == taken)
            {
                value = Volatile.Read(ref _values[taken % _values.Length]); // too late: its place is free
                return true;
            }

            taken = seen;
        }

        value = 0;
        return false;
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
                return put - taken;
            }
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<int> Values() => [.. Enumerable.Range(_taken, _put - _taken).Select(number => _values[number % _values.Length])];
}
