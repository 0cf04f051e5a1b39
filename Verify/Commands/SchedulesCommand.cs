// verify schedules: from every state of a small scope every pair of operations on two threads, or every triple on
// three, under every interleaving. NamedSchedulesCommand.cs has the named scenarios and the planted races.
using System.CommandLine;
using System.Text.Json;
using Checking;
using Checking.Schedules;
using Harness.Concurrency;
using Harness.Schedules;

namespace Verify.Commands;

/// <summary>Explores every interleaving of pairs and triples of operations.</summary>
internal static class SchedulesCommand
{
    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        SchedulesOptions options = new();
        Command command = new("schedules", """
            From every state of a small scope every pair of operations on two threads, or every triple on three, under every
            interleaving: linearizable, no data race, no deadlock, and nobody waits in a loop. Or named scenarios, or planted races.
            A state is entered along a shortest path, as it is and with a question before its last operation: what the port has
            caught up with is part of its state, and not of the model's.
            Examples:
              verify schedules
              verify schedules --all
              verify schedules --scenario two-opens-of-one-device --more 8 --coyote 500
              verify schedules --shard 1/100 --json
              verify schedules --races
            """);
        foreach (Option option in options.Each)
        {
            command.Add(option);
        }

        command.SetAction(parsed => options.Problem(parsed) is { } problem ? terminal.Refuse(problem) : Run(options, parsed, terminal, interrupted));
        return command;
    }

    private static int Run(SchedulesOptions options, ParseResult parsed, Terminal terminal, CancellationToken interrupted)
    {
        bool json = parsed.GetValue(options.Json);
        if (parsed.GetValue(options.Races))
        {
            return NamedSchedulesCommand.RunRaces(json, terminal, interrupted);
        }

        if (parsed.GetValue(options.Scenario) is not null || parsed.GetValue(options.Named))
        {
            return NamedSchedulesCommand.Run(
                parsed.GetValue(options.Scenario) is { } name ? [NamedScenarios.Named(name)] : NamedScenarios.All,
                new InterleavingBounds { MoreAccesses = parsed.GetValue(options.More), MaxExecutions = parsed.GetValue(options.Executions) },
                parsed.GetValue(options.Coyote),
                json,
                terminal,
                interrupted);
        }

        return parsed.GetValue(options.All)
            ? Run([options.TaskOf(parsed, SchedulesOptions.Pairs), options.TaskOf(parsed, SchedulesOptions.Triples)], parsed.GetRequiredValue(options.State), json, terminal, interrupted)
            : Run([options.TaskOf(parsed, parsed.GetValue(options.Threads))], null, json, terminal, interrupted);
    }

    /// <summary>What several searches came to.</summary>
    internal static Verdict VerdictOf(IEnumerable<SearchRecord> records) => records.Select(record => record.Verdict).Aggregate(PairReport.Both);

    /// <summary>Prints records: as JSON one alone as it is, and several as the verdict of all and each of them.</summary>
    internal static void Write(IReadOnlyList<SearchRecord> records, bool json, Terminal terminal)
    {
        if (json && records.Count == 1)
        {
            terminal.WriteText(records[0].ToJson());
            return;
        }

        if (json)
        {
            terminal.WriteJson(new { verdict = VerdictOf(records), searches = records });
            return;
        }

        foreach (SearchRecord record in records)
        {
            terminal.WriteText(
                $"{record.Scope}: {record.States:n0} states, {record.Pairs:n0} {(record.Threads == SchedulesOptions.Pairs ? "pairs" : "triples")}, {record.Executions:n0} executions, "
                + $"{record.Blocked:n0} blocked, {record.Cut:n0} cut, {record.Histories:n0} histories in {record.Seconds:f1} s: "
                + $"{(record.Executions + record.Blocked + record.Cut) / record.Seconds:n0} executions a second");
            terminal.WriteText(record.Counterexample ?? Terminal.Word(record.Verdict));
        }
    }

    private static int Run(SearchTask[] tasks, string? folder, bool json, Terminal terminal, CancellationToken interrupted)
    {
        using ScheduleSearch search = ScheduleSearch.OfPort();
        List<SearchRecord> records = [];
        foreach (SearchTask task in tasks)
        {
            try
            {
                (SearchRecord record, FailingInterleaving? failing) = terminal.Follow("interleaving", progress => task.Run(
                    search,
                    folder is null ? null : Path.Combine(folder, task.FileName),
                    terminal.Time,
                    so => progress(null, $"{so.What}: {so.Pairs:n0}, {so.Executions:n0} executions"),
                    interrupted));
                records.Add(failing is null ? record : record with { Counterexample = $"{failing.Counterexample}\n{failing.Execution}" });
            }
            catch (JsonException exception)
            {
                return terminal.Refuse($"{Path.Combine(folder!, task.FileName)}: no state of a search: it is not what `verify schedules --all` keeps there{JsonPlace.Of(exception)}; without the file it begins anew");
            }
        }

        Write(records, json, terminal);
        return ExitCode.Of(VerdictOf(records), interrupted);
    }
}
