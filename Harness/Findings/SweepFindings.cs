// What a caller would expect of the sweep, of deadlines and of clocks.
using Checking;
using Clones;
using Harness.Claims;
using static Clones.Operation;
using static Harness.Findings.CloneFindings;

namespace Harness.Findings;

/// <summary>What is odd about when something goes.</summary>
internal static class SweepFindings
{
    private static readonly SetClock Start = new(new Timestamp(10, 0), 1_180_000_000);

    public static IReadOnlyList<Finding> All { get; } =
    [
        new(
            Swept("nothing-goes-before-its-deadline", "a device that waits for its owner is not swept before its deadline has passed", static (state, entry) =>
                entry.Has(DeviceFlags.Invoke) ? Outcome.Of(
                    Age(state, entry) > state.Manager!.DeadlineMilliseconds,
                    () => $"{entry.Device?.Id} goes after {Age(state, entry)} ms of {state.Manager!.DeadlineMilliseconds}")
                : Outcome.DoesNotApply),
            "Whole seconds are compared before milliseconds are: a difference of one more than the seconds of the deadline is enough, however little of them has passed. At a deadline of D ms a device can go D mod 1000 ms early: at 750 ms after 1 ms, at 2,750 ms after 2,001 ms.",
            "387-389",
            Finding.AsTheOriginal,
            "expiry-without-seconds",
            new(new SetClock(new Timestamp(10, 999_000_000), 1_180_000_000), Manager(0)) { Ticks = [1], Span = 2, Always = [new Gc()], Entries = 1 }),
        new(
            Swept("an-idle-device-is-kept-until-its-deadline", "a device is kept until its deadline after it was handed out", static (state, entry) =>
                !entry.Has(DeviceFlags.Invoke) ? Outcome.Of(
                    Age(state, entry) > state.Manager!.DeadlineMilliseconds, () => $"{entry.Device?.Id} goes at once")
                : Outcome.DoesNotApply),
            "The deadline protects only a device that was handed out and not opened yet. One that was opened and closed goes with the next sweep, whenever it was handed out.",
            "426-428",
            Finding.AsTheOriginal,
            "repair-idle-devices-have-a-deadline",
            new(Start, Manager(0)) { Always = [new Gc()], Entries = 1 }),
        new(
            new CloneClaim("what-is-never-registered-goes", "an entry that nobody registers is swept some day", static (specification, step) =>
                step is { Operation: Alloc, Response: Response.Allocated { Entry: not null } }
                && specification.Step(step.After, ClockMove.After(step.After, int.MaxValue)).State is var later
                    ? Outcome.Of(specification.Step(later, new Gc()).State.Manager!.Size < later.Manager!.Size, () => "24 days later it is still there")
                    : Outcome.DoesNotApply),
            "An entry that waits for its device is BUSY, and the sweep leaves what is BUSY. If its caller dies between alloc and register, the unit is lost, and the manager is busy, for ever.",
            "426, 765",
            Finding.AsTheOriginal,
            "repair-what-is-never-registered-goes",
            new(Start, Manager(0)) { Entries = 1 }),
        new(
            new CloneClaim("a-sweep-leaves-nothing-to-sweep", "a second sweep at the same moment takes nothing", static (specification, step) =>
                step is { Operation: Gc, Response: Response.Swept { Pruned: > 0 } }
                    ? Outcome.Of(
                        specification.Step(step.After, new Gc()).Response is Response.Swept { Pruned: 0 }, () => "another sweep counts as many again")
                    : Outcome.DoesNotApply),
            "With GC_REVOKE, or with threads inside, an entry is taken back and stays; idle, it is found again. The count that a sweep answers is that of entries it looked at, not that of entries it changed.",
            "426-432, 439",
            Finding.AsTheOriginal,
            "repair-revoked-once",
            new(Start, Manager(0, flags: Sweeping | ManagerFlags.GcRevoke)) { Always = [new Gc()], Entries = 1 }),
        new(
            new CloneClaim("a-change-of-precision-makes-nothing-due", "a change of the timestamps' precision makes nothing due", static (specification, step) =>
                step is { Operation: SysctlPrecision { New: not null }, Before.Manager: not null }
                    ? Outcome.Of(Due(specification, step.After) <= Due(specification, step.Before), () => "what was handed out just now is due")
                    : Outcome.DoesNotApply),
            "At a precision of seconds the time is that of the wall clock, at every other it is the time since the start. After a change everything is decades old, or from the future: all of it goes at once, or none of it does.",
            "111-124, 387-389",
            Finding.AsTheOriginal,
            "repair-seconds-of-uptime",
            new(Start, Manager(0, deadline: 3000)) { Always = [new SysctlPrecision(Precision.Seconds)], Entries = 1 }),
        new(
            new CloneClaim("what-is-due-stays-due", "what is due stays due until it is handed out again", static (specification, step) =>
                step is { Operation: SetClock, Before.Manager: not null }
                    ? Outcome.Of(Due(specification, step.After) >= Due(specification, step.Before), () => "the clock stepped back, and it is not due any more")
                    : Outcome.DoesNotApply),
            "Ages are differences of readings, and nothing is said of a clock that steps back. Until it has caught up nothing expires, and what is handed out meanwhile is older than what was there before.",
            "379-389, 680-692",
            Finding.AsTheOriginal,
            "repair-the-future-is-due",
            new(Start, Manager(0)) { Ticks = [1000], Span = 1000, Always = [new SetClock(default, 0)], Entries = 1, IsOver = static state => state.Uptime.Seconds < 10 }),
    ];

    /// <summary>What is said of each entry that a sweep destroys.</summary>
    private static CloneClaim Swept(string name, string says, Func<State, Entry, Outcome> examine) => new(name, says, (_, step) =>
        step is { Operation: Gc, Response: Response.Swept { Destroyed: { Count: > 0 } destroyed } }
            ? destroyed.Select(device => examine(step.Before, Units.EntryOf(step.Before, device)!)).Aggregate(static (one, other) => one.And(() => other))
            : Outcome.DoesNotApply);

    private static long Age(State state, Entry entry) => ClockMove.Milliseconds(state.Uptime) - ClockMove.Milliseconds(entry.Time);

    private static int Due(CloneSpecificationOf specification, State state) => specification.Step(state, new Gc()).Response is Response.Swept swept ? swept.Pruned : 0;
}
