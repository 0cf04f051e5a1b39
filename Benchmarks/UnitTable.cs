namespace Benchmarks;

/// <summary>The devices of a measurement by their units: an array that grows. Written by one thread, while no other reads.</summary>
/// <typeparam name="TDevice">The devices.</typeparam>
internal sealed class UnitTable<TDevice>
    where TDevice : class
{
    private TDevice[] _devices = new TDevice[16];

    /// <summary>The device that has, or had last, a unit.</summary>
    /// <param name="unit">The unit.</param>
    public TDevice this[int unit]
    {
        get => _devices[unit];
        set
        {
            if (unit >= _devices.Length)
            {
                Array.Resize(ref _devices, Math.Max(unit + 1, _devices.Length * 2));
            }

            _devices[unit] = value;
        }
    }
}
