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
internal readonly struct PortContestant : IContestant<PortContestant>
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly CloneManager<MeasuredDevice> _manager;
    private readonly UnitTable<MeasuredDevice> _devices;

    private PortContestant(CloneManager<MeasuredDevice> manager)
    {
        _manager = manager;
        _devices = new UnitTable<MeasuredDevice>();
    }

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
    public Given Allocate(int process, int unit)
    {
        Allocation<MeasuredDevice> allocation = _manager.Allocate(process, unit);
        if (allocation.Kind != AllocationKind.NewEntry)
        {
            return new(allocation.Device?.Unit ?? -1, IsNew: false);
        }

        MeasuredDevice device = new(allocation.Entry.Unit);
        _devices[device.Unit] = device;
        _manager.Register(allocation.Entry, device);
        return new(device.Unit, IsNew: true);
    }

    /// <inheritdoc />
    public CloneStatus Acquire(int unit) => _manager.Acquire(_devices[unit]);

    /// <inheritdoc />
    public CloneStatus Release(int unit) => _manager.Release(_devices[unit]);

    /// <inheritdoc />
    public int Reopen(int unit)
    {
        MeasuredDevice device = _devices[unit];
        return (int)_manager.Release(device) + (int)_manager.Acquire(device);
    }

    /// <inheritdoc />
    public int Find(int unit) => _devices[unit].Unit;

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
