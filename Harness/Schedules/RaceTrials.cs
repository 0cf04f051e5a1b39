// Planted races before the explorer, as mutants are: with few preemptions first, then one schedule of each class,
// then with two preemptions. The scenario that is said to show a race comes first.
using Harness.Mutants;
using Harness.PlantedFaults;
using SynchronisationMutants;

namespace Harness.Schedules;

/// <summary>How the explorer found a planted race.</summary>
/// <param name="Fault">The race.</param>
/// <param name="Stage">Which stage found it, or null.</param>
/// <param name="Scenario">In which scenario, or null.</param>
/// <param name="Executions">How many executions of this scenario it took; where none found it, of all.</param>
/// <param name="InAll">How many executions it took with those of the scenarios and stages before.</param>
/// <param name="Finding">What is wrong, or null.</param>
public sealed record RaceFinding(PlantedFault Fault, string? Stage, string? Scenario, long Executions, long InAll, MutantFinding? Finding);

/// <summary>Looks for planted races.</summary>
public static class RaceTrials
{
    /// <summary>Looks for a race.</summary>
    /// <param name="fault">The race.</param>
    /// <param name="trials">The trials.</param>
    /// <param name="scenarios">The scenarios.</param>
    /// <returns>How it was found.</returns>
    public static RaceFinding Find(PlantedFault fault, MutantTrials trials, IReadOnlyList<CloneScenario> scenarios)
    {
        ArgumentNullException.ThrowIfNull(fault);
        ArgumentNullException.ThrowIfNull(trials);
        MutantPort port = new(fault.Name, StandInPort.Compile(fault));
        CloneScenario[] order = [.. scenarios.OrderBy(scenario => !string.Equals(scenario.Name, fault.Scenario, StringComparison.Ordinal))];
        long executions = 0;
        foreach (TrialStage<MutantPort> stage in trials.Stages(order))
        {
            foreach (Trial<MutantPort> trial in stage.Trials)
            {
                TrialResult result = trial.Run(port);
                executions += result.Executions;
                if (result.Finding is not null)
                {
                    return new(fault, stage.Name, trial.Name, result.Executions, executions, result.Finding);
                }
            }
        }

        return new(fault, null, null, executions, executions, null);
    }
}
