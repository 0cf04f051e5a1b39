// The adapter between the model's vocabulary and the port: an operation becomes a call, what the call
// answers or throws becomes a response, and what the port shows of itself becomes a state. It decides
// nothing: whether something is refused, and over which argument, is the port's to say; only the
// words of a refusal are the original's, and stand in PortRefusal.cs.
using System.Diagnostics;
using Checking;
using Checking.Scenarios;
using Clones;
using DeviceClones;

namespace Harness.Port;

/// <summary>
/// The port, driven by operations of the model. Threads may apply operations at once, but for creation; <see cref="Observe()"/> is for when
/// none does.
/// </summary>
public sealed class PortSubject : ISubject<State, Operation, Response>, IRescannable, ICallingBack, IDisposable
{
    private readonly PortTime _time = new();
    private readonly CloneClock _clock;
    private readonly object _names = new();
    private readonly Dictionary<int, PortDevice> _devices = []; // under _names
    private readonly Dictionary<int, PortDevice> _registering = []; // under _names; _devices has them when somebody can know of them
    private readonly Dictionary<int, CloneEntry> _entries = []; // under _names
    private readonly PortDevice _foreign = new(-1, -1);

    // Which devices the operation that runs on this thread has destroyed so far.
    [ThreadStatic]
    private static List<DeviceId>? _destroyed;

    private CloneManager<PortDevice>? _manager;
    private bool _observesManager;

    private readonly Func<CloneManagerOptions, Action<PortDevice>, CloneManager<PortDevice>> _make;

    /// <summary>A port without a manager yet.</summary>
    public PortSubject()
        : this(static (options, destroy) => new CloneManager<PortDevice>(options, destroy))
    {
    }

    /// <summary>A port without a manager yet, whose managers are made in another way.</summary>
    /// <param name="make">Makes a manager.</param>
    public PortSubject(Func<CloneManagerOptions, Action<PortDevice>, CloneManager<PortDevice>> make)
    {
        _make = make;
        _clock = new CloneClock(_time);
    }

    /// <inheritdoc />
    public Action? Callback { get; set; }

    /// <summary>The manager, once it was created: what a check looks at that knows the port itself.</summary>
    public CloneManager<PortDevice>? Manager => _manager;

    /// <inheritdoc />
    public IReadOnlyList<string> FindDerivedErrors() => _manager?.FindErrors() ?? [];

    /// <inheritdoc />
    public Response Apply(Operation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        List<DeviceId>? outer = _destroyed; // of the operation that has called back, where one has
        _destroyed = [];
        try
        {
            return Call(operation);
        }
        catch (ArgumentException exception)
        {
            return PortRefusal.Of(operation, exception, _manager);
        }
        catch (ObjectDisposedException)
        {
            return PortRefusal.NoManager;
        }
        finally
        {
            _destroyed = outer;
        }
    }

    private Response Call(Operation operation)
    {
        switch (operation)
        {
            case Operation.SetClock clock:
                _time.Set(clock.Uptime, clock.WallSeconds);
                return new Response.Done();
            case Operation.SetPrecision precision:
                _clock.Precision = (TimestampPrecision)precision.Value;
                return new Response.Done();
            case Operation.SysctlPrecision sysctl:
                return new Response.Number((int)(sysctl.New is { } value ? _clock.ChangePrecision((TimestampPrecision)value) : _clock.Precision));
            case Operation.Create create:
                return Create(create);
            case Operation.Register register:
                return Register(register);
            default:
                return CallDevice(operation) ?? (_manager is { } manager ? CallManager(manager, operation) : PortRefusal.NoManager);
        }
    }

    private Response.Done Create(Operation.Create create)
    {
        CloneManager<PortDevice> manager = _make(
            new CloneManagerOptions
            {
                TypeMask = create.TypeMask,
                MaxUnit = create.MaxUnit,
                Deadline = TimeSpan.FromMilliseconds(create.DeadlineMilliseconds),
                Flags = (CloneManagerFlags)create.Flags,
                Clock = _clock,
            },
            OnDestroyed);
        _manager?.Dispose(); // the model forgets the manager it had, and its devices are no clones from then on
        _manager = manager;
        _observesManager = true;
        lock (_names)
        {
            _entries.Clear();
        }

        return new Response.Done();
    }

