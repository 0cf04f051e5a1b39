// What a caller would expect of acquire, release, references and setdevflags.
using Checking;
using Clones;
using Harness.Claims;
using static Clones.Operation;
using static Harness.Findings.CloneFindings;

namespace Harness.Findings;

/// <summary>What is odd about opening and closing.</summary>
internal static class DeviceFindings
{
    private static readonly Func<DeviceId, Operation>[] References = [static device => new Ref(device), static device => new Unref(device)];

    public static IReadOnlyList<Finding> All { get; } =
    [
        new(
            new CloneClaim("an-acquire-that-fails-changes-nothing", "an acquire that answers EBUSY changes nothing", static (_, step) =>
                step is { Operation: Acquire, Response: Response.Result { Error: Errno.Busy } } ? Same.State(step.After, step.Before) : Outcome.DoesNotApply),
            "The mark INVOKE is taken away before it is asked whether the device is busy. It matters for a device that setdevflags or register left busy and invoked.",
            "485-488",
            Finding.AsTheOriginal,
            "acquire-keeps-invoke-when-busy",
            new(Manager(0)) { OnDevices = [static device => new SetDeviceFlags(device, DeviceFlags.Busy | DeviceFlags.Invoke)], Entries = 1 }),
        new(
            new CloneClaim("a-release-that-fails-changes-nothing", "a release that answers EBADF changes nothing", static (_, step) =>
                step is { Operation: Release, Response: Response.Result { Error: Errno.BadFile } } ? Same.State(step.After, step.Before) : Outcome.DoesNotApply),
            "The mark INVOKE is taken away before it is asked whether the device is open. A device that waits for its owner becomes idle by a release that fails, and the next sweep takes it.",
            "512-515",
            Finding.AsTheOriginal,
            "release-keeps-invoke-when-idle",
            new(Manager(0)) { Entries = 1 }),
        new(
            new CloneClaim("a-disabled-managers-devices-cannot-be-opened", "while the manager is disabled no device can be opened", static (_, step) =>
                step is { Operation: Acquire, Response: Response.Result result, Before.Manager: { } manager } && !manager.Has(ManagerFlags.Enable)
                    ? Outcome.Of(result.Error != Errno.None, () => "it was opened")
                    : Outcome.DoesNotApply),
            "Only alloc asks whether the manager is enabled. Who was given a device before can open it until it is destroyed: detach has to ask busy after it disables, not before.",
            "228-238, 473-493, 624",
            Finding.AsTheOriginal,
            "repair-disabled-devices-stay-closed",
            new(Manager(0)) { Always = [new Disable()], Entries = 1 }),
        new(
            new CloneClaim("references-belong-to-their-device", "the reference that was taken for one device cannot be given back through another", static (specification, step) =>
                step is { Operation: Ref taken, Response: Response.Number { Value: 1 }, After.Manager: { } manager }
                && manager.Entries.FirstOrDefault(entry => entry.Device is { } device && device.Id != taken.Device)?.Device is { } other
                    ? Outcome.Of(
                        specification.Step(step.After, new Unref(other.Id)).Response is not Response.Unreferenced { ReferenceCount: 0 },
                        () => $"{other.Id} gives back what was taken for {taken.Device}")
                    : Outcome.DoesNotApply),
            "There is one count, of the manager: a device only leads to it. So one unref too many takes somebody else's reference, and with GC_LASTREF the sweep runs while devices are referenced.",
            "549-553, 568-572",
            Finding.AsTheOriginal,
            null,
            new(Manager(1)) { OnDevices = References }),
        new(
            new CloneClaim("no-device-is-destroyed-by-its-own-unref", "an unref does not destroy the device that it is called for", static (_, step) =>
                step is { Operation: Unref unref, Response: Response.Unreferenced gone }
                    ? Outcome.Of(!gone.Destroyed.Contains(unref.Device), () => $"{unref.Device} is gone")
                    : Outcome.DoesNotApply),
            "The sweep at the end of an unref takes whatever is idle, and a close releases its device before it drops the reference. The original's caller closes so: its device is destroyed from within its own close.",
            "577-580, 425-436",
            "does the same; the callback that destroys a device is called outside of the lock",
            "repair-unref-spares-its-own-device",
            new(Manager(0, flags: Sweeping | ManagerFlags.GcUnref)) { OnDevices = References, Entries = 1 }),
        new(
            new CloneClaim("an-open-device-stays", "a device that was opened and not closed is not swept", static (specification, step) =>
                step is { Operation: SetDeviceFlags set, Response: Response.OfDevice { Flags: not DeviceFlags.NoDevice } }
                && Units.EntryOf(step.Before, set.Device) is { } entry && entry.Has(DeviceFlags.Busy)
                    ? Outcome.Of(
                        specification.Step(step.After, new Gc()).Response is not Response.Swept swept || !swept.Destroyed.Contains(set.Device),
                        () => $"after setdevflags the next sweep destroys {set.Device}, which is open")
                    : Outcome.DoesNotApply),
            "setdevflags writes all three marks, BUSY among them, and asks nobody. Cleared under an open device, it hands that device to the next sweep.",
            "364-375, 426",
            Finding.AsTheOriginal,
            "repair-setdevflags-keeps-busy",
            new(Manager(0)) { OnDevices = [static device => new SetDeviceFlags(device, DeviceFlags.None)], Entries = 1 }),
    ];
}
