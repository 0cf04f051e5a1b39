using Harness.Concurrency;
using Harness.PlantedFaults;
using Verify.Report;
using Xunit;
using Found = Checking.Scenarios.ScenarioCounterexample<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;

namespace Verify.Tests;

/// <summary>Runs of threads as exhibits: every planted race that is shown is found, and is shown to its end.</summary>
public sealed class ThreadsExhibitTests
{
    [Fact]
    public void A_race_under_Coyote_has_its_lanes_its_turns_and_an_order_with_the_operation_that_has_no_place()
    {
        PlantedFault fault = PlantedFault.Named("race-acquire-by-check-then-set");
        Found found = ScenarioSearch.Of(fault).Search(NamedScenarios.Named(fault.Scenario!), RaceHunt.Usual).Counterexample!;
        Exhibit exhibit = ThreadsExhibit.Of(found, "id", "a race", "title");

        Assert.Equal(["start", "thread 1", "thread 2"], exhibit.Lanes);
        Assert.Equal(found.Run.Scenario.Start.Count, exhibit.Steps.Count(step => step.Mark == StepMark.Operation));
        Assert.Equal(exhibit.Steps.Count(step => step.Mark == StepMark.Invoke), exhibit.Steps.Count(step => step.Mark == StepMark.Return));
        Assert.Contains(exhibit.Steps, step => step.Mark == StepMark.Stretch);
        Assert.Equal(StepMark.Unplaced, exhibit.Steps[exhibit.Parting.Step].Mark);
        Assert.NotEqual(exhibit.Parting.Expected, exhibit.Parting.Actual);
    }
}
