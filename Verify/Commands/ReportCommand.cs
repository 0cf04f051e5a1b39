// verify report: the page of a receipt, for people.
using System.CommandLine;
using Verify.Evidence;
using Verify.Mutants;
using Verify.Report;

namespace Verify.Commands;

/// <summary>Makes the report of a receipt.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Option<string> receipt = new("--receipt") { Description = "The receipt.", DefaultValueFactory = _ => Path.Combine("artifacts", "receipt.json"), HelpName = "FILE" };
        Option<string> to = new("--to") { Description = "The folder of the page.", DefaultValueFactory = _ => Path.Combine("artifacts", "report"), HelpName = "DIR" };
        Option<string> mutation = CommonOptions.Mutation();
        Option<string> speed = new("--speed") { Description = "What was measured of speed.", DefaultValueFactory = _ => ReportBuilder.SpeedFile, HelpName = "FILE" };
        Command command = new("report", """
            Makes one page of a receipt (`verify --receipt FILE` writes one): its claims, each finding and planted faults step by step,
            the lines of clone.c that each check exercises, states, mutants and speed. It needs no network. Run it in the folder of the
            solution. `verify --report DIR` runs everything and makes it.
            Examples:
              verify --receipt artifacts/receipt.json
              verify report --receipt artifacts/receipt.json --to artifacts/report
            """)
        { receipt, to, mutation, speed };
        command.SetAction(parsed =>
        {
            try
            {
                Receipt read = ReceiptFile.Read(parsed.GetRequiredValue(receipt));
                string page = Write(read, parsed.GetRequiredValue(to), parsed.GetRequiredValue(mutation), parsed.GetRequiredValue(speed), terminal);
                terminal.WriteText($"report: {page}");
                return ExitCode.Of(read.Verdict, interrupted);
            }
            catch (Exception exception) when (exception is UnreadableReceiptException or UnreadableReportException or IOException or UnauthorizedAccessException)
            {
                return terminal.Refuse(exception.Message);
            }
        });
        return command;
    }

    /// <summary>Makes the page.</summary>
    /// <returns>Its path.</returns>
    public static string Write(Receipt receipt, string folder, string mutation, string speed, Terminal terminal)
    {
        ReportData data = terminal.Follow("report", progress => ReportBuilder.Gather(
            receipt, ReceiptBuilder.ReadMutation(mutation), SpeedMeasurement.Read(speed), what => progress(null, what)));
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, ReportPage.FileName);
        File.WriteAllText(path, ReportPage.Of(data));
        return path;
    }
}
