using Checking;
using Verify.Commands;
using Verify.Evidence;
using Verify.Mutants;

namespace Verify.Checks;

/// <summary>
/// What the last mutation run said, of each project that it left a report of. Where there is none the check was not run: that is no failure,
/// for a mutation run takes minutes to hours, and no evidence. Neither is a report without a mutant that was judged.
/// </summary>
/// <param name="folder">The folder of its reports.</param>
internal sealed class MutationRunCheck(string folder) : ICheck
{
    private const string Bound = "what is mutated and compiles";

    public string Name => "last mutation run";

    public CheckRow Run(CheckRun run)
    {
        string[] projects = [.. MutantsCommand.Projects.Where(project => File.Exists(MutationReport.PathOf(folder, project)))];
        if (projects.Length == 0)
        {
            return NotRun("none");
        }

        MutationReport[] reports;
        MutationReport? canaries;
        try
        {
            canaries = Array.Exists(projects, MutationRuns.IsOfStryker) ? MutationReport.Read(folder, CanaryCheck.Project, RunOf(projects.First(MutationRuns.IsOfStryker))) : null;
            reports = [.. projects.Select(project => MutationReport.Read(folder, project, RunOf(project)))];
        }
        catch (UnreadableReportException exception)
        {
            return new(Name, "a report that cannot be read", Bound, 0, Verdict.Undecided, exception.Message);
        }

        MutationReport[] judging = [.. reports.Where(report => report.Mutants.Any(static mutant => mutant.Counts || mutant.Status == MutantStatus.Pending))];
        MutationVerdict judged = MutationVerdict.Of(canaries, judging, mayBeNone: false);
        if (judging.Length == 0 && judged.WrongCanaries.Count == 0)
        {
            return NotRun("no mutant was judged");
        }

        DateTime when = projects.Min(project => File.GetLastWriteTimeUtc(MutationReport.PathOf(folder, project)));
        return new(
            Name,
            string.Join("; ", reports.Select(report => judging.Contains(report) ? $"{report.Project}: {Seen(report):n0} of {report.Mutants.Count(mutant => mutant.Counts):n0}" : $"{report.Project}: no mutant was judged")),
            $"{Bound}; run at {when:yyyy-MM-dd HH:mm} UTC",
            0,
            judged.Verdict,
            Problem(judged))
        {
            Figures = [.. judging.Select(report => Figure.Of($"mutants of {report.Project}", Seen(report)))],
        };
    }

    private static string RunOf(string project) => $"verify mutants {project} --run";

    private CheckRow NotRun(string covered) => new(Name, covered, $"{Bound}; `verify mutants --run` makes one", 0, null, null);

    private static int Seen(MutationReport report) => report.Mutants.Count(mutant => mutant.IsDetected);

    private static string? Problem(MutationVerdict judged) =>
        judged.WrongCanaries.Count > 0 ? $"no result: a mutant whose verdict is known was judged wrongly: {string.Join("; ", judged.WrongCanaries)}"
        : judged.Unseen.Count > 0 ? $"{judged.Unseen.Count:n0} mutants are seen by no test; `verify mutants` shows each"
        : judged.Unknown.Count > 0 ? $"{judged.Unknown.Count:n0} mutants were not tried; `verify mutants` shows each"
        : null;
}
