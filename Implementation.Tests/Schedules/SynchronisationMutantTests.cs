using Checking.Scenarios;
using Harness.Concurrency;
using Harness.Mutants;
using Harness.Schedules;
using Microsoft.CodeAnalysis.Text;
using SynchronisationMutants;
using Xunit;

namespace Implementation.Tests.Schedules;

/// <summary>A slice of what <c>verify mutants Synchronisation --run</c> runs in full.</summary>
public sealed class SynchronisationMutantTests
{
    private static readonly Scenario<Clones.Operation>[] Scenarios =
        [.. new[] { "handover-against-busy", "two-references-at-once", "open-against-sweep", "two-shares-under-acquire-and-a-time" }.Select(NamedScenarios.Named)];

    private static readonly MutantBounds Small = new() { Executions = 100, TwiceExecutions = 30, WeakExecutions = 10 };

    [Fact]
    public void Every_canary_is_judged_as_it_must_be()
    {
        MutantReport report = Run([]);

        Assert.True(report.Wrong.Count == 0, string.Join('\n', report.Wrong));
        Assert.Equal(Enum.GetValues<MutantStatus>().Except([MutantStatus.Ignored]).Order(), PortMutants.Canaries.Select(canary => canary.Expected).Distinct().Order());
    }

    [Theory]
    [InlineData("check-then-set", "AddReference")]
    [InlineData("result-ignored", "Set")]
    [InlineData("update-in-two-steps", "Take")]
    [InlineData("step-dropped", "Drain")]
    [InlineData("read-plainly", "IsQuiet")]
    public void What_a_few_scenarios_show_dies_and_is_shown_again_by_its_token(string name, string member)
    {
        MutantVerdict verdict = Killed(name, member, static trials => trials.Stages(Scenarios));
        Assert.True(ScenarioToken.TryParse(verdict.Finding!.Replay.Split('\'')[1], out ScenarioToken? token));
        var again = ScheduleSearch.Replay(token!)!;
        Assert.Equal(verdict.Finding.Failure, again.Counterexample.Failure.Headline.Split('\n')[0]);
    }

    [Fact]
    public void The_port_passes_what_scenarios_are_not_about()
    {
        using MutantTrials trials = new(Small);
        Trial<MutantPort>[] all = [.. trials.Stages([], OperationPairs.All).SelectMany(stage => stage.Trials)];

        Assert.Equal(OperationPairs.All.Count + 8, all.Length); // five programs of their own, three scenarios in small pages
        Assert.All(all, trial => Assert.Null(trial.Run(MutantPort.Right).Finding));
    }

    /// <summary>A second once began in the midst of an execution: a sweep was due, and what found nothing had found something.</summary>
    [Fact]
    public void Nothing_that_judges_a_mutant_asks_the_machine_for_the_time()
    {
        SourceFile clock = PortMutants.Sources.Single(static source => source.Name == "CloneClock.cs");
        const string Asked = "?? TimeProvider.System";
        Edit edit = new(new TextSpan(clock.Text.IndexOf(Asked, StringComparison.Ordinal), Asked.Length), "?? throw new System.InvalidOperationException(\"the machine's time\")");
        (MutantPort? port, string? error) = MutantPort.Compile(new Mutation("timeless", clock, edit));
        using MutantTrials trials = new(Small);

        // A scenario and the programs of their own; later stages make their ports in the same two ways.
        Assert.Null(error);
        Assert.All(trials.Stages(Scenarios[..1], []).Take(3).SelectMany(static stage => stage.Trials), trial => Assert.Null(trial.Run(port!).Finding?.Failure));
    }

    [Theory]
    [InlineData("lock-removed", "MaxUnit")]
    [InlineData("exchange-without-comparing", "Register")]
    [InlineData("lock-removed", "GetEntries")]
    [InlineData("version-not-raised", "TryMark")] // in a scenario: three threads, five preemptions
    [InlineData("step-dropped", "Hang")] // in pages as they are: 4,097 entries
    public void What_no_scenario_is_about_dies_of_pairs_of_programs_of_their_own_and_in_small_pages(string name, string member) =>
        Killed(name, member, static trials => trials.Stages(Scenarios, OperationPairs.All));

    /// <summary>It takes three threads, more preemptions than are counted, and thousands of executions.</summary>
    [Fact]
    public void A_mark_that_is_not_looked_at_again_after_control_was_read_dies_as_well()
    {
        Mutation dropped = PortMutants.All.Single(one => one.Operator == "look-dropped" && EquivalenceProof.MemberOf(one) == "ReadPending"
            && one.Diff.Contains("-             else if (Volatile.Read(ref slot.Word) == word)\n+             else if (true)", StringComparison.Ordinal));
        using MutantTrials trials = new(new MutantBounds());
        TrialStage<MutantPort> late = trials.Stages([], [OperationPairs.All[^1]])[1];

        MutantVerdict verdict = new MutantHunt<MutantPort>(MutantPort.Compile, [late]).Judge(dropped);

        TestContext.Current.TestOutputHelper!.WriteLine($"{dropped.Diff}\n{verdict.Text}");
        Assert.Equal(MutantStatus.Killed, verdict.Status);
    }

    [Fact]
    public void A_mutant_that_the_scenarios_are_too_few_for_survives_and_is_reported()
    {
        Mutation lost = PortMutants.All.First(one => one.Operator == "check-then-set" && EquivalenceProof.MemberOf(one) == "AddReference");
        using MutantTrials trials = new(Small);
        MutantHunt<MutantPort> weak = new(MutantPort.Compile, [trials.Stages([NamedScenarios.Named("reference-against-sweep")])[0]]);

        Assert.Equal(lost, Assert.Single(weak.Run([lost], [], []).Survivors).Mutation);
    }

    [Fact]
    public void Every_proof_is_about_a_mutant_and_every_operator_of_the_port_makes_one()
    {
        Assert.All(PortMutants.Proofs, proof => Assert.Contains(PortMutants.All, proof.IsAbout));
        Assert.All(PortMutants.Proofs, proof => Assert.NotEmpty(proof.Because));
        Assert.Equal(["locks-swapped", "lock-moved-up"], PortMutants.Operators.Select(one => one.Name).Except(PortMutants.All.Select(mutation => mutation.Operator)));
    }

    private static MutantVerdict Killed(string name, string member, Func<MutantTrials, IReadOnlyList<TrialStage<MutantPort>>> stages)
    {
        Mutation mutation = PortMutants.All.First(one => one.Operator == name && EquivalenceProof.MemberOf(one) == member);
        using MutantTrials trials = new(Small);
        MutantVerdict verdict = new MutantHunt<MutantPort>(MutantPort.Compile, stages(trials)).Judge(mutation);

        TestContext.Current.TestOutputHelper!.WriteLine($"{mutation.Diff}\n{verdict.Text}");
        Assert.Equal(MutantStatus.Killed, verdict.Status);
        return verdict;
    }

    private static MutantReport Run(IReadOnlyList<Mutation> mutations)
    {
        using MutantTrials trials = new(Small);
        return new MutantHunt<MutantPort>(MutantPort.Compile, trials.Stages(Scenarios)).Run(mutations, PortMutants.Canaries, []);
    }
}
