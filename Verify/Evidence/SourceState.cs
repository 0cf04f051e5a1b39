using System.ComponentModel;
using System.Diagnostics;

namespace Verify.Evidence;

/// <summary>Which sources were checked.</summary>
/// <param name="Commit">The commit; null where that is not known: there is no git, or no repository.</param>
/// <param name="IsChanged">Whether files differ from it.</param>
internal sealed record SourceState(string? Commit, bool IsChanged)
{
    /// <summary>Asks git about the folder in which the program was called.</summary>
    public static SourceState Read() =>
        Git("rev-parse", "HEAD") is { } commit ? new(commit.Trim(), !string.IsNullOrWhiteSpace(Git("status", "--porcelain"))) : new(null, IsChanged: false);

    /// <summary>The commit of a name, as in <c>HEAD~1</c>; null where git knows none.</summary>
    public static string? CommitOf(string name) => Git("rev-parse", "--verify", "--quiet", "--end-of-options", $"{name}^{{commit}}")?.Trim();

    private static string? Git(params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            string said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? said : null;
        }
        catch (Win32Exception)
        {
            return null; // there is no git here
        }
    }
}
