// Laws of every step, whatever was asked: it is a function, what only looks changes nothing, what is
// refused changes nothing, and each operation touches only what it is about.
using Checking;
using Clones;
using static Clones.Operation;

namespace Harness.Claims;

/// <summary>Laws of every step.</summary>
public static class StepLaws
{
    /// <summary>All laws of every step.</summary>
    public static IReadOnlyList<CloneClaim> All { get; } =
    [
        new("step-is-a-function", "the same step from the same state gives the same again",
            (specification, step) => Same.Step(specification.Step(step.Before, step.Operation), (step.After, step.Response))),
        new("looking-changes-nothing", "getters and busy change nothing",
            (_, step) => step.Operation is Busy or GetSize or GetMaxUnit or GetDeadline or GetFlags or GetTime or GetDeviceTime or GetDeviceFlags
                ? Same.State(step.After, step.Before)
                : Outcome.DoesNotApply),
        new("refusals-change-nothing", "a refusal names its argument and changes nothing, but that a device made for register keeps its number",
            (_, step) => step.Response is Response.Refused refused
                ? Outcome.Of(
                    step.Before.Equals(step.After with { NextDevice = step.Before.NextDevice })
                    && step.After.NextDevice == step.Before.NextDevice + (step.Operation is Register { Existing: null } ? 1 : 0)
                    && refused is { Argument.Length: > 0, Reason.Length: > 0 },
                    () => $"{refused}")
                : Outcome.DoesNotApply),
        new("clock-is-set-by-nobody-else", "only SetClock moves the clock, and only the precision's own operations and a reading of a wrong one change it",
            (_, step) => step.Operation switch
            {
                SetClock clock => Outcome.Equal((step.After.Uptime, step.After.WallSeconds, step.After.Manager), (clock.Uptime, clock.WallSeconds, step.Before.Manager)),
                SetPrecision or SysctlPrecision => Same.State(step.After with { Precision = step.Before.Precision }, step.Before),
                _ => Outcome.Of(
                    step.After.Uptime == step.Before.Uptime && step.After.WallSeconds == step.Before.WallSeconds
                    && (step.After.Precision == step.Before.Precision || (step.Before.Precision is < 0 or > 3 && step.After.Precision == Precision.Tick)),
                    () => $"{step.After.Uptime}, {step.After.WallSeconds}, {step.After.Precision}"),
            }),
        new("wrong-precision-is-put-right", "a reading of the clock at a precision that does not exist puts the tick in its place",
            (_, step) => step.Before.Precision is < 0 or > 3 && ReadsTheClock(step)
                ? Outcome.Equal(step.After.Precision, Precision.Tick)
                : Outcome.DoesNotApply),
        new("sysctl-takes-only-precisions", "the sysctl answers the value that was, and writes no value that does not exist",
            (_, step) => step.Operation is SysctlPrecision sysctl
                ? Outcome.Equal(
                    (step.Response, step.After.Precision),
                    (new Response.Number(step.Before.Precision), sysctl.New is 0 or 1 or 2 or 3 ? sysctl.New.Value : step.Before.Precision))
                : Outcome.DoesNotApply),
        new("tunable-takes-any-number", "the tunable writes any value",
            (_, step) => step.Operation is SetPrecision precision ? Outcome.Equal(step.After.Precision, precision.Value) : Outcome.DoesNotApply),
        new("only-register-makes-devices", "only register makes a device, one at a time",
            (_, step) => Outcome.Of(
                step.After.NextDevice == step.Before.NextDevice + (step.Operation is Register { Existing: null } ? 1 : 0),
                () => $"{step.Before.NextDevice} devices before, {step.After.NextDevice} after")),
        new("what-waits-stays-as-it-was-made", "an entry that waits for its device stays as it was made, until it is registered or the manager ends",
            (_, step) => step.Before.Manager is { } before && step.After.Manager is { } after && step.Operation is not Create
                && before.Entries.Where(entry => entry.Device is null && (step.Operation as Register)?.Entry != entry.Id).ToArray() is { Length: > 0 } waiting
                ? Outcome.Of(waiting.All(after.Entries.Contains), () => $"{after.Entries}")
                : Outcome.DoesNotApply),
        new("no-manager-no-answer", "without a manager its operations are refused, and devices are no clones",
            (_, step) => step.Before.Manager is null && step.Operation is not (SetClock or SetPrecision or SysctlPrecision or Create or SetThreads)
                ? Outcome.Of(
                    step.Response is Response.Refused or Response.Result { Error: Errno.NoDevice } or Response.OfDevice { Flags: DeviceFlags.NoDevice }
                        or Response.TimeOf { Error: Errno.NoDevice } or Response.Number { Value: 0 } or Response.Unreferenced { ReferenceCount: 0 },
                    () => $"{step.Response}")
                : Outcome.DoesNotApply),
    ];

    private static bool ReadsTheClock(CloneTransition step) => step switch
    {
        { Operation: Create, Response: Response.Done } => true,
        { Operation: Alloc, Response: Response.Allocated { Entry: not null } or Response.Allocated { Device: not null } } => true,
        { Operation: Gc, Before.Manager: { Size: > 0 } manager } => manager.Has(ManagerFlags.GcEnable),
        _ => false,
    };
}
