// What one check of a component came to, in words: for whoever runs several, and wants one shape for all.
namespace Checking;

/// <summary>What a check came to.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Verdict">What it has to say.</param>
/// <param name="Covered">What was looked at, in figures.</param>
/// <param name="Counterexample">What does not hold, with the steps that show it, or what kept schedules from being looked through; null where there is neither.</param>
public sealed record CheckReport(string Check, Verdict Verdict, string Covered, string? Counterexample)
{
    /// <inheritdoc />
    public override string ToString() =>
        $"{Check}: {Verdict.ToString().ToLowerInvariant()}; {Covered}{(Counterexample is null ? string.Empty : "\n" + Counterexample)}";
}
