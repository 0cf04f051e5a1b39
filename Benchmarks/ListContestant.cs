using DeviceClones;

namespace Benchmarks;

/// <summary>The list that people write by hand.</summary>
internal readonly struct ListContestant : IContestant<ListContestant>
{
    /// <summary>Beyond as many entries the list takes too long to be filled: it is read once for each.</summary>
    public const int LargestCrowd = 30_000;

    private readonly ListManager _manager;
    private readonly UnitTable<ListDevice> _devices;

    private ListContestant(ListManager manager)
    {
        _manager = manager;
        _devices = new UnitTable<ListDevice>();
    }

    /// <inheritdoc />
    public static string Name => "list";

    /// <inheritdoc />
    public static ListContestant Create(HandTime time, int maxUnit, List<int>? destroyed) =>
        new(new ListManager(time, maxUnit, device =>
        {
            device.IsDestroyed = true;
            destroyed?.Add(device.Unit);
        }));

    /// <inheritdoc />
    public Given Allocate(int process, int unit)
    {
        if (_manager.Allocate(process, unit, out ListDevice? shared) is not { } entry)
        {
            return new(shared?.Unit ?? -1, IsNew: false);
        }

        ListDevice device = new(entry.Unit);
        _devices[entry.Unit] = device;
        _manager.Register(entry, device);
        return new(entry.Unit, IsNew: true);
    }

    /// <inheritdoc />
    public CloneStatus Acquire(int unit) => _manager.Acquire(_devices[unit]);

    /// <inheritdoc />
    public CloneStatus Release(int unit) => _manager.Release(_devices[unit]);

    /// <inheritdoc />
    public int Reopen(int unit)
    {
        ListDevice device = _devices[unit];
        return (int)_manager.Release(device) + (int)_manager.Acquire(device);
    }

    /// <inheritdoc />
    public int Find(int unit) => _devices[unit].Unit;

    /// <inheritdoc />
    public int Sweep() => _manager.Sweep();

    /// <inheritdoc />
    public string Describe() => string.Join("; ", _manager.Entries.Select(
        static entry => EntryText.Of(entry.Unit, entry.IsBusy, entry.IsInvoked, entry.Process, entry.Time)));
}
