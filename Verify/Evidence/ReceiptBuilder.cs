// Makes the receipt of a run: the rows of its table, what each check exercises, and what the last mutation run came to.
using System.Globalization;
using System.Runtime.InteropServices;
using Checking;
using Harness.Coverage;
using Verify.Commands;
using Verify.Mutants;

namespace Verify.Evidence;

/// <summary>A run that has ended.</summary>
/// <param name="Rows">What each check came to.</param>
/// <param name="Seed">The seed, as the option takes it.</param>
/// <param name="Budget">How long it could take.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Verdict">What it came to.</param>
internal sealed record FinishedRun(IReadOnlyList<CheckRow> Rows, string Seed, TimeSpan Budget, double Seconds, Verdict Verdict);

/// <summary>Makes receipts.</summary>
internal static class ReceiptBuilder
{
    /// <summary>Makes a receipt.</summary>
    /// <param name="run">The run.</param>
    /// <param name="coverage">What each check exercises.</param>
    /// <param name="mutation">The reports of mutation runs, the canaries' first; empty where there was none.</param>
    /// <param name="written">Now.</param>
    public static Receipt Build(FinishedRun run, IReadOnlyList<CheckCoverage> coverage, IReadOnlyList<MutationReport> mutation, DateTimeOffset written)
    {
        SourceState source = SourceState.Read();
        return new(
            ReceiptFile.Schema, source.Commit, source.IsChanged, written, Machine, run.Seed, run.Budget.TotalSeconds, Math.Round(run.Seconds, 1), run.Verdict,
            [.. run.Rows.SelectMany(OfRow), .. coverage.Select(OfCoverage), .. OfMutants(mutation)]);
    }

    /// <summary>The mutation reports that there are: those of the canaries first.</summary>
    /// <param name="folder">Their folder.</param>
    public static IReadOnlyList<MutationReport> ReadMutation(string folder) =>
        !File.Exists(MutationReport.PathOf(folder, CanaryCheck.Project)) ? [] :
        [
            .. MutantsCommand.Projects.Prepend(CanaryCheck.Project)
                .Where(project => File.Exists(MutationReport.PathOf(folder, project)))
                .Select(project => MutationReport.Read(folder, project, "verify mutants --run")),
        ];

    private static string Machine => string.Create(
        CultureInfo.InvariantCulture, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors, {RuntimeInformation.FrameworkDescription}");

    // What was not run claims nothing.
    private static IEnumerable<ReceiptClaim> OfRow(CheckRow row) => row.Verdict is { } verdict
        ? [new(row.Check, ClaimKind.Check, row.Bound, verdict, Math.Round(row.Seconds, 2), row.Figures) { Seed = row.Seed, Replay = row.Replay }]
        : [];

    private static ReceiptClaim OfCoverage(CheckCoverage coverage)
    {
        FigureBasis basis = coverage.IsDrawn ? FigureBasis.Drawn : FigureBasis.Exact;
        return new(
            $"coverage of {coverage.Check}", ClaimKind.Coverage, coverage.Extent, coverage.Cases.Transitions > 0 ? Verdict.Holds : Verdict.Undecided, null,
            [
                Figure.Of("transitions", coverage.Cases.Transitions, basis),
                Figure.Of("lines of clone.c", coverage.Lines.Count),
                .. coverage.Cases.Counts.Select(count => new Figure(count.Key.ToString(), count.Value, "times", basis)),
            ])
        { Lines = LineRanges.Format(coverage.Lines.Keys) };
    }

    private static IEnumerable<ReceiptClaim> OfMutants(IReadOnlyList<MutationReport> reports)
    {
        if (reports.Count == 0)
        {
            yield break;
        }

        foreach (MutationReport report in reports.Skip(1))
        {
            Mutant[] counted = [.. report.Mutants.Where(mutant => mutant.Counts)];
            MutationVerdict judged = MutationVerdict.Of(reports[0], [report], mayBeNone: false);
            bool isWrong = judged.WrongCanaries.Count > 0;
            Mutant[] seen = [.. counted.Where(mutant => mutant.IsDetected)];
            yield return new(
                $"mutants of {report.Project}", ClaimKind.Mutants, isWrong ? "no result: a canary was judged wrongly" : $"{report.Files.Count} files, every change that Stryker knows",
                judged.Verdict, null,
                isWrong ? [] :
                [
                    Figure.Of("mutants", counted.Length),
                    Figure.Of("mutants seen", seen.Length),
                    .. seen.CountBy(mutant => mutant.Mutator).OrderBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => new Figure($"seen: {kind.Key}", kind.Value, "mutants")),
                ]);
        }
    }
}
