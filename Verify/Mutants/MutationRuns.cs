// Mutates one project after the other, the canaries first. One of these waits for Stryker's limit of time, twenty seconds in
// which the machine does next to nothing: the project after them begins as soon as they are built.
namespace Verify.Mutants;

/// <summary>What to mutate.</summary>
/// <param name="Root">The folder of the solution.</param>
/// <param name="Reports">Where reports go, one folder a project.</param>
/// <param name="Since">A commit: Stryker mutates only what has changed since then; or null.</param>
/// <param name="Files">Globs of files to mutate; all, where there are none.</param>
/// <param name="Trials">How many executions a scenario may have against a mutant of synchronisation, and whether only the first stage is run.</param>
/// <param name="Progress">Called with the part that is done and a line, by one thread at a time.</param>
internal sealed record MutationRuns(
    string Root, string Reports, string? Since, IReadOnlyList<string> Files, (int Executions, bool IsQuick) Trials, Action<double?, string> Progress)
{
    private readonly Lock _progress = new();

    /// <summary>Whether Stryker mutates a project: then there are canaries.</summary>
    /// <param name="project">The project.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsOfStryker(string project) => !string.Equals(project, SynchronisationRun.Project, StringComparison.Ordinal);

    /// <summary>Mutates projects, in their order.</summary>
    /// <param name="projects">Their names.</param>
    /// <param name="interrupted">Ends it.</param>
    /// <returns>Null where each has its report, or why one has none.</returns>
    public async Task<string?> MutateAsync(IReadOnlyList<string> projects, CancellationToken interrupted)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        Task<string?> canaries = Task.FromResult<string?>(null);
        string? problem = null;
        try
        {
            for (int index = 0; index < projects.Count && problem is null; index++)
            {
                (string project, double part) = (projects[index], (double)index / projects.Count);
                if (index + 1 < projects.Count && MayBeginBeside(project, projects[index + 1]))
                {
                    TaskCompletionSource built = new();
                    canaries = MutateCanariesAsync(part, built, stop.Cancel, stop.Token);
                    await built.Task;
                }
                else if (IsOfStryker(project))
                {
                    problem = MutateByStryker(project, part, () => { }, stop.Token);
                }
                else
                {
                    SynchronisationRun own = new(Root, Reports, Files, Trials.Executions, Trials.IsQuick, (done, line) => Say(part + (done / projects.Count), line));
                    problem = own.Mutate(stop.Token);
                }
            }
        }
        finally
        {
            problem = await canaries ?? problem; // where the rest was ended because of the canaries, they say why
        }

        return problem;
    }

    /// <summary>Whether a project may begin while the canaries are judged: what their test hosts run must not be built again meanwhile.</summary>
    private static bool MayBeginBeside(string project, string next) =>
        string.Equals(project, CanaryCheck.Project, StringComparison.Ordinal) && IsOfStryker(next)
        && !string.Equals(StrykerRun.TestsOf(project), StrykerRun.TestsOf(next), StringComparison.Ordinal);

    /// <summary>Mutates the canaries.</summary>
    /// <param name="part">The part that is done.</param>
    /// <param name="built">Told when they are built.</param>
    /// <param name="endRest">Called where they have no report.</param>
    /// <param name="interrupted">Ends it.</param>
    private async Task<string?> MutateCanariesAsync(double part, TaskCompletionSource built, Action endRest, CancellationToken interrupted)
    {
        try
        {
            string? problem = await Task.Run(() => MutateByStryker(CanaryCheck.Project, part, () => built.TrySetResult(), interrupted), CancellationToken.None);
            if (problem is not null)
            {
                endRest();
            }

            return problem;
        }
        finally
        {
            built.TrySetResult();
        }
    }

    private string? MutateByStryker(string project, double part, Action built, CancellationToken interrupted) =>
        new StrykerRun(Root, Reports, Since, Files, line => Say(part, $"{project}: {line}")).Mutate(project, built, interrupted) is { } said
            ? $"{project}: no report. Stryker's last words:\n{said}"
            : null;

    private void Say(double part, string line)
    {
        lock (_progress)
        {
            Progress(part, line);
        }
    }
}
