// What no scenario of operations can say, since a state holds one manager: two managers register one device.
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
        ExploredManager[] managers = [new(make), new(make)];
        object shared = managers[0].Device(0);
        object[] entries = [managers[0].Allocate(0), managers[1].Allocate(1)];
        string[] said = new string[2];
        return new ProgramInstance([.. managers.Select((_, index) => (Action)(() => said[index] = Register(index)))])
        {
            Observe = () =>
            {
                string both = string.Join(" / ", said);
                if (!said.Order(StringComparer.Ordinal).SequenceEqual(["", Registered], StringComparer.Ordinal))
                {
                    return new ProgramOutcome(both, both);
                }

                int lost = Array.IndexOf(said, Registered);
                string opened = managers[1 - lost].Call("Acquire", shared)!.ToString()!;
                managers[1 - lost].Call("Destroy");
                string after = Register(lost);
                string then = $"{both}, then {opened}, then '{after}'";
                return new ProgramOutcome(then, (opened, after) is (nameof(CloneStatus.Success), "") ? null : then);
            },
        };

        string Register(int index)
        {
            try
            {
                managers[index].Call("Register", entries[index], shared);
                return string.Empty;
            }
            catch (ArgumentException exception)
            {
                return exception.Message;
            }
        }
    });
}
