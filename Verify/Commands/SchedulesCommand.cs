// verify schedules: from every state of a small scope every pair of operations on two threads, or every triple on
// three, under every interleaving. NamedSchedulesCommand.cs has the named scenarios and the planted races.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using Checking.Schedules;
using Harness.Concurrency;
using Harness.Schedules;
using Harness.Scopes;

namespace Verify.Commands;

/// <summary>Explores every interleaving of pairs and triples of operations.</summary>
internal static class SchedulesCommand
{
    private const int Pairs = 2;
    private const int Triples = 3;

    // With one more access a thread than undisturbed a triple takes hundreds of executions; with four some take millions.
    private const int MoreInTriples = 1;

    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Option<string?> scope = new("--scope")
        {
            Description = $"The scope, by its name; {KnownScopes.All[0].Name} for pairs, {SearchTask.Tiny.Name} for triples.",
            HelpName = "NAME",
        };
        scope.AcceptOnlyFromAmong([SearchTask.Tiny.Name, .. KnownScopes.All.Select(known => known.Name)]);
        Option<int> threads = CommonOptions.Number("--threads", "Two for pairs of operations, three for triples.", Pairs, Pairs, Triples);
        Option<int> more = CommonOptions.Number("--more", "How many accesses each thread may have beyond those it has undisturbed; where it is not given, 1 for triples.", 4, 0, 1000);
        Option<Shard> shard = new("--shard")
        {
            Description = "One part: k/n. The counts of all n parts add up to those of the whole (`verify merge`).",
            HelpName = "K/N",
            CustomParser = ParseShard,
            DefaultValueFactory = _ => Shard.Whole,
        };
        Option<bool> all = new("--all") { Description = "Pairs, then triples, each going on where the last run of it was stopped." };
        Option<string> state = new("--state") { Description = "With --all: the folder that keeps how far each has come.", HelpName = "DIR", DefaultValueFactory = _ => Path.Combine("artifacts", "schedules") };
        Option<string?> scenario = new("--scenario") { Description = "One named scenario of `verify concurrency`, instead of a scope.", HelpName = "NAME" };
        scenario.AcceptOnlyFromAmong([.. NamedScenarios.All.Select(named => named.Name)]);
        Option<bool> named = new("--named") { Description = "Every named scenario, each with its counts and time." };
        Option<bool> races = new("--races") { Description = "Every planted race: the scenario that shows it, executions, preemptions." };
        Option<int> coyote = CommonOptions.Number("--coyote", "With --scenario or --named: also so many schedules of the same scenario by Coyote, and how many a second.", 0, 0, 1_000_000);
        Option<int> executions = CommonOptions.Number("--executions", "How many executions of one scenario at most; then it is not decided.", 10_000_000, 1, int.MaxValue);
        Option<bool> json = CommonOptions.Json();
        Command command = new("schedules", """
            From every state of a small scope every pair of operations on two threads, or every triple on three, under every
            interleaving: linearizable, no data race, no deadlock, and nobody waits in a loop. Or named scenarios, or planted races.
            Examples:
              verify schedules
              verify schedules --all
              verify schedules --scenario two-opens-of-one-device --more 8 --coyote 500
              verify schedules --shard 1/100 --json
              verify schedules --races
            """)
        { scope, threads, more, shard, all, state, scenario, named, races, coyote, executions, json };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(races))
            {
                return NamedSchedulesCommand.RunRaces(parsed.GetValue(json), terminal, interrupted);
            }

            if (parsed.GetValue(scenario) is not null || parsed.GetValue(named))
            {
                return NamedSchedulesCommand.Run(
                    parsed.GetValue(scenario) is { } name ? [NamedScenarios.Named(name)] : NamedScenarios.All,
                    new InterleavingBounds { MoreAccesses = parsed.GetValue(more), MaxExecutions = parsed.GetValue(executions) },
                    parsed.GetValue(coyote),
                    parsed.GetValue(json),
                    terminal,
                    interrupted);
            }

            SearchTask Task(int count) => TaskOf(parsed.GetValue(scope), count, parsed.GetValue(shard), More(parsed, more, count));
            return parsed.GetValue(all)
                ? Run([Task(Pairs), Task(Triples)], parsed.GetRequiredValue(state), parsed.GetValue(json), terminal, interrupted)
                : Run([Task(parsed.GetValue(threads))], null, parsed.GetValue(json), terminal, interrupted);
        });
        return command;
    }

    private static int More(ParseResult parsed, Option<int> more, int threads) =>
        threads == Triples && parsed.GetResult(more) is null or { Implicit: true } ? MoreInTriples : parsed.GetValue(more);

    private static SearchTask TaskOf(string? scope, int threads, Shard shard, int more)
    {
        string chosen = scope ?? (threads == Triples ? SearchTask.Tiny.Name : KnownScopes.All[0].Name);
        Scope its = string.Equals(chosen, SearchTask.Tiny.Name, StringComparison.Ordinal)
            ? SearchTask.Tiny.Scope
            : KnownScopes.All.First(known => string.Equals(known.Name, chosen, StringComparison.Ordinal)).Scope;
        return new(chosen, its, threads, shard, more);
    }

    /// <summary>Prints records; one alone as an object.</summary>
    internal static void Write(IReadOnlyList<SearchRecord> records, bool json, Terminal terminal)
    {
        if (json)
        {
            terminal.WriteText(records.Count == 1 ? records[0].ToJson() : $"[{string.Join(",\n", records.Select(record => record.ToJson()))}]");
            return;
        }

        foreach (SearchRecord record in records)
        {
            terminal.WriteText(
                $"{record.Scope}: {record.States:n0} states, {record.Pairs:n0} {(record.Threads == Pairs ? "pairs" : "triples")}, {record.Executions:n0} executions, "
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
                    so => progress(0, $"{so.What}: {so.Pairs:n0}, {so.Executions:n0} executions"),
                    interrupted));
                records.Add(failing is null ? record : record with { Counterexample = $"{failing.Counterexample}\n{failing.Execution}" });
            }
            catch (JsonException exception)
            {
                return terminal.Refuse($"{Path.Combine(folder!, task.FileName)}: no state of a search: it is not what `verify schedules --all` keeps there{JsonPlace.Of(exception)}; without the file it begins anew");
            }
        }

        Write(records, json, terminal);
        return ExitCode.Of(records.Select(record => record.Verdict).Aggregate(PairReport.Both), interrupted);
    }

    private static Shard ParseShard(ArgumentResult result)
    {
        string[] parts = result.Tokens.Count == 1 ? result.Tokens[0].Value.Split('/') : [];
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int of)
            && number >= 1 && number <= of)
        {
            return new Shard(number, of);
        }

        result.AddError("--shard: expected k/n with 1 <= k <= n, as in 3/100");
        return Shard.Whole;
    }
}
