// Laws of a device's life: register, acquire and release, references, flags, and devices that are no
// clones.
using Checking;
using Clones;
using static Clones.Operation;

namespace Harness.Claims;

/// <summary>Laws of devices.</summary>
public static class DeviceLaws
{
    /// <summary>All laws of devices.</summary>
    public static IReadOnlyList<CloneClaim> All { get; } =
    [
        new("register-invokes", "register gives an entry that was allocated a new device, and leaves it INVOKE alone",
            (_, step) => step is { Operation: Register register, Response: Response.Registered registered }
                ? Outcome.Of(
                    Changed(step) is [({ Device: null, Flags: DeviceFlags.Alloc } before, { } after)]
                    && before.Id == register.Entry && registered.Device.Value == step.Before.NextDevice
                    && after.Equals(before with { Device = new Device(registered.Device, 0), Flags = DeviceFlags.Invoke }),
                    () => $"{step.Response}")
                : Outcome.DoesNotApply),
        new("register-refuses-what-does-not-fit", "register refuses exactly what was not allocated, has a device, or is given another device than its own",
            (_, step) => step.Operation is Register register
                ? Outcome.Equal(
                    step.Response is Response.Registered,
                    step.Before.Manager?.Entries.FirstOrDefault(entry => entry.Id == register.Entry) is { Device: null } entry
                    && (register.Unit ?? entry.Unit) == entry.Unit && register.Existing is null)
                : Outcome.DoesNotApply),
        new("register-names-what-does-not-fit-first", "register refuses with the first of what is wrong, in the original's order and words",
            (_, step) => step is { Operation: Register register, Response: Response.Refused refused }
                ? Outcome.Equal(refused, FirstWrong(step.Before, step.After.NextDevice, register))
                : Outcome.DoesNotApply),
        new("acquire-takes-once", "acquire makes a device busy, answers EBUSY where it was, and clears INVOKE in either case",
            (specification, step) => step is { Operation: Acquire acquire, Before: var before } && Units.EntryOf(before, acquire.Device) is { } entry
                ? Same.Step(
                    (step.After, step.Response),
                    (With(before, entry with { Flags = (entry.Flags | DeviceFlags.Busy) & ~DeviceFlags.Invoke }),
                        new Response.Result(entry.Has(DeviceFlags.Busy) ? Errno.Busy : Errno.None)))
                    .And(() => Same.Step(specification.Step(step.After, acquire), (step.After, new Response.Result(Errno.Busy))))
                : Outcome.DoesNotApply),
        new("release-gives-once", "release leaves a device to nobody, answers EBADF where it was not busy, and clears INVOKE in either case",
            (specification, step) => step is { Operation: Release release, Before: var before } && Units.EntryOf(before, release.Device) is { } entry
                ? Same.Step(
                    (step.After, step.Response),
                    (With(before, entry with
                        {
                            Flags = entry.Flags & DeviceFlags.New,
                            Process = entry.Has(DeviceFlags.Busy) ? ProcessId.None : entry.Process,
                        }),
                        new Response.Result(entry.Has(DeviceFlags.Busy) ? Errno.None : Errno.BadFile)))
                    .And(() => Same.Step(specification.Step(step.After, release), (step.After, new Response.Result(Errno.BadFile))))
                : Outcome.DoesNotApply),
        new("ref-counts-up", "ref answers one more than there were, and changes nothing else; an unref that does not sweep undoes it",
            (specification, step) => step is { Operation: Ref reference, Before.Manager: { } manager } && Units.EntryOf(step.Before, reference.Device) is not null
                ? Outcome.Of(
                    step.Response.Equals(new Response.Number(manager.ReferenceCount + 1))
                    && step.After.Equals(step.Before with { Manager = manager with { ReferenceCount = manager.ReferenceCount + 1 } })
                    && (manager.Has(ManagerFlags.GcUnref) || specification.Step(step.After, new Unref(reference.Device)).State.Equals(step.Before)),
                    () => $"{step.Response}")
                : Outcome.DoesNotApply),
        new("unref-counts-down", "unref answers one less than there were, and sweeps as gc would, where the flags ask for it",
            (specification, step) => step is { Operation: Unref unref, Response: Response.Unreferenced unreferenced, Before.Manager: { } manager }
                    && Units.EntryOf(step.Before, unref.Device) is not null
                ? UnrefSweeps(specification, step, manager, unreferenced)
                : Outcome.DoesNotApply),
        new("device-flags-are-written", "setdevflags writes the flags and nothing else, threads the threads",
            (_, step) => step.Response is Response.Refused ? Outcome.DoesNotApply : step.Operation switch
            {
                SetDeviceFlags set when Units.EntryOf(step.Before, set.Device) is { } entry => Same.Step(
                    (step.After, step.Response), (With(step.Before, entry with { Flags = set.Flags }), new Response.OfDevice(set.Flags))),
                SetThreads set when Units.EntryOf(step.Before, set.Device) is { } entry => Same.State(
                    step.After, With(step.Before, entry with { Device = entry.Device! with { Threads = set.Count } })),
                _ => Outcome.DoesNotApply,
            }),
        new("device-getters-give-the-state", "getdevflags and getdevtime give the entry's flags and time",
            (_, step) => step.Operation switch
            {
                GetDeviceFlags get when Units.EntryOf(step.Before, get.Device) is { } entry => Outcome.Equal(step.Response, new Response.OfDevice(entry.Flags)),
                GetDeviceTime get when Units.EntryOf(step.Before, get.Device) is { } entry => Outcome.Equal(step.Response, new Response.TimeOf(Errno.None, entry.Time)),
                _ => Outcome.DoesNotApply,
            }),
        new("no-clone-no-change", "a device that is no clone is told so, and nothing changes",
            (_, step) => About(step.Operation) is { } device && device.Value < step.Before.NextDevice && Units.EntryOf(step.Before, device) is null
                    && step.Response is not Response.Refused
                ? Same.Step((step.After, step.Response), (step.Before, step.Operation switch
                {
                    Acquire or Release => new Response.Result(Errno.NoDevice),
                    Ref => new Response.Number(0),
                    Unref => new Response.Unreferenced(0, []),
                    GetDeviceTime => new Response.TimeOf(Errno.NoDevice, default),
                    SetThreads => new Response.Done(),
                    _ => new Response.OfDevice(DeviceFlags.NoDevice),
                }))
                : Outcome.DoesNotApply),
        new("a-device-that-was-never-made-is-refused", "a device that was never made is refused, and nothing else is looked at",
            (_, step) => About(step.Operation) is { } device && device.Value >= step.Before.NextDevice
                ? Same.Step((step.After, step.Response), (step.Before, new Response.Refused("dev", "NULL dev")))
                : Outcome.DoesNotApply),
    ];

