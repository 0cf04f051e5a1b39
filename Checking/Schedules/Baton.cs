// Handing over between two OS threads. Where each has a core, whoever waits looks for as long as to wake it would take, 50 to 100 us, before it
// sleeps, and gives its core away between two looks: to hand over to who looks takes 0.3 us. Where others run as well, a core that is given away is mostly theirs
// for a slice of time, and to sleep at once is better: 4 us, where looking takes 118 (on two cores, beside two who never wait). So whoever
// has lost a slice by looking sleeps at once for a while; and not on a SemaphoreSlim, which looks as well before it sleeps.
namespace Checking.Schedules;

/// <summary>The right to run, of which one thread waits for its own.</summary>
internal sealed class Baton : IDisposable
{
    private const int Away = 0;
    private const int Given = 1;
    private const int Asleep = 2;

    private const int LooksBeforeSleep = 300;
    private const int SleepsAfterSlice = 100;

    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(1); // the shortest that a system gives; all looks together take a tenth of it

    private readonly AutoResetEvent _alarm = new(initialState: false);
    private int _state;
    private int _sleeps; // how many times to sleep without a look
    private bool _isClosed;

    public void Give()
    {
        // Full fence: everything that was done before is seen by who takes the baton.
        if (Interlocked.Exchange(ref _state, Given) == Asleep)
        {
            _alarm.Set();
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
        // Stryker disable once Equality,Block,Statement,Update : whoever looks less or more often sleeps sooner or later
        if (_sleeps == 0)
        {
            Look();
        }
        else
        {
            _sleeps--;
        }

        // Full fence; pairs with the exchange in Give.
        if (Interlocked.CompareExchange(ref _state, Asleep, Away) == Away)
        {
            _alarm.WaitOne();
        }

        Volatile.Write(ref _state, Away);
        return !_isClosed;
    }

    public void Dispose() => _alarm.Dispose();

    /// <summary>Looks whether it is given, until it is, or that takes too long.</summary>
    // Stryker disable once Block : whoever looks less or more often sleeps sooner or later
    private void Look()
    {
        long begun = TimeProvider.System.GetTimestamp(); // decides how long it takes, and nothing else

        // Stryker disable once Equality,Boolean,Logical,Update,Block,Statement : whoever looks less or more often sleeps sooner or later
        for (int look = 0; look < LooksBeforeSleep && Volatile.Read(ref _state) != Given; look++)
        {
            Thread.Yield();
            if (TimeProvider.System.GetElapsedTime(begun) > Slice)
            {
                _sleeps = SleepsAfterSlice;
                return;
            }
        }
    }
}
