using Checking;
using Clones;
using Harness;
using Harness.Claims;
using Harness.Port;
using Harness.Scopes;
using Xunit;

namespace Properties;

/// <summary>Every state of small scopes.</summary>
public sealed class ScopeTests(ITestOutputHelper output)
{
    /// <summary>A2-revoke is left to <c>verify explore</c>: it is as large as A2-caller, and takes as long again.</summary>
    public static TheoryData<string> Names => [.. KnownScopes.All.Select(scope => scope.Name).Where(name => name is not "A2-revoke")];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_scope_has_as_many_states_transitions_and_levels_as_the_original_has(string name)
    {
        KnownScope known = KnownScopes.All.Single(scope => scope.Name == name);
        StateSpaceReport<Operation> report = Explore(known.Scope, []);

        output.WriteLine($"{name}: {report.All.States} states, {report.All.Transitions} transitions, depth {report.Depth}, {report.BytesPerState:f0} bytes a state");
        Assert.Equal((known.States, known.Transitions, known.Depth), (report.All.States, report.All.Transitions, report.Depth));
        Assert.Equal(Verdict.Holds, report.Verdict);
    }

    /// <summary>One state of those that differ by a renaming of the processes stands for all of them; nothing is lost, or counted twice.</summary>
    [Theory]
    [InlineData("A0-base")]
    [InlineData("B1-base")]
    [InlineData("A1-nowait")]
    [InlineData("A1-threads")]
    public void With_processes_taken_for_each_other_a_scope_has_as_many_states_and_about_half_are_explored(string name)
    {
        KnownScope known = KnownScopes.All.Single(scope => scope.Name == name);
        StateSpaceReport<Operation> report = Explore(known.Scope with { Symmetry = true }, []);

        output.WriteLine($"{name}: {report.Explored.States} of {report.All.States} states, {report.Explored.Transitions} of {report.All.Transitions} transitions explored");
        Assert.Equal((known.States, known.Transitions, known.Depth), (report.All.States, report.All.Transitions, report.Depth));
        Assert.InRange(report.Explored.States, (known.States + 1) / 2, known.States * 2 / 3);
        Assert.InRange(report.Explored.Transitions, (known.Transitions + 1) / 2, known.Transitions * 2 / 3);
    }

    [Theory]
    [InlineData("A1-nowait")]
    [InlineData("B1-base")]
    public void Every_claim_holds_of_every_transition_of_a_scope(string name)
    {
        StateSpaceReport<Operation> report = Explore(KnownScopes.All.Single(scope => scope.Name == name).Scope, CloneClaims.All);

        Assert.Null(report.Counterexample?.ToString());
        Assert.Equal(Verdict.Holds, report.Verdict);
        foreach ((string claim, long applied) in report.Tally.Applied)
        {
            output.WriteLine($"{applied,9:n0}  {claim}");
        }

        // Within the scope nothing is looked at, set, disabled, refused or destroyed; what is about alloc, sweep and devices must have applied.
        Assert.All(
            ["sweep-takes-what-expired", "sweep-never-takes-the-young", "alloc-last-tries", "alloc-idle-device-next", "acquire-takes-once", "units-in-order"],
            claim => Assert.True(report.Tally.Applied[claim] > 0));
    }

    [Theory]
    [InlineData("A0-base")]
    [InlineData("B1-base")]
    [InlineData("A1-auto-lastref")]
    [InlineData("A1-caller")]
    [InlineData("A1-nowait")]
    [InlineData("A1-threads")]
    public void The_port_answers_and_ends_as_the_model_says_at_every_transition_of_a_scope(string name)
    {
        KnownScope known = KnownScopes.All.Single(scope => scope.Name == name);
        StateSpaceReport<Operation> report = new StateSpace<State, Operation, Response>(
            CloneChecks.Answers(), CloneSpecification.Model, [], known.Scope.Bounds, static () => new PortSubject()).Explore();

        Assert.Null(report.Counterexample?.ToString());
        Assert.Equal((known.States, known.Transitions), (report.All.States, report.All.Transitions));
    }

    [Fact]
    public void A_claim_that_a_scope_breaks_is_shown_by_a_shortest_path()
    {
        CloneClaim hope = new("nobody-gets-a-busy-device", "alloc never gives a busy device", (_, step) =>
            step is { Operation: Operation.Alloc, Response: Response.Allocated { Device: { } device } }
            && step.Before.Manager!.Entries.Any(entry => entry.Device?.Id == device && entry.Has(DeviceFlags.Busy))
                ? Outcome.Breaks($"{device} is busy")
                : Outcome.Holds);
        CloneSearch search = new("hope", new CloneLockstep(CloneSpecification.Model, [hope]), CloneDrafts.Resolve, OperationText.Format, CloneChecks.ReplayCommand);
        Counterexample<Operation>? counterexample =
            new StateSpace<State, Operation, Response>(search, CloneSpecification.Model, [hope], KnownScopes.All[0].Scope.Bounds).Explore().Counterexample;

        // create, alloc, register, acquire, alloc: oddity 5 of the original.
        Assert.Equal(5, counterexample?.Steps.Count);
        Assert.Contains("device 0 is busy", counterexample?.ToString(), StringComparison.Ordinal);
    }

    private static StateSpaceReport<Operation> Explore(Scope scope, IReadOnlyList<CloneClaim> claims) =>
        new StateSpace<State, Operation, Response>(CloneChecks.Claims(), CloneSpecification.Model, claims, scope.Bounds).Explore();
}
