namespace Checking.Tests.Linearizability;

/// <summary>A clock that each look at it moves on by a millisecond.</summary>
internal sealed class SteppingClock : TimeProvider
{
    /// <summary>How often it was looked at.</summary>
    public int Looks { get; private set; }

    public override long TimestampFrequency => 1_000;

    public override long GetTimestamp() => Looks++;
}
