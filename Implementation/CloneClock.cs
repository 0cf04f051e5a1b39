// snd_timestamp and its precision (clone.c 96-158). In the original the precision is one variable for
// all managers; here it belongs to a clock, and managers that share the clock share the precision.
using System.Runtime.CompilerServices;

namespace DeviceClones;

/// <summary>How exact a clock's readings are (clone.c 100).</summary>
public enum TimestampPrecision
{
    /// <summary>SND_TSP_SEC: whole seconds of the wall clock.</summary>
    Seconds = 0,

    /// <summary>SND_TSP_HZ: the time since the start, in whole ticks of a millisecond.</summary>
    Tick = 1,

    /// <summary>SND_TSP_USEC: the time since the start, in whole microseconds.</summary>
    Microseconds = 2,

    /// <summary>SND_TSP_NSEC: the time since the start.</summary>
    Nanoseconds = 3,
}

/// <summary>Where managers take the time from. Any number of threads may use one clock.</summary>
public sealed class CloneClock
{
    private const long NanosecondsPerTick = 1_000_000;

    private readonly TimeProvider _time;
    private readonly long _frequency;

    // Read and written by Volatile and Interlocked only: it is one word that nothing else depends on.
    private int _precision = (int)TimestampPrecision.Tick;

    /// <summary>A clock with the precision that the original starts with, the tick (clone.c 102).</summary>
    /// <param name="time">
    /// The time, or null for the system's. It is asked while a manager's lock is held, so it must not call a manager; what it throws goes to
    /// the caller, and nothing has changed.
    /// </param>
    public CloneClock(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _frequency = _time.TimestampFrequency;
    }

    /// <summary>
    /// The precision of the readings. It takes any value, as the original's tunable does; one that does not exist is replaced by
    /// <see cref="TimestampPrecision.Tick"/> when the clock is read next (clone.c 103, 125-128).
    /// </summary>
    public TimestampPrecision Precision
    {
        get => (TimestampPrecision)Volatile.Read(ref _precision);
        set => Interlocked.Exchange(ref _precision, (int)value);
    }

    /// <summary>Changes the precision as the original's sysctl does (clone.c 133-154): a value that does not exist is ignored.</summary>
    /// <param name="value">The new precision.</param>
    /// <returns>The precision as it was.</returns>
    public TimestampPrecision ChangePrecision(TimestampPrecision value) =>
        value is >= TimestampPrecision.Seconds and <= TimestampPrecision.Nanoseconds
            ? (TimestampPrecision)Interlocked.Exchange(ref _precision, (int)value)
            : Precision;

    /// <summary>The time at the precision in force (clone.c 106-130).</summary>
    /// <returns>The time.</returns>
    /// <exception cref="OverflowException">It is more than 292 years from the start, or from 1970.</exception>
    public CloneTimestamp Read()
    {
        int precision = Volatile.Read(ref _precision);
        switch ((TimestampPrecision)precision)
        {
            case TimestampPrecision.Seconds:
                return new(checked(_time.GetUtcNow().ToUnixTimeSeconds() * CloneTimestamp.NanosecondsPerSecond));
            case TimestampPrecision.Microseconds:
                return WholeUnits(1_000);
            case TimestampPrecision.Nanoseconds:
                return new(SinceStart());
            case TimestampPrecision.Tick:
                return WholeUnits(NanosecondsPerTick);
            default:
                // Only if it is still the value that was read: a good one that came after it stays.
                Interlocked.CompareExchange(ref _precision, (int)TimestampPrecision.Tick, precision);
                return WholeUnits(NanosecondsPerTick);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private CloneTimestamp WholeUnits(long nanoseconds) => new(checked(CloneTimestamp.FloorDivide(SinceStart(), nanoseconds) * nanoseconds));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long SinceStart() =>
        // Stryker disable once Conditional : the general way gives the same number
        _frequency == CloneTimestamp.NanosecondsPerSecond
            ? _time.GetTimestamp()
            : checked((long)((Int128)_time.GetTimestamp() * CloneTimestamp.NanosecondsPerSecond / _frequency));
}
