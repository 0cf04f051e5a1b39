using Checking;
using Clones;
using FsCheck;
using FsCheck.Fluent;
using Harness;
using Harness.Claims;
using Harness.PlantedFaults;
using Xunit;

namespace Properties;

/// <summary>
/// Laws over generated states (FsCheck). The sentences and what they come to stand in Harness/Claims; the same laws run along long
/// sequences (SequenceTests) and over every state of small scopes (ScopeTests).
/// </summary>
public sealed class LawTests(ITestOutputHelper output)
{
    [Law]
    public void Step_is_total_and_a_function(Reached reached, Draft next) => Holds("step-is-a-function", reached, next);

    [Law]
    public void Looking_changes_nothing(Reached reached, Draft next) => Holds("looking-changes-nothing", reached, next);

    [Law]
    public void What_is_refused_changes_nothing(Reached reached, Draft next) => Holds("refusals-change-nothing", reached, next);

    [Law]
    public void Enable_and_disable_undo_each_other(Reached reached, Draft next) => Holds("enable-and-disable-undo-each-other", reached, next);

    [Law]
    public void Renaming_processes_commutes_with_step(Reached reached, Draft next) => Holds("processes-can-be-renamed", reached, next);

    [Law]
    public void Shifting_time_by_whole_seconds_commutes_with_step(Reached reached, Draft next) => Holds("time-can-be-shifted", reached, next);

    [Law]
    public void Types_leave_each_other_alone(Reached reached, Draft next) => Holds("types-keep-apart", reached, next);

    [Law]
    public void A_second_sweep_at_the_same_instant_takes_nothing_unless_it_revokes(Reached reached) => Holds("sweep-again-takes-nothing", reached, new Operation.Gc());

    [Law]
    public void A_later_sweep_takes_no_less(Reached reached) => Holds("sweep-later-takes-no-less", reached, new Operation.Gc());

    [Law]
    public void A_shorter_deadline_takes_no_less(Reached reached) => Holds("sweep-with-a-shorter-deadline-takes-no-less", reached, new Operation.Gc());

    [Law]
    public void Unref_undoes_ref_and_sweeps_as_gc_does(Reached reached, Draft next)
    {
        Holds("ref-counts-up", reached, next);
        Holds("unref-counts-down", reached, next);
    }

    [Law]
    public void Every_claim_holds_of_every_step(Reached reached, Draft next)
    {
        foreach (CloneClaim claim in CloneClaims.All)
        {
            Holds(claim.Name, reached, next);
        }
    }

    [Law]
    public bool An_operation_is_read_as_it_was_written(Reached reached, Draft next)
    {
        Operation operation = CloneDrafts.Resolve(reached.State, next);
        return OperationText.Parse(OperationText.Format(operation)).Equals(operation);
    }

    [Fact]
    public void Generated_states_are_not_trivial()
    {
        Dictionary<string, int> classes = [];
        Prop.ForAll(Generators.States(), reached => Classify(reached.State)).Check(
            Config.QuickThrowOnFailure.WithMaxTest(LawAttribute.States).WithEndSize(LawAttribute.Operations).WithReplay(20_070_531, 72_009));

        foreach ((string name, int count) in classes.OrderBy(entry => entry.Key))
        {
            output.WriteLine($"{100.0 * count / LawAttribute.States,6:f1} %  {name}");
        }

        Assert.InRange(classes["no manager"], 1, LawAttribute.States / 5);
        Assert.True(classes["some entries"] > LawAttribute.States / 2);
        Assert.True(classes["more than three entries"] > LawAttribute.States / 10);
        Assert.True(classes["an entry that waits for its device"] > LawAttribute.States / 10);

        void Classify(State state)
        {
            Count("no manager", state.Manager is null);
            Count("some entries", state.Manager?.Entries.Count > 0);
            Count("more than three entries", state.Manager?.Entries.Count > 3);
            Count("an entry that waits for its device", state.Manager?.Entries.Any(entry => entry.Device is null) ?? false);
        }

        void Count(string name, bool isOfClass) => classes[name] = classes.GetValueOrDefault(name) + (isOfClass ? 1 : 0);
    }

    [Fact]
    public void A_law_that_does_not_hold_is_shown_by_the_operations_that_reach_the_state()
    {
        // The whole suite of this file against a model with a planted fault.
        CloneSpecificationOf wrong = WrongModel.Compile(PlantedFault.Named("acquire-keeps-invoke-when-busy"));
        Exception? thrown = Record.Exception(() => Prop
            .ForAll(Generators.States(), Generators.Drafts(), (reached, next) =>
                Holds(wrong, CloneClaims.Named("acquire-takes-once"), reached, CloneDrafts.Resolve(reached.State, next)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithReplay(1, 3)));

        Assert.NotNull(thrown);
        Assert.Contains("setdevflags", thrown.ToString(), StringComparison.Ordinal);
        Assert.Contains("(1,3", thrown.ToString(), StringComparison.Ordinal);
    }

    private static void Holds(string claim, Reached reached, Draft next) => Holds(claim, reached, CloneDrafts.Resolve(reached.State, next));

    private static void Holds(string claim, Reached reached, Operation operation) =>
        Holds(CloneSpecification.Model, CloneClaims.Named(claim), reached, operation);

    private static void Holds(CloneSpecificationOf specification, CloneClaim claim, Reached reached, Operation operation)
    {
        CloneLockstep lockstep = new(specification, [claim]);
        CloneSearch search = new("claims", lockstep, CloneDrafts.Resolve, OperationText.Format, CloneChecks.ReplayCommand);
        Counterexample<Operation>? counterexample = search.Replay([.. reached.Operations, operation], "FsCheck");
        Assert.True(counterexample is null, counterexample?.ToString());
    }
}
