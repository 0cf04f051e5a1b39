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
    /// <summary>So many that two threads meet within one run, even where one of them is late to begin.</summary>
    private const int PairsOfMany = 1_000;

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

    /// <summary>However threads meet, each history of a port that is wrong on one thread is told.</summary>
    [Fact]
    public void A_port_that_is_wrong_in_every_order_shows_in_the_first_run()
    {
        PlantedFault fault = PlantedFault.Named("port-release-keeps-the-process");
        CloneScenario scenario = new(
            "closes",
            [
                new Operation.Create(0, Limits.Any, Limits.DefaultDeadlineMilliseconds, ManagerFlags.Enable | ManagerFlags.WaitOk),
                .. Enumerable.Range(0, 2).SelectMany(entry => new Operation[]
                {
                    new Operation.Alloc(new ProcessId(1), Limits.Any, 0, MemoryFails: false),
                    new Operation.Register(new EntryId(entry)),
                    new Operation.Acquire(new DeviceId(entry)),
                }),
            ],
            [[new Operation.Release(new DeviceId(0))], [new Operation.Release(new DeviceId(1))]]);

        Assert.Equal("run 0", RealThreads.Run(scenario, WrongPort.CompileTimed(fault), 3).Counterexample?.Origin);
        Assert.Null(RealThreads.Run(scenario, static () => new TimedPort(), 3).Counterexample);
    }

    [Fact]
    public void A_race_shows_on_real_cores_as_well()
    {
        // Two threads open and close one device, whose word one of them reads and then writes. When they meet is the machine's to say:
        // mostly in the first runs, on a busy machine after many; it ends with the first run that fails.
        PlantedFault fault = PlantedFault.Named("race-acquire-by-check-then-set");
        DeviceId device = new(0);
        CloneScenario scenario = new(
            "many-opens",
            [
                new Operation.Create(0, Limits.Any, Limits.DefaultDeadlineMilliseconds, ManagerFlags.Enable | ManagerFlags.WaitOk),
                new Operation.Alloc(new ProcessId(1), Limits.Any, 0, MemoryFails: false),
                new Operation.Register(new EntryId(0)),
            ],
            [.. Enumerable.Range(1, 2).Select(_ => Enumerable.Repeat<Operation[]>([new Operation.Acquire(device), new Operation.Release(device)], PairsOfMany).SelectMany(pair => pair).ToArray())]);

        CloneScenarioCounterexample? counterexample = RealThreads.Run(scenario, WrongPort.CompileTimed(fault), 20_000).Counterexample;

        Assert.NotNull(counterexample);
        output.WriteLine($"{counterexample.Origin}: {counterexample.Failure.Headline}");
    }
}
