// What scenarios ask at rest only, while something happens: the list of the entries, and how many references there are.
using System.Collections;
using Checking.Schedules;

namespace Harness.Schedules;

/// <summary>Programs in which one thread looks at a manager with two invoked devices as a whole, and another one changes it.</summary>
public static class Snapshots
{
    /// <summary>What they are called.</summary>
    public const string Name = "a manager is looked at as a whole";

    private const string AtFirst = "Invoked Invoked, 0 references";
    private const string Ended = "it has ended";

    /// <summary>The programs.</summary>
    /// <param name="make">Makes ports without a manager yet; the classes of the port that these use are taken.</param>
    /// <returns>Each is right where what was seen was so at some time.</returns>
    public static IEnumerable<ConcurrentProgram> Of(Func<TimedSubject> make) =>
    [
        Program(make, "under two opens", [AtFirst, "Busy Invoked, 0 references", "Busy Busy, 0 references"], static (manager, devices) =>
        {
            manager.Call("Acquire", devices[0]);
            manager.Call("Acquire", devices[1]);
        }),
        Program(make, "under a reference", [AtFirst, "Invoked Invoked, 1 references"], static (manager, devices) => manager.Call("AddReference", devices[0])),
        Program(make, "under the end", [AtFirst, $"Invoked Invoked, {Ended}", $"{Ended}, {Ended}"], static (manager, _) => manager.Call("Destroy")),
        Program(make, "under a look-up", [AtFirst, "Invoked Invoked All, 0 references"], static (manager, _) => manager.Allocate(2)),
    ];

    private static ConcurrentProgram Program(Func<TimedSubject> make, string name, string[] right, Action<ExploredManager, object[]> change) => new($"{Name} {name}", () =>
    {
        ExploredManager manager = new(make);
        object[] devices = [manager.Device(0), manager.Device(1)];
        for (int process = 0; process < devices.Length; process++)
        {
            manager.Call("Register", manager.Allocate(process), devices[process]);
        }

        string seen = string.Empty;
        return new ProgramInstance([() => seen = $"{Told(() => Flags(manager))}, {Told(() => $"{manager.Call("ReferenceCount")} references")}", () => change(manager, devices)])
        {
            Observe = () => new ProgramOutcome(seen, right.Contains(seen, StringComparer.Ordinal) ? null : $"seen: {seen}"),
        };
    });

    private static string Flags(ExploredManager manager) =>
        string.Join(' ', ((IEnumerable)manager.Call("GetEntries")!).Cast<object>().Select(static entry => entry.GetType().GetProperty("Flags")!.GetValue(entry)));

    private static string Told(Func<string> ask)
    {
        try
        {
            return ask();
        }
        catch (ObjectDisposedException)
        {
            return Ended;
        }
    }
}
