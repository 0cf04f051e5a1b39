using DeviceClones;

namespace Benchmarks;

/// <summary>The list that people write by hand.</summary>
internal readonly struct ListContestant : IContestant<ListContestant, ListDevice>
{
    /// <summary>Beyond as many entries the list takes too long to be filled: it is read once for each.</summary>
    public const int LargestCrowd = 30_000;

    private readonly ListManager _manager;

    private ListContestant(ListManager manager) => _manager = manager;

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
    public static int UnitOf(ListDevice device) => device.Unit;

    /// <inheritdoc />
    public Given<ListDevice> Allocate(int process, int unit)
    {
        if (_manager.Allocate(process, unit, out ListDevice? shared) is not { } entry)
        {
            return new(shared, IsNew: false);
        }

        ListDevice device = new(entry.Unit);
        _manager.Register(entry, device);
        return new(device, IsNew: true);
    }

    /// <inheritdoc />
    public CloneStatus Acquire(ListDevice device) => _manager.Acquire(device);

    /// <inheritdoc />
    public CloneStatus Release(ListDevice device) => _manager.Release(device);

    /// <inheritdoc />
    public int Sweep() => _manager.Sweep();

    /// <inheritdoc />
    public string Describe() => string.Join("; ", _manager.Entries.Select(
        static entry => EntryText.Of(entry.Unit, entry.IsBusy, entry.IsInvoked, entry.Process, entry.Time)));
}
