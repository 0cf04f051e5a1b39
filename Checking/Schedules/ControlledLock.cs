namespace Checking.Schedules;

/// <summary>The lock of an object.</summary>
/// <param name="target">The object.</param>
/// <param name="number">Its number among the locations.</param>
internal sealed class ControlledLock(object target, int number)
{
    public object Target => target;

    public int Number => number;

    public int Owner { get; set; } = -1;

    public int Depth { get; set; }
}
