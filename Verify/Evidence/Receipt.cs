// What a whole run came to, as data that outlives it: every claim with its figures and its bound. It is written as JSON
// (docs/receipt.schema.json) and as a page (ReceiptPage.cs), and two of them can be compared (ReceiptComparison.cs).
using Checking;

namespace Verify.Evidence;

/// <summary>What kind of evidence a claim is.</summary>
internal enum ClaimKind
{
    /// <summary>A check of the run: a row of its table.</summary>
    Check,

    /// <summary>Which cases of operations, and which lines of clone.c, a check exercises.</summary>
    Coverage,

    /// <summary>What the last mutation run came to, of one project.</summary>
    Mutants,
}

/// <summary>One claim.</summary>
/// <param name="Name">Its name: the same in every run, and no other claim's.</param>
/// <param name="Kind">What kind of evidence it is.</param>
/// <param name="Bound">Within what bound.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Seconds">How long it took; null where that was not measured.</param>
/// <param name="Figures">What was counted.</param>
internal sealed record ReceiptClaim(string Name, ClaimKind Kind, string Bound, Verdict Verdict, double? Seconds, IReadOnlyList<Figure> Figures)
{
    /// <summary>The seed of what was random; null where nothing was.</summary>
    public string? Seed { get; init; }

    /// <summary>The command that replays the counterexample; null where there is none.</summary>
    public string? Replay { get; init; }

    /// <summary>The lines of clone.c that are exercised, as in "106-110, 130"; null where that is not what is claimed.</summary>
    public string? Lines { get; init; }
}

/// <summary>A receipt.</summary>
/// <param name="Schema">The version of its shape: <see cref="ReceiptFile.Schema"/>.</param>
/// <param name="Commit">The commit that was checked; null where that is not known.</param>
/// <param name="IsChanged">Whether files differed from the commit.</param>
/// <param name="Written">When it was written.</param>
/// <param name="Machine">The machine, in a few words.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="BudgetSeconds">How long the run could take.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Claims">What is claimed.</param>
internal sealed record Receipt(
    int Schema,
    string? Commit,
    bool IsChanged,
    DateTimeOffset Written,
    string Machine,
    string Seed,
    double BudgetSeconds,
    double Seconds,
    Verdict Verdict,
    IReadOnlyList<ReceiptClaim> Claims);
