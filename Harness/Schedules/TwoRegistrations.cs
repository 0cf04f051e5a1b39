// What no scenario of operations can say, since a state holds one manager: two managers register one device.
using System.Reflection;
using Checking.Schedules;
using DeviceClones;

namespace Harness.Schedules;

/// <summary>Two managers, each with an entry of one unit, and one device of that unit: each thread registers it with a manager of its own.</summary>
public static class TwoRegistrations
{
    /// <summary>What it is called.</summary>
    public const string Name = "two managers register one device";

    private const string Registered = "The device is registered already. (Parameter 'device')";

    /// <summary>
    /// One of the two gets the device, and the other one is told. It is known to the manager that has it; when that is destroyed, the other
    /// one gets the device for the entry that it has still.
    /// </summary>
    /// <param name="make">Makes ports without a manager yet; the classes of the port that these use are taken.</param>
    /// <returns>The program.</returns>
    public static ConcurrentProgram Of(Func<TimedSubject> make) => new(Name, () =>
    {
        Type device = make().GetType().Assembly.GetType("Harness.Port.PortDevice", throwOnError: true)!;
        Type manager = device.GetInterface(nameof(ICloneDevice))!.Assembly.GetType(typeof(CloneManager<>).FullName!, throwOnError: true)!.MakeGenericType(device);
        object shared = Activator.CreateInstance(device, 0, 0)!;
        Registration[] registrations = [new(manager, shared, 0), new(manager, shared, 1)];
        string[] said = new string[2];
        return new ProgramInstance([.. registrations.Select((registration, index) => (Action)(() => said[index] = registration.Register()))])
        {
            Observe = () =>
            {
                string both = string.Join(" / ", said);
                if (!said.Order(StringComparer.Ordinal).SequenceEqual(["", Registered], StringComparer.Ordinal))
                {
                    return new ProgramOutcome(both, both);
                }

                int lost = Array.IndexOf(said, Registered);
                string opened = registrations[1 - lost].Acquire();
                registrations[1 - lost].Destroy();
                string after = registrations[lost].Register();
                string then = $"{both}, then {opened}, then '{after}'";
                return new ProgramOutcome(then, (opened, after) is (nameof(CloneStatus.Success), "") ? null : then);
            },
        };
    });

    private sealed class Registration
    {
        private readonly object _manager;
        private readonly object _device;
        private readonly object _entry;
        private readonly MethodInfo _register;

        public Registration(Type manager, object device, int process)
        {
            _manager = manager.GetConstructors().Single().Invoke([null, null]);
            object allocation = manager.GetMethod("Allocate")!.Invoke(_manager, [process, CloneManagerOptions.AnyUnit, 0, true])!;
            _entry = allocation.GetType().GetProperty("Entry")!.GetValue(allocation)!;
            _register = manager.GetMethod("Register")!;
            _device = device;
        }

        public string Acquire() => _manager.GetType().GetMethod("Acquire")!.Invoke(_manager, [_device])!.ToString()!;

        public void Destroy() => _manager.GetType().GetMethod("Destroy")!.Invoke(_manager, null);

        /// <summary>What was thrown, or nothing.</summary>
        public string Register()
        {
            try
            {
                _register.Invoke(_manager, BindingFlags.DoNotWrapExceptions, null, [_entry, _device], null);
                return string.Empty;
            }
            catch (ArgumentException exception)
            {
                return exception.Message;
            }
        }
    }
}
