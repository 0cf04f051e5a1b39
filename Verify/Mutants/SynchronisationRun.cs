// Runs the port's mutants of synchronisation, which Stryker does not make, and writes its report where Stryker's lie.
using System.IO.Enumeration;
using Harness.Concurrency;
using Harness.Mutants;
using SynchronisationMutants;

namespace Verify.Mutants;

/// <summary>What to mutate.</summary>
/// <param name="Root">The folder of the solution.</param>
/// <param name="Reports">Where reports go.</param>
/// <param name="Files">Globs of files to mutate; all, where there are none.</param>
/// <param name="Executions">How many executions a scenario may have.</param>
/// <param name="IsQuick">Whether only the first stage is run: what survives it may die of the others.</param>
/// <param name="Progress">Called with the part that is done and a line.</param>
internal sealed record SynchronisationRun(string Root, string Reports, IReadOnlyList<string> Files, int Executions, bool IsQuick, Action<double, string> Progress)
{
    /// <summary>The name of the report.</summary>
    public const string Project = "Synchronisation";

    /// <summary>The folder that is mutated.</summary>
    private const string Folder = "Implementation";

    /// <summary>Judges the mutants.</summary>
    /// <param name="interrupted">Stops it; then there is no report.</param>
    /// <returns>Null where a report was written, or why there is none.</returns>
    public string? Mutate(CancellationToken interrupted)
    {
        string path = MutationReport.PathOf(Reports, Project);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path); // the last run's must not pass for this one's
        Mutation[] mutations = [.. PortMutants.All.Where(IsWanted)];
        string journal = Path.Combine(Path.GetDirectoryName(path)!, "verdicts.txt");
        File.WriteAllText(journal, string.Empty);
        int done = 0;
        int survivors = 0;
        using MutantTrials trials = new(MutantBounds.Of(Executions));
        MutantHunt<MutantPort> hunt = new(MutantPort.Compile, [.. trials.Stages(NamedScenarios.All, OperationPairs.All).Take(IsQuick ? 1 : int.MaxValue)]);
        MutantReport report = hunt.Run(
            mutations,
            PortMutants.Canaries,
            PortMutants.Proofs,
            verdict =>
            {
                done++;
                File.AppendAllText(journal, $"{verdict.Mutation.Diff}\n  {verdict.Status}: {verdict.Text}\n\n"); // for who looks on: a run takes long
                survivors += verdict.IsUnseen ? 1 : 0;
                Progress((double)done / mutations.Length, $"{Project}: {done} of {mutations.Length} mutants, {survivors} not seen, {verdict.Mutation.Id}");
            },
            interrupted);
        if (report.Wrong.Count > 0)
        {
            return $"{Project}: no result.\n{string.Join('\n', report.Wrong)}";
        }

        if (!report.IsWhole)
        {
            return $"{Project}: it was stopped after {report.Verdicts.Count} of {mutations.Length} mutants";
        }

        string json = MutantReportJson.Of(report, Path.Combine(Root, Folder));
        File.WriteAllText(Path.ChangeExtension(path, ".html"), StrykerPage.Of(Root, Project, json));
        File.WriteAllText(path, json);
        return null;
    }

    private bool IsWanted(Mutation mutation) =>
        Files.Count == 0 || Files.Any(glob => FileSystemName.MatchesSimpleExpression(glob.Replace("**/", string.Empty, StringComparison.Ordinal), mutation.File.Name));
}
