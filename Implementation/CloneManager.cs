// The clone manager, one lock around everything: each function of clone.c as it stands there.
namespace DeviceClones;

/// <summary>Hands out devices: makes entries for new ones, shares those that exist, and destroys what nobody came for. Thread-safe.</summary>
/// <typeparam name="TDevice">The caller's devices.</typeparam>
public sealed class CloneManager<TDevice> : IDisposable
    where TDevice : class, ICloneDevice
{
    private sealed class Node
    {
        public required CloneManager<TDevice> Manager { get; init; }

        public required CloneEntry Entry { get; init; }

        public CloneDeviceFlags Flags { get; set; } = CloneDeviceFlags.All;

        public int Process { get; set; }

        public long Time { get; set; }

        public TDevice? Device { get; set; }

        public int Threads { get; set; }

        public bool Has(CloneDeviceFlags flags) => (Flags & flags) != CloneDeviceFlags.None;
    }

    private readonly object _gate = new();
    private readonly CloneClock _clock;
    private readonly Action<TDevice>? _destroyDevice;
    private readonly List<Node> _entries = [];
    private int _maxUnit;
    private int _deadline;
    private CloneManagerFlags _flags;
    private int _references;
    private long _time;
    private uint _made;
    private bool _disposed;

    /// <summary>snd_clone_create (clone.c 164-189).</summary>
    /// <param name="options">What the manager is created with, or null for the defaults.</param>
    /// <param name="destroyDevice">Called with each device that the manager destroys, outside its lock.</param>
    /// <exception cref="ArgumentOutOfRangeException">A mask, a limit, a deadline or flags that cannot be.</exception>
    public CloneManager(CloneManagerOptions? options = null, Action<TDevice>? destroyDevice = null)
    {
        options ??= new();
        if ((options.TypeMask & ~CloneManagerOptions.LargestUnit) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options.TypeMask), options.TypeMask, "The type mask has bits that units cannot have.");
        }

        TypeMask = options.TypeMask;
        _maxUnit = CheckedMaxUnit(options.MaxUnit, nameof(options.MaxUnit));
        CheckFlags(options.Flags, nameof(options.Flags));
        _deadline = Milliseconds(options.Deadline, nameof(options.Deadline));
        _flags = options.Flags;
        _clock = options.Clock ?? new CloneClock();
        _destroyDevice = destroyDevice;
        _time = _clock.Read().TotalNanoseconds;
    }

    /// <summary>The bits of a unit that say which type it is of.</summary>
    public int TypeMask { get; }

    private int CheckedMaxUnit(int maxUnit, string name) =>
        maxUnit == CloneManagerOptions.AnyUnit ? ~TypeMask & CloneManagerOptions.LargestUnit
        : (maxUnit & ~(~TypeMask & CloneManagerOptions.LargestUnit)) == 0 ? maxUnit
        : throw new ArgumentOutOfRangeException(name, maxUnit, "The limit has bits of the type mask, or that units cannot have.");

    private static void CheckFlags(CloneManagerFlags flags, string name)
    {
        if ((flags & ~CloneManagerFlags.All) != CloneManagerFlags.None)
        {
            throw new ArgumentOutOfRangeException(name, flags, "There are no such flags.");
        }
    }

    private static int Milliseconds(TimeSpan deadline, string name)
    {
        long milliseconds = deadline.Ticks / TimeSpan.TicksPerMillisecond;
        return milliseconds * TimeSpan.TicksPerMillisecond == deadline.Ticks && milliseconds is >= int.MinValue and <= int.MaxValue
            ? (int)milliseconds
            : throw new ArgumentOutOfRangeException(name, deadline, "The deadline is no whole number of milliseconds, or too long.");
    }

    private void Check() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <summary>snd_clone_enable (clone.c 215-225).</summary>
    /// <returns>Success, or Unchanged.</returns>
    public CloneStatus Enable() => Switch(CloneManagerFlags.Enabled);

    /// <summary>snd_clone_disable (clone.c 228-238).</summary>
    /// <returns>Success, or Unchanged.</returns>
    public CloneStatus Disable() => Switch(CloneManagerFlags.None);

    private CloneStatus Switch(CloneManagerFlags enabled)
    {
        lock (_gate)
        {
            Check();
            if ((_flags & CloneManagerFlags.Enabled) == enabled)
            {
                return CloneStatus.Unchanged;
            }

            _flags ^= CloneManagerFlags.Enabled;
            return CloneStatus.Success;
        }
    }

    /// <summary>snd_clone_busy (clone.c 192-208).</summary>
    /// <returns>Busy, or Success.</returns>
    public CloneStatus CheckBusy()
    {
        lock (_gate)
        {
            Check();
            return _entries.Exists(e => e.Has(CloneDeviceFlags.Busy) || e.Threads != 0) ? CloneStatus.Busy : CloneStatus.Success;
        }
    }

    /// <summary>snd_clone_getsize (clone.c 244-249).</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                Check();
                return _entries.Count;
            }
        }
    }

    /// <summary>snd_clone_getmaxunit (clone.c 252-257).</summary>
    public int MaxUnit
    {
        get
        {
            lock (_gate)
            {
                Check();
                return _maxUnit;
            }
        }
    }

    /// <summary>snd_clone_setmaxunit (clone.c 260-272).</summary>
    /// <param name="maxUnit">The new limit.</param>
    /// <returns>The limit.</returns>
    public int SetMaxUnit(int maxUnit)
    {
        lock (_gate)
        {
            Check();
            return _maxUnit = CheckedMaxUnit(maxUnit, nameof(maxUnit));
        }
    }

    /// <summary>snd_clone_getdeadline and snd_clone_setdeadline (clone.c 275-290).</summary>
    public TimeSpan Deadline
    {
        get
        {
            lock (_gate)
            {
                Check();
                return TimeSpan.FromMilliseconds(_deadline);
            }
        }

        set
        {
            int milliseconds = Milliseconds(value, nameof(value));
            lock (_gate)
            {
                Check();
                _deadline = milliseconds;
            }
        }
    }

    /// <summary>snd_clone_gettime (clone.c 293-301).</summary>
    public CloneTimestamp Time
    {
        get
        {
            lock (_gate)
            {
                Check();
                return new(_time);
            }
        }
    }

    /// <summary>snd_clone_getflags and snd_clone_setflags (clone.c 304-321).</summary>
    public CloneManagerFlags Flags
    {
        get
        {
            lock (_gate)
            {
                Check();
                return _flags;
            }
        }

        set
        {
            CheckFlags(value, nameof(value));
            lock (_gate)
            {
                Check();
                _flags = value;
            }
        }
    }

    /// <summary>How many references there are.</summary>
    public int ReferenceCount
    {
        get
        {
            lock (_gate)
            {
                Check();
                return _references;
            }
        }
    }

    private Node? Find(TDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return device.Link.Owner is Node node && ReferenceEquals(node.Manager, this) ? node : null;
    }

    /// <summary>snd_clone_alloc (clone.c 607-795).</summary>
    /// <param name="process">Who asks.</param>
    /// <param name="unit">The unit number wanted, or any.</param>
    /// <param name="type">The type wanted.</param>
    /// <param name="canGrow">Whether there is room for a new entry.</param>
    /// <returns>A new entry, a device, or nothing.</returns>
    public Allocation<TDevice> Allocate(int process, int unit = CloneManagerOptions.AnyUnit, int type = 0, bool canGrow = true)
    {
        bool any = unit == CloneManagerOptions.AnyUnit;
        if ((TypeMask & type) != type)
        {
            throw new ArgumentOutOfRangeException(nameof(type), type, "The type has bits outside of the type mask.");
        }

        if (!any && (unit & TypeMask) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(unit), unit, "The unit number has bits of the type mask.");
        }

        lock (_gate)
        {
            Check();
            if (!_flags.HasFlag(CloneManagerFlags.Enabled) || (!any && unit > _maxUnit))
            {
                return new(AllocationKind.Nothing, default, unit, null);
            }

            int after = -1;
            Node? busy = null;
            Node? own = null;
            Node? idle = null;
            Node? last = null;
            bool seen = false;
            int free = any ? 0 : unit;
            long now = _clock.Read().TotalNanoseconds;
            for (int place = 0; place < _entries.Count; place++)
            {
                Node e = _entries[place];
                int entryType = e.Entry.Unit & TypeMask;
                if (type > entryType)
                {
                    after = seen ? after : place;
                    continue;
                }

                if (type < entryType)
                {
                    break;
                }

                int number = e.Entry.Unit & ~type;
                if (!any && unit == number)
                {
                    return Share(e, process, unit, now);
                }

                seen = true;
                free += any && number == free ? 1 : 0;
                after = number < free ? place : after;
                if (e.Has(CloneDeviceFlags.Busy))
                {
                    busy = e.Device is not null && (busy is null || e.Time < busy.Time) ? e : busy;
                }
                else if (e.Process == process && (own is null || e.Time < own.Time))
                {
                    own = e;
                }
                else if (!e.Has(CloneDeviceFlags.Invoked) && (idle is null || e.Time < idle.Time))
                {
                    idle = e;
                }
                else if (last is null || e.Time < last.Time)
                {
                    last = e;
                }
            }

            if (any && own is not null)
            {
                return Share(own, process, unit, now);
            }

            if (any && idle is not null && free >= (idle.Entry.Unit & ~type))
            {
                return Share(idle, process, unit, now);
            }

            bool full = any && idle is null && free > _maxUnit;
            if (full || (!canGrow && !_flags.HasFlag(CloneManagerFlags.AlwaysGrow)))
            {
                return any && (idle ?? last ?? busy) is { } other ? Share(other, process, unit, now) : new(AllocationKind.Nothing, default, unit, null);
            }

            Node made = new() { Manager = this, Entry = new(_made++, type | free, 0), Process = process, Time = now };
            _entries.Insert(after + 1, made);
            _time = now;
            return new(AllocationKind.NewEntry, made.Entry, free, null);
        }
    }

    private Allocation<TDevice> Share(Node e, int process, int unit, long now)
    {
        _time = now;
        if (!e.Has(CloneDeviceFlags.Busy))
        {
            e.Process = process;
            e.Time = now;
            e.Flags |= CloneDeviceFlags.Invoked;
        }

        return new(e.Device is null ? AllocationKind.Nothing : AllocationKind.Device, default, unit, e.Device);
    }

    /// <summary>snd_clone_register (clone.c 586-604).</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="device">Its device.</param>
    public void Register(CloneEntry entry, TDevice device)
    {
        lock (_gate)
        {
            Node node = (_disposed ? null : _entries.Find(e => e.Entry == entry)) ?? throw new ArgumentException("The manager has no such entry.", nameof(entry));
            ArgumentNullException.ThrowIfNull(device);
            if (device.Link.Owner is not null)
            {
                throw new ArgumentException("The device is registered already.", nameof(device));
            }

            if (node.Device is not null)
            {
                throw new ArgumentException("The entry has its device already.", nameof(entry));
            }

            if (node.Entry.Unit != device.Unit)
            {
                throw new ArgumentOutOfRangeException(nameof(device), device.Unit, "The device was made with another unit than the entry's.");
            }

            device.Link.Owner = node;
            node.Device = device;
            node.Flags = CloneDeviceFlags.Invoked;
        }
    }

    /// <summary>snd_clone_acquire (clone.c 473-493).</summary>
    /// <param name="device">The device.</param>
    /// <returns>Success, Busy or NoDevice.</returns>
    public CloneStatus Acquire(TDevice device)
    {
        lock (_gate)
        {
            if (Find(device) is not { } e)
            {
                return CloneStatus.NoDevice;
            }

            bool busy = e.Has(CloneDeviceFlags.Busy);
            e.Flags = (e.Flags & ~CloneDeviceFlags.Invoked) | CloneDeviceFlags.Busy;
            return busy ? CloneStatus.Busy : CloneStatus.Success;
        }
    }

    /// <summary>snd_clone_release (clone.c 500-521).</summary>
    /// <param name="device">The device.</param>
    /// <returns>Success, NotBusy or NoDevice.</returns>
    public CloneStatus Release(TDevice device)
    {
        lock (_gate)
        {
            if (Find(device) is not { } e)
            {
                return CloneStatus.NoDevice;
            }

            bool busy = e.Has(CloneDeviceFlags.Busy);
            e.Flags &= ~(CloneDeviceFlags.Invoked | CloneDeviceFlags.Busy);
            e.Process = busy ? -1 : e.Process;
            return busy ? CloneStatus.Success : CloneStatus.NotBusy;
        }
    }

    /// <summary>snd_clone_ref (clone.c 538-554).</summary>
    /// <param name="device">The device.</param>
    /// <returns>The manager's references.</returns>
    public int AddReference(TDevice device)
    {
        lock (_gate)
        {
            return Find(device) is null ? 0 : ++_references;
        }
    }

    /// <summary>snd_clone_unref (clone.c 557-583).</summary>
    /// <param name="device">The device.</param>
    /// <returns>The manager's references.</returns>
    public int RemoveReference(TDevice device)
    {
        List<TDevice> destroyed = [];
        int count;
        lock (_gate)
        {
            if (Find(device) is null)
            {
                return 0;
            }

            if (_references <= 0)
            {
                throw new ArgumentException("The manager has no references.", nameof(device));
            }

            count = --_references;
            if (_flags.HasFlag(CloneManagerFlags.SweepOnUnref) && (!_flags.HasFlag(CloneManagerFlags.SweepOnLastUnref) || count == 0))
            {
                SweepLocked(destroyed);
            }
        }

        Destroy(destroyed);
        return count;
    }

    private bool Expired(long now, long then) =>
        _deadline < 1
        || new CloneTimestamp(now).Seconds - new CloneTimestamp(then).Seconds > _deadline / 1000
        || CloneTimestamp.FloorDivide(now - then, 1_000_000) > _deadline;

    private int SweepLocked(List<TDevice> destroyed)
    {
        if (!_flags.HasFlag(CloneManagerFlags.Sweep) || _entries.Count == 0)
        {
            return 0;
        }

        long now = _clock.Read().TotalNanoseconds;
        if (_flags.HasFlag(CloneManagerFlags.SweepWhenExpired) && !Expired(now, _time))
        {
            return 0;
        }

        int pruned = 0;
        for (int place = _entries.Count - 1; place >= 0; place--)
        {
            Node e = _entries[place];
            if (!e.Has(CloneDeviceFlags.Busy) && (!e.Has(CloneDeviceFlags.Invoked) || Expired(now, e.Time)))
            {
                if (_flags.HasFlag(CloneManagerFlags.SweepRevokes) || e.Threads != 0)
                {
                    e.Flags &= ~CloneDeviceFlags.Invoked;
                    e.Process = -1;
                }
                else
                {
                    _entries.RemoveAt(place);
                    e.Device!.Link.Owner = null;
                    destroyed.Add(e.Device);
                }

                pruned++;
            }
        }

        return pruned;
    }

    private void Destroy(List<TDevice> devices)
    {
        if (_destroyDevice is null)
        {
            return;
        }

        List<Exception>? exceptions = null;
        foreach (TDevice device in devices)
        {
            try
            {
                _destroyDevice(device);
            }
            catch (Exception exception)
            {
                (exceptions ??= []).Add(exception);
            }
        }

        if (exceptions is not null)
        {
            throw new AggregateException(exceptions);
        }
    }

    /// <summary>snd_clone_getdevtime (clone.c 324-340).</summary>
    /// <param name="device">The device.</param>
    /// <param name="time">When it was handed out last.</param>
    /// <returns>Success or NoDevice.</returns>
    public CloneStatus GetDeviceTime(TDevice device, out CloneTimestamp time)
    {
        lock (_gate)
        {
            Node? node = Find(device);
            time = new(node?.Time ?? 0);
            return node is null ? CloneStatus.NoDevice : CloneStatus.Success;
        }
    }

    /// <summary>snd_clone_getdevflags (clone.c 343-356).</summary>
    /// <param name="device">The device.</param>
    /// <returns>Its flags, or NoDevice.</returns>
    public CloneDeviceFlags GetDeviceFlags(TDevice device)
    {
        lock (_gate)
        {
            return Find(device)?.Flags ?? CloneDeviceFlags.NoDevice;
        }
    }

    /// <summary>snd_clone_setdevflags (clone.c 359-376).</summary>
    /// <param name="device">The device.</param>
    /// <param name="flags">The new flags.</param>
    /// <returns>Its flags, or NoDevice.</returns>
    public CloneDeviceFlags SetDeviceFlags(TDevice device, CloneDeviceFlags flags)
    {
        ArgumentNullException.ThrowIfNull(device);
        if ((flags & ~CloneDeviceFlags.All) != CloneDeviceFlags.None)
        {
            throw new ArgumentOutOfRangeException(nameof(flags), flags, "There are no such flags.");
        }

        lock (_gate)
        {
            if (Find(device) is not { } e)
            {
                return CloneDeviceFlags.NoDevice;
            }

            return e.Flags = flags;
        }
    }

    /// <summary>si_threadcount.</summary>
    /// <param name="device">The device.</param>
    /// <param name="count">How many threads are inside.</param>
    /// <returns>Success or NoDevice.</returns>
    public CloneStatus SetThreadCount(TDevice device, int count)
    {
        lock (_gate)
        {
            if (Find(device) is not { } e)
            {
                return CloneStatus.NoDevice;
            }

            e.Threads = count;
            return CloneStatus.Success;
        }
    }

    /// <summary>snd_clone_gc (clone.c 396-445).</summary>
    /// <returns>How many entries it took.</returns>
    public int Sweep()
    {
        List<TDevice> destroyed = [];
        int pruned;
        lock (_gate)
        {
            Check();
            pruned = SweepLocked(destroyed);
        }

        Destroy(destroyed);
        return pruned;
    }

    /// <summary>snd_clone_destroy (clone.c 448-464).</summary>
    public void Dispose()
    {
        List<TDevice> destroyed = [];
        lock (_gate)
        {
            foreach (Node e in _entries)
            {
                if (e.Device is not null)
                {
                    e.Device.Link.Owner = null;
                    destroyed.Add(e.Device);
                }
            }

            _entries.Clear();
            _disposed = true;
        }

        Destroy(destroyed);
    }

    /// <summary>The entries in their order.</summary>
    /// <returns>The entries.</returns>
    public IReadOnlyList<CloneEntryState<TDevice>> GetEntries()
    {
        lock (_gate)
        {
            Check();
            return [.. _entries.Select(e => new CloneEntryState<TDevice>(e.Entry, e.Flags, e.Process, new(e.Time), e.Device, e.Threads))];
        }
    }
}
