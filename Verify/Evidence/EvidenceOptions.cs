// --receipt and --report of the run without a command: what is written when it has ended. That it can be is seen before: a run takes hours.
using System.CommandLine;
using Harness.Coverage;
using Harness.Recordings;
using Verify.Commands;
using Verify.Mutants;
using Verify.Report;

namespace Verify.Evidence;

/// <summary>Where the receipt and the report of a run go.</summary>
internal sealed class EvidenceOptions
{
    private readonly Option<string?> _receipt = new("--receipt") { Description = "Write the receipt of the run: this JSON file, and a page (.md) beside it.", HelpName = "FILE" };

    private readonly Option<string?> _report = new("--report") { Description = "Write a report for people into this folder, and the receipt beside it.", HelpName = "DIR" };

    private readonly Option<string> _mutation;

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="mutation">Its option of the folder of the mutation reports.</param>
    public EvidenceOptions(Command command, Option<string> mutation)
    {
        _mutation = mutation;
        command.Add(_receipt);
        command.Add(_report);
    }

    /// <summary>What is wrong with where the receipt and the report are to go; null where they can be written.</summary>
    public string? Problem(ParseResult parsed)
    {
        string? receipt = parsed.GetValue(_receipt);
        string? report = parsed.GetValue(_report);
        (Option<string?> Option, string Path)[] files =
        [
            .. receipt is null ? Array.Empty<(Option<string?>, string)>() : [(_receipt, receipt), (_receipt, ReceiptFile.PageOf(receipt))],
            .. report is null ? Array.Empty<(Option<string?>, string)>() : [(_report, receipt ?? ReceiptOf(report)), (_report, Path.Combine(report, ReportPage.FileName))],
        ];
        foreach ((Option<string?> option, string path) in files)
        {
            try
            {
                TryToWrite(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return $"{option.Name}: {path} cannot be written: {exception.Message}";
            }
        }

        return null;
    }

    private static string ReceiptOf(string folder) => Path.Combine(folder, "receipt.json");

    /// <summary>Makes the folder, and opens the file for writing. A file that was there stays as it is, and where none was none is left.</summary>
    private static void TryToWrite(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        bool isThere = File.Exists(path);
        File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
        if (!isThere)
        {
            File.Delete(path);
        }
    }

    /// <summary>What to call with the run when it has ended. It gives a line that says what is wrong with what there is, or null.</summary>
    public Func<FinishedRun, string?> Read(ParseResult parsed, Terminal terminal, CancellationToken interrupted)
    {
        string? receipt = parsed.GetValue(_receipt);
        string? report = parsed.GetValue(_report);
        string mutation = parsed.GetRequiredValue(_mutation);
        return run => Write(run, receipt, report, mutation, terminal, interrupted);
    }

    private static string? Write(FinishedRun run, string? path, string? folder, string mutationReports, Terminal terminal, CancellationToken interrupted)
    {
        if ((path ?? folder) is null || interrupted.IsCancellationRequested)
        {
            return null; // what was interrupted claims nothing
        }

        path ??= ReceiptOf(folder!);

        try
        {
            IReadOnlyList<MutationReport> mutation = ReceiptBuilder.ReadMutation(mutationReports);
            IReadOnlyList<CheckCoverage> coverage = terminal.Follow("coverage", progress => CheckCoverage.Measure(
                ProjectFiles.Recordings.Select(recording => (Path.GetFileName(recording), TraceReader.Read(recording))),
                check => progress(null, check),
                interrupted));
            Receipt receipt = ReceiptBuilder.Build(run, coverage, mutation, terminal.Time.GetUtcNow());
            string page = ReceiptFile.Write(receipt, path);
            terminal.Error.Profile.Out.Writer.WriteLine($"receipt: {path}, {page}");
            if (folder is not null)
            {
                terminal.Error.Profile.Out.Writer.WriteLine($"report: {ReportCommand.Write(receipt, folder, mutationReports, ReportBuilder.SpeedFile, terminal)}");
            }

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{path}: {exception.Message}";
        }
        catch (UnreadableReportException exception)
        {
            return exception.Message;
        }
    }
}
