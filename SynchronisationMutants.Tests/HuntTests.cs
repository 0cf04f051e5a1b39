using System.Text.Json;
using Xunit;

namespace SynchronisationMutants.Tests;

/// <summary>A hunt on a small program: what dies, what survives, and what makes it no result.</summary>
public sealed class HuntTests
{
    private static readonly string[] Methods = ["Count", "CountLocked"];

    private static readonly IReadOnlyList<Mutation> Mutations = MutationOperator.Mutate([CounterProgram.Source], MutationOperator.General);

    private static readonly EquivalenceProof Proof = new("Counter.cs", "Count", "stale-read", "long seen = Volatile.Read(ref _free);", "it is read again");

    [Fact]
    public void Every_mutant_of_a_counter_dies_but_those_that_do_not_matter_or_that_nothing_runs()
    {
        MutantReport report = Hunt(1).Run(Mutations, [], []);

        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', report.Verdicts.Select(verdict => $"{verdict.Mutation.Id} {verdict.Status}: {verdict.Text}")));
        Assert.True(report.IsWhole);
        Assert.Equal(
            [
                "Count read-before-the-loop Killed, livelock", "Count read-plainly Killed, data race", "Count check-then-set Killed, a count is lost",
                "Count exchange-dropped Killed, a count is lost", "Count exchange-without-comparing Killed, a count is lost",
                "Count result-ignored Killed, a count is lost", "Count update-in-plain-steps Killed, data race", "Count comparand-read-anew Killed, a count is lost",
                "CountLocked lock-begins-late Killed, data race", "CountLocked lock-ends-early CompileError", "CountLocked lock-removed Killed, data race",
                "CountLocked lock-of-another-object Killed, data race", "CountLocked lock-split Killed, a count is lost",
                "NobodyCalls lock-removed NoCoverage", "NobodyCalls lock-of-another-object NoCoverage", "Total read-plainly Survived",
            ],
            report.Verdicts.Select(static verdict =>
                $"{EquivalenceProof.MemberOf(verdict.Mutation)} {verdict.Mutation.Operator} {verdict.Status}{(verdict.Finding is { } finding ? $", {finding.Failure.Split(':', ';')[0]}" : "")}"));
    }

    [Fact]
    public void A_mutant_that_the_trials_are_too_weak_for_survives_and_is_reported()
    {
        Mutation lost = Mutations.Single(mutation => mutation.Operator == "check-then-set");

        Assert.Equal(MutantStatus.Killed, Hunt(1).Judge(lost).Status);
        MutantReport weak = Hunt(0).Run([lost], [], []);
        Assert.Equal(lost, Assert.Single(weak.Survivors).Mutation);
        Assert.Contains("+             if (MutantSteps.CheckThenSet(ref _free, seen + 1, seen) == seen)", lost.Diff, StringComparison.Ordinal);
    }

    [Fact]
    public void A_canary_that_was_judged_wrongly_leaves_no_result()
    {
        Mutation lost = Mutations.Single(mutation => mutation.Operator == "check-then-set");

        MutantReport right = Hunt(1).Run([lost], [new(lost, MutantStatus.Killed)], []);
        MutantReport wrong = Hunt(0).Run([lost], [new(lost, MutantStatus.Killed)], []);

        Assert.Empty(right.Wrong);
        Assert.Contains("must be Killed", Assert.Single(wrong.Wrong), StringComparison.Ordinal);
        Assert.Empty(wrong.Verdicts);
    }

    [Fact]
    public void A_proof_takes_a_survivor_out_and_is_refuted_by_a_trial_that_kills()
    {
        Mutation lost = Mutations.Single(mutation => mutation.Operator == "check-then-set");
        EquivalenceProof proof = Proof with { Operator = lost.Operator, Line = EquivalenceProof.LineOf(lost) };

        MutantVerdict excused = Assert.Single(Hunt(0).Run([lost], [], [proof]).Verdicts);
        Assert.Equal((MutantStatus.Ignored, "it is read again"), (excused.Status, excused.Text));
        Assert.Contains("shows that it is not", Assert.Single(Hunt(1).Run([lost], [], [proof]).Wrong), StringComparison.Ordinal);
        Assert.Equal(MutantStatus.Survived, Assert.Single(Hunt(0).Run([lost], [], [proof with { Member = "CountLocked" }]).Verdicts).Status);
    }

