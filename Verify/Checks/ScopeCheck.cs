using Checking;
using Clones;
using Harness;
using Harness.Claims;
using Harness.Port;
using Harness.Scopes;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>Every state and transition of a small scope: every claim, model and port, and the counts of the original.</summary>
/// <param name="known">The scope.</param>
internal sealed class ScopeCheck(KnownScope known) : ICheck
{
    /// <summary>So many transitions a second, with every claim and the port, on a slow machine: what a scope takes, and so in which budget it has a place.</summary>
    private const double TransitionsASecond = 60_000;

    private const double LargestPart = 0.1;

    public string Name => $"scope {known.Name}";

    public TimeSpan Least => TimeSpan.FromSeconds(known.Transitions < 100_000 ? 0 : Math.Ceiling(known.Transitions / TransitionsASecond / LargestPart));

    public CheckRow Run(CheckRun run)
    {
        StateSpaceReport<Operation> report = new StateSpace<State, Operation, Response>(
            CloneChecks.ClaimsAndPort(), CloneSpecification.Model, CloneClaims.All, known.Scope.Bounds, static () => new PortSubject()).Explore(
                progress: (depth, states, _) => run.Progress((double)states / known.States, $"level {depth}, {states:n0} states"), cancellation: run.Interrupted);
        bool counts = (report.All.States, report.All.Transitions, report.Depth) == (known.States, known.Transitions, known.Depth);
        Verdict verdict = report.Verdict == Verdict.Holds && !counts ? Verdict.Violated : report.Verdict;
        return new CheckRow(Name, $"{report.All.States:n0} states, {report.All.Transitions:n0} transitions",
            $"depth {report.Depth}, the whole scope, every claim, model and port", 0, verdict,
            report.Counterexample?.ToString()
                ?? (verdict == Verdict.Violated ? $"expected {known.States} states, {known.Transitions} transitions, depth {known.Depth}, as the original has" : null))
        {
            Figures =
            [
                Figure.Of("states", report.All.States),
                Figure.Of("transitions", report.All.Transitions),
                new("depth", report.Depth, "levels"),
                Figure.Of("claims", CloneClaims.All.Count),
            ],
            Replay = report.Counterexample?.Replay,
        };
    }
}
