// Whether evidence shrinks from one receipt to the next, by a rule for each kind of figure:
//   exact   less is less
//   timed   counts within a budget: less only where a second of budget brings less than a tenth of what it brought, for machines
//           differ and are busy with other things, and random sequences get what the other checks leave; never more than there
//           was, for of most things there is no end but of some there is, and a longer budget brings no more of those
//   drawn   counts at a fixed seed: less only below a quarter, for another generator draws otherwise; none where there was some is less
// A claim or a figure that is gone is less, and so is a verdict that does not hold any more. More is never a problem. A claim without any
// figure counted nothing, so nothing is lost with it: receipts once said that the last mutation run holds where there had been none.
using System.Globalization;
using Checking;

namespace Verify.Evidence;

/// <summary>Evidence that was there and is not any more.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="What">What has become less, and from what to what.</param>
internal sealed record Shrinkage(string Claim, string What)
{
    /// <inheritdoc />
    public override string ToString() => $"{Claim}: {What}";
}

/// <summary>Compares receipts.</summary>
internal static class ReceiptComparison
{
    /// <summary>Of what a second of budget brought, the part that is enough.</summary>
    public const double EnoughTimed = 0.1;

    /// <summary>Of what was drawn, the part that is enough.</summary>
    public const double EnoughDrawn = 0.25;

    /// <summary>What has become less.</summary>
    /// <param name="before">The earlier receipt.</param>
    /// <param name="after">The later one.</param>
    /// <returns>Nothing, where the later one claims at least as much.</returns>
    public static IReadOnlyList<Shrinkage> Compare(Receipt before, Receipt after)
    {
        Dictionary<string, ReceiptClaim> claims = after.Claims.ToDictionary(claim => claim.Name, StringComparer.Ordinal);
        double budget = after.BudgetSeconds / before.BudgetSeconds;
        return
        [
            .. before.Claims.SelectMany(claim => claims.TryGetValue(claim.Name, out ReceiptClaim? now)
                ? Compare(claim, now, budget)
                : claim.Figures.Count == 0 ? [] : [new Shrinkage(claim.Name, "the claim is gone")]),
        ];
    }

    private static IEnumerable<Shrinkage> Compare(ReceiptClaim before, ReceiptClaim after, double budget)
    {
        if (before.Verdict == Verdict.Holds && after.Verdict != Verdict.Holds)
        {
            yield return new(before.Name, $"the verdict was {Terminal.Word(before.Verdict)}, and is {Terminal.Word(after.Verdict)}");
        }

        Dictionary<string, Figure> figures = after.Figures.ToDictionary(figure => figure.Name, StringComparer.Ordinal);
        foreach (Figure figure in before.Figures)
        {
            if (!figures.TryGetValue(figure.Name, out Figure? now))
            {
                yield return new(before.Name, $"the figure '{figure.Name}' is gone, which was {Number(figure.Value)}");
            }
            else if (IsLess(figure, now, budget))
            {
                yield return new(before.Name, $"{figure.Name}: {Number(figure.Value)} before, {Number(now.Value)} now{Rule(figure)}");
            }
        }
    }

    // The figure's basis is what it was: one that calls itself timed from now on is not let off.
    private static bool IsLess(Figure before, Figure after, double budget) => before.Basis switch
    {
        FigureBasis.Exact => after.Value < before.Value,
        FigureBasis.Timed => after.Value < before.Value * Math.Min(1, budget * EnoughTimed) || (before.Value > 0 && after.Value == 0),
        _ => after.Value < before.Value * EnoughDrawn || (before.Value > 0 && after.Value == 0),
    };

    private static string Rule(Figure figure) => figure.Basis switch
    {
        FigureBasis.Exact => string.Empty,
        FigureBasis.Timed => " (less than a tenth, a second of budget)",
        _ => " (less than a quarter)",
    };

    private static string Number(long value) => value.ToString("n0", CultureInfo.InvariantCulture);
}
