// Makes a draft an operation, from the state at hand: devices that exist, units that are taken or just
// free, times that are just before, at and just after a deadline, arguments that the original asserts
// against. What comes out how often is measured by Coverage, and held to a floor by a test.
using Checking;
using Clones;
using static Clones.Operation;

namespace Harness;

/// <summary>Resolves drafts.</summary>
public static class CloneDrafts
{
    private static readonly int[] TypeMasks = [0, 0, 0xff0000, 0xfffff0, 0xfffffe, 0xff0000, 1, 3, 0xffffff, 5];
    private static readonly int[] SomeLimits = [2, 5, 0, 7, 0, 5, 15, Limits.Any];
    private static readonly int[] Deadlines = [750, 750, 1, 999, 1000, 1001, 0, 1500, 5000, -1, int.MaxValue];
    private const int Processes = 6;

    /// <summary>What a manager may be allowed to do; the original's caller has the first.</summary>
    private static readonly ManagerFlags[] FlagSets =
    [
        ManagerFlags.Mask & ~ManagerFlags.GcRevoke & ~ManagerFlags.WaitOk,
        ManagerFlags.Enable | ManagerFlags.GcEnable,
        ManagerFlags.Enable | ManagerFlags.GcEnable | ManagerFlags.GcUnref,
        ManagerFlags.Mask & ~ManagerFlags.GcRevoke,
        ManagerFlags.Enable | ManagerFlags.GcEnable | ManagerFlags.GcRevoke,
        ManagerFlags.Enable | ManagerFlags.GcEnable | ManagerFlags.GcUnref | ManagerFlags.GcLastRef,
        ManagerFlags.Enable | ManagerFlags.GcEnable | ManagerFlags.GcExpired,
        ManagerFlags.Enable,
        ManagerFlags.GcEnable | ManagerFlags.WaitOk,
    ];

    /// <summary>How often each kind of operation comes, of 256; the simplest first.</summary>
    private static readonly (int Weight, Func<State, Manager?, Draft, Operation> Make)[] Kinds =
    [
        (125, static (state, manager, draft) => MakeAlloc(state, manager, draft)),
        (7, static (state, manager, draft) => MakeRegister(state, manager, draft)),
        (13, static (state, manager, draft) => new Acquire(Device(state, manager, draft, static entry => !entry.Has(DeviceFlags.Busy)))),
        (15, static (state, manager, draft) => new Release(Device(state, manager, draft, static entry => entry.Has(DeviceFlags.Busy)))),
        (5, static (state, manager, draft) => new Ref(Device(state, manager, draft))),
        (10, static (state, manager, draft) => MakeUnref(state, manager, draft)),
        (8, static (_, _, _) => new Gc()),
        (11, static (state, manager, draft) => MakeClock(state, manager, draft)),
        (4, static (state, manager, draft) => new SetThreads(Device(state, manager, draft), draft.Second % 3)),
        (5, static (state, manager, draft) => new SetDeviceFlags(Device(state, manager, draft), (DeviceFlags)Math.Max(0, (draft.Second % 12) - 3))),
        (3, static (_, _, draft) => new SetFlags(SomeManagerFlags(draft))),
        (4, static (_, manager, draft) => new SetMaxUnit(Limit(manager?.TypeMask ?? 0, draft))),
        (4, static (_, _, draft) => new SetDeadline(Deadlines.At(draft.First))),
        (4, static (_, _, _) => new Disable()),
        (3, static (_, _, _) => new Enable()),
        (3, static (_, _, _) => new Busy()),
        (4, static (_, _, draft) => new SetPrecision(SomePrecision(draft.First))),
        (3, static (_, _, draft) => new SysctlPrecision(draft.First < 60 ? null : SomePrecision(draft.First))),
        (3, static (state, manager, draft) => new GetDeviceTime(Device(state, manager, draft))),
        (3, static (state, manager, draft) => new GetDeviceFlags(Device(state, manager, draft))),
        (3, static (_, _, _) => new GetSize()),
        (3, static (_, _, _) => new GetMaxUnit()),
        (3, static (_, _, _) => new GetDeadline()),
        (3, static (_, _, _) => new GetTime()),
        (3, static (_, _, _) => new GetFlags()),
        (3, static (_, _, _) => new Destroy()),
        (1, static (_, _, draft) => MakeCreate(draft)),
    ];

    private static readonly Func<State, Manager?, Draft, Operation>[] KindOf = [.. Kinds.SelectMany(kind => Enumerable.Repeat(kind.Make, kind.Weight))];

