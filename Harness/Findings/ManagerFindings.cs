// What a caller would expect of busy, destroy, the deadline and the precision.
using Checking;
using Clones;
using static Clones.Operation;
using static Harness.Findings.CloneFindings;

namespace Harness.Findings;

/// <summary>What is odd about the manager as a whole.</summary>
internal static class ManagerFindings
{
    public static IReadOnlyList<Finding> All { get; } =
    [
        new(
            new CloneClaim("destroy-refuses-while-busy", "a manager that is busy is not destroyed", static (specification, step) =>
                step is { Operation: Destroy, Before.Manager: not null } && specification.Step(step.Before, new Busy()).Response is Response.Result { Error: Errno.Busy }
                    ? Outcome.Of(step.Response is Response.Refused, () => "it is gone")
                    : Outcome.DoesNotApply),
            "destroy asks nobody. Its caller has to disable, ask busy, and keep everybody out in between.",
            "448-464",
            "does the same; a device of a manager that was destroyed answers that there is no device",
            "repair-destroy-asks",
            new(Manager(0)) { Always = [new Destroy()], Entries = 1 }),
        new(
            new CloneClaim("busy-means-open", "a manager is busy only where a device is open or has threads inside", static (_, step) =>
                step is { Operation: Busy, Response: Response.Result { Error: Errno.Busy }, Before.Manager: { } manager }
                    ? Outcome.Of(
                        manager.Entries.Any(entry => entry.Device is { } device && (entry.Has(DeviceFlags.Busy) || device.Threads != 0)), () => "it is busy without a device")
                    : Outcome.DoesNotApply),
            "An entry that waits for its device is BUSY. A manager whose caller never registers what it was given cannot be detached.",
            "202-203, 765",
            Finding.AsTheOriginal,
            "repair-busy-needs-a-device",
            new(Manager(0)) { Always = [new Busy()], Entries = 1 }),
        new(
            new CloneClaim("deadlines-are-not-negative", "a deadline below zero is refused", static (_, step) =>
                step is { Operation: SetDeadline { DeadlineMilliseconds: < 0 }, Before.Manager: not null }
                    ? Outcome.Of(step.Response is Response.Refused, () => $"{step.Response}")
                    : Outcome.DoesNotApply),
            "Every number is a deadline, and below 1 everything is expired as soon as it is handed out. A device can then be swept between the look-up that made it and the open that it was made for.",
            "283-290, 387",
            Finding.AsTheOriginal,
            "repair-negative-deadlines",
            new(Manager(0)) { Always = [new SetDeadline(-1)], Entries = 1 }),
        new(
            new CloneClaim("the-precision-exists", "the precision that is read is one that there is", static (_, step) =>
                step is { Operation: SysctlPrecision, Response: Response.Number precision }
                    ? Outcome.Of(precision.Value is >= Precision.Seconds and <= Precision.Nanoseconds, () => $"{precision.Value}")
                    : Outcome.DoesNotApply),
            "The tunable takes any number, and it is put right only when a time is taken. Whoever reads it before that sees a precision that does not exist.",
            "102-103, 125-128, 138-139",
            Finding.AsTheOriginal,
            "repair-the-precision-that-is-read",
            new() { Always = [new SetPrecision(9), new SysctlPrecision(null)] }),
    ];
}
