using Checking;

namespace Verify.Mutants;

/// <summary>What the reports of a mutation run come to. Where a canary was judged wrongly, there is no result.</summary>
/// <param name="WrongCanaries">The canaries that were judged wrongly.</param>
/// <param name="Unseen">The mutants that no test sees.</param>
/// <param name="Lost">The files of which more are unseen than were, and how many more.</param>
/// <param name="Unknown">The mutants that were not tried.</param>
/// <param name="Verdict">Whether the tests see every mutant, but those that were known to be unseen.</param>
internal sealed record MutationVerdict(
    IReadOnlyList<string> WrongCanaries,
    IReadOnlyList<Mutant> Unseen,
    IReadOnlyList<(string File, int More)> Lost,
    IReadOnlyList<Mutant> Unknown,
    Verdict Verdict)
{
    /// <summary>Judges reports.</summary>
    /// <param name="canaries">The report of the canaries, or null where the reports are such that need none.</param>
    /// <param name="reports">The reports of what is tested.</param>
    /// <param name="mayBeNone">Whether a report may have no mutant that counts: where only what has changed was mutated. Else a run without one says nothing.</param>
    /// <param name="reached">What was reached before; by default what is written down.</param>
    /// <returns>What they come to.</returns>
    public static MutationVerdict Of(MutationReport? canaries, IReadOnlyList<MutationReport> reports, bool mayBeNone, Reached? reached = null)
    {
        IReadOnlyList<string> wrong = canaries is null ? [] : CanaryCheck.Wrong(canaries);
        Mutant[] unseen = [.. reports.SelectMany(report => report.Mutants).Where(mutant => mutant is { Counts: true, IsDetected: false })];
        Mutant[] unknown = [.. reports.SelectMany(report => report.Mutants).Where(mutant => mutant.Status == MutantStatus.Pending)];
        (string File, int More)[] lost = [.. reports.SelectMany((reached ?? Reached.Now).Lost)];
        bool isVacuous = !mayBeNone && reports.Any(report => !report.Mutants.Any(mutant => mutant.Counts));
        return new(wrong, unseen, lost, unknown, wrong.Count > 0 || lost.Length > 0 ? Verdict.Violated : unknown.Length > 0 || isVacuous ? Verdict.Undecided : Verdict.Holds);
    }
}
