using DeviceClones;

namespace Benchmarks;

/// <summary>A device as the port's caller makes it.</summary>
/// <param name="unit">Its unit.</param>
internal sealed class MeasuredDevice(int unit) : ICloneDevice
{
    private CloneLink _link;

    /// <inheritdoc />
    public int Unit => unit;

    /// <inheritdoc />
    public ref CloneLink Link => ref _link;

    /// <summary>What destroying a device does here.</summary>
    public bool IsDestroyed { get; set; }
}

/// <summary>The port.</summary>
internal readonly struct PortContestant : IContestant<PortContestant, MeasuredDevice>
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly CloneManager<MeasuredDevice> _manager;

    private PortContestant(CloneManager<MeasuredDevice> manager) => _manager = manager;

    /// <inheritdoc />
    public static string Name => "port";

    /// <inheritdoc />
    public static PortContestant Create(HandTime time, int maxUnit, List<int>? destroyed) =>
        new(new CloneManager<MeasuredDevice>(
            new CloneManagerOptions
            {
                MaxUnit = maxUnit,
                Deadline = TimeSpan.FromMilliseconds(750),
                Flags = CloneManagerFlags.Enabled | CloneManagerFlags.Sweep | CloneManagerFlags.AlwaysGrow,
                Clock = new CloneClock(time),
            },
            device =>
            {
                device.IsDestroyed = true;
                destroyed?.Add(device.Unit);
            }));

    /// <inheritdoc />
    public static int UnitOf(MeasuredDevice device) => device.Unit;

    /// <inheritdoc />
    public Given<MeasuredDevice> Allocate(int process, int unit)
    {
        Allocation<MeasuredDevice> allocation = _manager.Allocate(process, unit);
        if (allocation.Kind != AllocationKind.NewEntry)
        {
            return new(allocation.Device, IsNew: false);
        }

        MeasuredDevice device = new(allocation.Entry.Unit);
        _manager.Register(allocation.Entry, device);
        return new(device, IsNew: true);
    }

    /// <inheritdoc />
    public CloneStatus Acquire(MeasuredDevice device) => _manager.Acquire(device);

    /// <inheritdoc />
    public CloneStatus Release(MeasuredDevice device) => _manager.Release(device);

    /// <inheritdoc />
    public int Sweep() => _manager.Sweep();

    /// <inheritdoc />
    public string Describe() => string.Join("; ", _manager.GetEntries().Select(static entry => EntryText.Of(
        entry.Entry.Unit,
        entry.Flags.HasFlag(CloneDeviceFlags.Busy),
        entry.Flags.HasFlag(CloneDeviceFlags.Invoked),
        entry.Process,
        entry.Time.TotalNanoseconds / NanosecondsPerMillisecond)));
}
