// verify explore: every state of a small scope.
using System.CommandLine;
using Checking;
using Clones;
using Harness;
using Harness.Claims;
using Harness.Port;
using Harness.Scopes;

namespace Verify.Commands;

/// <summary>Explores a small scope exhaustively.</summary>
internal static class ExploreCommand
{
    private static readonly Dictionary<string, ManagerFlags> FlagNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ENABLE"] = ManagerFlags.Enable,
        ["GC_ENABLE"] = ManagerFlags.GcEnable,
        ["GC_UNREF"] = ManagerFlags.GcUnref,
        ["GC_LASTREF"] = ManagerFlags.GcLastRef,
        ["GC_EXPIRED"] = ManagerFlags.GcExpired,
        ["GC_REVOKE"] = ManagerFlags.GcRevoke,
    };

    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Option<int> maxUnit = CommonOptions.Number("--max-unit", "The limit: the largest unit.", 1, 0, 15);
        Option<ManagerFlags> flags = new("--flags")
        {
            Description = "The manager's flags, with commas between; ENABLE is always set.",
            CustomParser = ParseFlags,
            DefaultValueFactory = _ => ManagerFlags.GcEnable | ManagerFlags.GcUnref | ManagerFlags.GcLastRef | ManagerFlags.GcExpired,
        };
        Option<int> tick = CommonOptions.Number("--tick", "How far a tick moves the clock, in ms.", 400, 1, 1000);
        Option<int> deadline = CommonOptions.Number("--deadline", "The deadline, in ms.", 750, 1, 60_000);
        Option<bool> noWait = new("--no-wait") { Description = "Memory may be refused: each alloc comes twice." };
        Option<bool> threads = new("--threads") { Description = "A thread enters and leaves devices." };
        Option<bool> noGc = new("--no-gc") { Description = "No gc of its own: the sweep runs through unref only." };
        Option<bool> symmetry = new("--symmetry") { Description = "Take the two processes for each other: about half of the states are explored; both counts are printed." };
        Option<bool> claims = new("--claims") { Description = "Hold every claim against every transition." };
        Option<string> against = CommonOptions.Against();
        Option<bool> json = CommonOptions.Json();
        Command command = new("explore", """
            Visits every state of a small scope, breadth-first: two processes, one type, units 0 to the limit. Counts are exact.
            Examples:
              verify explore
              verify explore --max-unit 2 --flags GC_ENABLE,GC_REVOKE
              verify explore --against port
              verify explore --max-unit 2 --symmetry
              verify explore --max-unit 1 --tick 1000 --deadline 1500 --claims --json
            """)
        { maxUnit, flags, tick, deadline, noWait, threads, noGc, symmetry, against, claims, json };
        command.SetAction(parsed => Run(
            new Scope(
                parsed.GetValue(maxUnit), parsed.GetValue(flags) | ManagerFlags.Enable, parsed.GetValue(tick), parsed.GetValue(deadline),
                parsed.GetValue(noWait), parsed.GetValue(threads), parsed.GetValue(noGc), parsed.GetValue(symmetry)),
            parsed.GetValue(claims) ? CloneClaims.All : [],
            parsed.GetRequiredValue(against) is "model" ? null : static () => new PortSubject(),
            parsed.GetValue(json),
            terminal,
            interrupted));
        return command;
    }

    private static int Run(
        Scope scope,
        IReadOnlyList<CloneClaim> claims,
        Func<ISubject<State, Operation, Response>>? makePort,
        bool json,
        Terminal terminal,
        CancellationToken interrupted)
    {
        CloneSearch check = makePort is null ? CloneChecks.Claims() : CloneChecks.ClaimsAndPort();
        long start = terminal.Time.GetTimestamp();
        StateSpaceReport<Operation> report = terminal.Follow("exploring", progress =>
            new StateSpace<State, Operation, Response>(check, CloneSpecification.Model, claims, scope.Bounds, makePort).Explore(
                progress: (depth, states, transitions) => progress(null, $"level {depth}, {states:n0} states, {transitions:n0} transitions"),
                cancellation: interrupted));
        double seconds = terminal.Time.GetElapsedTime(start).TotalSeconds;
        if (json)
        {
            terminal.WriteJson(new
            {
                verdict = report.Verdict,
                states = report.All.States,
                transitions = report.All.Transitions,
                exploredStates = report.Explored.States,
                exploredTransitions = report.Explored.Transitions,
                depth = report.Depth,
                seconds,
                bytesPerState = report.BytesPerState,
                claims = report.Tally.Applied,
                counterexample = report.Counterexample?.ToString(),
            });
        }
        else
        {
            terminal.WriteText(
                $"{report.All.States:n0} states, {report.All.Transitions:n0} transitions, depth {report.Depth} in {seconds:f2} s: "
                + $"{report.Explored.States / seconds:n0} states a second, {report.BytesPerState:f0} bytes a state");
            if (scope.Symmetry)
            {
                terminal.WriteText(
                    $"of them explored, as the processes are interchangeable: {report.Explored.States:n0} states, {report.Explored.Transitions:n0} transitions");
            }

            terminal.WriteText(report.Counterexample?.ToString()
                ?? (claims.Count == 0 ? Terminal.Word(report.Verdict) : $"{report.Tally.Applied.Count(claim => claim.Value > 0)} of {claims.Count} claims spoke of something: {Terminal.Word(report.Verdict)}"));
        }

        return ExitCode.Of(report.Verdict, interrupted);
    }

    private static ManagerFlags ParseFlags(System.CommandLine.Parsing.ArgumentResult result)
    {
        ManagerFlags flags = ManagerFlags.None;
        foreach (string name in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (FlagNames.TryGetValue(name, out ManagerFlags flag))
            {
                flags |= flag;
            }
            else
            {
                result.AddError($"'{name}' is no flag: expected {string.Join(", ", FlagNames.Keys)}");
            }
        }

        return flags;
    }
}
