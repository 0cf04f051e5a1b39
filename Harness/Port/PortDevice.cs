using DeviceClones;

namespace Harness.Port;

/// <summary>A device as the port's caller makes it.</summary>
/// <param name="number">The number that the model gives it.</param>
/// <param name="unit">The unit that it is made with.</param>
public sealed class PortDevice(int number, int unit) : ICloneDevice
{
    private CloneLink _link;

    /// <summary>The number that the model gives it.</summary>
    public int Number => number;

    /// <inheritdoc />
    public int Unit { get; set; } = unit;

    /// <inheritdoc />
    public ref CloneLink Link => ref _link;
}
