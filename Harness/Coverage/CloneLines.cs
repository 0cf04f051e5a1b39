// Which lines of clone.c an operation runs, read off its source: a second account of its ways, beside the model's, that answers
// nothing. It gives each line as often as it is run (the head of a loop once more where the loop comes to its end), so that over a recording the counts can be held to those that a compiler's
// counters (gcov) gave of the original itself: original-lines.json. Read next: AllocLines.cs, SweepLines.cs.
using Clones;

namespace Harness.Coverage;

/// <summary>The lines of clone.c that a transition stands for.</summary>
public static class CloneLines
{
    /// <summary>The lines of one transition, each as often as it is run.</summary>
    /// <param name="transition">The transition.</param>
    /// <returns>The lines; none of an operation that only moves the surroundings, such as the clock.</returns>
    public static IEnumerable<int> Of(CloneTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        Response.Refused? refused = transition.Response as Response.Refused;
        return (transition.Operation, transition.Before.Manager) switch
        {
            (Operation.Create, _) => Create(transition.Before, refused),
            (Operation.Register, not null) => Register(refused),
            (Operation.Alloc alloc, { } manager) => AllocLines.Of(transition.Before, manager, alloc, refused),
            (Operation.Gc, { } manager) => SweepLines.Of(transition.Before, manager),
            (Operation.Destroy, { } manager) => Destroy(manager),
            (Operation.Busy, { } manager) => Busy(manager),
            (Operation.Acquire or Operation.Release or Operation.Ref or Operation.Unref
                or Operation.GetDeviceTime or Operation.GetDeviceFlags or Operation.SetDeviceFlags, _) => DeviceLines.Of(transition, refused),
            (var operation, null) => WithoutManager(operation),
            var (operation, _) => OfManager(operation, transition.Response),
        };
    }

    /// <summary>snd_timestamp.</summary>
    internal static IEnumerable<int> ReadClock(State state) =>
    [
        106, 110,
        .. state.Precision switch
        {
            Precision.Seconds => Between(111, 114),
            Precision.Tick => Between(115, 117),
            Precision.Microseconds => Between(118, 121),
            Precision.Nanoseconds => Between(122, 124),
            _ => Between(125, 128),
        },
        130,
    ];

    /// <summary>Consecutive lines.</summary>
    internal static IEnumerable<int> Between(int first, int last) => Enumerable.Range(first, last - first + 1);

    private static IEnumerable<int> Create(State before, Response.Refused? refused) => refused?.Argument switch
    {
        "typemask" => [164, 168],
        "maxunit" => [164, 168, 170],
        "flags" => [164, 168, 170, 174],
        _ => [164, 168, 170, 174, .. Between(177, 181), .. Between(183, 186), 188, .. ReadClock(before)],
    };

    private static IEnumerable<int> Register(Response.Refused? refused) => (refused?.Argument, refused?.Reason) switch
    {
        (null, _) => [586, 588, 589, 590, 591, 593, 594, 598, .. Between(600, 604)],
        ("ce", "NULL snd_clone_entry") => [586, 588],
        (_, "NULL dev") => [586, 588, 589],
        (_, "dev->si_drv2 not NULL") => [586, 588, 589, 590],
        ("ce", "ce->devt not NULL") => [586, 588, 589, 590, 591, 593],
        ("ce", _) => [586, 588, 589, 590, 591],
        _ => [586, 588, 589, 590, 591, 593, 594],
    };

    private static IEnumerable<int> Destroy(Manager manager) =>
    [
        448, 452, 454, .. Enumerable.Repeat(455, manager.Entries.Count + 1),
        .. manager.Entries.SelectMany(entry => entry.Device is null ? Between(456, 457) : Between(456, 458)),
        .. manager.Entries.SelectMany(_ => Between(459, 460)),
        463, 464,
    ];

    private static IEnumerable<int> Busy(Manager manager)
    {
        if (manager.Size == 0)
        {
            return [192, 196, 198, 199];
        }

        List<int> lines = [192, 196, 198];
        foreach (Entry entry in manager.Entries)
        {
            bool isOpen = entry.Has(DeviceFlags.Busy);
            lines.AddRange([201, 202]);
            if (!isOpen)
            {
                lines.Add(203);
            }

            if (isOpen || entry.Device is { Threads: not 0 })
            {
                return [.. lines, 204];
            }
        }

        return [.. lines, 201, 207];
    }

    /// <summary>Where there is no manager, the first assertion ends the call.</summary>
    private static IEnumerable<int> WithoutManager(Operation operation) => operation switch
    {
        Operation.Busy => [192, 196],
        Operation.Gc => [396, 402],
        Operation.Destroy => [448, 452],
        Operation.Alloc => [607, 614],
        Operation.Register => [586, 588],
        _ => OfManager(operation, null).Take(2),
    };

    private static IEnumerable<int> OfManager(Operation operation, Response? response) => (operation, response) switch
    {
        (Operation.Enable, Response.Result { Error: not Errno.None }) => [215, 217, 219, 220],
        (Operation.Enable, _) => [215, 217, 219, 222, 224],
        (Operation.Disable, Response.Result { Error: not Errno.None }) => [228, 230, 232, 233],
        (Operation.Disable, _) => [228, 230, 232, 235, 237],
        (Operation.GetSize, _) => [244, 246, 248],
        (Operation.GetMaxUnit, _) => [252, 254, 256],
        (Operation.SetMaxUnit, Response.Refused) => [260, 262, 263],
        (Operation.SetMaxUnit, _) => [260, 262, 263, 268, 271],
        (Operation.GetDeadline, _) => [275, 277, 279],
        (Operation.SetDeadline, _) => [283, 285, 287, 289],
        (Operation.GetTime, _) => [293, 295, 296, 298, 300],
        (Operation.GetFlags, _) => [304, 306, 308],
        (Operation.SetFlags, Response.Refused) => [312, 314, 315],
        (Operation.SetFlags, _) => [312, 314, 315, 318, 320],
        _ => [], // SetClock, SetThreads: the surroundings; the variable and the sysctl of the precision: compiled for diagnosis only
    };
}
