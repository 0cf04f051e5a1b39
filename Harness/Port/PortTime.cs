using Clones;

namespace Harness.Port;

/// <summary>The two clocks of a state, as the port's time.</summary>
public sealed class PortTime : TimeProvider
{
    private long _uptime;
    private long _wallSeconds;

    [ThreadStatic]
    private static long? _read;

    /// <summary>What this thread has read last, of either clock, since it was set to null.</summary>
    public static long? LastRead
    {
        get => _read;
        set => _read = value;
    }

    /// <summary>Sets both clocks.</summary>
    /// <param name="uptime">The time since boot.</param>
    /// <param name="wallSeconds">The wall clock.</param>
    public void Set(Timestamp uptime, long wallSeconds)
    {
        Volatile.Write(ref _wallSeconds, wallSeconds);
        Volatile.Write(ref _uptime, checked((uptime.Seconds * Timestamp.NanosecondsPerSecond) + uptime.Nanoseconds));
    }

    /// <summary>The time since boot.</summary>
    public Timestamp Uptime
    {
        get
        {
            (long seconds, long rest) = Math.DivRem(Volatile.Read(ref _uptime), Timestamp.NanosecondsPerSecond);
            return rest < 0 ? new(seconds - 1, rest + Timestamp.NanosecondsPerSecond) : new(seconds, rest);
        }
    }

    /// <summary>The wall clock, in whole seconds.</summary>
    public long WallSeconds => Volatile.Read(ref _wallSeconds);

    /// <inheritdoc />
    public override long TimestampFrequency => Timestamp.NanosecondsPerSecond;

    /// <inheritdoc />
    public override long GetTimestamp()
    {
        long read = Volatile.Read(ref _uptime);
        _read = read;
        return read;
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        long read = WallSeconds;
        _read = read;
        return DateTimeOffset.FromUnixTimeSeconds(read);
    }
}
