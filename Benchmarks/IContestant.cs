// What is measured, as the measurements see it: the same few calls of the port (PortContestant.cs) and of the list
// (ListContestant.cs). Devices go by their units. Contestants are structures, so that each gets measuring loops of its own,
// without a virtual call in them.
using DeviceClones;

namespace Benchmarks;

/// <summary>What a caller was given.</summary>
/// <param name="Unit">The device's unit; -1 where there was nothing.</param>
/// <param name="IsNew">Whether the device was made and registered now.</param>
internal readonly record struct Given(int Unit, bool IsNew);

/// <summary>A manager that is measured.</summary>
/// <typeparam name="TSelf">The contestant.</typeparam>
internal interface IContestant<TSelf>
    where TSelf : struct, IContestant<TSelf>
{
    /// <summary>What it is called in tables.</summary>
    static abstract string Name { get; }

    /// <summary>Makes a manager without entries.</summary>
    /// <param name="time">The time.</param>
    /// <param name="maxUnit">The largest unit to be handed out.</param>
    /// <param name="destroyed">Where units of destroyed devices are listed, if anywhere.</param>
    /// <returns>The manager.</returns>
    static abstract TSelf Create(HandTime time, int maxUnit, List<int>? destroyed);

    /// <summary>Allocates, and registers the device if it is new.</summary>
    /// <param name="process">Who asks.</param>
    /// <param name="unit">The unit wanted, or -1.</param>
    /// <returns>What there is.</returns>
    Given Allocate(int process, int unit);

    /// <summary>Opens the device that has, or had last, a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <returns>The answer.</returns>
    CloneStatus Acquire(int unit);

    /// <summary>Closes the device that has, or had last, a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <returns>The answer.</returns>
    CloneStatus Release(int unit);

    /// <summary>Closes a device and opens it again. It is looked up once: the original is measured with the device at hand.</summary>
    /// <param name="unit">The unit that the device has, or had last.</param>
    /// <returns>The sum of both answers.</returns>
    int Reopen(int unit);

    /// <summary>Finds the device that has, or had last, a unit, and asks nothing of the manager.</summary>
    /// <param name="unit">The unit.</param>
    /// <returns>The unit, as the device says it.</returns>
    int Find(int unit);

    /// <summary>Destroys what is due.</summary>
    /// <returns>How many were destroyed.</returns>
    int Sweep();

    /// <summary>The entries in order, in words.</summary>
    /// <returns>The words.</returns>
    string Describe();
}
