using Checking;

namespace Verify.Mutants;

/// <summary>What the reports of a mutation run come to. Where a canary was judged wrongly, there is no result.</summary>
/// <param name="WrongCanaries">The canaries that were judged wrongly.</param>
/// <param name="Unseen">The mutants that no test sees.</param>
/// <param name="Unknown">The mutants that were not tried.</param>
/// <param name="Verdict">Whether the tests see every mutant.</param>
internal sealed record MutationVerdict(
    IReadOnlyList<string> WrongCanaries,
    IReadOnlyList<Mutant> Unseen,
    IReadOnlyList<Mutant> Unknown,
    Verdict Verdict)
{
    /// <summary>Judges reports.</summary>
    /// <param name="canaries">The report of the canaries, or null where the reports are such that need none.</param>
    /// <param name="reports">The reports of what is tested.</param>
    /// <param name="mayBeNone">Whether a report may have no mutant that counts: where only what has changed was mutated. Else a run without one says nothing.</param>
    /// <returns>What they come to.</returns>
    public static MutationVerdict Of(MutationReport? canaries, IReadOnlyList<MutationReport> reports, bool mayBeNone)
    {
        IReadOnlyList<string> wrong = canaries is null ? [] : CanaryCheck.Wrong(canaries);
        Mutant[] unseen = [.. reports.SelectMany(report => report.Mutants).Where(mutant => mutant is { Counts: true, IsDetected: false })];
        Mutant[] unknown = [.. reports.SelectMany(report => report.Mutants).Where(mutant => mutant.Status == MutantStatus.Pending)];
        bool isVacuous = !mayBeNone && reports.Any(report => !report.Mutants.Any(mutant => mutant.Counts));
        return new(wrong, unseen, unknown, wrong.Count > 0 || unseen.Length > 0 ? Verdict.Violated : unknown.Length > 0 || isVacuous ? Verdict.Undecided : Verdict.Holds);
    }
}
