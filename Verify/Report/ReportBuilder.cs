// Gathers what the page shows, beside the receipt.
using Checking;
using Clones;
using Harness;
using Harness.Coverage;
using Harness.Scopes;
using Verify.Evidence;
using Verify.Mutants;

namespace Verify.Report;

/// <summary>Gathers a report.</summary>
internal static class ReportBuilder
{
    /// <summary>Where measurements of speed are kept, from the folder of the solution.</summary>
    public static string SpeedFile { get; } = Path.Combine("Benchmarks", "measured.json");

    private const int LargestScope = 200_000;

    /// <param name="receipt">The receipt.</param>
    /// <param name="mutation">The reports of mutation runs, the canaries' first; empty where there was none.</param>
    /// <param name="speed">What was measured of speed, or null.</param>
    /// <param name="progress">Called with what is looked for.</param>
    public static ReportData Gather(Receipt receipt, IReadOnlyList<MutationReport> mutation, SpeedMeasurement? speed, Action<string> progress) => new(
        receipt,
        ExhibitFinder.Findings(progress),
        ExhibitFinder.Faults(progress),
        ExhibitFinder.Counterexamples(receipt),
        OriginalLines.Functions,
        OriginalLines.Statements,
        [.. KnownScopes.All.Where(known => known.States < LargestScope).Select(known => LevelsOf(known, progress))],
        [.. mutation.Skip(1).Select(OfProject)],
        speed);

    private static ScopeLevels LevelsOf(KnownScope known, Action<string> progress)
    {
        progress(known.Name);
        List<long> found = [1];
        new StateSpace<State, Operation, Response>(CloneChecks.Claims(), CloneSpecification.Model, [], known.Scope.Bounds).Explore(progress: (depth, states, _) =>
        {
            if (depth == found.Count)
            {
                found.Add(states - found.Sum());
            }
        });
        return new(known.Name, found);
    }

    private static MutatedProject OfProject(MutationReport report) => new(report.Project,
    [
        .. report.Files.Where(file => file.Mutants.Any(mutant => mutant.Counts)).Select(file => new ShownFile(
            file.Path, Count(file, MutantStatus.Killed), file.Mutants.Count(mutant => mutant.IsDetected && mutant.Status != MutantStatus.Killed), Count(file, MutantStatus.Survived), Count(file, MutantStatus.NoCoverage),
            file.Mutants.Count(mutant => mutant.IsDisabled),
            [
                .. file.Mutants.Where(mutant => mutant is { Counts: true, IsDetected: false }).Select(mutant => new ShownMutant(
                    mutant.Line, mutant.Mutator, mutant.Status == MutantStatus.NoCoverage ? "no test runs it" : "survived", string.Join('\n', mutant.Before), string.Join('\n', mutant.After))),
            ])),
    ]);

    private static int Count(MutatedFile file, MutantStatus status) => file.Mutants.Count(mutant => mutant.Status == status);
}
