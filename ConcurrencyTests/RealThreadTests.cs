// The same scenarios, and long ones, on real cores. Coyote's own interleavings are sequentially consistent;
// here processor and compiler have their say. It is a sample: no schedule is chosen, and none can be replayed.
using Clones;
using Harness.Concurrency;
using Harness.PlantedFaults;
using Harness.Port;
using Xunit;

namespace ConcurrencyTests;

public sealed class RealThreadTests(ITestOutputHelper output)
{
    private const uint Seed = 20_070_531;

    [Fact]
    public void Each_history_of_the_named_scenarios_is_explained() => Assert.All(NamedScenarios.All, scenario =>
    {
        (int histories, CloneScenarioCounterexample? counterexample) = RealThreads.Run(scenario, static () => new TimedPort(), 60);

        output.WriteLine($"{scenario.Name}: {histories} different histories");
        Assert.True(counterexample is null, $"{counterexample}");
    });

    [Fact]
    public void Each_long_history_is_explained() => Assert.All(Enumerable.Range(0, 40), round =>
    {
        CloneScenario scenario = RealThreads.Drawn(threads: 2 + (round % 2), length: 60, Seed + (uint)round);
        (int histories, CloneScenarioCounterexample? counterexample) = RealThreads.Run(scenario, static () => new TimedPort(), 5);

        output.WriteLine($"{scenario.Name}: {histories} different histories");
        Assert.True(counterexample is null, $"{counterexample}");
    });

    [Fact]
    public void A_race_shows_on_real_cores_as_well()
    {
        // Two threads that ask for unit after unit, and the lock that orders them is not taken.
        PlantedFault fault = PlantedFault.Named("race-lookup-without-the-lock");
        CloneScenario scenario = new(
            "many-lookups",
            [new Operation.Create(0, Limits.Any, Limits.DefaultDeadlineMilliseconds, ManagerFlags.Enable | ManagerFlags.WaitOk)],
            [.. Enumerable.Range(1, 2).Select(process => Enumerable.Repeat(new Operation.Alloc(new ProcessId(process), Limits.Any, 0, MemoryFails: false), 100).ToArray())]);

        CloneScenarioCounterexample? counterexample = RealThreads.Run(scenario, WrongPort.CompileTimed(fault), 200).Counterexample;

        Assert.NotNull(counterexample);
        output.WriteLine(counterexample.Failure.Headline);
    }
}