    [Fact]
    public void The_trial_that_killed_last_comes_first()
    {
        List<string> ran = [];
        Trial<string> Named(string name, bool kills) => new(name, _ =>
        {
            ran.Add(name);
            return new TrialResult(1, kills ? new MutantFinding("wrong", 0, string.Empty, string.Empty) : null);
        });
        MutantHunt<string> hunt = new(mutation => (mutation.Id, null), [new("all", [Named("a", false), Named("b", true)])]);

        hunt.Run([.. Mutations.Take(2)], [], []);

        Assert.Equal(["a", "b", "b"], ran);
    }

    [Fact]
    public void A_trial_of_a_later_stage_is_run_only_where_it_comes_to_the_place()
    {
        Mutation nobodyCalls = Mutations.First(mutation => EquivalenceProof.MemberOf(mutation) == "NobodyCalls");
        Mutation counts = Mutations.First(mutation => EquivalenceProof.MemberOf(mutation) == "Count");
        List<string> ran = [];
        MutantHunt<CounterProgram> hunt = new(CounterProgram.Compile, [new("first", []), new("second", [Comes("Count"), Comes("CountLocked")])]);

        Assert.Equal(MutantStatus.NoCoverage, hunt.Judge(nobodyCalls).Status);
        Assert.Equal(["Count", "CountLocked"], ran); // the probe, and no more
        ran.Clear();
        Assert.Equal(MutantStatus.Survived, hunt.Judge(counts).Status);
        Assert.Equal(["Count comes there", "Count", "CountLocked"], ran);

        // Finds nothing in a mutant; what it finds in a probe is that it came there.
        Trial<CounterProgram> Comes(string method) => new(method, program =>
        {
            TrialResult result = CounterProgram.TwoCount(method, 0).Run(program);
            bool comes = result.Finding?.Failure.Contains("reached", StringComparison.Ordinal) == true;
            ran.Add(comes ? $"{method} comes there" : method);
            return comes ? result : result with { Finding = null };
        });
    }

    [Fact]
    public void The_report_has_Strykers_shape()
    {
        MutantReport report = Hunt(1).Run(Mutations, [], []);
        using JsonDocument json = JsonDocument.Parse(MutantReportJson.Of(report, "/sources"));

        JsonProperty file = Assert.Single(json.RootElement.GetProperty("files").EnumerateObject());
        Assert.Equal("/sources/Counter.cs", file.Name);
        Assert.Equal(CounterProgram.Source.Text, file.Value.GetProperty("source").GetString());
        Assert.Equal(report.Verdicts.Count, file.Value.GetProperty("mutants").GetArrayLength());
        Assert.All(file.Value.GetProperty("mutants").EnumerateArray().Zip(report.Verdicts), pair =>
        {
            Assert.Equal(pair.Second.Mutation.Id, pair.First.GetProperty("id").GetString());
            Assert.Equal(pair.Second.Status.ToString(), pair.First.GetProperty("status").GetString());
            Assert.Equal(pair.Second.Mutation.Start.Line + 1, pair.First.GetProperty("location").GetProperty("start").GetProperty("line").GetInt32());
            Assert.NotEmpty(pair.First.GetProperty("statusReason").GetString()!);
        });
        Assert.Contains(report.Verdicts, verdict => verdict.Status == MutantStatus.Killed);
    }

    private static MutantHunt<CounterProgram> Hunt(int preemptions) =>
        new(CounterProgram.Compile, [new("schedules", [.. Methods.Select(method => CounterProgram.TwoCount(method, preemptions))])]);
}
