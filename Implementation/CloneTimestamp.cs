using System.Runtime.CompilerServices;

namespace DeviceClones;

/// <summary>
/// An instant: the time since the clock started, or since 1970 at <see cref="TimestampPrecision.Seconds"/>. Immutable, so safe for any
/// number of threads.
/// </summary>
/// <param name="TotalNanoseconds">Nanoseconds: 292 years on either side of zero.</param>
public readonly record struct CloneTimestamp(long TotalNanoseconds)
{
    internal const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Whole seconds, rounded down (<c>tv_sec</c>).</summary>
    public long Seconds => FloorDivide(TotalNanoseconds, NanosecondsPerSecond);

    /// <summary>Nanoseconds after <see cref="Seconds"/>, 0 to 999,999,999 (<c>tv_nsec</c>).</summary>
    public int Nanoseconds => (int)(TotalNanoseconds - (Seconds * NanosecondsPerSecond));

    // Inlined, so that a division by a constant becomes a multiplication.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long FloorDivide(long dividend, long divisor)
    {
        long quotient = dividend / divisor;
        return quotient * divisor > dividend ? quotient - 1 : quotient;
    }
}
