// Handing over between two OS threads. Whoever waits gives its core away a few times before it sleeps: the
// other one then mostly runs at once, also on a busy machine, where looking without a pause would only
// keep it from running (measured there: 2 us with yields, 19 to 90 with spinning, 4 to 15 with sleep alone).
namespace Checking.Schedules;

/// <summary>The right to run, of which one thread waits for its own.</summary>
internal sealed class Baton : IDisposable
{
    private const int Away = 0;
    private const int Given = 1;
    private const int Asleep = 2;

    private const int LooksBeforeSleep = 20;

    private readonly SemaphoreSlim _alarm = new(0);
    private int _state;
    private bool _isClosed;

    public void Give()
    {
        // Full fence: everything that was done before is seen by who takes the baton.
        if (Interlocked.Exchange(ref _state, Given) == Asleep)
        {
            _alarm.Release();
        }
    }

    /// <summary>Gives it for the last time: whoever takes it is to end.</summary>
    public void Close()
    {
        _isClosed = true;
        Give();
    }

    /// <summary>Waits until it is given.</summary>
    /// <returns>Whether it will be given again; there is no more to do, if it will not.</returns>
    public bool Take()
    {
        // Stryker disable once Equality,Update : whoever looks less or more often sleeps sooner or later
        for (int look = 0; look < LooksBeforeSleep; look++)
        {
            // Acquire; pairs with the exchange in Give.
            if (Volatile.Read(ref _state) == Given)
            {
                Volatile.Write(ref _state, Away);
                return !_isClosed;
            }

            // Stryker disable once Statement : whoever looks less or more often sleeps sooner or later
            Thread.Yield();
        }

        if (Interlocked.CompareExchange(ref _state, Asleep, Away) == Away)
        {
            _alarm.Wait();
        }

        Volatile.Write(ref _state, Away);
        return !_isClosed;
    }

    public void Dispose() => _alarm.Dispose();
}
