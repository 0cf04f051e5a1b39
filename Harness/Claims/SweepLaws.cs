// Laws of the sweep: what it takes, what it leaves, and how that depends on time and deadline.
using Checking;
using Clones;
using static Clones.Operation;

namespace Harness.Claims;

/// <summary>Laws of the sweep.</summary>
public static class SweepLaws
{
    /// <summary>All laws of the sweep.</summary>
    public static IReadOnlyList<CloneClaim> All { get; } =
    [
        Law("sweep-takes-what-expired", "the sweep takes exactly the entries that are idle, or invoked and expired, and counts them",
            (_, step, before, swept) => IsOpen(step, before)
                ? Outcome.Equal(swept.Pruned, before.Entries.Count(entry => IsTaken(step, before, entry)))
                : Outcome.Equal(swept, new Response.Swept(0, []))),
        Law("sweep-destroys-or-revokes", "what is taken is destroyed, but with GC_REVOKE or a thread inside it is left to nobody; the rest is as before",
            (_, step, before, swept) => Outcome.Equal(
                step.After.Manager!.Entries,
                !IsOpen(step, before) ? before.Entries :
                [
                    .. before.Entries
                        .Where(entry => !IsTaken(step, before, entry) || IsRevoked(before, entry))
                        .Select(entry => IsTaken(step, before, entry)
                            ? entry with { Flags = entry.Flags & ~DeviceFlags.Invoke, Process = ProcessId.None }
                            : entry),
                ])),
        Law("sweep-goes-from-tail-to-head", "devices are destroyed from tail to head, each that is gone once",
            (_, step, before, swept) => Outcome.Of(
                before.Entries.Reverse()
                    .Where(entry => !step.After.Manager!.Entries.Any(after => after.Id == entry.Id))
                    .Select(entry => entry.Device?.Id)
                    .SequenceEqual(swept.Destroyed.Select(device => (DeviceId?)device)),
                () => $"{swept}")),
        Law("sweep-changes-nothing-else", "the sweep changes nothing but entries and their number",
            (_, step, before, swept) => Same.State(
                step.After with { Manager = step.After.Manager! with { Entries = before.Entries, Size = before.Size }, Precision = step.Before.Precision }, step.Before)),
        Law("sweep-again-takes-nothing", "a second sweep at the same instant leaves the state, and takes nothing but what is revoked",
            (specification, step, before, swept) => specification.Step(step.After, new Gc()) is (var state, Response.Swept again)
                ? Outcome.Of(
                    state.Equals(step.After)
                    && (again.Pruned == 0 || before.Has(ManagerFlags.GcRevoke) || before.Entries.Any(entry => entry.Device?.Threads is not (null or 0)))
                    && again.Destroyed.Count == 0,
                    () => $"{again} after {swept}")
                : Outcome.Breaks("no answer")),
        Law("sweep-later-takes-no-less", "a sweep a second later takes what this one takes",
            (specification, step, before, swept) =>
                specification.Step(Later(step.Before), new Gc()) is (_, Response.Swept later)
                    ? Outcome.Of(later.Pruned >= swept.Pruned && swept.Destroyed.All(later.Destroyed.Contains), () => $"{later} after {swept}")
                    : Outcome.Breaks("no answer")),
        Law("sweep-with-a-shorter-deadline-takes-no-less", "a sweep with half the deadline takes what this one takes",
            (specification, step, before, swept) =>
                specification.Step(step.Before with { Manager = before with { DeadlineMilliseconds = before.DeadlineMilliseconds / 2 } }, new Gc())
                    is (_, Response.Swept shorter)
                    ? Outcome.Of(shorter.Pruned >= swept.Pruned && swept.Destroyed.All(shorter.Destroyed.Contains), () => $"{shorter} after {swept}")
                    : Outcome.Breaks("no answer")),
        Law("sweep-never-takes-the-young", "an invoked entry younger than the deadline's whole seconds is left alone, one a millisecond past the deadline is not",
            (_, step, before, swept) => IsOpen(step, before) && before.DeadlineMilliseconds > 0
                ? Outcome.Of(
                    before.Entries.Where(IsInvoked).All(entry =>
                    {
                        Age age = Age.Between(Age.Now(step.Before), entry.Time);
                        bool taken = !step.After.Manager!.Entries.Any(after => after.Equals(entry));
                        return taken
                            ? age.Nanoseconds > (before.DeadlineMilliseconds / 1000) * (Int128)Timestamp.NanosecondsPerSecond
                            : age.Milliseconds <= before.DeadlineMilliseconds;
                    }),
                    () => $"{step.Response}")
                : Outcome.DoesNotApply),
        new("only-the-end-takes-busy-entries", "nothing but destroy and create takes an entry that is busy out of the list",
            (_, step) => step is { Before.Manager: { } before, Operation: not (Destroy or Create) }
                ? Outcome.Of(
                    before.Entries.Where(entry => entry.Has(DeviceFlags.Busy)).All(entry => step.After.Manager!.Entries.Any(after => after.Id == entry.Id)),
                    () => $"{step.Response}")
                : Outcome.DoesNotApply),
    ];

    private static CloneClaim Law(string name, string says, Func<CloneSpecificationOf, CloneTransition, Manager, Response.Swept, Outcome> examine) =>
        new(name, says, (specification, step) => step is { Operation: Gc, Response: Response.Swept swept, Before.Manager: { Entries.Count: > 0 } before }
            ? examine(specification, step, before, swept)
            : Outcome.DoesNotApply);

    /// <summary>Whether the sweep looks at entries at all.</summary>
    private static bool IsOpen(CloneTransition step, Manager manager) =>
        manager.Has(ManagerFlags.GcEnable)
        && (!manager.Has(ManagerFlags.GcExpired) || Age.HasExpired(manager.DeadlineMilliseconds, Age.Now(step.Before), manager.Time));

    private static bool IsTaken(CloneTransition step, Manager manager, Entry entry) =>
        !entry.Has(DeviceFlags.Busy)
        && (!entry.Has(DeviceFlags.Invoke) || Age.HasExpired(manager.DeadlineMilliseconds, Age.Now(step.Before), entry.Time));

    private static bool IsRevoked(Manager manager, Entry entry) => manager.Has(ManagerFlags.GcRevoke) || entry.Device!.Threads != 0;

    private static bool IsInvoked(Entry entry) => entry.Has(DeviceFlags.Invoke) && !entry.Has(DeviceFlags.Busy);

    private static State Later(State state) => state with
    {
        Uptime = state.Uptime with { Seconds = state.Uptime.Seconds + 1 },
        WallSeconds = state.WallSeconds + 1,
    };
}