    private void OnDestroyed(PortDevice device)
    {
        Know(device);
        _destroyed?.Add(new DeviceId(device.Number));
        Callback?.Invoke();
    }

    private Response Register(Operation.Register register)
    {
        CloneEntry entry = EntryOf(register.Entry);
        try
        {
            return Register(register, entry);
        }
        catch (ArgumentOutOfRangeException)
        {
            return PortRefusal.OtherUnit(register, entry.Unit); // the entry may be gone by now, and had this unit
        }
    }

    private Response.Registered Register(Operation.Register register, CloneEntry entry)
    {
        if (register.Existing is { } existing)
        {
            // As in the model: a device that was made for something else has another unit, whichever the entry has.
            PortDevice? other = DeviceOf(existing);
            other?.Unit = ~entry.Unit;
            (_manager ?? NoManagerYet).Register(entry, other!);
            return new Response.Registered(existing);
        }

        // As the original's caller does, the device is made before it is registered, and keeps its number if that is refused.
        PortDevice device;
        lock (_names)
        {
            device = new PortDevice(_devices.Count + _registering.Count, register.Unit ?? entry.Unit);
            _registering.Add(device.Number, device);
        }

        try
        {
            (_manager ?? NoManagerYet).Register(entry, device);
            return new Response.Registered(new DeviceId(device.Number));
        }
        finally
        {
            Know(device);
        }
    }

    /// <summary>From now on a device can be named: its registration returned, or somebody was given it, or it was destroyed.</summary>
    private void Know(PortDevice device)
    {
        lock (_names)
        {
            if (_registering.Remove(device.Number))
            {
                _devices.Add(device.Number, device);
            }
        }
    }

    /// <summary>What the port calls an entry. One that is just being allocated, of which a thread may know by what it saw, is looked for in the list.</summary>
    private CloneEntry EntryOf(EntryId id)
    {
        lock (_names)
        {
            if (_entries.TryGetValue(id.Value, out CloneEntry entry))
            {
                return entry;
            }
        }

        return PortRefusal.Find(id, _manager)?.Entry ?? new CloneEntry(uint.MaxValue, 0, 0);
    }

    private Response? CallDevice(Operation operation)
    {
        CloneManager<PortDevice> manager = _manager ?? NoManagerYet;
        switch (operation)
        {
            case Operation.Acquire { Device: var device }:
                return new Response.Result((Errno)manager.Acquire(DeviceOf(device)!));
            case Operation.Release { Device: var device }:
                return new Response.Result((Errno)manager.Release(DeviceOf(device)!));
            case Operation.Ref { Device: var device }:
                return new Response.Number(manager.AddReference(DeviceOf(device)!));
            case Operation.Unref { Device: var device }:
                int references = manager.RemoveReference(DeviceOf(device)!);
                return new Response.Unreferenced(references, [.. _destroyed!]);
            case Operation.GetDeviceTime { Device: var device }:
                Errno error = (Errno)manager.GetDeviceTime(DeviceOf(device)!, out CloneTimestamp time);
                return new Response.TimeOf(error, TimeOf(time));
            case Operation.GetDeviceFlags { Device: var device }:
                return new Response.OfDevice((DeviceFlags)manager.GetDeviceFlags(DeviceOf(device)!));
            case Operation.SetDeviceFlags { Device: var device, Flags: var flags }:
                return new Response.OfDevice((DeviceFlags)manager.SetDeviceFlags(DeviceOf(device)!, (CloneDeviceFlags)flags));
            case Operation.SetThreads { Device: var device, Count: var count }:
                manager.SetThreadCount(DeviceOf(device)!, count);
                return new Response.Done();
            default:
                return null;
        }
    }

