// The reference model: one pure, total function. Read this file first, beside clone.c: the numbers in
// comments are its lines, and each line that decides something stands for one of them.
//   Model.cs        the function, the clock, the manager and its devices
//   Model.Alloc.cs  snd_clone_alloc, which is half of the original
//   Model.Sweep.cs  expiry, the sweep and the end of the manager
// What the original asserts is a Refused answer, with the state as before. Lists are lists and searches
// are loops: nothing here is meant to be fast.
using System.Diagnostics;
using static Clones.Response;

namespace Clones;

/// <summary>What clone.c does, as a function of state and operation.</summary>
public static partial class Model
{
    /// <summary>Does one operation.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="operation">What is asked.</param>
    /// <returns>The state after, and the answer. A refusal leaves everything as it was, but for the device that a refused register was given: it has been made and keeps its number.</returns>
    public static (State State, Response Response) Step(State state, Operation operation)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(operation);
        return operation switch
        {
            Operation.SetClock clock => (state with { Uptime = clock.Uptime, WallSeconds = clock.WallSeconds }, new Done()),
            Operation.SetPrecision precision => (state with { Precision = precision.Value }, new Done()), // 103
            Operation.SysctlPrecision sysctl => SysctlPrecision(state, sysctl.New),
            Operation.Create create => Create(state, create),
            Operation.Acquire acquire => OnDevice(state, acquire.Device, new Result(Errno.NoDevice), Acquire), // 477-481
            Operation.Release release => OnDevice(state, release.Device, new Result(Errno.NoDevice), Release), // 504-508
            Operation.Ref reference => OnDevice(state, reference.Device, new Number(0), Ref), // 543-547
            Operation.Unref unref => OnDevice(state, unref.Device, new Unreferenced(0, []), Unref), // 562-566
            Operation.GetDeviceTime get => OnDevice(state, get.Device, new TimeOf(Errno.NoDevice, default), // 328-333
                (_, entry) => (state, new TimeOf(Errno.None, entry.Time))), // 337-339
            Operation.GetDeviceFlags get => OnDevice(state, get.Device, new OfDevice(DeviceFlags.NoDevice), // 347-351
                (_, entry) => (state, new OfDevice(entry.Flags))), // 355
            Operation.SetDeviceFlags set => SetDeviceFlags(state, set),
            Operation.SetThreads set => OnDevice(state, set.Device, new Done(),
                (state, entry) => (Put(state, entry with { Device = entry.Device! with { Threads = set.Count } }), new Done())),
            Operation.Register register => Register(state, register),
            _ when state.Manager is { } manager => OnManager(state, manager, operation),
            _ => (state, new Refused("c", "NULL snd_clone")), // 196, 217, 230, 246, 254, 262, 277, 285, 295, 306, 314, 402, 452, 614
        };
    }

    private static (State State, Response Response) OnManager(State state, Manager manager, Operation operation) => operation switch
    {
        Operation.Enable => manager.Has(ManagerFlags.Enable)
            ? (state, new Result(Errno.Invalid)) // 219-220
            : (state with { Manager = manager with { Flags = manager.Flags | ManagerFlags.Enable } }, new Result(Errno.None)), // 222-224
        Operation.Disable => !manager.Has(ManagerFlags.Enable)
            ? (state, new Result(Errno.Invalid)) // 232-233
            : (state with { Manager = manager with { Flags = manager.Flags & ~ManagerFlags.Enable } }, new Result(Errno.None)), // 235-237
        Operation.Busy => (state, new Result(Busy(manager))),
        Operation.GetSize => (state, new Number(manager.Size)), // 248
        Operation.GetMaxUnit => (state, new Number(manager.MaxUnit)), // 256
        Operation.SetMaxUnit set => SetMaxUnit(state, manager, set.MaxUnit),
        Operation.GetDeadline => (state, new Number(manager.DeadlineMilliseconds)), // 279
        Operation.SetDeadline set =>
            (state with { Manager = manager with { DeadlineMilliseconds = set.DeadlineMilliseconds } }, new Number(set.DeadlineMilliseconds)), // 287-289
        Operation.GetTime => (state, new TimeOf(Errno.None, manager.Time)), // 298-300
        Operation.GetFlags => (state, new OfManager(manager.Flags)), // 308
        Operation.SetFlags set => InvalidFlags(set.Flags) is { } refused
            ? (state, refused) // 315-316
            : (state with { Manager = manager with { Flags = set.Flags } }, new OfManager(set.Flags)), // 318-320
        Operation.Alloc alloc => Alloc(state, manager, alloc),
        Operation.Gc => Sweep(state, manager),
        Operation.Destroy => Destroy(state, manager),
        // Stryker disable once String : nobody comes here: operations are a closed set, and each one that needs a manager stands above
        _ => throw new UnreachableException($"no case for {operation}"),
    };

    /// <summary>snd_timestamp (106-130): what the clock shows at the precision in force. A precision that does not exist is put right.</summary>
    private static (State State, Timestamp Now) ReadClock(State state)
    {
        Timestamp uptime = state.Uptime;
        Timestamp tick = uptime with { Nanoseconds = uptime.Nanoseconds / Precision.TickNanoseconds * Precision.TickNanoseconds };
        return state.Precision switch
        {
            Precision.Seconds => (state, new Timestamp(state.WallSeconds, 0)), // 111-114
            Precision.Tick => (state, tick), // 115-117
            Precision.Microseconds => (state, uptime with { Nanoseconds = uptime.Nanoseconds / 1000 * 1000 }), // 118-121
            Precision.Nanoseconds => (state, uptime), // 122-124
            _ => (state with { Precision = Precision.Tick }, tick), // 125-128
        };
    }

    /// <summary>sysctl_hw_snd_timestamp_precision (133-154): answers the value as it was; ignores one that does not exist.</summary>
    private static (State State, Response Response) SysctlPrecision(State state, int? value) =>
        (value is >= Precision.Seconds and <= Precision.Nanoseconds ? state with { Precision = value.Value } : state, // 140-151
            new Number(state.Precision)); // 138-139, 153

    /// <summary>snd_clone_create (164-189). The state holds one manager: the caller forgets the one it had.</summary>
    private static (State State, Response Response) Create(State state, Operation.Create create)
    {
        if ((create.TypeMask & ~Limits.MaxUnit) != 0)
        {
            return (state, new Refused("typemask", $"invalid typemask: 0x{create.TypeMask:x8}")); // 168-169
        }

        if ((InvalidMaxUnit(create.TypeMask, create.MaxUnit) ?? InvalidFlags(create.Flags)) is { } refused)
        {
            return (state, refused); // 170-175
        }

        (state, Timestamp now) = ReadClock(state); // 185
        Manager manager = new(create.TypeMask, LargestUnit(create.TypeMask, create.MaxUnit), create.DeadlineMilliseconds, create.Flags,
            ReferenceCount: 0, Time: now, Size: 0, Entries: [], NextEntry: 0); // 177-186
        return (state with { Manager = manager }, new Done()); // 188
    }

    /// <summary>170-173, 263-266: a limit may have only bits that units may have and types do not.</summary>
    private static Refused? InvalidMaxUnit(int typeMask, int maxUnit) =>
        maxUnit == Limits.Any || (maxUnit & ~(~typeMask & Limits.MaxUnit)) == 0
            ? null
            : new Refused("maxunit", $"maxunit overflow: typemask=0x{typeMask:x8} maxunit={maxUnit}");

    /// <summary>181-182, 268-269.</summary>
    private static int LargestUnit(int typeMask, int maxUnit) => maxUnit == Limits.Any ? ~typeMask & Limits.MaxUnit : maxUnit;

    /// <summary>174-175, 315-316.</summary>
    private static Refused? InvalidFlags(ManagerFlags flags) =>
        (flags & ~ManagerFlags.Mask) == ManagerFlags.None ? null : new Refused("flags", $"invalid clone flags=0x{(uint)flags:x8}");

    /// <summary>snd_clone_busy (192-208).</summary>
    private static Errno Busy(Manager manager)
    {
        foreach (Entry entry in manager.Entries.Items)
        {
            if (entry.Has(DeviceFlags.Busy) || entry.Device is { Threads: not 0 })
            {
                return Errno.Busy; // 202-204
            }
        }

        return Errno.None; // 198-199, 207
    }

    /// <summary>snd_clone_setmaxunit (260-272). Entries above a lowered limit stay.</summary>
    private static (State State, Response Response) SetMaxUnit(State state, Manager manager, int maxUnit)
    {
        if (InvalidMaxUnit(manager.TypeMask, maxUnit) is { } refused)
        {
            return (state, refused); // 263-266
        }

        int largest = LargestUnit(manager.TypeMask, maxUnit); // 268-269
        return (state with { Manager = manager with { MaxUnit = largest } }, new Number(largest)); // 271
    }

    /// <summary>
    /// What each function of a device begins with: a null device is refused, one that is no clone (<c>si_drv2 == NULL</c>) gets
    /// <paramref name="noClone"/>. A destroyed device is no clone: in the original its use is undefined.
    /// </summary>
    private static (State State, Response Response) OnDevice(
        State state, DeviceId device, Response noClone, Func<State, Entry, (State State, Response Response)> onEntry) =>
        device.Value >= state.NextDevice ? (state, NullDevice)
        : Find(state, device) is { } entry ? onEntry(state, entry)
        : (state, noClone);

    private static Refused NullDevice => new("dev", "NULL dev");

    /// <summary>The entry that <c>si_drv2</c> of a device points to.</summary>
    private static Entry? Find(State state, DeviceId device)
    {
        foreach (Entry entry in (state.Manager?.Entries ?? []).Items)
        {
            if (entry.Device is { } found && found.Id == device)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>The state in which <paramref name="changed"/> stands for the entry of that number.</summary>
    private static State Put(State state, Entry changed)
    {
        Manager manager = state.Manager!;
        int index = 0;
        while (manager.Entries[index].Id != changed.Id)
        {
            index++;
        }

        return state with { Manager = manager with { Entries = manager.Entries.Replace(index, changed) } };
    }

    /// <summary>snd_clone_acquire (473-493). It clears INVOKE even where it then answers that the device is busy.</summary>
    private static (State State, Response Response) Acquire(State state, Entry entry)
    {
        entry = entry with { Flags = entry.Flags & ~DeviceFlags.Invoke }; // 485
        return entry.Has(DeviceFlags.Busy)
            ? (Put(state, entry), new Result(Errno.Busy)) // 487-488
            : (Put(state, entry with { Flags = entry.Flags | DeviceFlags.Busy }), new Result(Errno.None)); // 490-492
    }

    /// <summary>snd_clone_release (500-521). It clears INVOKE even where it then answers that the device is not busy.</summary>
    private static (State State, Response Response) Release(State state, Entry entry)
    {
        entry = entry with { Flags = entry.Flags & ~DeviceFlags.Invoke }; // 512
        return !entry.Has(DeviceFlags.Busy)
            ? (Put(state, entry), new Result(Errno.BadFile)) // 514-515
            : (Put(state, entry with { Flags = entry.Flags & ~DeviceFlags.Busy, Process = ProcessId.None }), new Result(Errno.None)); // 517-520
    }

    /// <summary>snd_clone_ref (538-554). The count is the manager's: it does not know who took which reference.</summary>
    private static (State State, Response Response) Ref(State state, Entry entry)
    {
        Manager manager = state.Manager!; // 549
        if (manager.ReferenceCount < 0)
        {
            return (state, new Refused("refcount", "refcount < 0")); // 551
        }

        manager = manager with { ReferenceCount = manager.ReferenceCount + 1 };
        return (state with { Manager = manager }, new Number(manager.ReferenceCount)); // 553
    }

    /// <summary>snd_clone_setdevflags (359-376).</summary>
    private static (State State, Response Response) SetDeviceFlags(State state, Operation.SetDeviceFlags set)
    {
        if (set.Device.Value >= state.NextDevice)
        {
            return (state, NullDevice); // 363
        }

        return (set.Flags & ~DeviceFlags.Alloc) != DeviceFlags.None
            ? (state, new Refused("flags", $"invalid clone dev flags=0x{(uint)set.Flags:x8}")) // 364-365
            : OnDevice(state, set.Device, new OfDevice(DeviceFlags.NoDevice), // 367-369
                (state, entry) => (Put(state, entry with { Flags = set.Flags }), new OfDevice(set.Flags))); // 373-375
    }

    /// <summary>snd_clone_register (586-604). The device is made before the call, and keeps its number where the call is refused.</summary>
    private static (State State, Response Response) Register(State state, Operation.Register register)
    {
        DeviceId device = register.Existing ?? new DeviceId(state.NextDevice);
        if (register.Existing is null)
        {
            state = state with { NextDevice = state.NextDevice + 1 };
        }

        Entry? entry = null;
        foreach (Entry candidate in (state.Manager?.Entries ?? []).Items)
        {
            entry = candidate.Id == register.Entry ? candidate : entry;
        }

        if (entry is null)
        {
            return (state, new Refused("ce", "NULL snd_clone_entry")); // 588
        }

        int unit = register.Existing is null ? register.Unit ?? entry.Unit : ~entry.Unit;
        Refused? refused =
            device.Value >= state.NextDevice ? NullDevice // 589
            : register.Existing is not null && Find(state, device) is not null ? new("dev", "dev->si_drv2 not NULL") // 590
            : (entry.Flags & DeviceFlags.Alloc) != DeviceFlags.Alloc ? new("ce", $"invalid clone alloc flags=0x{(uint)entry.Flags:x8}") // 591-592
            : entry.Device is not null ? new("ce", "ce->devt not NULL") // 593
            : unit != entry.Unit ? new("dev", $"invalid unit ce->unit=0x{entry.Unit:x8} dev2unit=0x{unit:x8}") // 594-596
            : null;
        return refused is not null
            ? (state, refused)
            : (Put(state, entry with { Device = new Device(device, 0), Flags = (entry.Flags & ~DeviceFlags.Alloc) | DeviceFlags.Invoke }), // 600-603
                new Registered(device));
    }
}
