// How old an entry is, counted in a way of its own: in exact nanoseconds, where the original counts
// seconds and milliseconds. Laws and coverage measure expiry with it.
using Clones;

namespace Harness;

/// <summary>The exact age of something.</summary>
/// <param name="Nanoseconds">Negative where the clock has stepped back.</param>
public readonly record struct Age(Int128 Nanoseconds)
{
    /// <summary>Whole milliseconds, rounded down.</summary>
    public long Milliseconds => (long)((Nanoseconds - (((Nanoseconds % 1_000_000) + 1_000_000) % 1_000_000)) / 1_000_000);

    /// <summary>The time between two instants.</summary>
    /// <param name="now">The later one, mostly.</param>
    /// <param name="then">The earlier one, mostly.</param>
    /// <returns>The age.</returns>
    public static Age Between(Timestamp now, Timestamp then) => new(Exact(now) - Exact(then));

    /// <summary>What the state's clock shows. At a precision that does not exist it is the tick, which a reading puts in its place.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The instant.</returns>
    public static Timestamp Now(State state)
    {
        ArgumentNullException.ThrowIfNull(state);
        long unit = state.Precision switch
        {
            Precision.Nanoseconds => 1,
            Precision.Microseconds => 1_000,
            _ => Precision.TickNanoseconds,
        };
        return state.Precision == Precision.Seconds
            ? new Timestamp(state.WallSeconds, 0)
            : state.Uptime with { Nanoseconds = state.Uptime.Nanoseconds - (state.Uptime.Nanoseconds % unit) };
    }

    /// <summary>Whether something of that age has expired: by the seconds that the clock has gone through, or by its age in milliseconds.</summary>
    /// <param name="deadlineMilliseconds">The manager's deadline.</param>
    /// <param name="now">What the clock shows.</param>
    /// <param name="then">When the thing was last handed out.</param>
    /// <returns>Whether it has expired.</returns>
    public static bool HasExpired(int deadlineMilliseconds, Timestamp now, Timestamp then) =>
        deadlineMilliseconds < 1
        || Between(now, then).Milliseconds > deadlineMilliseconds
        || now.Seconds - then.Seconds > deadlineMilliseconds / 1000;

    private static Int128 Exact(Timestamp time) => ((Int128)time.Seconds * 1_000_000_000) + time.Nanoseconds;
}
