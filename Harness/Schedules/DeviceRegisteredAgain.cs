// What no scenario can say, since there each device is another one: a device that was destroyed is registered again, in the slot that
// another device has had meanwhile.
using Checking.Schedules;

namespace Harness.Schedules;

/// <summary>One thread asks a device something; meanwhile its slot passes to another device, which is opened, and back.</summary>
public static class DeviceRegisteredAgain
{
    /// <summary>What it is called.</summary>
    public const string Name = "a device is registered again";

    /// <summary>The device is waiting to be opened, or is none: at no time it is open, so nobody is told that it is.</summary>
    /// <param name="make">Makes ports without a manager yet; the classes of the port that these use are taken.</param>
    /// <returns>A program for each question.</returns>
    public static IEnumerable<ConcurrentProgram> Of(Func<TimedSubject> make) =>
    [
        Program(make, "GetDeviceFlags", "Invoked", "NoDevice"),
        Program(make, "Acquire", "Success", "NoDevice"),
    ];

    private static ConcurrentProgram Program(Func<TimedSubject> make, string question, params string[] right) => new($"{Name}, and asked {question}", () =>
    {
        ExploredManager manager = new(make);
        manager.Call("set_Deadline", TimeSpan.Zero);
        object again = manager.Device(0);
        object other = manager.Device(0);
        manager.Call("Register", manager.Allocate(1), again);
        bool isOtherOpen = false;
        string said = string.Empty;
        return new ProgramInstance(
        [
            () => said = manager.Call(question, again)!.ToString()!,
            () =>
            {
                manager.Call("Sweep");
                if (manager.Call("Count") is 0)
                {
                    manager.Call("Register", manager.Allocate(2), other);
                    manager.Call("Acquire", other);
                    isOtherOpen = true;
                }
            },
            () =>
            {
                if (isOtherOpen)
                {
                    manager.Call("Release", other);
                    manager.Call("Sweep");
                    manager.Call("Register", manager.Allocate(1), again);
                }
            },
        ])
        {
            Observe = () => new ProgramOutcome(said, right.Contains(said, StringComparer.Ordinal) ? null : $"the device is said to be {said}"),
        };
    });
}
