// Mutates one project after the other, the canaries first. One of these waits for Stryker's limit of time, twenty seconds in
// which the machine does next to nothing: the project after them begins as soon as they are built.
namespace Verify.Mutants;

/// <summary>The order of mutation runs.</summary>
/// <param name="mutate">Mutates a project. It calls the action when everything is built; it gives null where there is a report, or why there is none.</param>
internal sealed class MutationRuns(Func<string, Action, CancellationToken, string?> mutate)
{
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
                if (index + 1 < projects.Count && MayBeginBeside(projects[index], projects[index + 1]))
                {
                    TaskCompletionSource built = new(TaskCreationOptions.RunContinuationsAsynchronously); // whoever tells it reads what Stryker says, and must go on
                    canaries = MutateCanariesAsync(built, stop.Cancel, stop.Token);
                    problem = await Task.WhenAny(built.Task, canaries) == canaries ? await canaries : null;
                }
                else
                {
                    problem = mutate(projects[index], () => { }, stop.Token);
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
    /// <param name="built">Told when they are built.</param>
    /// <param name="endRest">Called where they have no report.</param>
    /// <param name="interrupted">Ends it.</param>
    private async Task<string?> MutateCanariesAsync(TaskCompletionSource built, Action endRest, CancellationToken interrupted)
    {
        string? problem = await Task.Run(() => mutate(CanaryCheck.Project, () => built.TrySetResult(), interrupted), CancellationToken.None);
        if (problem is not null)
        {
            endRest();
        }

        return problem;
    }
}
