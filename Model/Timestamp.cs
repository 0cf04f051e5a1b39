namespace Clones;

/// <summary>A <c>struct timespec</c>: an instant of the uptime, or of the wall clock at precision 0.</summary>
/// <param name="Seconds">Whole seconds.</param>
/// <param name="Nanoseconds">0 to 999,999,999.</param>
public readonly record struct Timestamp(long Seconds, long Nanoseconds)
{
    /// <summary>Nanoseconds of a second.</summary>
    public const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary><c>timespeccmp(this, other, &lt;)</c>.</summary>
    /// <param name="other">The other instant.</param>
    /// <returns>Whether this instant is the earlier one.</returns>
    public bool IsBefore(Timestamp other) => (Seconds, Nanoseconds).CompareTo((other.Seconds, other.Nanoseconds)) < 0;

    /// <summary>Seconds and nanoseconds as they stand: half a second before zero is <c>-1 + 0.500000000 s</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Seconds < 0 ? $"{Seconds} + 0.{Nanoseconds:d9} s" : $"{Seconds}.{Nanoseconds:d9} s";
}
