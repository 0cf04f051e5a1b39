// The clone manager: a port of FreeBSD's sys/dev/sound/clone.c, Copyright (c) 2007 Ariff Abdullah; the terms
// stand in LICENSE. Numbers in comments are lines of clone.c. Read first SlotWord.cs, which tells how threads work together, then in this order:
//   CloneManager.cs           creation, and what belongs to the manager as a whole
//   CloneManager.Allocate.cs  which entry a caller is given
//   CloneManager.Register.cs  how an entry gets its device
//   CloneManager.Devices.cs   what is asked of one device: no lock
//   CloneManager.Sweep.cs     expiry, the sweep, the end
//   CloneManager.Holder.cs    the holder's part of the protocol
namespace DeviceClones;

/// <summary>
/// Hands out devices: has new ones made, shares those that exist, and destroys those that nobody came for. A port of FreeBSD's
/// sys/dev/sound/clone.c. Safe for any number of threads: every call takes effect at one moment between its beginning and its end.
/// </summary>
/// <typeparam name="TDevice">The caller's devices.</typeparam>
public sealed partial class CloneManager<TDevice> : IDisposable
    where TDevice : class, ICloneDevice
{
    // The lock. Who has it is the holder; all fields below that are not read-only and not said to be shared are the holder's.
    private readonly object _gate = new();
    private readonly CloneClock _clock;
    private readonly Action<TDevice>? _destroyDevice;
    private readonly SlotTable _slots = new();
    private readonly EntryIndex _index;

    // Shared: see ControlWord.cs.
    private long _control;

    // Shared: the time of the entry whose word says TimeMoved. Written by the holder while there is none.
    private long _shareTime;

    // The entry that was shared last, until it is drained: its word says TimeMoved. And to whom it was.
    private int _moved = SlotTable.None;
    private int _shareProcess;

    // An entry that was closed, whose note is taken, and that nobody has drained: an allocation begins with it.
    private int _closed = SlotTable.None;

    // maxunit, deadline in milliseconds, tsp, and how many entries were made so far (clone.c 78-83).
    private int _maxUnit;
    private int _deadline;
    private long _time;
    private uint _made;
    private bool _isDisposed;

    /// <summary>snd_clone_create (clone.c 164-189).</summary>
    /// <param name="options">What the manager is created with, or null for the defaults.</param>
    /// <param name="destroyDevice">
    /// Called with each device that the manager destroys, once, outside its lock, so it may call the manager. Where it throws, the
    /// others are called all the same, and what was thrown surfaces together at the end.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An option that cannot be; the exception names it.</exception>
    /// <exception cref="OverflowException">The clock tells a time more than 292 years from zero.</exception>
    public CloneManager(CloneManagerOptions? options = null, Action<TDevice>? destroyDevice = null)
        : this(options ?? new(), destroyDevice, NoteNode.Width)
    {
    }

    internal CloneManager(CloneManagerOptions options, Action<TDevice>? destroyDevice, int blockWidth)
    {
        if ((options.TypeMask & ~CloneManagerOptions.LargestUnit) != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options.TypeMask), options.TypeMask, "The type mask has bits that units cannot have."); // 168-169
        }

        TypeMask = options.TypeMask;
        _maxUnit = CheckedMaxUnit(options.MaxUnit, nameof(options.MaxUnit)); // 170-173, 181-182
        CheckFlags(options.Flags, nameof(options.Flags)); // 174-175
        _deadline = Milliseconds(options.Deadline, nameof(options.Deadline));
        _control = ControlWord.Create(options.Flags);
        _clock = options.Clock ?? new CloneClock();
        _destroyDevice = destroyDevice;
        _index = new EntryIndex(_slots, TypeMask, blockWidth);
        _time = _clock.Read().TotalNanoseconds; // 185
    }

    /// <summary>The bits of a unit that say which type it is of.</summary>
    public int TypeMask { get; }

    /// <summary>How many entries there are: snd_clone_getsize (clone.c 244-249).</summary>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                ThrowIfDisposed();
                return _index.Count;
            }
        }
    }

    /// <summary>The largest unit number to be handed out: snd_clone_getmaxunit (clone.c 252-257).</summary>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    public int MaxUnit
    {
        get
        {
            lock (_gate)
            {
                ThrowIfDisposed();
                return _maxUnit;
            }
        }
    }

    /// <summary>
    /// How long a device may stay invoked, as <see cref="CloneManagerOptions.Deadline"/>: snd_clone_getdeadline, snd_clone_setdeadline
    /// (clone.c 275-290).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to no whole number of milliseconds, or to more than an int holds.</exception>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    public TimeSpan Deadline
    {
        get
        {
            lock (_gate)
            {
                ThrowIfDisposed();
                return TimeSpan.FromMilliseconds(_deadline);
            }
        }

        set
        {
            lock (_gate)
            {
                ThrowIfDisposed();
                _deadline = Milliseconds(value, nameof(value));
            }
        }
    }

    /// <summary>When allocation last gave something, and before that when the manager was created: snd_clone_gettime (clone.c 293-301).</summary>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    public CloneTimestamp Time
    {
        get
        {
            lock (_gate)
            {
                ThrowIfDisposed();
                return new(_time);
            }
        }
    }

    /// <summary>What the manager does: snd_clone_getflags, snd_clone_setflags (clone.c 304-321).</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is set to flags that do not exist.</exception>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    public CloneManagerFlags Flags
    {
        get
        {
            lock (_gate)
            {
                ThrowIfDisposed();
                return ControlWord.Flags(ReadControl());
            }
        }

        set
        {
            lock (_gate)
            {
                ThrowIfDisposed();
                CheckFlags(value, nameof(value));
                WriteFlags(value);
            }
        }
    }

    /// <summary>How many references there are: <c>refcount</c>, which the original does not tell.</summary>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    public int ReferenceCount
    {
        get
        {
            lock (_gate)
            {
                ThrowIfDisposed();
                return ControlWord.References(ReadControl());
            }
        }
    }

    /// <summary>Opens allocation: snd_clone_enable (clone.c 215-225).</summary>
    /// <returns><see cref="CloneStatus.Success"/>, or <see cref="CloneStatus.Unchanged"/>.</returns>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    public CloneStatus Enable() => Switch(CloneManagerFlags.Enabled);

    /// <summary>Closes allocation: snd_clone_disable (clone.c 228-238). Nothing else is affected.</summary>
    /// <returns><see cref="CloneStatus.Success"/>, or <see cref="CloneStatus.Unchanged"/>.</returns>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    public CloneStatus Disable() => Switch(CloneManagerFlags.None);

    /// <summary>Changes the limit: snd_clone_setmaxunit (clone.c 260-272). Entries above a lowered limit stay.</summary>
    /// <param name="maxUnit">As <see cref="CloneManagerOptions.MaxUnit"/>.</param>
    /// <returns>The limit.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit cannot be.</exception>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    public int SetMaxUnit(int maxUnit)
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            return _maxUnit = CheckedMaxUnit(maxUnit, nameof(maxUnit));
        }
    }

    /// <summary>
    /// Whether somebody has a device, or waits for one to be made, or a thread is inside one: snd_clone_busy (clone.c 192-208).
    /// </summary>
    /// <returns><see cref="CloneStatus.Busy"/>, or <see cref="CloneStatus.Success"/> where nothing is.</returns>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    public CloneStatus CheckBusy()
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            do
            {
                Drain();
            }
            while (!_slots.Root.IsQuiet);

            return _index.BusyCount != 0 ? CloneStatus.Busy : CloneStatus.Success;
        }
    }

    /// <summary>The entries in list order, all as they were at one moment. For looking at; it takes time in proportion to their number.</summary>
    /// <returns>The entries.</returns>
    /// <exception cref="ObjectDisposedException">The manager was destroyed.</exception>
    public IReadOnlyList<CloneEntryState<TDevice>> GetEntries()
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            // Stryker disable once Linq : room that is made later is room as well
            List<int> order = new(_index.Count);
            _index.CopyTo(order);
            CloneEntryState<TDevice>[] entries = new CloneEntryState<TDevice>[order.Count];
            do
            {
                Drain();
                for (int place = 0; place < entries.Length; place++)
                {
                    entries[place] = Describe(order[place]);
                }
            }
            while (!_slots.Root.IsQuiet);

            return entries;
        }
    }

    private CloneEntryState<TDevice> Describe(int number)
    {
        ref Slot slot = ref _slots[number];
        long word = ReadWord(number);
        return new(
            new CloneEntry(slot.Serial, slot.Unit, number),
            SlotWord.Flags(word),
            // Stryker disable once Conditional : after a drain no word says so, or there is a note, and all is read again
            SlotWord.Has(word, SlotWord.NoProcess) ? EntryIndex.Nobody : slot.Process,
            new(slot.Time),
            DeviceOf(ref slot),
            SlotWord.Threads(word));
    }

    private CloneStatus Switch(CloneManagerFlags enabled)
    {
        lock (_gate)
        {
            ThrowIfDisposed();
            CloneManagerFlags flags = ControlWord.Flags(ReadControl());
            if ((flags & CloneManagerFlags.Enabled) == enabled)
            {
                return CloneStatus.Unchanged; // 219-220, 232-233
            }

            WriteFlags(flags ^ CloneManagerFlags.Enabled); // 222, 235
            return CloneStatus.Success;
        }
    }

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private int CheckedMaxUnit(int maxUnit, string name) =>
        maxUnit == CloneManagerOptions.AnyUnit ? ~TypeMask & CloneManagerOptions.LargestUnit
        : (maxUnit & ~(~TypeMask & CloneManagerOptions.LargestUnit)) == 0 ? maxUnit
        : throw new ArgumentOutOfRangeException(name, maxUnit, "The limit has bits of the type mask, or bits that units cannot have.");

    private static void CheckFlags(CloneManagerFlags flags, string name)
    {
        if ((flags & ~CloneManagerFlags.All) != CloneManagerFlags.None)
        {
            throw new ArgumentOutOfRangeException(name, flags, "There are no such flags.");
        }
    }

    private static int Milliseconds(TimeSpan deadline, string name)
    {
        (long milliseconds, long rest) = Math.DivRem(deadline.Ticks, TimeSpan.TicksPerMillisecond);
        return rest == 0 && milliseconds is >= int.MinValue and <= int.MaxValue
            ? (int)milliseconds
            : throw new ArgumentOutOfRangeException(name, deadline, "The deadline is no whole number of milliseconds, or too many of them.");
    }
}
