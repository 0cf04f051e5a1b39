using Clones;
using static Clones.Operation;

namespace Harness.Findings;

/// <summary>Everything that was found.</summary>
public static class CloneFindings
{
    /// <summary>The flags of a manager that sweeps when it is told to, and never runs out of memory.</summary>
    internal const ManagerFlags Sweeping = ManagerFlags.Enable | ManagerFlags.GcEnable | ManagerFlags.WaitOk;

    /// <summary>All findings, by what they are about.</summary>
    public static IReadOnlyList<Finding> All { get; } = [.. AllocFindings.All, .. DeviceFindings.All, .. SweepFindings.All, .. ManagerFindings.All];

    /// <summary>The finding of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The finding.</returns>
    /// <exception cref="KeyNotFoundException">There is no finding of that name; the message lists the names.</exception>
    public static Finding Named(string name) =>
        All.FirstOrDefault(finding => string.Equals(finding.Name, name, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException($"no finding is called '{name}'; there are {string.Join(", ", All.Select(finding => finding.Name))}");

    /// <summary>A manager of units 0 to a limit.</summary>
    internal static Create Manager(int maxUnit, int deadline = Limits.DefaultDeadlineMilliseconds, ManagerFlags flags = Sweeping, int typeMask = 0) =>
        new(typeMask, maxUnit, deadline, flags);
}