    /// <summary>Makes a draft an operation.</summary>
    /// <param name="state">The state that it will meet.</param>
    /// <param name="draft">The draft.</param>
    /// <returns>The operation.</returns>
    public static Operation Resolve(State state, Draft draft)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Manager switch
        {
            // Without a manager little can be asked; disabled, alloc says nothing: both are left soon.
            null when draft.Kind < 200 => MakeCreate(draft),
            { } manager when !manager.Has(ManagerFlags.Enable) && draft.Fourth % 8 >= 6 => new Enable(),
            { } manager when draft.Fourth % 4 == 1 && AtBoundary(state, manager) => new Gc(),
            var manager => KindOf.At(draft.Kind)(state, manager, draft),
        };
    }

    private static Create MakeCreate(Draft draft)
    {
        int typeMask = draft.First == 255 ? 0x1000000 : TypeMasks.At(draft.First);
        return new Create(typeMask, Limit(typeMask, draft with { First = draft.Second }), Deadlines.At(draft.Third), SomeManagerFlags(draft with { First = draft.Fourth }));
    }

    /// <summary>A limit that the type mask allows, or now and then one that it does not.</summary>
    private static int Limit(int typeMask, Draft draft)
    {
        int limit = SomeLimits.At(draft.First);
        return draft.First % 16 == 15 || limit == Limits.Any ? limit : limit & ~typeMask;
    }

    private static ManagerFlags SomeManagerFlags(Draft draft) =>
        draft.First >= 254 ? (ManagerFlags)0x40 : FlagSets.At(draft.First) | (draft.First % 6 == 1 ? ManagerFlags.WaitOk : ManagerFlags.None);

    private static int SomePrecision(byte choice) => choice < 160 ? Precision.Tick : (choice % 6) - 1;

    /// <summary>An alloc; where an entry waits for its device, as often its register, so that most entries come to live.</summary>
    private static Operation MakeAlloc(State state, Manager? manager, Draft draft)
    {
        if (draft.Fourth % 16 >= 8 && (manager?.Entries ?? []).Any(entry => entry.Device is null))
        {
            return MakeRegister(state, manager, draft);
        }

        if (draft.Fourth % 16 is > 0 and < 12 && AboveGap(manager) is { } device)
        {
            return new Release(device);
        }

        if (manager is not null && manager.Has(ManagerFlags.WaitOk) && draft.Third % 4 != 3 && IdleAboveGap(manager))
        {
            return new SetFlags(manager.Flags & ~ManagerFlags.WaitOk);
        }

        if (draft.Third % 3 != 1 && manager is not null && AllocGoal.Pick(state, manager, draft.First, draft.Second) is { } alloc)
        {
            return alloc;
        }

        int typeMask = manager?.TypeMask ?? 0;
        int type = draft.Third switch
        {
            < 190 => 0,
            < 240 => typeMask & -typeMask, // the lowest bit of the mask
            < 248 => typeMask,
            _ => ~typeMask & -~typeMask, // a bit outside the mask, which is refused
        };
        int[] taken = [.. (manager?.Entries ?? []).Where(entry => (entry.Unit & typeMask) == type).Select(entry => entry.Unit & ~type)];
        bool memoryFails = draft.Second % 8 < 3;
        // One in twenty asks as nobody.
        ProcessId process = draft.First < 244 ? new(1 + (draft.First * Processes / 256)) : ProcessId.None;
        return new Alloc(process, SomeUnit(draft.Second, manager, typeMask, taken), type, memoryFails);
    }

    /// <summary>A device above a free unit that somebody has: once released, it leads to branches of alloc that are seldom met.</summary>
    private static DeviceId? AboveGap(Manager? manager) =>
        EntriesAboveGap(manager).FirstOrDefault(entry => entry.Has(DeviceFlags.Busy | DeviceFlags.Invoke))?.Device?.Id;

    private static bool IdleAboveGap(Manager manager) => EntriesAboveGap(manager).Any(entry => !entry.Has(DeviceFlags.Busy | DeviceFlags.Invoke));

    private static IEnumerable<Entry> EntriesAboveGap(Manager? manager) =>
        (manager?.Entries ?? []).Where(entry => (entry.Unit & manager!.TypeMask) == 0).Where((entry, place) => entry.Unit > place);

    private static int SomeUnit(byte choice, Manager? manager, int typeMask, int[] taken) => choice switch
    {
        < 150 when taken.Length < 2 && choice % 4 < 3 => Math.Min(manager?.MaxUnit ?? 0, 5) & ~typeMask, // leaves a gap below
        < 164 => Limits.Any,
        < 192 when taken.Length > 0 => taken[choice % taken.Length] & ~typeMask,
        < 228 => choice % 6 & ~typeMask,
        < 236 => manager?.MaxUnit ?? 0,
        < 248 => (manager?.MaxUnit ?? 0) + 1 is var over && (over & typeMask) == 0 ? over : 0xffffff & ~typeMask,
        < 252 => typeMask & -typeMask, // collides with the mask, where there is one
        _ => -7 & ~typeMask,
    };

    private static Register MakeRegister(State state, Manager? manager, Draft draft)
    {
        Entry[] waiting = [.. (manager?.Entries ?? []).Where(entry => entry.Device is null)];
        EntryId entry = waiting.Length > 0 && draft.Second < 235 ? waiting.At(draft.First).Id : new EntryId(draft.First % ((manager?.NextEntry ?? 0) + 1));
        return draft.Third switch
        {
            < 235 => new Register(entry),
            < 245 => new Register(entry, Unit: draft.Fourth),
            _ => new Register(entry, Existing: Device(state, manager, draft)),
        };
    }

    /// <summary>An unref, or a ref where there is no reference yet, mostly.</summary>
    private static Operation MakeUnref(State state, Manager? manager, Draft draft)
    {
        DeviceId device = Device(state, manager, draft);
        return manager?.ReferenceCount == 0 && draft.Second < 200 ? new Ref(device) : new Unref(device);
    }

    /// <summary>A device of an entry, mostly, and more often one that is preferred; else any number up to the next one, or a foreign device.</summary>
    private static DeviceId Device(State state, Manager? manager, Draft draft, Func<Entry, bool>? preferred = null)
    {
        Entry[] entries = [.. (manager?.Entries ?? []).Where(entry => entry.Device is not null)];
        Entry[] chosen = preferred is not null && draft.Fourth < 200 ? [.. entries.Where(preferred)] : entries;
        return draft.Third switch
        {
            < 236 when chosen.Length > 0 => chosen.At(Math.Max(draft.First, draft.Second)).Device!.Id, // more often one of the last
            < 236 when entries.Length > 0 => entries.At(draft.First).Device!.Id,
            < 246 => DeviceId.Foreign,
            _ => new DeviceId(draft.First % (state.NextDevice + 1)),
        };
    }

    /// <summary>The clock: a little on, to a boundary of the deadline or of a second, or back.</summary>
    private static SetClock MakeClock(State state, Manager? manager, Draft draft)
    {
        Timestamp then = manager is null ? state.Uptime : manager.Entries.Count > 0 && draft.Second < 128 ? manager.Entries.At(draft.Second).Time : manager.Time;
        long deadline = (manager?.DeadlineMilliseconds ?? 0) is var ms and < 100_000 ? ms : 750;
        Timestamp uptime = draft.First switch
        {
            < 60 => Later(state.Uptime, (draft.Third + 1) * 1_000_000L),
            < 80 => Later(state.Uptime, draft.Third * 7_654_321L),
            < 100 => Later(then, (deadline - 1) * 1_000_000),
            < 120 => Later(then, deadline * 1_000_000),
            < 150 => Later(then, (deadline + 1) * 1_000_000),
            < 180 => new Timestamp(then.Seconds + (deadline / 1000) + 1, 0), // the second edge that expires early
            < 200 => Later(new Timestamp(then.Seconds + (deadline / 1000) + 1, 0), -1_000_000), // just before it
            < 220 => Later(new Timestamp(state.Uptime.Seconds + 1, 0), -1_000_000),
            < 248 => Later(state.Uptime, draft.Third * 1_000_000_000L),
            _ => Later(state.Uptime, -(draft.Third * 100_000_000L)),
        };
        uptime = uptime.Seconds < 0 ? default : uptime;
        return new SetClock(uptime, 1_190_000_000 + uptime.Seconds);
    }

    /// <summary>Whether an entry that can expire is within a millisecond of its deadline, or at the second edge that expires it early.</summary>
    private static bool AtBoundary(State state, Manager manager)
    {
        Timestamp now = Age.Now(state);
        return manager.Entries.Any(entry =>
            entry.Has(DeviceFlags.Invoke) && !entry.Has(DeviceFlags.Busy)
            && (Math.Abs(Age.Between(now, entry.Time).Milliseconds - manager.DeadlineMilliseconds) <= 1
                || (now.Nanoseconds == 0 && now.Seconds - entry.Time.Seconds == (manager.DeadlineMilliseconds / 1000) + 1L)));
    }

    private static Timestamp Later(Timestamp time, long nanoseconds)
    {
        long sum = time.Nanoseconds + nanoseconds;
        long seconds = Math.DivRem(sum, Timestamp.NanosecondsPerSecond, out long rest);
        return rest < 0 ? new(time.Seconds + seconds - 1, rest + Timestamp.NanosecondsPerSecond) : new(time.Seconds + seconds, rest);
    }
}
