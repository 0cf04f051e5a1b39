// verify schedules: from every state of a small scope every pair of operations on two threads, under every
// interleaving.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Checking.Schedules;
using Harness.Concurrency;
using Harness.Schedules;
using Harness.Scopes;

namespace Verify.Commands;

/// <summary>Explores every interleaving of pairs of operations.</summary>
internal static class SchedulesCommand
{
    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Option<string> scope = new("--scope") { Description = "The scope, by its name.", DefaultValueFactory = _ => KnownScopes.All[0].Name };
        scope.AcceptOnlyFromAmong([.. KnownScopes.All.Select(known => known.Name)]);
        Option<int> more = CommonOptions.Number("--more", "How many accesses each thread may have beyond those it has undisturbed.", 4, 0, 1000);
        Option<Shard> shard = new("--shard")
        {
            Description = "One part of the pairs: k/n. The counts of all n parts add up to those of the whole.",
            CustomParser = ParseShard,
            DefaultValueFactory = _ => Shard.Whole,
        };
        Option<string?> scenario = new("--scenario") { Description = "One named scenario of `verify concurrency`, instead of a scope." };
        scenario.AcceptOnlyFromAmong([.. NamedScenarios.All.Select(named => named.Name)]);
        Option<int> executions = CommonOptions.Number("--executions", "How many executions of one scenario at most; then it is not decided.", 10_000_000, 1, int.MaxValue);
        Option<bool> json = CommonOptions.Json();
        Command command = new("schedules", """
            From every state of a small scope every pair of operations on two threads, under every interleaving: linearizable,
            no data race, no deadlock. Or one named scenario, under every interleaving.
            Examples:
              verify schedules
              verify schedules --scenario two-opens-of-one-device --more 8
              verify schedules --shard 1/100
              verify schedules --scope A1-caller --shard 7/5000 --json
            """)
        { scope, more, shard, scenario, executions, json };
        command.SetAction(parsed => parsed.GetValue(scenario) is { } name
            ? Run(
                NamedScenarios.Named(name),
                new InterleavingBounds { MoreAccesses = parsed.GetValue(more), MaxExecutions = parsed.GetValue(executions) },
                parsed.GetValue(json),
                terminal,
                interrupted)
            : Run(
                KnownScopes.All.First(known => string.Equals(known.Name, parsed.GetValue(scope), StringComparison.Ordinal)).Scope,
                parsed.GetValue(shard),
                new InterleavingBounds { MoreAccesses = parsed.GetValue(more) },
                parsed.GetValue(json),
                terminal,
                interrupted));
        return command;
    }

    private static int Run(Scope scope, Shard shard, InterleavingBounds bounds, bool json, Terminal terminal, CancellationToken interrupted)
    {
        using ScheduleSearch search = ScheduleSearch.OfPort();
        long start = terminal.Time.GetTimestamp();
        PairReport report = terminal.Follow("interleaving", progress => PairSearch.Run(
            search, scope, shard, bounds, so => progress(0, $"{so.Pairs:n0} pairs, {so.Executions:n0} executions"), interrupted));
        double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
        if (json)
        {
            terminal.WriteJson(new
            {
                verdict = report.Verdict,
                states = report.States,
                pairs = report.Pairs,
                executions = report.Executions,
                blocked = report.Blocked,
                cut = report.Cut,
                histories = report.Histories,
                seconds,
                counterexample = report.Failing?.Counterexample.ToString(),
            });
        }
        else
        {
            terminal.WriteText(
                $"{report.States:n0} states, {report.Pairs:n0} pairs, {report.Executions:n0} executions, {report.Blocked:n0} blocked, {report.Cut:n0} cut, "
                + $"{report.Histories:n0} histories in {seconds:f1} s: {(report.Executions + report.Blocked + report.Cut) / seconds:n0} executions a second");
            terminal.WriteText(report.Failing is { } failing ? $"{failing.Counterexample}\n{failing.Execution}" : Terminal.Word(report.Verdict));
        }

        return ExitCode.Of(report.Verdict, interrupted);
    }

    private static int Run(CloneScenario scenario, InterleavingBounds bounds, bool json, Terminal terminal, CancellationToken interrupted)
    {
        using ScheduleSearch search = ScheduleSearch.OfPort();
        long start = terminal.Time.GetTimestamp();
        InterleavingReport report = terminal.Follow($"interleaving {scenario.Name}", _ => search.Search(scenario, bounds, interrupted));
        double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
        ScheduleReport counts = report.Report;
        if (json)
        {
            terminal.WriteJson(new
            {
                verdict = counts.Verdict,
                scenario = scenario.Name,
                executions = counts.Executions,
                blocked = counts.Blocked,
                cut = counts.Cut,
                histories = report.Histories,
                seconds,
                counterexample = report.Failing?.Counterexample.ToString(),
            });
        }
        else
        {
            terminal.WriteText(
                $"{scenario.Name}: {counts.Executions:n0} executions, {counts.Blocked:n0} blocked, {counts.Cut:n0} cut, {report.Histories:n0} histories in {seconds:f1} s");
            terminal.WriteText(report.Failing is { } failing ? $"{failing.Counterexample}\n{failing.Execution}" : Terminal.Word(counts.Verdict));
        }

        return ExitCode.Of(counts.Verdict, interrupted);
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
