// The races that the original's comments and its real caller are about, by name. Each begins where a race can
// be met: a device that is open, idle or expired, a limit that is reached. What the threads do is short: a
// race that is there at all shows in a few operations.
using Clones;
using static Clones.Operation;

namespace Harness.Concurrency;

/// <summary>The scenarios that have names.</summary>
public static class NamedScenarios
{
    private const int Deadline = Limits.DefaultDeadlineMilliseconds;
    /// <summary>Sweeps when it is told to.</summary>
    internal const ManagerFlags Sweeps = ManagerFlags.Enable | ManagerFlags.GcEnable | ManagerFlags.WaitOk;
    private const ManagerFlags SweepsAtEachUnref = Sweeps | ManagerFlags.GcUnref;
    private const ManagerFlags SweepsAtLastUnref = SweepsAtEachUnref | ManagerFlags.GcLastRef;
    private const ManagerFlags SweepsWhenExpired = SweepsAtEachUnref | ManagerFlags.GcExpired;

    internal static readonly DeviceId First = new(0);
    internal static readonly DeviceId Second = new(1);
    private static readonly DeviceId Third = new(2);
    private static readonly ProcessId One = new(1);
    private static readonly ProcessId Two = new(2);
    private static readonly ProcessId Three = new(3);
    internal static readonly SetClock Later = new(new Timestamp(10, 0), 10);
    private static readonly SetClock MuchLater = new(new Timestamp(20, 0), 20);

    internal static readonly Operation AllocByOne = new Alloc(One, Limits.Any, 0, MemoryFails: false);
    internal static readonly Operation AllocByTwo = new Alloc(Two, Limits.Any, 0, MemoryFails: false);

