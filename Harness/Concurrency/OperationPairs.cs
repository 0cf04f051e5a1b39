// Every pair of operations, one a thread, from some places: what no named scenario is about, because nobody thought of it. What belongs
// to the manager as a whole is paired in one place; what is done with devices in each place where it can meet something else. And
// a device that one thread names while another one registers it: the adapter hands it over behind a lock of its own, which weak memory
// does not know of.
using Clones;
using static Clones.Operation;
using static Harness.Concurrency.NamedScenarios;

namespace Harness.Concurrency;

/// <summary>Scenarios that are run together, in sequentially consistent memory.</summary>
/// <param name="Name">What they are about.</param>
/// <param name="Scenarios">The scenarios.</param>
public sealed record ScenarioGroup(string Name, IReadOnlyList<CloneScenario> Scenarios)
{
    /// <summary>How many times as many executions as usual each scenario may have, where what it shows comes late.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How many accesses each thread may have beyond those that it has undisturbed; null for as many as usual.</summary>
    public int? MoreAccesses { get; init; }
}

/// <summary>Pairs of operations.</summary>
public static class OperationPairs
{
    private static readonly Operation[] OfManager =
    [
        new Enable(), new Disable(), new Busy(), new GetSize(), new GetMaxUnit(), new SetMaxUnit(0), new GetDeadline(), new SetDeadline(60_000),
        new GetTime(), new GetFlags(), new SetFlags(Sweeps | ManagerFlags.GcRevoke), new SetFlags((ManagerFlags)0x40), new SetMaxUnit(-2), new SysctlPrecision(3), new Gc(), new Destroy(), AllocByTwo, new Acquire(First), new Ref(First),
    ];

    private static readonly Operation[] OfDevices =
    [
        AllocByOne, AllocByTwo, new Busy(), new Gc(), new Destroy(), .. OfDevice(First), .. OfDevice(Second),
    ];

    /// <summary>The pairs, by the place that they begin in; and a device that is named while it is registered.</summary>
    public static IReadOnlyList<ScenarioGroup> All { get; } =
    [
        Pairs("pairs of what the manager does", [.. Invoked(Sweeps, 1), Later], OfManager),
        Pairs("pairs where both are invoked", [.. Invoked(Sweeps, 1), Later], OfDevices),
        Pairs("pairs where one is open and one is idle", [.. Invoked(Sweeps, 1), new Acquire(First), new Acquire(Second), new Release(Second)], OfDevices),
        Pairs(
            "pairs where the last reference sweeps",
            [.. Invoked(Sweeps | ManagerFlags.GcUnref | ManagerFlags.GcLastRef, 1), new Ref(First), new Acquire(Second), Later],
            OfDevices),
        Pairs("pairs where a sweep takes back", [.. Invoked(Sweeps | ManagerFlags.GcUnref | ManagerFlags.GcRevoke, 1), new Ref(First), new SetThreads(Second, 1), Later], OfDevices),
        Pairs(
            "pairs where one waits for its device",
            [.. Invoked(Sweeps, 0), new SetMaxUnit(1), AllocByTwo, AllocByTwo],
            [
                .. OfDevices, new Register(new EntryId(1)), new Register(new EntryId(1), Unit: 7), new Register(new EntryId(1), Existing: First),
                new Register(new EntryId(0)), new Register(new EntryId(0), Existing: First), new Register(new EntryId(9)),
            ]),
        new(
            "a device named while it is registered",
            [.. OfDevice(First).Select(operation => new CloneScenario(
                $"register and reference under {operation}",
                [.. Empty(Sweeps, 0), AllocByOne],
                [[new Register(new EntryId(0)), new Ref(First)], [operation]]))]),
        new(
            "what comes late",
            [.. new[] { "open-and-busy-under-open", "share-then-table-grows-under-open", "share-under-acquire-and-a-time", "sweep-given-up-after-another", "sweep-given-up-under-open" }.Select(NamedScenarios.Named)])
        {
            Times = 5,
            MoreAccesses = 14,
        },
        new(
            "a mark that is gone when control is read",
            [new("two opens and a sweep", [.. Invoked(Sweeps, 0), new Acquire(First), new Release(First), Later], [[new Acquire(First)], [new Acquire(First)], [new Gc()]])])
        {
            Times = 15,
            MoreAccesses = 12,
        },
    ];

    /// <summary>Each with each, and with itself; of two registrations at once the adapter would say which device is which before the port says which comes first, so there are none.</summary>
    private static ScenarioGroup Pairs(string name, Operation[] start, Operation[] operations) => new(
        name,
        [
            .. from first in Enumerable.Range(0, operations.Length)
               from second in Enumerable.Range(first, operations.Length - first)
               where operations[first] is not Register || operations[second] is not Register
               select new CloneScenario($"{name}: {operations[first]} and {operations[second]}", start, [[operations[first]], [operations[second]]]),
        ]);

    private static Operation[] OfDevice(DeviceId device) =>
    [
        new Acquire(device), new Release(device), new Ref(device), new Unref(device), new GetDeviceTime(device), new GetDeviceFlags(device),
        new SetDeviceFlags(device, DeviceFlags.None), new SetThreads(device, 1),
    ];
}
