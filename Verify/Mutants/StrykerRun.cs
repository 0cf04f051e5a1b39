// Runs Stryker on one project, from the folder of the tests that judge its mutants. Each run gets a folder
// for temporary files of its own, which is gone afterwards: Stryker leaves some, among them those by which
// it tells its test hosts which mutant to be.
using System.Diagnostics;

namespace Verify.Mutants;

/// <summary>What to mutate.</summary>
/// <param name="Root">The folder of the solution.</param>
/// <param name="Reports">Where reports go, one folder a project.</param>
/// <param name="Since">A commit: only what has changed since then is mutated; or null.</param>
/// <param name="Files">Globs of files to mutate; all, where there are none.</param>
/// <param name="Progress">Called with each line that Stryker prints.</param>
internal sealed record StrykerRun(string Root, string Reports, string? Since, IReadOnlyList<string> Files, Action<string> Progress)
{
    /// <summary>What Stryker says when everything is built.</summary>
    private const string Built = "Initial test run started";

    /// <summary>The tests that judge a project's mutants: its own, where these are short, or can be without a file or two.</summary>
    /// <param name="project">The project.</param>
    /// <returns>The name of their project.</returns>
    public static string TestsOf(string project) => project is "Checking" or "Implementation" ? $"{project}.Tests" : "Mutation.Tests";

    /// <summary>Mutates a project.</summary>
    /// <param name="project">Its name.</param>
    /// <param name="built">Called when everything is built.</param>
    /// <param name="interrupted">Ends Stryker.</param>
    /// <returns>Null where a report was written, or that there is none, with the last lines of what Stryker said.</returns>
    public string? Mutate(string project, Action built, CancellationToken interrupted)
    {
        string report = MutationReport.PathOf(Reports, project);
        Directory.CreateDirectory(Path.GetDirectoryName(report)!);
        File.Delete(report); // the last run's must not pass for this one's; nor what did not end
        string endless = EmptyFolder(MutationReport.EndlessOf(Reports, project));
        string temporary = Directory.CreateTempSubdirectory("mutation-").FullName;
        try
        {
            Queue<string> said = new();
            using Process process = Process.Start(StartOf(project, temporary, endless)) ?? throw new InvalidOperationException("dotnet cannot be started");
            using CancellationTokenRegistration kill = interrupted.Register(() => process.Kill(entireProcessTree: true));
            process.OutputDataReceived += (_, line) => Say(line.Data);
            process.ErrorDataReceived += (_, line) => Say(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            process.WaitForExit();
            lock (said)
            {
                return File.Exists(report) ? null : $"{project}: no report. Stryker's last words:\n{string.Join('\n', said)}";
            }

            void Say(string? line)
            {
                const int Kept = 20;
                if (string.IsNullOrWhiteSpace(line))
                {
                    return;
                }

                lock (said)
                {
                    said.Enqueue(line);
                    if (said.Count > Kept)
                    {
                        said.Dequeue();
                    }

                    Progress(line);
                }

                if (line.Contains(Built, StringComparison.Ordinal))
                {
                    built();
                }
            }
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private ProcessStartInfo StartOf(string project, string temporary, string endless) => new("dotnet", Arguments(project))
    {
        WorkingDirectory = Path.Combine(Root, TestsOf(project)),
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
        Environment =
        {
            ["TMPDIR"] = temporary,
            ["RunAnalyzers"] = "false",
            ["Mutating"] = "true",
            ["MUTATION_ENDLESS"] = endless,
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_TieredPGO"] = "0", // test hosts live too briefly to gain by what they learn of themselves
        },
    };

    private static string EmptyFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }

        return Directory.CreateDirectory(path).FullName;
    }

    private IEnumerable<string> Arguments(string project) =>
    [
        "stryker", "--config-file", Path.Combine(Root, "stryker-config.json"), "--project", $"{project}.csproj",
        "--output", Path.Combine(Reports, project), "--skip-version-check",
        .. Since is null || IsCanary(project) ? Array.Empty<string>() : [$"--since:{Since}"],
        .. IsCanary(project) ? [] : Files.SelectMany(file => new[] { "--mutate", file }),
    ];

    private static bool IsCanary(string project) => string.Equals(project, CanaryCheck.Project, StringComparison.Ordinal);
}
