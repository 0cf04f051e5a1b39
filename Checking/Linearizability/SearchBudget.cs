// The account that is kept while a search runs. It is asked inside the search, at every few configurations
// and steps of the specification, so that one long search is stopped as well as many short ones.
namespace Checking.Linearizability;

/// <summary>Keeps the account of one check.</summary>
internal sealed class SearchBudget
{
    /// <summary>A look at the clock is due after so many configurations.</summary>
    public const int TicksPerLook = 64;

    /// <summary>How many configurations a step of the specification counts for.</summary>
    public const int TicksPerStep = 8;

    private readonly SearchLimits _limits;
    private readonly TimeProvider _clock;
    private readonly Heap _heap;
    private readonly CancellationToken _cancellation;
    private readonly long _started;
    private readonly long _heldAtStart;
    private readonly long _bytesPerMeasurement;
    private long _nextMeasurement;
    private int _ticks;

    public SearchBudget(SearchLimits limits, TimeProvider clock, Heap heap, CancellationToken cancellation)
    {
        (_limits, _clock, _heap, _cancellation) = (limits, clock, heap, cancellation);
        _started = clock.GetTimestamp();
        _heldAtStart = heap.Held(exact: false);
        _bytesPerMeasurement = Math.Max(1 << 16, limits.Bytes / 16);
        // Stryker disable once Arithmetic : measured at once, the heap has not grown
        _nextMeasurement = heap.Taken + _bytesPerMeasurement;
        Look();
    }

    /// <summary>Why the search has to end, or null while it may go on. Once set it stays.</summary>
    public SearchEnd? End { get; private set; }

    /// <summary>Called once a configuration.</summary>
    public bool MayGoOn() => Spend(1);

    /// <summary>Called once a step of the specification, which may be slow and may take memory.</summary>
    public bool MayStep() => Spend(TicksPerStep);

    /// <summary>Called before an array is made.</summary>
    /// <param name="length">How many elements it has.</param>
    /// <param name="bytesPerElement">How many bytes an element takes.</param>
    public bool MayAllocate(long length, int bytesPerElement)
    {
        if (length > Array.MaxLength || IsOver(length * bytesPerElement))
        {
            RanOutOfMemory();
        }

        return End is null;
    }

    /// <summary>The runtime found no memory.</summary>
    public void RanOutOfMemory() => End ??= SearchEnd.OutOfMemory;

    private bool Spend(int ticks)
    {
        _ticks += ticks;
        if (_ticks >= TicksPerLook)
        {
            Look();
        }

        return End is null;
    }

    private void Look()
    {
        _ticks = 0;
        if (_cancellation.IsCancellationRequested)
        {
            End ??= SearchEnd.Cancelled;
        }
        else if (_limits.Time != Timeout.InfiniteTimeSpan && _clock.GetElapsedTime(_started) >= _limits.Time)
        {
            End ??= SearchEnd.OutOfTime;
        }
        else if (_heap.Taken >= _nextMeasurement)
        {
            _nextMeasurement = _heap.Taken + _bytesPerMeasurement;
            if (IsOver(0))
            {
                RanOutOfMemory();
            }
        }
    }

    /// <summary>Whether what is held and so many bytes more are above the limit. The exact figure costs a collection: it is asked for when the other one is too high.</summary>
    private bool IsOver(long bytes) => bytes > Left(exact: false) && bytes > Left(exact: true);

    private long Left(bool exact) => _limits.Bytes - (_heap.Held(exact) - _heldAtStart);
}

/// <summary>What the runtime tells of memory.</summary>
internal class Heap
{
    /// <summary>That of this process.</summary>
    public static Heap OfProcess { get; } = new();

    /// <summary>How many bytes this thread has taken so far, held or not.</summary>
    public virtual long Taken => GC.GetAllocatedBytesForCurrentThread();

    /// <summary>How many bytes are held; where exact, without what can be collected.</summary>
    public virtual long Held(bool exact) => GC.GetTotalMemory(exact);
}
