using Checking;
using Clones;

namespace Harness;

/// <summary>States as text, fact by fact.</summary>
public static class StateText
{
    /// <summary>A state as named facts: the clocks, the manager's fields, and one fact an entry.</summary>
    /// <param name="state">The state.</param>
    /// <returns>The facts.</returns>
    public static IReadOnlyList<Fact> Describe(State state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return
        [
            new("uptime", state.Uptime.ToString()),
            new("wall clock", $"{state.WallSeconds} s"),
            new("precision", $"{state.Precision}"),
            new("devices made", $"{state.NextDevice}"),
            .. state.Manager is { } manager ? Describe(manager) : [new("manager", "none")],
        ];
    }

    /// <summary>A manager as named facts.</summary>
    /// <param name="manager">The manager.</param>
    /// <returns>The facts.</returns>
    public static IReadOnlyList<Fact> Describe(Manager manager)
    {
        ArgumentNullException.ThrowIfNull(manager);
        return
        [
            new("type mask", $"0x{manager.TypeMask:x}"),
            new("limit", $"{manager.MaxUnit}"),
            new("deadline", $"{manager.DeadlineMilliseconds} ms"),
            new("flags", $"{manager.Flags}"),
            new("references", $"{manager.ReferenceCount}"),
            new("time", manager.Time.ToString()),
            new("size", $"{manager.Size}"),
            new("entries made", $"{manager.NextEntry}"),
            new("order", string.Join(' ', manager.Entries.Select(entry => entry.Id.Value))),
            .. manager.Entries.Select(entry => new Fact(entry.Id.ToString(), Describe(entry))),
        ];
    }

    private static string Describe(Entry entry) =>
        $"unit {entry.Unit}, {entry.Flags}, {entry.Process}, {entry.Time}, "
        + (entry.Device is null ? "not registered" : $"{entry.Device.Id}, threads {entry.Device.Threads}");
}
