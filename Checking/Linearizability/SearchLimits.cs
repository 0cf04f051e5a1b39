// How much a search may take, and the account that is kept while it runs. A search that reaches a limit
// says "undecided": it neither passes nor takes the process with it. The account is asked inside the
// search, at every few configurations and steps of the specification, so that one long search is
// stopped as well as many short ones.
namespace Checking.Linearizability;

/// <summary>How much one check of a history may take.</summary>
public sealed record SearchLimits
{
    /// <summary>How long it may take; by default as long as it needs.</summary>
    public TimeSpan Time { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>How many bytes it may hold; by default 2 GiB, or half of what the process may have if that is less.</summary>
    public long Bytes { get; init; } = Math.Min(2L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    /// <summary>No limit but the default one of memory.</summary>
    public static SearchLimits Default { get; } = new();
}

/// <summary>Why a search ended without an answer.</summary>
public enum SearchEnd
{
    /// <summary>The time limit.</summary>
    OutOfTime,

    /// <summary>The memory limit.</summary>
    OutOfMemory,

    /// <summary>Somebody asked it to stop.</summary>
    Cancelled,
}

/// <summary>Keeps the account of one check.</summary>
internal sealed class SearchBudget
{
    private const int TicksPerLook = 64;
    private const int TicksPerStep = 8;

    private readonly SearchLimits _limits;
    private readonly TimeProvider _clock;
    private readonly CancellationToken _cancellation;
    private readonly long _started;
    private readonly long _heapAtStart;
    private readonly long _bytesPerMeasurement;
    private long _nextMeasurement;
    private int _ticks;

    public SearchBudget(SearchLimits limits, TimeProvider clock, CancellationToken cancellation)
    {
        (_limits, _clock, _cancellation) = (limits, clock, cancellation);
        _started = clock.GetTimestamp();
        _heapAtStart = GC.GetTotalMemory(forceFullCollection: false);
        _bytesPerMeasurement = Math.Max(1 << 16, limits.Bytes / 16);
        _nextMeasurement = GC.GetAllocatedBytesForCurrentThread() + _bytesPerMeasurement;
        Look();
    }

    /// <summary>Why the search has to end, or null while it may go on. Once set it stays.</summary>
    public SearchEnd? End { get; private set; }

    /// <summary>Called once a configuration.</summary>
    public bool MayGoOn()
    {
        if (++_ticks >= TicksPerLook)
        {
            Look();
        }

        return End is null;
    }

    /// <summary>Called once a step of the specification, which may be slow and may take memory.</summary>
    public bool MayStep()
    {
        _ticks += TicksPerStep - 1;
        return MayGoOn();
    }

    /// <summary>Called before a table is made or grows.</summary>
    public bool MayAllocate(long bytes)
    {
        if (bytes > _limits.Bytes - HeldBytes(exact: false) && bytes > _limits.Bytes - HeldBytes(exact: true))
        {
            End ??= SearchEnd.OutOfMemory;
        }

        return End is null;
    }

    /// <summary>The runtime found no memory.</summary>
    public void RanOutOfMemory() => End ??= SearchEnd.OutOfMemory;

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
        else if (GC.GetAllocatedBytesForCurrentThread() >= _nextMeasurement)
        {
            _nextMeasurement = GC.GetAllocatedBytesForCurrentThread() + _bytesPerMeasurement;
            MayAllocate(0);
        }
    }

    /// <summary>What the heap grew by since the start. The exact figure costs a collection: it is asked for only when the other one is too high.</summary>
    private long HeldBytes(bool exact) => GC.GetTotalMemory(exact) - _heapAtStart;
}
