// What the original and the model take, and the port does not (docs/deviations.md). It is asked beforehand: a port that
// was given such a number would be neither right nor wrong.
using Clones;
using DeviceClones;

namespace Harness;

/// <summary>The numbers that the port takes.</summary>
public static class PortRange
{
    // 292 years, in nanoseconds all that 64 bits hold.
    private const long LargestSeconds = long.MaxValue / Timestamp.NanosecondsPerSecond;
    private const long LargestRest = long.MaxValue % Timestamp.NanosecondsPerSecond;

    /// <summary>The first of some operations that the port cannot be asked.</summary>
    /// <param name="operations">The operations, in their order.</param>
    /// <returns>Its place, from 0, and why; null where there is none.</returns>
    public static (int Place, string Problem)? Problem(IReadOnlyList<Operation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        bool readsWallClock = operations.Any(static operation => operation is Operation.SetPrecision { Value: 0 } or Operation.SysctlPrecision { New: 0 });
        foreach ((int place, Operation operation) in operations.Index())
        {
            if (Problem(operation, readsWallClock) is { } problem)
            {
                return (place, $"{OperationText.Format(operation)}: {problem}");
            }
        }

        return null;
    }

    private static string? Problem(Operation operation, bool readsWallClock) => operation switch
    {
        Operation.SetThreads { Count: < 0 or > SlotWord.LargestThreadCount } => $"the port takes 0 to {SlotWord.LargestThreadCount:n0} threads inside a device",
        Operation.SetClock { Uptime.Nanoseconds: < 0 or >= Timestamp.NanosecondsPerSecond } => "the port's time has 0 to 999,999,999 nanoseconds",
        Operation.SetClock { Uptime: var uptime } when !IsNear(uptime) => "the port's time is at most 292 years from zero",
        Operation.SetClock { WallSeconds: < -LargestSeconds or > LargestSeconds } when readsWallClock => "the port's time is at most 292 years from 1970",
        _ => null,
    };

    private static bool IsNear(Timestamp time) =>
        time.Seconds is >= -LargestSeconds and < LargestSeconds || (time.Seconds == LargestSeconds && time.Nanoseconds <= LargestRest);
}