    private static Outcome UnrefSweeps(
        CloneSpecificationOf specification, CloneTransition step, Manager manager, Response.Unreferenced unreferenced)
    {
        State counted = step.Before with { Manager = manager with { ReferenceCount = manager.ReferenceCount - 1 } };
        bool asks = manager.Has(ManagerFlags.GcUnref) && (!manager.Has(ManagerFlags.GcLastRef) || manager.ReferenceCount == 1);
        (State state, Response response) = asks ? specification.Step(counted, new Gc()) : (counted, new Response.Swept(0, []));
        return Same.Step(
            (step.After, unreferenced), (state, new Response.Unreferenced(manager.ReferenceCount - 1, (response as Response.Swept)?.Destroyed ?? [])));
    }

    /// <summary>What register asserts (588-596), in order, and the first of it that does not hold.</summary>
    private static Response.Refused? FirstWrong(State before, int devicesMade, Register register)
    {
        Entry? entry = before.Manager?.Entries.FirstOrDefault(candidate => candidate.Id == register.Entry);
        int unit = register.Existing is null ? register.Unit ?? entry?.Unit ?? 0 : ~(entry?.Unit ?? 0);
        (bool IsWrong, string Argument, string Reason)[] asserted =
        [
            (entry is null, "ce", "NULL snd_clone_entry"),
            (register.Existing?.Value >= devicesMade, "dev", "NULL dev"),
            (register.Existing is { } existing && Units.EntryOf(before, existing) is not null, "dev", "dev->si_drv2 not NULL"),
            (entry?.Flags != DeviceFlags.Alloc, "ce", $"invalid clone alloc flags=0x{(uint)(entry?.Flags ?? DeviceFlags.None):x8}"),
            (entry?.Device is not null, "ce", "ce->devt not NULL"),
            (unit != entry?.Unit, "dev", $"invalid unit ce->unit=0x{entry?.Unit:x8} dev2unit=0x{unit:x8}"),
        ];
        return asserted.Where(assertion => assertion.IsWrong).Select(assertion => new Response.Refused(assertion.Argument, assertion.Reason)).FirstOrDefault();
    }

    private static (Entry? Before, Entry? After)[] Changed(CloneTransition step) => [.. Units.Changes(step.Before.Manager!, step.After.Manager)];

    private static State With(State state, Entry changed)
    {
        Manager manager = state.Manager!;
        return state with { Manager = manager with { Entries = [.. manager.Entries.Select(entry => entry.Id == changed.Id ? changed : entry)] } };
    }

    /// <summary>The device that an operation is about, where it is not one to be registered.</summary>
    private static DeviceId? About(Operation operation) => operation is Register ? null : OperationTakeOut.DeviceOf(operation);
}
