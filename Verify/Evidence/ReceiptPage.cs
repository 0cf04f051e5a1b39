// A receipt as a page for people, in Markdown.
using System.Globalization;
using System.Text;

namespace Verify.Evidence;

/// <summary>Writes the page.</summary>
internal static class ReceiptPage
{
    public static string Of(Receipt receipt)
    {
        StringBuilder page = new();
        Line(page, "# Receipt");
        Line(page, string.Empty);
        Line(page, $"{Terminal.Word(receipt.Verdict)}. Commit {receipt.Commit ?? "not known"}{(receipt.IsChanged ? ", with changes" : string.Empty)}; "
            + $"{receipt.Written.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC; seed {receipt.Seed}; {Number(receipt.Seconds)} s of {Number(receipt.BudgetSeconds)} s; {receipt.Machine}.");
        Line(page, "Figures with ~ depend on the time that there was; with *, on what a fixed seed draws.");
        Checks(page, receipt);
        Mutants(page, receipt);
        Lines(page, receipt);
        Cases(page, receipt);
        return page.ToString();
    }

    private static void Checks(StringBuilder page, Receipt receipt)
    {
        Head(page, "Checks", "check", "verdict", "figures", "bound", "seconds", "seed");
        foreach (ReceiptClaim claim in receipt.Claims.Where(claim => claim.Kind == ClaimKind.Check))
        {
            Row(page, claim.Name, Terminal.Word(claim.Verdict), Figures(claim.Figures), claim.Bound, Number(claim.Seconds ?? 0), claim.Seed ?? string.Empty);
        }
    }

    private static void Mutants(StringBuilder page, Receipt receipt)
    {
        ReceiptClaim[] claims = [.. receipt.Claims.Where(claim => claim.Kind == ClaimKind.Mutants)];
        if (claims.Length == 0)
        {
            Line(page, string.Empty);
            Line(page, "## Mutants");
            Line(page, string.Empty);
            Line(page, "None: there was no mutation run (`verify mutants --run`).");
            return;
        }

        Head(page, "Mutants", "project", "verdict", "figures", "bound");
        foreach (ReceiptClaim claim in claims)
        {
            Row(page, claim.Name, Terminal.Word(claim.Verdict), Figures(claim.Figures), claim.Bound);
        }
    }

    private static void Lines(StringBuilder page, Receipt receipt)
    {
        Head(page, "Lines of clone.c that are exercised", "by", "extent", "lines", "which");
        foreach (ReceiptClaim claim in receipt.Claims.Where(claim => claim.Lines is not null))
        {
            Row(page, claim.Name, claim.Bound, Number(claim.Figures.First(figure => string.Equals(figure.Unit, "lines of clone.c", StringComparison.Ordinal)).Value), claim.Lines!);
        }
    }

    private static void Cases(StringBuilder page, Receipt receipt)
    {
        ReceiptClaim[] claims = [.. receipt.Claims.Where(claim => claim.Kind == ClaimKind.Coverage)];
        if (claims.Length == 0)
        {
            return;
        }

        Head(page, "Operations by kind and branch", ["case", .. claims.Select(claim => claim.Name)]);
        foreach (string name in claims.SelectMany(claim => claim.Figures).Where(figure => string.Equals(figure.Unit, "times", StringComparison.Ordinal)).Select(figure => figure.Name).Distinct(StringComparer.Ordinal))
        {
            Row(page, [name, .. claims.Select(claim => claim.Figures.FirstOrDefault(figure => string.Equals(figure.Name, name, StringComparison.Ordinal)) is { } figure ? Text(figure, withUnit: false) : string.Empty)]);
        }
    }

    private static string Figures(IReadOnlyList<Figure> figures) => string.Join(", ", figures.Select(figure =>
        string.Equals(figure.Name, Figure.Of(figure.Unit, 0).Name, StringComparison.Ordinal) ? Text(figure, withUnit: true) : $"{figure.Name} {Text(figure, withUnit: false)}"));

    private static string Text(Figure figure, bool withUnit)
    {
        string mark = figure.Basis switch { FigureBasis.Timed => "~", FigureBasis.Drawn => "*", _ => string.Empty };
        return $"{mark}{Number(figure.Value)}{(withUnit ? $" {figure.Unit}" : string.Empty)}";
    }

    private static string Number(double value) => value.ToString(value == Math.Floor(value) ? "n0" : "n1", CultureInfo.InvariantCulture);

    private static void Head(StringBuilder page, string title, params string[] columns)
    {
        Line(page, string.Empty);
        Line(page, $"## {title}");
        Line(page, string.Empty);
        Row(page, columns);
        Row(page, [.. columns.Select(_ => "---")]);
    }

    private static void Row(StringBuilder page, params string[] cells) =>
        Line(page, $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |");

    private static void Line(StringBuilder page, string text) => page.Append(text).Append('\n');
}
