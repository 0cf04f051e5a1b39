namespace Harness.Coverage;

/// <summary>One case that an operation can come to, as it stands in coverage tables.</summary>
/// <param name="Group">What kind of case: operation, answer, alloc, sweep, refused, flag, time.</param>
/// <param name="Case">The case.</param>
public readonly record struct CoverageLabel(string Group, string Case) : IComparable<CoverageLabel>
{
    /// <inheritdoc />
    public int CompareTo(CoverageLabel other) =>
        string.CompareOrdinal(Group, other.Group) is not 0 and int byGroup ? byGroup : string.CompareOrdinal(Case, other.Case);

    /// <inheritdoc />
    public override string ToString() => $"{Group}: {Case}";

    /// <summary>Whether one label stands before another in a table.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether it does.</returns>
    public static bool operator <(CoverageLabel left, CoverageLabel right) => left.CompareTo(right) < 0;

    /// <summary>Whether one label stands before another in a table, or is the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether it does.</returns>
    public static bool operator <=(CoverageLabel left, CoverageLabel right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one label stands behind another in a table.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether it does.</returns>
    public static bool operator >(CoverageLabel left, CoverageLabel right) => left.CompareTo(right) > 0;

    /// <summary>Whether one label stands behind another in a table, or is the same.</summary>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>Whether it does.</returns>
    public static bool operator >=(CoverageLabel left, CoverageLabel right) => left.CompareTo(right) >= 0;
}
