namespace Benchmarks;

/// <summary>
/// A time that stands still until it is moved: the original is measured with such a one, so reading the machine's clock, some twenty
/// nanoseconds, is nobody's to pay.
/// </summary>
internal sealed class HandTime : TimeProvider
{
    private long _nanoseconds;

    /// <inheritdoc />
    public override long TimestampFrequency => 1_000_000_000;

    /// <inheritdoc />
    public override long GetTimestamp() => _nanoseconds;

    /// <summary>Moves the time, while nobody else reads it.</summary>
    /// <param name="milliseconds">By how much.</param>
    public void Advance(int milliseconds) => _nanoseconds += milliseconds * 1_000_000L;
}
