// The port's own classes as a program of the explorer uses them that is no scenario of operations: they come from the assembly that is
// explored, so they are reached by reflection.
using System.Reflection;
using DeviceClones;
using Harness.Port;

namespace Harness.Schedules;

/// <summary>A manager of an explored port.</summary>
internal sealed class ExploredManager
{
    private const BindingFlags AsItThrows = BindingFlags.DoNotWrapExceptions;

    private readonly Type _deviceType;
    private readonly object _manager;

    /// <summary>Makes a manager, whose time stands still: whether a sweep is due must not depend on when a second begins.</summary>
    /// <param name="make">Makes ports without a manager yet; the classes of the port that these use are taken.</param>
    public ExploredManager(Func<TimedSubject> make)
    {
        _deviceType = make().GetType().Assembly.GetType("Harness.Port.PortDevice", throwOnError: true)!;
        Port = _deviceType.GetInterface(nameof(ICloneDevice))!.Assembly;
        object options = Make(typeof(CloneManagerOptions));
        options.GetType().GetProperty(nameof(CloneManagerOptions.Clock))!.SetValue(options, Make(typeof(CloneClock), new PortTime()));
        _manager = Own(typeof(CloneManager<>)).MakeGenericType(_deviceType).GetConstructors().Single().Invoke([options, null]);
    }

    /// <summary>The assembly of the port.</summary>
    public Assembly Port { get; }

    /// <summary>The manager's class.</summary>
    public Type Type => _manager.GetType();

    /// <summary>A device of a unit.</summary>
    public object Device(int unit) => Activator.CreateInstance(_deviceType, unit, unit)!;

    /// <summary>An entry that waits for its device.</summary>
    public object Allocate(int process)
    {
        object allocation = Call("Allocate", process, CloneManagerOptions.AnyUnit, 0, true)!;
        return allocation.GetType().GetProperty("Entry")!.GetValue(allocation)!;
    }

    /// <summary>Calls a method, or reads a property.</summary>
    /// <exception cref="Exception">As the manager throws it.</exception>
    public object? Call(string name, params object[] arguments) =>
        (_manager.GetType().GetMethod(name) ?? _manager.GetType().GetProperty(name)!.GetMethod!).Invoke(_manager, AsItThrows, null, arguments, null);

    private Type Own(Type type) => Port.GetType(type.FullName!, throwOnError: true)!;

    private object Make(Type type, params object[] arguments) => Activator.CreateInstance(Own(type), arguments)!;
}