    // By process 1.
    private static readonly Operation[] OpenAndClosed = [AllocByOne, new Register(new EntryId(0)), new Acquire(First), new Release(First)];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CloneScenario> All { get; } =
    [
        // One device.
        new("two-opens-of-one-device", Invoked(Sweeps, 0), [[new Acquire(First)], [new Acquire(First)]]),
        new("opens-and-closes-of-one-device", Invoked(Sweeps, 0), [[new Acquire(First), new Release(First)], [new Acquire(First), new Release(First)]]),
        new("setdevflags-under-acquire", Invoked(Sweeps, 0), [[new SetDeviceFlags(First, DeviceFlags.Invoke)], [new Acquire(First), new GetDeviceFlags(First)]]),
        new("threads-enter-under-setdevflags", Invoked(Sweeps, 0), [[new SetDeviceFlags(First, DeviceFlags.None)], [new SetThreads(First, 2), new Busy()]]),
        new("threads-enter-under-acquire", Invoked(Sweeps, 0), [[new SetThreads(First, 2), new Busy()], [new Acquire(First), new Release(First)]]),

        // What one thread has seen, it must not find undone.
        new("release-seen-before-a-lookup", Open(Sweeps, 1), [[new Release(First)], [new GetDeviceFlags(First), AllocByTwo]]),
        new("acquire-seen-before-busy", Invoked(Sweeps, 0), [[new Acquire(First)], [new GetDeviceFlags(First), new Busy()]]),
        new("acquire-seen-before-a-sweep", [.. Invoked(Sweeps, 0), Later], [[new Acquire(First)], [new GetDeviceFlags(First), new Gc()]]),

        // Open and close against the sweep.
        new("open-against-sweep", [.. Invoked(Sweeps, 0), Later], [[new Acquire(First)], [new Gc()]]),
        new("open-against-sweep-of-two", [.. Invoked(Sweeps, 1), Later], [[new Acquire(First), new Release(Second)], [new Gc()]]),
        new("open-against-sweep-of-four", [.. Invoked(Sweeps, 3), Later], [[new Acquire(First)], [new Gc()]]),
        new("close-with-sweep-against-open", [.. Open(SweepsAtLastUnref, 0), new Ref(First)], [[new Release(First), new Unref(First)], [new Acquire(First), new Ref(First)]]),
        new("close-and-open-against-sweep", Open(Sweeps, 0), [[new Release(First), new Acquire(First)], [new Gc()]]),
        new("handover-against-sweep", [.. Invoked(Sweeps, 1), new Acquire(First), Later], [[new Acquire(Second), new Release(First)], [new Gc()]]),
        new("handover-against-busy", [.. Invoked(Sweeps, 1), new Acquire(First)], [[new Acquire(Second), new Release(First)], [new Busy()]]),
        new("opens-and-closes-under-busy", Invoked(Sweeps, 0), [[new Acquire(First), new Release(First)], [new Busy(), new Busy()]]),
        new("open-and-busy-under-open", Invoked(Sweeps, 1), [[new Acquire(First), new Busy()], [new Acquire(Second)]]),
        new("two-opens-and-busy", Invoked(Sweeps, 1), [[new Acquire(First), new Busy()], [new Acquire(Second), new Busy()]]),
        new("open-against-revoking-sweep", [.. Invoked(Sweeps | ManagerFlags.GcRevoke, 0), Later], [[new Acquire(First), new GetDeviceFlags(First)], [new Gc()]]),
        new("threads-enter-under-sweep", [.. Invoked(Sweeps, 0), Later], [[new SetThreads(First, 1), new GetDeviceFlags(First)], [new Gc()]]),
        new("reference-against-sweep", [.. Invoked(Sweeps, 0), Later], [[new Ref(First), new Unref(First)], [new Gc()]]),
        new("reference-to-another-during-sweep", [.. Invoked(Sweeps, 1), new Acquire(Second), Later], [[new Gc()], [new Ref(Second), new Ref(Second)]]),
        new("sweep-then-reference-against-reference", [.. Invoked(Sweeps, 1), new Acquire(Second), Later], [[new Gc(), new Ref(Second)], [new Ref(Second)]]),
        new(
            "sweep-given-up-after-another",
            [.. Invoked(SweepsAtLastUnref, 2), new Acquire(Second), new Acquire(Third), Later, new Gc(), new Release(Second), new Ref(Third)],
            [[new Unref(Third)], [new GetDeviceFlags(Second), new Ref(Third)]]),
        new("two-looks-under-sweep", [.. Invoked(Sweeps, 0), Later], [[new Gc()], [new GetDeviceFlags(First), new GetDeviceFlags(First)]]),
        new("two-sweeps", [.. Invoked(Sweeps, 1), Later], [[new Gc()], [new Gc()]]),
        new("reused-slot", [.. Invoked(Sweeps, 0), Later], [[new Gc(), AllocByTwo, new Register(new EntryId(1))], [new Acquire(First), new Release(First)]]),
        new("reused-slot-of-an-open-device", [.. Invoked(Sweeps, 0), Later], [[new Gc(), AllocByTwo, new Register(new EntryId(1)), new Acquire(Second)], [new Release(First)]]),
        new("reused-slot-under-a-time", [.. Invoked(Sweeps, 0), Later], [[new Gc(), AllocByTwo], [new GetDeviceTime(First)]]),

        // Look-ups.
        new("two-lookups-of-the-last-unit", Empty(Sweeps, 0), [[AllocByOne], [AllocByTwo]]),
        new("two-lookups-of-an-idle-device", [.. Open(Sweeps, 0), new Release(First)], [[AllocByOne, new Acquire(First)], [AllocByTwo, new Acquire(First)]]),
        new("lookup-against-register", [.. Empty(Sweeps, 0), AllocByOne], [[new Register(new EntryId(0))], [AllocByTwo, new Acquire(First)]]),
        new("release-against-lookup-by-the-same-process", Open(Sweeps, 1), [[new Release(First)], [AllocByOne]]),
        new("release-then-lookup-against-lookup", Open(Sweeps, 0), [[new Release(First), AllocByOne], [AllocByTwo]]),
        new("open-against-lookup-that-shares", [.. Open(Sweeps, 0), new Release(First)], [[new Acquire(First)], [AllocByTwo]]),
        new("open-against-lookup-with-room", [.. Open(Sweeps, 1), new Busy(), new Release(First)], [[new Acquire(First)], [AllocByTwo]]),
        new("lookup-against-sweep", [.. Open(Sweeps, 0), new Release(First), Later], [[AllocByTwo], [new Gc()]]),
        new("times-under-lookup", [.. Open(Sweeps, 0), new Release(First), Later], [[new GetDeviceTime(First), new GetDeviceTime(First)], [AllocByTwo, new GetTime()]]),
        new("time-under-lookup-and-busy", [.. Open(Sweeps, 0), new Release(First), Later], [[new GetDeviceTime(First)], [AllocByTwo, new Busy()]]),
        new("time-under-lookup-of-a-device-made-later", [.. Empty(Sweeps, 0), Later, .. OpenAndClosed, MuchLater], [[new GetDeviceTime(First)], [AllocByTwo]]),
        new("two-shares-by-one-thread-under-acquire", [.. Open(Sweeps, 0), new Release(First)], [[AllocByTwo, AllocByTwo], [new Acquire(First)]]),
        new("two-shares-under-acquire-and-a-time", [.. Invoked(Sweeps, 1), Later], [[AllocByOne, MuchLater, new Alloc(Two, 1, 0, MemoryFails: false)], [new Acquire(First), new GetDeviceTime(First)]]),
        new("two-shares-and-a-time", [.. Invoked(Sweeps, 1), Later], [[AllocByOne, new GetDeviceTime(First)], [MuchLater, new Alloc(Two, 1, 0, MemoryFails: false)]]),
        new("lookup-of-the-oldest-under-release", [.. Open(Sweeps, 1), AllocByTwo, new Register(new EntryId(1))], [[new Release(First)], [new Alloc(Three, Limits.Any, 0, MemoryFails: true)]]),
        new("share-under-acquire-and-a-time", [.. Invoked(Sweeps, 1), Later, AllocByOne, MuchLater], [[new Alloc(Two, 1, 0, MemoryFails: false)], [new Acquire(First), new GetDeviceTime(First)]]),
        new("open-of-a-shared-device-under-busy", [.. Invoked(Sweeps, 1), Later, AllocByOne, MuchLater], [[new Acquire(First), new Release(First)], [new Busy(), AllocByTwo]]),
        new("open-of-a-shared-device-under-sweep", [.. Invoked(Sweeps, 1), Later, AllocByOne, MuchLater], [[new Acquire(First), new GetDeviceFlags(First)], [new Gc(), new Busy()]]),
        new("close-then-close-under-lookup", [.. Invoked(Sweeps, 1), new Acquire(First), new Acquire(Second), new SetMaxUnit(3)], [[new Release(First), new Release(Second)], [AllocByTwo, new GetSize()]]),
        new(
            "handover-against-lookup",
            [.. Invoked(Sweeps, 1), new SetMaxUnit(3), new Acquire(First), new Acquire(Second), new Release(Second)],
            [[new SetThreads(Second, 1), new Release(First), new Acquire(Second)], [AllocByTwo]]),

        new("close-and-open-again-under-lookup", Shared(), [[new Release(First), new Acquire(First)], [AllocByOne, new Busy()]]),
        new("closed-again-and-a-time-under-lookup", [.. Shared(), Later, new Release(First)], [[AllocByOne], [new SetThreads(First, 1), new GetDeviceTime(First), new GetDeviceFlags(First)]]),

        // The manager.
        new("limit-lowered-under-lookup", Open(Sweeps, 1), [[new SetMaxUnit(0), new GetMaxUnit()], [AllocByTwo]]),
        new("disable-under-lookup", Invoked(Sweeps, 1), [[new Disable(), new GetFlags()], [AllocByTwo]]),
        new("disable-and-count-under-lookup", Empty(Sweeps, 0), [[new Disable(), new GetSize()], [AllocByTwo]]),
        new("flags-and-close-under-sweep", Open(Sweeps, 0), [[new SetFlags(ManagerFlags.Enable), new Release(First)], [new Gc()]]),
        new("flags-under-unref", [.. Invoked(SweepsAtEachUnref, 0), new Ref(First), Later], [[new SetFlags(Sweeps)], [new Unref(First)]]),
        new("enable-against-disable", Empty(Sweeps, 0), [[new Disable()], [new Enable()]]),
        new("flags-under-reference", Invoked(Sweeps, 0), [[new SetFlags(ManagerFlags.Enable)], [new Ref(First), new Ref(First)]]),
        new("unref-not-due-under-reference", [.. Invoked(SweepsWhenExpired, 0), new Ref(First), new Ref(First)], [[new Unref(First)], [new Ref(First)]]),
        new("two-unrefs-not-due", [.. Invoked(SweepsWhenExpired, 0), new Ref(First), new Ref(First)], [[new Unref(First)], [new Unref(First)]]),
        new("two-references-at-once", Invoked(Sweeps, 0), [[new Ref(First)], [new Ref(First)]]),
        new("deadline-under-sweep", [.. Invoked(Sweeps, 0), Later], [[new SetDeadline(60_000)], [new Gc()]]),
        new("last-two-references", [.. Invoked(SweepsAtLastUnref, 0), new Ref(First), new Ref(First), Later], [[new Unref(First)], [new Unref(First)]]),
        new("last-reference-and-a-new-one", [.. Invoked(SweepsAtLastUnref, 0), new Ref(First), Later], [[new Unref(First)], [new Ref(First), new Unref(First)]]),
        new("clock-step-during-lookup", [.. Open(Sweeps, 0), new Release(First)], [[Later, new Gc()], [AllocByTwo, new GetDeviceTime(First)]]),
        new("clock-step-under-sweep", Invoked(Sweeps, 0), [[Later, new Acquire(First)], [new Gc(), new Gc()]]),

        // The clock, where a second has passed on every way of reading it.
        new("two-changes-of-the-precision", Empty(Sweeps, 0), [[new SysctlPrecision(2), new SysctlPrecision(null)], [new SysctlPrecision(3)]]),
        new("precision-under-lookup", [.. Open(Sweeps, 0), new Release(First), Later], [[new SetPrecision(3), new SysctlPrecision(null)], [AllocByTwo]]),
        new("precision-put-right-under-a-change", [.. Invoked(Sweeps, 0), Later, new SetPrecision(7)], [[new SetPrecision(3), new SysctlPrecision(null)], [new Gc(), new SysctlPrecision(null)]]),

        // The end.
        new("destroy-against-open-and-lookup", Invoked(Sweeps, 1), [[new Destroy()], [new Acquire(First), new Release(First)], [AllocByTwo]]),
        new("destroy-against-unref-and-sweep", [.. Invoked(SweepsAtEachUnref, 0), new Ref(First), Later], [[new Destroy()], [new Unref(First)], [new Gc()]]),
        new("destroy-against-register", [.. Empty(Sweeps, 1), AllocByOne], [[new Destroy()], [new Register(new EntryId(0)), new Acquire(First)]]),
        new("destroy-against-what-one-device-tells", Invoked(Sweeps, 0), [[new Destroy()], [new GetDeviceFlags(First), new GetDeviceTime(First), new Ref(First)]]),
        new("two-destroys", Invoked(Sweeps, 0), [[new Destroy()], [new Destroy()]]),

        // A callback that calls the manager.
        new("callback-that-looks-up", [.. Invoked(Sweeps, 0), Later], [[new Gc()], [new Acquire(First)]]) { Callback = [AllocByTwo, new Acquire(First)] },
        new("callback-that-sweeps", [.. Invoked(SweepsAtLastUnref, 1), new Ref(First), Later], [[new Unref(First)], [AllocByTwo]]) { Callback = [new Gc(), new GetSize()] },

        // Three threads.
        new("open-close-and-lookup", Open(Sweeps, 1), [[new Release(First)], [new Acquire(First)], [AllocByTwo]]),
        new("open-lookup-and-sweep", [.. Open(Sweeps, 1), new Release(First), Later], [[new Acquire(First)], [AllocByOne], [new Gc()]]),

        new(
            "sweep-given-up-under-open",
            [.. Invoked(SweepsAtLastUnref, 2), new Acquire(Second), new Acquire(Third), Later, new Gc(), new Release(Second), new Ref(Third)],
            [[new Unref(Third)], [new Ref(Third)], [new Acquire(Second)]]),

        // The notes become a tree while one is left.
        new("second-page-under-busy", [.. Crowd(65), new Release(First)], [[new Acquire(new DeviceId(64))], [new Busy()]]),
        new("third-page-under-busy", [.. Crowd(129), new Release(First)], [[new Acquire(new DeviceId(128))], [new Busy()]]),
        new("share-then-table-grows-under-open", [.. Crowd(16), new Release(First)], [[AllocByTwo, new Alloc(One, 16, 0, MemoryFails: false)], [new Acquire(First)]]),
        new("table-grows-under-release", Crowd(16), [[new Release(First)], [new Alloc(One, 16, 0, MemoryFails: false), new Busy()]]),
    ];

