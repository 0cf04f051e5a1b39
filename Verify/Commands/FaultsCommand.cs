// verify faults: which check sees which planted fault.
using System.CommandLine;
using Checking;
using Harness.PlantedFaults;
using Harness.Recordings;
using Spectre.Console;

namespace Verify.Commands;

/// <summary>The table of planted faults.</summary>
internal static class FaultsCommand
{
    private static readonly SearchBounds Bounds = new(Seed: 20_070_531, Sequences: 300, Length: 150);

    private static readonly PlantedFault[] All = [.. PlantedFault.OfModel, .. PlantedFault.OfPort];

    /// <summary>How many planted faults there are.</summary>
    public static int Count => All.Length;

    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("faults", """
            Puts each planted fault (one changed line of the model or the port) before every check, and prints which check sees it.
            """)
        { json };
        command.SetAction(parsed => Run(parsed.GetValue(json), terminal, interrupted));
        return command;
    }

    /// <summary>Hunts all planted faults.</summary>
    public static List<FaultRow> Hunt(Terminal terminal, CancellationToken interrupted) => terminal.Follow("planted faults", progress =>
    {
        List<FaultRow> rows = [];
        Trace[][] recordings = [.. ProjectFiles.Recordings.Select(path => TraceReader.Read(path).ToArray())];
        foreach (PlantedFault fault in All.TakeWhile(_ => !interrupted.IsCancellationRequested))
        {
            progress((double)rows.Count / All.Length, fault.Name);
            rows.Add(FaultHunt.Hunt(fault, recordings, Bounds));
        }

        return rows;
    });

    private static int Run(bool json, Terminal terminal, CancellationToken interrupted)
    {
        List<FaultRow> rows = Hunt(terminal, interrupted);
        Verdict verdict = rows.Exists(row => !row.IsSeen) ? Verdict.Violated : rows.Count < All.Length ? Verdict.Undecided : Verdict.Holds;
        if (json)
        {
            terminal.WriteJson(new
            {
                verdict,
                faults = rows.Select(row => new
                {
                    row.Fault.Name,
                    row.Fault.What,
                    seen = row.IsSeen,
                    recordings = row.Recordings.Select(difference => difference is null ? null : new { difference.Trace, difference.Operation }),
                    sequence = row.Sequence?.Steps.Count,
                    counterexample = row.Sequence?.ToString(),
                    scope = row.Scope?.Steps.Count,
                    row.Rescan,
                    row.Claims,
                }),
            });
        }
        else
        {
            Table table = new Table().Border(TableBorder.Simple).AddColumn("planted fault").AddColumn("what is wrong").AddColumn("traces").AddColumn("drafts")
                .AddColumn("sequence").AddColumn(new TableColumn("scope").RightAligned()).AddColumn("claims that see it, or rescan");
            foreach (FaultRow row in rows)
            {
                table.AddRow(
                    row.Fault.Name,
                    Markup.Escape(row.Fault.What),
                    Place(row, 0),
                    Place(row, 1),
                    row.Sequence is null ? "-" : $"{row.Sequence.Steps.Count}{(row.Sequence.Check.StartsWith("crowd", StringComparison.Ordinal) ? " in a crowd" : string.Empty)}",
                    row.Scope is null ? "-" : $"{row.Scope.Steps.Count}",
                    row.Rescan is null ? string.Join(' ', row.Claims) : "rescan");
            }

            terminal.WriteTable(table);
            foreach (PlantedFault fault in All.Where(fault => fault.NotInRecordings is not null))
            {
                terminal.WriteText($"{fault.Name} is in no recording: {fault.NotInRecordings}.");
            }

            terminal.WriteText($"{rows.Count(row => row.IsSeen)} of {All.Length} planted faults are seen by all that claim to see them. "
                + "A recording is named by the trace that first shows it; a sequence or a path in a scope by how many operations it takes.");
        }

        return ExitCode.Of(verdict, interrupted);
    }

    private static string Place(FaultRow row, int recording) => row.Recordings[recording]?.Trace.ToString() ?? "-";
}
