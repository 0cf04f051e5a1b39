// Says which cases a transition comes to, from the outside: from the state before, the operation and
// the answer. It shares no code with the model's own decisions, so that a wrong model is not
// classified by its own mistake.
using Clones;

namespace Harness.Coverage;

/// <summary>Classifies transitions.</summary>
public static class Classification
{
    private static readonly (ManagerFlags Flag, CoverageLabel Label)[] FlagLabels =
        [.. Enum.GetValues<ManagerFlags>().Where(flag => uint.IsPow2((uint)flag)).Select(flag => (flag, new CoverageLabel("flag", $"manager {flag}")))];

    /// <summary>The cases that a transition comes to.</summary>
    /// <param name="transition">The transition.</param>
    /// <returns>One label or more; each is in <see cref="CoverageCatalogue"/>.</returns>
    public static IEnumerable<CoverageLabel> Of(CloneTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        string operation = transition.Operation.GetType().Name;
        yield return new("operation", operation);
        foreach (CoverageLabel label in transition.Response is Response.Refused refused ? [Refusal(operation, refused)] : Answered(transition, operation))
        {
            yield return label;
        }

        foreach (CoverageLabel label in Surroundings(transition))
        {
            yield return label;
        }
    }

    private static CoverageLabel Refusal(string operation, Response.Refused refused) => new("refused", (refused.Argument, refused.Reason) switch
    {
        ("c", _) => "without a manager",
        (_, "NULL dev") => "null device",
        ("ce", "NULL snd_clone_entry") => "Register ce: unknown",
        ("ce", "ce->devt not NULL") => "Register ce: has a device",
        ("ce", _) => "Register ce: not allocated",
        ("dev", "dev->si_drv2 not NULL") => "Register dev: is a clone",
        ("dev", _) => "Register dev: another unit",
        var (argument, _) => $"{operation} {argument}",
    });

    private static IEnumerable<CoverageLabel> Answered(CloneTransition transition, string operation) => (transition.Operation, transition.Response) switch
    {
        (Operation.Alloc alloc, Response.Allocated allocated) => AllocBranch.Of(transition.Before, alloc, allocated),
        (Operation.Gc, Response.Swept) => SweepBranch.Of(transition),
        (Operation.Unref unref, Response.Unreferenced) => IsClone(transition.Before, unref.Device)
            ? [new("answer", "Unref of a clone"), .. SweepBranch.Of(transition)]
            : [new("answer", "Unref of no clone")],
        (Operation.Ref reference, _) => [new("answer", IsClone(transition.Before, reference.Device) ? "Ref of a clone" : "Ref of no clone")],
        (_, Response.Result result) => [new("answer", $"{operation} {result.Error}")],
        (Operation.GetDeviceTime, Response.TimeOf time) => [new("answer", $"{operation} {time.Error}")],
        (_, Response.OfDevice device) => [new("answer", $"{operation} {(device.Flags == DeviceFlags.NoDevice ? "NoDevice" : "flags")}")],
        (_, Response.ManagerDestroyed destroyed) => [new("answer", destroyed.Destroyed.Count > 0 ? "Destroy with devices" : "Destroy without devices")],
        _ => [],
    };

    private static bool IsClone(State state, DeviceId device) => state.Manager?.Entries.Any(entry => entry.Device?.Id == device) ?? false;

    private static IEnumerable<CoverageLabel> Surroundings(CloneTransition transition)
    {
        if (transition.Operation is Operation.SetClock clock && clock.Uptime.IsBefore(transition.Before.Uptime))
        {
            yield return new("time", "clock steps back");
        }

        if (transition is { Response: Response.Allocated or Response.Swept or Response.Done, Operation: Operation.Alloc or Operation.Gc or Operation.Create })
        {
            int precision = transition.Before.Precision;
            yield return new("time", precision is >= Precision.Seconds and <= Precision.Nanoseconds ? $"precision {precision}" : "precision that does not exist");
        }

        if (transition.Before.Manager is not { } manager)
        {
            yield break;
        }

        foreach ((ManagerFlags flag, CoverageLabel label) in FlagLabels)
        {
            if (manager.Has(flag))
            {
                yield return label;
            }
        }

        foreach (DeviceFlags flags in manager.Entries.Select(entry => entry.Flags).Distinct())
        {
            string name = flags == DeviceFlags.None ? "device idle" : $"device {flags}";
            if (CoverageCatalogue.All.Contains(new("flag", name)))
            {
                yield return new("flag", name);
            }
        }
    }
}
