// What no scenario can say, since there a device has no name before it is registered: a reference is taken away for a device that
// another thread registers meanwhile.
using Checking.Schedules;

namespace Harness.Schedules;

/// <summary>One thread adds a reference, and then registers a device; another one removes the reference for that device.</summary>
public static class DeviceRegisteredMeanwhile
{
    /// <summary>What it is called.</summary>
    public const string Name = "a reference is removed for a device that is registered meanwhile";

    /// <summary>
    /// The device is none of the manager's, or there is a reference: at no time there is the device and no reference, so it is never refused
    /// for want of one.
    /// </summary>
    /// <param name="make">Makes ports without a manager yet; the classes of the port that these use are taken.</param>
    /// <returns>The program.</returns>
    public static ConcurrentProgram Of(Func<TimedSubject> make) => new(Name, () =>
    {
        ExploredManager manager = new(make);
        object[] devices = [manager.Device(0), manager.Device(1)];
        manager.Call("Register", manager.Allocate(0), devices[0]);
        object entry = manager.Allocate(1);
        string? refused = null;
        return new ProgramInstance(
        [
            () =>
            {
                manager.Call("AddReference", devices[0]);
                manager.Call("Register", entry, devices[1]);
            },
            () =>
            {
                try
                {
                    manager.Call("RemoveReference", devices[1]);
                }
                catch (ArgumentException exception)
                {
                    refused = exception.Message;
                }
            },
        ])
        {
            Observe = () => new ProgramOutcome(refused ?? $"{manager.Call("ReferenceCount")} references", refused),
        };
    });
}
