using Checking;

namespace Verify.Evidence;

/// <summary>What one check came to: a line of the table at the end, and an entry of the receipt.</summary>
/// <param name="Check">The check; its name is the same in every run.</param>
/// <param name="Covered">What was covered, for people.</param>
/// <param name="Bound">Within what bound.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Verdict">What it came to; null where there was nothing to judge, and so it claims nothing.</param>
/// <param name="Counterexample">What does not hold, or null.</param>
internal sealed record CheckRow(string Check, string Covered, string Bound, double Seconds, Verdict? Verdict, string? Counterexample)
{
    /// <summary>What was covered, for programs.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>The seed of what was random, as its option takes it; null where nothing was.</summary>
    public string? Seed { get; init; }

    /// <summary>The token that `verify replay` takes, of the counterexample; null where there is none.</summary>
    public string? Replay { get; init; }
}
