// Everything that an operation can depend on, as immutable data with value equality: the clocks, the
// one manager that the caller holds, and how many devices the caller has made. Model.Step goes from
// one State to the next; read Model.cs first.
namespace Clones;

/// <summary>The whole state that one caller of the original sees.</summary>
/// <param name="Uptime">The time since boot, to the nanosecond.</param>
/// <param name="WallSeconds">The wall clock, in whole seconds (<c>time_second</c>).</param>
/// <param name="Precision">hw.snd.timestamp_precision, one of <see cref="Clones.Precision"/> or anything else until it is read (clone.c 102).</param>
/// <param name="Manager">The manager, or null before it is created and after it was destroyed.</param>
/// <param name="NextDevice">How many devices the caller has made so far: the number of the next one.</param>
public sealed record State(Timestamp Uptime, long WallSeconds, int Precision, Manager? Manager, int NextDevice)
{
    /// <summary>No manager yet, the clocks at zero, the precision as the original starts with.</summary>
    public static State Initial { get; } = new(default, 0, Clones.Precision.Tick, null, 0);
}

/// <summary><c>struct snd_clone</c> (clone.c 76-85).</summary>
/// <param name="TypeMask"><c>typemask</c>: the bits of a unit that say which type it is of; fixed for life.</param>
/// <param name="MaxUnit"><c>maxunit</c>: the largest unit number to be handed out.</param>
/// <param name="DeadlineMilliseconds"><c>deadline</c>, in milliseconds; below 1 everything is expired at once.</param>
/// <param name="Flags"><c>flags</c>.</param>
/// <param name="ReferenceCount"><c>refcount</c>.</param>
/// <param name="Time"><c>tsp</c>: when alloc last gave something.</param>
/// <param name="Size"><c>size</c>: how many entries there are.</param>
/// <param name="Entries"><c>head</c>: the entries from head to tail.</param>
/// <param name="NextEntry">How many entries were made so far: the number of the next one.</param>
public sealed record Manager(
    int TypeMask,
    int MaxUnit,
    int DeadlineMilliseconds,
    ManagerFlags Flags,
    int ReferenceCount,
    Timestamp Time,
    int Size,
    ValueList<Entry> Entries,
    int NextEntry)
{
    /// <summary>Whether one of <paramref name="flags"/> is set.</summary>
    /// <param name="flags">The flags to look for.</param>
    /// <returns>Whether one is set.</returns>
    public bool Has(ManagerFlags flags) => (Flags & flags) != ManagerFlags.None;
}

/// <summary><c>struct snd_clone_entry</c> (clone.c 65-73).</summary>
/// <param name="Id">Which entry this is.</param>
/// <param name="Unit"><c>unit</c>: the type's bits and the unit number together.</param>
/// <param name="Flags"><c>flags</c>.</param>
/// <param name="Process"><c>pid</c>: whom it was handed to last, or nobody.</param>
/// <param name="Time"><c>tsp</c>: when it was handed out last.</param>
/// <param name="Device"><c>devt</c>: its device, once it is registered.</param>
public sealed record Entry(EntryId Id, int Unit, DeviceFlags Flags, ProcessId Process, Timestamp Time, Device? Device)
{
    /// <summary>Whether one of <paramref name="flags"/> is set.</summary>
    /// <param name="flags">The flags to look for.</param>
    /// <returns>Whether one is set.</returns>
    public bool Has(DeviceFlags flags) => (Flags & flags) != DeviceFlags.None;
}

/// <summary>The part of <c>struct cdev</c> that the original looks at, of a device that is a clone.</summary>
/// <param name="Id">Which device this is.</param>
/// <param name="Threads"><c>si_threadcount</c>: how many threads are inside the device.</param>
public sealed record Device(DeviceId Id, int Threads);
