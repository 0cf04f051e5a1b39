// Laws of the manager's own operations: create, enable and disable, getters and setters, busy, destroy.
using Checking;
using Clones;
using static Clones.Operation;

namespace Harness.Claims;

/// <summary>Laws of the manager.</summary>
public static class ManagerLaws
{
    /// <summary>All laws of the manager.</summary>
    public static IReadOnlyList<CloneClaim> All { get; } =
    [
        new("create-is-empty", "a new manager is as asked for, empty, and its time is now",
            (_, step) => step is { Operation: Create create, Response: Response.Done }
                ? Outcome.Equal(
                    step.After.Manager,
                    new Manager(
                        create.TypeMask, Largest(create.TypeMask, create.MaxUnit), create.DeadlineMilliseconds, create.Flags, 0, Age.Now(step.Before), 0, [], 0))
                : Outcome.DoesNotApply),
        new("enable-and-disable-undo-each-other", "what enable did, disable undoes, and the other way round; the second of two is an error",
            (specification, step) => step switch
            {
                { Operation: Enable, Response: Response.Result { Error: Errno.None } } => Undone(specification, step, new Disable()),
                { Operation: Disable, Response: Response.Result { Error: Errno.None } } => Undone(specification, step, new Enable()),
                { Operation: Enable or Disable, Response: Response.Result result } => Outcome.Of(
                    result.Error == Errno.Invalid && step.Before.Equals(step.After)
                    && step.Before.Manager!.Has(ManagerFlags.Enable) == step.Operation is Enable, () => $"{step.Response}"),
                _ => Outcome.DoesNotApply,
            }),
        new("get-gives-what-set-wrote", "a getter gives what the setter wrote, and the setter wrote nothing else",
            (specification, step) => step.Response is Response.Refused ? Outcome.DoesNotApply : step.Operation switch
            {
                SetMaxUnit set => Wrote(specification, step, new GetMaxUnit(), new Response.Number(Largest(step.Before.Manager!.TypeMask, set.MaxUnit)),
                    manager => manager with { MaxUnit = step.Before.Manager!.MaxUnit }),
                SetDeadline set => Wrote(specification, step, new GetDeadline(), new Response.Number(set.DeadlineMilliseconds),
                    manager => manager with { DeadlineMilliseconds = step.Before.Manager!.DeadlineMilliseconds }),
                SetFlags set => Wrote(specification, step, new GetFlags(), new Response.OfManager(set.Flags),
                    manager => manager with { Flags = step.Before.Manager!.Flags }),
                _ => Outcome.DoesNotApply,
            }),
        new("getters-give-the-state", "each getter of the manager gives its field",
            (_, step) => step.Before.Manager is not { } manager ? Outcome.DoesNotApply : step.Operation switch
            {
                GetSize => Outcome.Equal(step.Response, new Response.Number(manager.Entries.Count)),
                GetMaxUnit => Outcome.Equal(step.Response, new Response.Number(manager.MaxUnit)),
                GetDeadline => Outcome.Equal(step.Response, new Response.Number(manager.DeadlineMilliseconds)),
                GetFlags => Outcome.Equal(step.Response, new Response.OfManager(manager.Flags)),
                GetTime => Outcome.Equal(step.Response, new Response.TimeOf(Errno.None, manager.Time)),
                _ => Outcome.DoesNotApply,
            }),
        new("busy-sees-every-entry", "busy says so exactly where an entry is busy or a thread is inside a device",
            (_, step) => step is { Operation: Busy, Before.Manager: { } manager }
                ? Outcome.Equal(
                    step.Response,
                    new Response.Result(manager.Entries.Any(entry => entry.Has(DeviceFlags.Busy) || entry.Device?.Threads is not (null or 0)) ? Errno.Busy : Errno.None))
                : Outcome.DoesNotApply),
        new("destroy-takes-all", "destroy destroys every device, from head to tail, busy or not, and leaves no manager",
            (_, step) => step is { Operation: Destroy, Before.Manager: { } manager }
                ? Outcome.Equal(
                    (step.Response, step.After.Manager),
                    (new Response.ManagerDestroyed([.. manager.Entries.Where(entry => entry.Device is not null).Select(entry => entry.Device!.Id)]), null))
                : Outcome.DoesNotApply),
        new("bad-arguments-are-refused", "exactly the arguments that the original asserts against are refused",
            (_, step) => step.Operation switch
            {
                Create create => Refuses(step, (create.TypeMask | Limits.MaxUnit) != Limits.MaxUnit || BadLimit(create.TypeMask, create.MaxUnit) || BadFlags(create.Flags)),
                SetMaxUnit set when step.Before.Manager is { } manager => Refuses(step, BadLimit(manager.TypeMask, set.MaxUnit)),
                SetDeadline when step.Before.Manager is not null => Refuses(step, refused: false),
                SetFlags set when step.Before.Manager is not null => Refuses(step, BadFlags(set.Flags)),
                SetDeviceFlags set when set.Device.Value < step.Before.NextDevice => Refuses(step, (uint)set.Flags > 7),
                Alloc alloc when step.Before.Manager is { } manager => Refuses(
                    step,
                    (alloc.Type | manager.TypeMask) != manager.TypeMask || (alloc.Unit != Limits.Any && (alloc.Unit & (manager.TypeMask | alloc.Type)) != 0)),
                Unref unref when Units.EntryOf(step.Before, unref.Device) is not null => Refuses(step, step.Before.Manager!.ReferenceCount < 1),
                Ref reference when Units.EntryOf(step.Before, reference.Device) is not null => Refuses(step, refused: false),
                _ => Outcome.DoesNotApply,
            }),
    ];

    private static bool BadLimit(int typeMask, int limit) => limit != Limits.Any && (limit < 0 || limit > Limits.MaxUnit || (limit & typeMask) != 0);

    private static bool BadFlags(ManagerFlags flags) => ((uint)flags & 0x7fffffc0) != 0;

    private static int Largest(int typeMask, int limit) => limit == Limits.Any ? Limits.MaxUnit - typeMask : limit;

    private static Outcome Refuses(CloneTransition step, bool refused) => Outcome.Equal(step.Response is Response.Refused, refused);

    private static Outcome Undone(CloneSpecificationOf specification, CloneTransition step, Operation opposite) =>
        Same.Step(specification.Step(step.After, opposite), (step.Before, new Response.Result(Errno.None)));

    private static Outcome Wrote(
        CloneSpecificationOf specification, CloneTransition step, Operation getter, Response expected, Func<Manager, Manager> putBack) =>
        Outcome.Equal(
            (step.Response, specification.Step(step.After, getter).Response, step.After with { Manager = putBack(step.After.Manager!) }),
            (expected, expected, step.Before));
}
