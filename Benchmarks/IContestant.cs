// What is measured, as the measurements see it: the same few calls of the port (PortContestant.cs) and of the list
// (ListContestant.cs). Whoever calls has its devices at hand, as in the original's own `bench`. Contestants are structures, so that
// each gets measuring loops of its own, without a virtual call in them.
using DeviceClones;

namespace Benchmarks;

/// <summary>What a caller was given.</summary>
/// <typeparam name="TDevice">The contestant's devices.</typeparam>
/// <param name="Device">The device; null where there was none.</param>
/// <param name="IsNew">Whether it was made and registered now.</param>
internal readonly record struct Given<TDevice>(TDevice? Device, bool IsNew)
    where TDevice : class;

/// <summary>A manager that is measured.</summary>
/// <typeparam name="TSelf">The contestant.</typeparam>
/// <typeparam name="TDevice">Its devices.</typeparam>
internal interface IContestant<TSelf, TDevice>
    where TSelf : struct, IContestant<TSelf, TDevice>
    where TDevice : class
{
    /// <summary>What it is called in tables.</summary>
    static abstract string Name { get; }

    /// <summary>Makes a manager without entries.</summary>
    /// <param name="time">The time.</param>
    /// <param name="maxUnit">The largest unit to be handed out.</param>
    /// <param name="destroyed">Where units of destroyed devices are listed, if anywhere.</param>
    /// <returns>The manager.</returns>
    static abstract TSelf Create(HandTime time, int maxUnit, List<int>? destroyed);

    /// <summary>The unit of a device; the manager is not asked.</summary>
    /// <param name="device">The device.</param>
    /// <returns>Its unit.</returns>
    static abstract int UnitOf(TDevice device);

    /// <summary>Allocates, and registers the device if it is new.</summary>
    /// <param name="process">Who asks.</param>
    /// <param name="unit">The unit wanted, or -1.</param>
    /// <returns>What there is.</returns>
    Given<TDevice> Allocate(int process, int unit);

    /// <summary>Opens a device.</summary>
    /// <param name="device">The device.</param>
    /// <returns>The answer.</returns>
    CloneStatus Acquire(TDevice device);

    /// <summary>Closes a device.</summary>
    /// <param name="device">The device.</param>
    /// <returns>The answer.</returns>
    CloneStatus Release(TDevice device);

    /// <summary>Destroys what is due.</summary>
    /// <returns>How many were destroyed.</returns>
    int Sweep();

    /// <summary>The entries in order, in words.</summary>
    /// <returns>The words.</returns>
    string Describe();
}
