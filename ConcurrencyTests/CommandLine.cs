// What `coyote test` runs: the named scenarios, one of them a schedule, drawn by Coyote as it draws the rest;
// or the one that the environment names.
//   dotnet exec --roll-forward Major .../coyote.dll test ConcurrencyTests.dll -m Named_scenarios -i 1000
using Checking.Scenarios;
using Clones;
using Harness.Concurrency;
using Harness.Port;
using Microsoft.Coyote.Random;
using Microsoft.Coyote.Specifications;
using Microsoft.Coyote.SystematicTesting;

namespace ConcurrencyTests;

public static class CommandLine
{
    /// <summary>The variable that names one scenario.</summary>
    public const string Variable = "CLONE_SCENARIO";

    private static readonly Dictionary<string, CloneScenarioCheck> Checks = [];

    [Test]
    public static void Named_scenarios()
    {
        CloneScenario scenario = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name
            ? NamedScenarios.Named(name)
            : NamedScenarios.All[Generator.Create().NextInteger(NamedScenarios.All.Count)];
        using TimedPort port = new();
        ScenarioExecution<State, Operation, TimedResponse<Response>> execution = new(scenario, port);
        execution.Start();
        Thread[] threads = [.. execution.Bodies.Select(body => new Thread(() => body()))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        if (!Checks.TryGetValue(scenario.Name, out CloneScenarioCheck? check))
        {
            Checks.Add(scenario.Name, check = ScenarioSearch.CheckOf(scenario));
        }

        ScenarioFailure<State, Operation, TimedResponse<Response>>? failure = check.Examine(execution.Finish());
        Specification.Assert(failure is null, "{0}: {1}", scenario.Name, failure?.Headline);
    }
}
