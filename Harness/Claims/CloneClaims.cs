// The one named list of what is said of every state and of every step. Recordings, random sequences,
// FsCheck, exhaustive scopes and the planted faults all hold these against transitions.
namespace Harness.Claims;

/// <summary>Everything that is claimed of the model.</summary>
public static class CloneClaims
{
    /// <summary>All claims: invariants first, then laws by what they speak of.</summary>
    public static IReadOnlyList<CloneClaim> All { get; } =
    [
        .. Invariants.All,
        .. StepLaws.All,
        .. ManagerLaws.All,
        .. DeviceLaws.All,
        .. AllocLaws.All,
        .. SweepLaws.All,
        .. SymmetryLaws.All,
    ];

    /// <summary>The claim of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The claim.</returns>
    /// <exception cref="KeyNotFoundException">There is no claim of that name; the message lists the names.</exception>
    public static CloneClaim Named(string name) =>
        All.FirstOrDefault(claim => string.Equals(claim.Name, name, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException($"no claim is called '{name}'; there are {string.Join(", ", All.Select(claim => claim.Name))}");
}
