// verify receipt: the page of a receipt, or what has become less since another one.
using System.CommandLine;
using Checking;
using Verify.Evidence;

namespace Verify.Commands;

/// <summary>Shows and compares receipts.</summary>
internal static class ReceiptCommand
{
    private static readonly string Usual = Path.Combine("artifacts", "receipt.json");

    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Argument<string> receipt = new("RECEIPT") { Description = "The receipt.", DefaultValueFactory = _ => Usual };
        Option<string?> compare = new("--compare") { Description = "An earlier receipt: end with 1 where the later one claims less.", HelpName = "OLD" };
        Option<bool> json = CommonOptions.Json();
        Command command = new("receipt", """
            Shows a receipt, which `verify --receipt FILE` writes: every claim with its figures and its bound. Or compares it with an
            earlier one: each claim that is gone and each figure that has become less is printed. Figures that depend on
            time count as less only below a tenth, those of what is drawn at a fixed seed below a quarter.
            Examples:
              verify --budget 300 --receipt artifacts/receipt.json
              verify receipt artifacts/receipt.json
              verify receipt --compare last.json artifacts/receipt.json
            """)
        { receipt, compare, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(receipt), parsed.GetValue(compare), parsed.GetValue(json), terminal, interrupted));
        return command;
    }

    private static int Run(string path, string? earlier, bool json, Terminal terminal, CancellationToken interrupted)
    {
        try
        {
            Receipt receipt = ReceiptFile.Read(path);
            return earlier is null ? Show(receipt, json, terminal, interrupted) : Compare(ReceiptFile.Read(earlier), receipt, json, terminal, interrupted);
        }
        catch (UnreadableReceiptException exception)
        {
            return terminal.Refuse(exception.Message);
        }
    }

    private static int Show(Receipt receipt, bool json, Terminal terminal, CancellationToken interrupted)
    {
        terminal.WriteText(json ? ReceiptFile.Serialize(receipt) : ReceiptPage.Of(receipt).TrimEnd());
        return ExitCode.Of(receipt.Verdict, interrupted);
    }

    private static int Compare(Receipt before, Receipt after, bool json, Terminal terminal, CancellationToken interrupted)
    {
        IReadOnlyList<Shrinkage> less = ReceiptComparison.Compare(before, after);
        Verdict verdict = less.Count > 0 ? Verdict.Violated : Verdict.Holds;
        if (json)
        {
            terminal.WriteJson(new { verdict, before = before.Commit, after = after.Commit, less });
        }
        else
        {
            foreach (Shrinkage shrinkage in less)
            {
                terminal.WriteText($"less: {shrinkage}");
            }

            terminal.WriteText(less.Count > 0 ? $"The evidence has shrunk in {less.Count} places." : $"{after.Claims.Count} claims; none of the {before.Claims.Count} before has become less.");
        }

        return ExitCode.Of(verdict, interrupted);
    }
}