    private Response CallManager(CloneManager<PortDevice> manager, Operation operation)
    {
        switch (operation)
        {
            case Operation.Enable:
                return new Response.Result((Errno)manager.Enable());
            case Operation.Disable:
                return new Response.Result((Errno)manager.Disable());
            case Operation.Busy:
                return new Response.Result((Errno)manager.CheckBusy());
            case Operation.GetSize:
                return new Response.Number(manager.Count);
            case Operation.GetMaxUnit:
                return new Response.Number(manager.MaxUnit);
            case Operation.SetMaxUnit set:
                return new Response.Number(manager.SetMaxUnit(set.MaxUnit));
            case Operation.GetDeadline:
                return new Response.Number((int)manager.Deadline.TotalMilliseconds);
            case Operation.SetDeadline set:
                manager.Deadline = TimeSpan.FromMilliseconds(set.DeadlineMilliseconds);
                return new Response.Number(set.DeadlineMilliseconds);
            case Operation.GetTime:
                return new Response.TimeOf(Errno.None, TimeOf(manager.Time));
            case Operation.GetFlags:
                return new Response.OfManager((ManagerFlags)manager.Flags);
            case Operation.SetFlags set:
                manager.Flags = (CloneManagerFlags)set.Flags;
                return new Response.OfManager(set.Flags);
            case Operation.Alloc alloc:
                return Allocate(manager, alloc);
            case Operation.Gc:
                int pruned = manager.Sweep();
                return new Response.Swept(pruned, [.. _destroyed!]);
            case Operation.Destroy:
                if (!manager.Destroy())
                {
                    return PortRefusal.NoManager;
                }

                _observesManager = false;
                return new Response.ManagerDestroyed([.. _destroyed!]);
            default:
                throw new UnreachableException($"no case for {operation}");
        }
    }

    private Response.Allocated Allocate(CloneManager<PortDevice> manager, Operation.Alloc alloc)
    {
        Allocation<PortDevice> allocation = manager.Allocate(alloc.Process.Value, alloc.Unit, alloc.Type, canGrow: !alloc.MemoryFails);
        switch (allocation.Kind)
        {
            case AllocationKind.NewEntry:
                EntryId id = new((int)allocation.Entry.Serial);
                lock (_names)
                {
                    _entries.Add(id.Value, allocation.Entry);
                }

                return new(id, allocation.UnitNumber, null);
            case AllocationKind.Device:
                Know(allocation.Device!);
                return new(null, allocation.UnitNumber, new DeviceId(allocation.Device!.Number));
            default:
                return new(null, allocation.UnitNumber, null);
        }
    }

    /// <inheritdoc />
    public State Observe() => new(
        _time.Uptime,
        _time.WallSeconds,
        (int)_clock.Precision,
        _observesManager ? Observe(_manager!) : null,
        Made);

    private Manager Observe(CloneManager<PortDevice> manager) => new(
        manager.TypeMask,
        manager.MaxUnit,
        (int)manager.Deadline.TotalMilliseconds,
        (ManagerFlags)manager.Flags,
        manager.ReferenceCount,
        TimeOf(manager.Time),
        manager.Count,
        [.. manager.GetEntries().Select(static entry => new Entry(
            new EntryId((int)entry.Entry.Serial),
            entry.Entry.Unit,
            (DeviceFlags)entry.Flags,
            new ProcessId(entry.Process),
            TimeOf(entry.Time),
            entry.Device is { } device ? new Device(new DeviceId(device.Number), entry.ThreadCount) : null))],
        _entries.Count);

    private int Made => _devices.Count + _registering.Count;

    /// <summary>Stands for the manager before the first one is created: no device is one of its, and it has no entry.</summary>
    private CloneManager<PortDevice> NoManagerYet => new(new CloneManagerOptions { Clock = new CloneClock(_time) });

    /// <summary>
    /// The device of a number. One that is just being registered is there from the moment at which the manager has it: a thread may know of
    /// it by what it saw, although the registration has not returned.
    /// </summary>
    private PortDevice? DeviceOf(DeviceId id)
    {
        PortDevice? registering;
        lock (_names)
        {
            if (id.IsForeign || _devices.ContainsKey(id.Value))
            {
                return id.IsForeign ? _foreign : _devices[id.Value];
            }

            registering = _registering.GetValueOrDefault(id.Value);
        }

        if (registering is null || _manager is not { } manager || manager.GetDeviceFlags(registering) == CloneDeviceFlags.NoDevice)
        {
            return null;
        }

        Know(registering);
        return registering;
    }

    private static Timestamp TimeOf(CloneTimestamp time) => new(time.Seconds, time.Nanoseconds);

    /// <inheritdoc />
    public void Dispose() => _manager?.Dispose();
}
