// How much a search may take. A search that reaches a limit says "undecided": it neither passes nor takes
// the process with it.
namespace Checking.Linearizability;

/// <summary>How much one check of a history may take.</summary>
public sealed record SearchLimits
{
    /// <summary>How long it may take; by default as long as it needs.</summary>
    public TimeSpan Time { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// By how many bytes the process's heap may grow during the check, whoever else fills it meanwhile; by default 2 GiB, or half of what the
    /// process may have if that is less.
    /// </summary>
    public long Bytes { get; init; } = UsualBytes(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>No limit but the default one of memory.</summary>
    public static SearchLimits Default { get; } = new();

    /// <summary>How many bytes a search may hold where the process may have so many.</summary>
    internal static long UsualBytes(long available) => Math.Min(2L << 30, available / 2);
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
