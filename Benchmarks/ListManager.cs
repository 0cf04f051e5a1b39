// What people write by hand: a sorted list, one lock, searches that read the list, as in the original.
// It answers as the port does (EqualAnswers.cs holds it to that), so that the same work is measured. It has what the
// measurements need, and nothing else: one type of device, a fixed deadline, no references.
using DeviceClones;

namespace Benchmarks;

/// <summary>A device of the list's.</summary>
/// <param name="unit">Its unit.</param>
internal sealed class ListDevice(int unit)
{
    /// <summary>Its unit.</summary>
    public int Unit => unit;

    /// <summary>Its entry, while the list has it.</summary>
    public ListEntry? Entry { get; set; }

    /// <summary>What destroying a device does here.</summary>
    public bool IsDestroyed { get; set; }
}

/// <summary>An entry of the list: new ones are busy and invoked, and have no device.</summary>
/// <param name="unit">Its unit.</param>
internal sealed class ListEntry(int unit)
{
    /// <summary>Its unit.</summary>
    public int Unit => unit;

    /// <summary>Who was given it; -1 is nobody.</summary>
    public int Process { get; set; }

    /// <summary>When, in milliseconds.</summary>
    public long Time { get; set; }

    /// <summary>Whether it is open.</summary>
    public bool IsBusy { get; set; } = true;

    /// <summary>Whether it was given to somebody who has not opened it yet.</summary>
    public bool IsInvoked { get; set; } = true;

    /// <summary>Its device, once it is registered.</summary>
    public ListDevice? Device { get; set; }
}

/// <summary>The list and its lock. Safe for any number of threads.</summary>
/// <param name="time">The time.</param>
/// <param name="maxUnit">The largest unit to be handed out.</param>
/// <param name="destroyDevice">Called with each device that a sweep takes, outside the lock.</param>
internal sealed class ListManager(TimeProvider time, int maxUnit, Action<ListDevice> destroyDevice)
{
    private const int AnyUnit = -1;
    private const int Nobody = -1;
    private const long DeadlineMilliseconds = 750;

    private readonly Lock _lock = new();
    private readonly List<ListEntry> _entries = [];

    /// <summary>The entries in order. For looking at, while nobody changes them.</summary>
    public IReadOnlyList<ListEntry> Entries => _entries;

    /// <summary>Gives the caller a new entry to be registered, or a device to share, or neither.</summary>
    /// <param name="process">Who asks.</param>
    /// <param name="unit">The unit wanted, or -1.</param>
    /// <param name="shared">The device to share.</param>
    /// <returns>The new entry.</returns>
    public ListEntry? Allocate(int process, int unit, out ListDevice? shared)
    {
        lock (_lock)
        {
            shared = null;
            if (unit > maxUnit)
            {
                return null;
            }

            long now = Now();
            ListEntry? chosen = Choose(process, unit, out int free, out int place);
            if (chosen is null && (unit != AnyUnit || free <= maxUnit))
            {
                ListEntry made = new(free) { Process = process, Time = now };
                _entries.Insert(place, made);
                return made;
            }

            if (chosen is { IsBusy: false })
            {
                chosen.Process = process;
                chosen.Time = now;
                chosen.IsInvoked = true;
            }

            shared = chosen?.Device;
            return null;
        }
    }

    private ListEntry? Choose(int process, int unit, out int free, out int place)
    {
        free = unit == AnyUnit ? 0 : unit;
        place = 0;
        ListEntry? own = null;
        ListEntry? idle = null;
        ListEntry? invoked = null;
        ListEntry? busy = null;
        for (int index = 0; index < _entries.Count; index++)
        {
            ListEntry entry = _entries[index];
            if (entry.Unit == unit)
            {
                return entry;
            }

            if (unit == AnyUnit && entry.Unit == free)
            {
                free++;
            }

            if (entry.Unit < free)
            {
                place = index + 1;
            }

            if (entry.IsBusy)
            {
                busy = entry.Device is not null ? Older(busy, entry) : busy;
            }
            else if (entry.Process == process && IsOlder(entry, own))
            {
                own = entry;
            }
            else if (!entry.IsInvoked && IsOlder(entry, idle))
            {
                idle = entry;
            }
            else
            {
                invoked = Older(invoked, entry);
            }
        }

        return unit != AnyUnit ? null
            : own is not null ? own
            : idle is not null ? (free < idle.Unit ? null : idle)
            : free > maxUnit ? invoked ?? busy
            : null;
    }

    private static bool IsOlder(ListEntry entry, ListEntry? than) => than is null || entry.Time < than.Time;

    private static ListEntry Older(ListEntry? first, ListEntry second) => IsOlder(second, first) ? second : first!;

    /// <summary>Gives an entry its device.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="device">Its device.</param>
    public void Register(ListEntry entry, ListDevice device)
    {
        lock (_lock)
        {
            device.Entry = entry;
            entry.Device = device;
            entry.IsBusy = false;
        }
    }

    /// <summary>Opens a device.</summary>
    /// <param name="device">The device.</param>
    /// <returns>Whether it was opened, or why not.</returns>
    public CloneStatus Acquire(ListDevice device)
    {
        lock (_lock)
        {
            if (device.Entry is not { } entry)
            {
                return CloneStatus.NoDevice;
            }

            entry.IsInvoked = false;
            if (entry.IsBusy)
            {
                return CloneStatus.Busy;
            }

            entry.IsBusy = true;
            return CloneStatus.Success;
        }
    }

    /// <summary>Closes a device.</summary>
    /// <param name="device">The device.</param>
    /// <returns>Whether it was closed, or why not.</returns>
    public CloneStatus Release(ListDevice device)
    {
        lock (_lock)
        {
            if (device.Entry is not { } entry)
            {
                return CloneStatus.NoDevice;
            }

            entry.IsInvoked = false;
            if (!entry.IsBusy)
            {
                return CloneStatus.NotBusy;
            }

            entry.IsBusy = false;
            entry.Process = Nobody;
            return CloneStatus.Success;
        }
    }

    /// <summary>Destroys what is idle, and what was given to somebody who has not come within the deadline.</summary>
    /// <returns>How many were destroyed.</returns>
    public int Sweep()
    {
        List<ListDevice> destroyed = [];
        lock (_lock)
        {
            long now = Now();
            for (int index = _entries.Count - 1; index >= 0; index--)
            {
                ListEntry entry = _entries[index];
                if (!entry.IsBusy && (!entry.IsInvoked || IsExpired(now, entry.Time)))
                {
                    _entries.RemoveAt(index);
                    entry.Device!.Entry = null;
                    destroyed.Add(entry.Device);
                }
            }
        }

        destroyed.ForEach(destroyDevice);
        return destroyed.Count;
    }

    // The original compares seconds first.
    private static bool IsExpired(long now, long then) =>
        (now / 1000) - (then / 1000) > DeadlineMilliseconds / 1000 || now - then > DeadlineMilliseconds;

    private long Now() => time.GetTimestamp() * 1000 / time.TimestampFrequency;
}
