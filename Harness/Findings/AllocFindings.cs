// What a caller would expect of alloc and of setmaxunit.
using Checking;
using Clones;
using Harness.Claims;
using static Clones.Operation;
using static Harness.Findings.CloneFindings;

namespace Harness.Findings;

/// <summary>What is odd about who is given what.</summary>
internal static class AllocFindings
{
    public static IReadOnlyList<Finding> All { get; } =
    [
        new(
            Given("new-units-are-within-the-limit", "a new unit is at most the limit", (_, manager, given) =>
                given.Entry is null ? Outcome.DoesNotApply : Outcome.Of(given.Unit <= manager.MaxUnit, () => $"unit {given.Unit}, the limit is {manager.MaxUnit}")),
            "The limit is asked about only where no idle entry was met, and an idle entry above a lowered limit is one. Then a new unit is made above the limit, too.",
            "700-708, 709",
            Finding.AsTheOriginal,
            "limit-never-overrun",
            new(Manager(2)) { Always = [new SetMaxUnit(0)], Entries = 3, Units = [Limits.Any, 2] }),
        new(
            new CloneClaim("units-are-different", "no two entries have one unit", static state => Outcome.Of(
                state.Manager is not { } manager || manager.Entries.Select(entry => entry.Unit).Distinct().Count() == manager.Entries.Count,
                () => string.Join(", ", state.Manager!.Entries.Select(entry => $"unit {entry.Unit}")))),
            "Where the type mask has bits that unit numbers have, the lowest free number may be one of another type, and the search for numbers of its own type never meets it. So the same unit is made again and again.",
            "643-649, 664-665, 762",
            Finding.AsTheOriginal,
            "repair-units-without-type-bits",
            new(Manager(2, typeMask: 1)) { Entries = 3 }),
        new(
            Given("a-unit-asked-for-is-given", "who asks for a unit within the limit is given it", (alloc, manager, given) =>
                alloc.Unit == Limits.Any || !manager.Has(ManagerFlags.Enable) || alloc.Unit > manager.MaxUnit ? Outcome.DoesNotApply
                : Outcome.Of(given.Entry is not null || given.Device is not null, () => "nothing, and no error")),
            "A unit that another caller has allocated and not registered yet has no device to share. The answer is the one of a failure: no entry, no device.",
            "655-656, 792-794",
            Finding.AsTheOriginal,
            "repair-a-unit-that-waits-is-refused",
            new(Manager(1)) { Units = [0] }),
        new(
            Given("an-existing-unit-is-found", "who asks for the unit of a device gets that device", (alloc, manager, given) =>
                manager.Has(ManagerFlags.Enable) && manager.Entries.FirstOrDefault(entry => entry.Unit == (alloc.Type | alloc.Unit))?.Device is { } device
                    ? Outcome.Of(given.Device == device.Id, () => $"{device.Id} has unit {alloc.Unit}, and is not given")
                    : Outcome.DoesNotApply),
            "A unit above the limit is not looked for, and a lowered limit leaves the devices above it. They are there, can be opened, and cannot be looked up.",
            "624-626",
            Finding.AsTheOriginal,
            "repair-existing-units-above-the-limit",
            new(Manager(1)) { Units = [1], Always = [new SetMaxUnit(0)] }),
        new(
            Given("units-are-not-negative", "a unit below zero is refused", (_, _, given) =>
                given.Entry is null ? Outcome.DoesNotApply : Outcome.Of(given.Unit >= 0, () => $"unit {given.Unit}")),
            "Any unit is -1, other units are compared with the limit only from above. A negative unit that has no bit of the type mask is made as it is.",
            "620-626",
            Finding.AsTheOriginal,
            "repair-negative-units",
            new(Manager(1)) { Units = [-7, Limits.Any] }),
        new(
            Given("an-open-device-is-not-given-by-unit", "who asks for a unit is not given a device that somebody has open", (alloc, manager, given) =>
                alloc.Unit == Limits.Any ? Outcome.DoesNotApply : IsFree(manager, given)),
            "A unit that is asked for is shared whoever has it. The caller finds out when it opens the device.",
            "655-656",
            Finding.AsTheOriginal,
            "repair-open-units-are-not-given",
            new(Manager(1)) { Units = [0] }),
        new(
            Given("an-open-device-is-not-given", "who asks for any unit is not given a device that somebody has open", (alloc, manager, given) =>
                alloc.Unit != Limits.Any ? Outcome.DoesNotApply : IsFree(manager, given)),
            "Where no unit is left and nothing is idle or invoked, alloc gives the open device that was handed out first. So it never fails once a device was made, and the failure comes when the device is opened.",
            "709-724",
            Finding.AsTheOriginal,
            "repair-full-is-full",
            new(Manager(0))),
        new(
            Given("a-device-that-waits-for-its-owner-is-not-given", "a device that was given to one process is not given to another before it is opened", (alloc, manager, given) =>
                Before(manager, given) is { } entry && alloc.Unit == Limits.Any
                    ? Outcome.Of(!entry.Has(DeviceFlags.Invoke) || entry.Process == alloc.Process, () => $"{given.Device} waits for {entry.Process}")
                    : Outcome.DoesNotApply),
            "Where no unit is left, what was given and not opened yet is given again, the one that waits longest first. Two processes then open one device, and the second is told that it is busy.",
            "691-692, 717-720",
            Finding.AsTheOriginal,
            "repair-invoked-devices-wait",
            new(Manager(0))),
        new(
            Given("two-askings-give-two-devices", "a process that asks twice before it opens is given two devices", (alloc, manager, given) =>
                Before(manager, given) is { } entry && alloc.Unit == Limits.Any
                    ? Outcome.Of(!entry.Has(DeviceFlags.Invoke) || entry.Process != alloc.Process, () => $"{given.Device} again")
                    : Outcome.DoesNotApply),
            "What belongs to the process and is not open is given first, and a device that it has just been given belongs to it. So two threads of one process that look up a device at once are given the same one, and one of them finds it busy.",
            "685-687, 696-699",
            Finding.AsTheOriginal,
            "repair-a-device-just-given-is-not-given-again",
            new(Manager(3))),
        new(
            new CloneClaim("who-closes-gets-it-back", "a process that closes a device and asks again is given one of its own", static (specification, step) =>
                step is { Operation: Release release, Response: Response.Result { Error: Errno.None } } && Units.EntryOf(step.Before, release.Device) is { } closed
                    && specification.Step(step.After, new Alloc(closed.Process, Limits.Any, 0, MemoryFails: false)).Response is Response.Allocated given
                    && step.After.Manager!.Has(ManagerFlags.Enable)
                    ? Outcome.Of(
                        given.Device == release.Device || (given.Device is { } other && Units.EntryOf(step.After, other)!.Process == closed.Process),
                        () => $"{closed.Process} is given {given}")
                    : Outcome.DoesNotApply),
            "Closing a device forgets whose it was: from then on it is anybody's, and the one that was handed out first goes first. A process that opens and closes moves from device to device.",
            "517-518, 688-690",
            Finding.AsTheOriginal,
            "release-keeps-the-process",
            new(Manager(1))),
        new(
            Given("giving-nothing-changes-nothing", "an alloc that gives nothing that is free leaves the manager's time", (_, manager, given) =>
                given.Entry is null && !IsGivenFree(manager, given) ? Outcome.Holds : Outcome.DoesNotApply,
                static (before, after) => before.Time == after.Time),
            "The manager's time moves even where the device that is given is somebody's, or where there is none. With GC_EXPIRED who asks for an open device again and again puts off every sweep.",
            "782-791",
            Finding.AsTheOriginal,
            "repair-the-time-stays-where-nothing-is-given",
            new(Manager(0)) { Ticks = [1], Span = 1 }),
    ];

    private static CloneClaim Given(
        string name, string says, Func<Alloc, Manager, Response.Allocated, Outcome> examine, Func<Manager, Manager, bool>? holds = null) =>
        new(name, says, (_, step) =>
        {
            if (step is not { Operation: Alloc alloc, Response: Response.Allocated given, Before.Manager: { } manager })
            {
                return Outcome.DoesNotApply;
            }

            Outcome outcome = examine(alloc, manager, given);
            return holds is null || outcome != Outcome.Holds ? outcome
                : Outcome.Of(holds(manager, step.After.Manager!), () => $"it was {manager.Time}, and is {step.After.Manager!.Time}");
        });

    private static Entry? Before(Manager manager, Response.Allocated given) =>
        given.Device is { } device ? manager.Entries.First(entry => entry.Device?.Id == device) : null;

    private static bool IsGivenFree(Manager manager, Response.Allocated given) => Before(manager, given) is { } entry && !entry.Has(DeviceFlags.Busy);

    private static Outcome IsFree(Manager manager, Response.Allocated given) =>
        given.Device is null ? Outcome.DoesNotApply : Outcome.Of(IsGivenFree(manager, given), () => $"{given.Device} is open");
}