    /// <summary>The scenario of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The scenario.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists the names.</exception>
    public static CloneScenario Named(string name) =>
        All.FirstOrDefault(scenario => string.Equals(scenario.Name, name, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException($"no scenario is called '{name}'; there are {string.Join(", ", All.Select(scenario => scenario.Name))}");

    /// <summary>A manager without entries.</summary>
    internal static Operation[] Empty(ManagerFlags flags, int maxUnit) => [new Create(0, maxUnit, Deadline, flags)];

    /// <summary>Units 0 to the limit, each handed to process 1 and not opened yet.</summary>
    internal static Operation[] Invoked(ManagerFlags flags, int maxUnit) =>
    [
        .. Empty(flags, maxUnit),
        .. Enumerable.Range(0, maxUnit + 1).SelectMany(unit => new Operation[] { new Alloc(One, unit, 0, MemoryFails: false), new Register(new EntryId(unit)) }),
    ];

    /// <summary>Unit 0 opened by process 1; the others are free.</summary>
    private static Operation[] Open(ManagerFlags flags, int maxUnit) =>
        [.. Empty(flags, maxUnit), AllocByOne, new Register(new EntryId(0)), new Acquire(First)];

    /// <summary>Unit 0, the only one, that process 2 was given after process 1, and has opened.</summary>
    private static Operation[] Shared() => [.. Open(Sweeps, 0), new Busy(), new Release(First), AllocByTwo, new Acquire(First)];

    /// <summary>So many entries that the next one needs a new page, the first of them open.</summary>
    private static Operation[] Crowd(int entries) =>
    [
        new Create(0, Limits.Any, Deadline, Sweeps),
        .. Enumerable.Range(0, entries).SelectMany(unit => new Operation[] { new Alloc(One, unit, 0, MemoryFails: false), new Register(new EntryId(unit)) }),
        new Acquire(First),
    ];
}
