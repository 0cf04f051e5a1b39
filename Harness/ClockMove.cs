using Clones;

namespace Harness;

/// <summary>How scopes move the clock.</summary>
internal static class ClockMove
{
    /// <summary>The clock, some milliseconds later; the wall clock goes along.</summary>
    /// <param name="state">The state.</param>
    /// <param name="milliseconds">How many; not negative.</param>
    /// <returns>The operation.</returns>
    public static Operation.SetClock After(State state, int milliseconds)
    {
        long nanoseconds = state.Uptime.Nanoseconds + (milliseconds * 1_000_000L);
        Timestamp uptime = new(state.Uptime.Seconds + (nanoseconds / Timestamp.NanosecondsPerSecond), nanoseconds % Timestamp.NanosecondsPerSecond);
        return new Operation.SetClock(uptime, state.WallSeconds + uptime.Seconds - state.Uptime.Seconds);
    }

    /// <summary>A time as whole milliseconds.</summary>
    /// <param name="time">The time.</param>
    /// <returns>How many there are in it.</returns>
    public static long Milliseconds(Timestamp time) => (time.Seconds * 1000) + (time.Nanoseconds / 1_000_000);
}
