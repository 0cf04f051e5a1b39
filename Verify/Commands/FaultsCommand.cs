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

    /// <summary>All planted faults but the races.</summary>
    public static readonly PlantedFault[] All = [.. PlantedFault.OfModel, .. PlantedFault.OfPort];

    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Option<bool> json = CommonOptions.Json();
        Command command = new("faults", """
            Puts each planted fault (one changed line of the model or the port) before every check, and prints which check sees it.
            Examples:
              verify faults
              verify faults --json
            """)
        { json };
        command.SetAction(parsed => Run(parsed.GetValue(json), terminal, interrupted));
        return command;
    }

    /// <summary>Hunts planted faults.</summary>
    public static List<FaultRow> Hunt(IEnumerable<PlantedFault> faults, Action<double, string> progress)
    {
        List<FaultRow> rows = [];
        Trace[][] recordings = [.. ProjectFiles.Recordings.Select(path => TraceReader.Read(path).ToArray())];
        foreach (PlantedFault fault in faults)
        {
            progress((double)rows.Count / All.Length, fault.Name);
            rows.Add(FaultHunt.Hunt(fault, recordings, Bounds));
        }

        return rows;
    }

    /// <summary>Hunts planted races.</summary>
    public static IEnumerable<RaceRow> HuntRaces(IEnumerable<PlantedFault> races, Action<double, string> progress)
    {
        foreach ((int done, PlantedFault fault) in races.Index())
        {
            progress((double)done / PlantedFault.OfRaces.Count, fault.Name);
            yield return RaceHunt.Hunt(fault, RaceHunt.Usual);
        }
    }

    private static List<(RaceRow Row, double Seconds)> HuntRaces(Action<double, string> progress, TimeProvider time, CancellationToken interrupted)
    {
        List<(RaceRow, double)> rows = [];
        long start = time.GetTimestamp();
        foreach (RaceRow row in HuntRaces(PlantedFault.OfRaces.TakeWhile(_ => !interrupted.IsCancellationRequested), progress))
        {
            rows.Add((row, time.GetElapsedTime(start).TotalSeconds));
            start = time.GetTimestamp();
        }

        return rows;
    }

    private static int Run(bool json, Terminal terminal, CancellationToken interrupted)
    {
        List<FaultRow> rows = terminal.Follow("planted faults", progress => Hunt(All.TakeWhile(_ => !interrupted.IsCancellationRequested), (part, word) => progress(part, word)));
        List<(RaceRow Row, double Seconds)> races = terminal.Follow("planted races", progress => HuntRaces((part, word) => progress(part, word), terminal.Time, interrupted));
        Verdict verdict = rows.Exists(row => !row.IsSeen) || races.Exists(race => !race.Row.IsSeen) ? Verdict.Violated
            : rows.Count < All.Length || races.Count < PlantedFault.OfRaces.Count ? Verdict.Undecided
            : Verdict.Holds;
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
                races = races.Select(race => new
                {
                    race.Row.Fault.Name,
                    race.Row.Fault.What,
                    seen = race.Row.IsSeen,
                    scenario = race.Row.Report.Scenario.Name,
                    strategy = race.Row.Report.Bounds.Strategy.Name,
                    schedules = race.Row.Report.Exploration.Schedules,
                    race.Seconds,
                    replayed = race.Row.IsReplayed,
                    counterexample = race.Row.Report.Counterexample?.ToString(),
                }),
            });
        }
        else
        {
            PrintFaults(rows, terminal);
            PrintRaces(races, terminal);
        }

        return ExitCode.Of(verdict, interrupted);
    }

    private static void PrintFaults(List<FaultRow> rows, Terminal terminal)
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

    private static void PrintRaces(List<(RaceRow Row, double Seconds)> races, Terminal terminal)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn("planted race").AddColumn("what is wrong").AddColumn("scenario").AddColumn("strategy")
            .AddColumn(new TableColumn("schedule").RightAligned()).AddColumn(new TableColumn("seconds").RightAligned())
            .AddColumn(new TableColumn("operations").RightAligned()).AddColumn("replayed");
        foreach ((RaceRow row, double seconds) in races)
        {
            table.AddRow(
                row.Fault.Name,
                Markup.Escape(row.Fault.What),
                row.Report.Scenario.Name,
                row.Report.Bounds.Strategy.Name,
                row.Report.Counterexample is null ? "not found" : $"{row.Report.Exploration.Schedules:n0}",
                $"{seconds:f1}",
                $"{row.Report.Counterexample?.Run.Scenario.Size}",
                row.IsReplayed ? "yes" : "no");
        }

        terminal.WriteTable(table);
        terminal.WriteText($"{races.Count(race => race.Row.IsSeen)} of {PlantedFault.OfRaces.Count} planted races are found by a schedule and replayed from its token. "
            + "Seconds are with compiling, rewriting and shrinking; operations are those of the shrunk scenario, its start among them.");
    }

    private static string Place(FaultRow row, int recording) => row.Recordings[recording]?.Trace.ToString() ?? "-";
}
