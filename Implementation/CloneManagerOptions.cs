namespace DeviceClones;

/// <summary>What a manager is created with (the arguments of snd_clone_create, clone.c 164).</summary>
public sealed record CloneManagerOptions
{
    /// <summary>SND_CLONE_MAXUNIT: every bit that a unit may have.</summary>
    public const int LargestUnit = 0xffffff;

    /// <summary>As a unit: any unit. As a limit: the largest one that the type mask allows (clone.c 170, 620).</summary>
    public const int AnyUnit = -1;

    /// <summary>The bits of a unit that say which type it is of; within <see cref="LargestUnit"/>.</summary>
    public int TypeMask { get; init; }

    /// <summary>The largest unit number to be handed out: within <see cref="LargestUnit"/> and outside the type mask, or <see cref="AnyUnit"/>.</summary>
    public int MaxUnit { get; init; } = AnyUnit;

    /// <summary>
    /// How long a device may stay invoked; a whole number of milliseconds, as many as an int holds. Zero and less: no time at all.
    /// </summary>
    /// <remarks>
    /// Whole seconds are compared first, as in the original: a device can be older than the deadline before its time, by as much as the
    /// deadline is more than whole seconds. With 750 ms it may be as soon as the next second begins.
    /// </remarks>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(750);

    /// <summary>What the manager does; the default is what the original's caller sets once its driver is up.</summary>
    public CloneManagerFlags Flags { get; init; } =
        CloneManagerFlags.AlwaysGrow | CloneManagerFlags.Enabled | CloneManagerFlags.Sweep
        | CloneManagerFlags.SweepOnUnref | CloneManagerFlags.SweepOnLastUnref | CloneManagerFlags.SweepWhenExpired;

    /// <summary>The clock; null for a clock of the manager's own over the system's time.</summary>
    public CloneClock? Clock { get; init; }
}
