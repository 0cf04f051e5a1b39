// The claim itself: every run of the port is explained by some order of its operations, in each scenario that
// has a name and in such as nobody has thought of. Here some schedules of each; as many as wanted come from
// `verify concurrency`. Coyote's interleavings are sequentially consistent ones: what compiler and processor
// may reorder on top of that is not among them (RealThreadTests.cs runs the same scenarios on real cores).
using Harness.Concurrency;
using Harness.Port;
using Xunit;

namespace ConcurrencyTests;

public sealed class ScenarioTests(ITestOutputHelper output)
{
    private const uint Seed = 20_070_531;

    /// <summary>The port that the build has made, rewritten in place.</summary>
    private static readonly ScenarioSearch BuiltPort = new("port", static () => new TimedPort());

    public static TheoryData<string> Names => [.. NamedScenarios.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_run_of_a_named_scenario_is_explained(string name) =>
        Holds(BuiltPort, NamedScenarios.Named(name), CoyoteStrategy.Portfolio, 150);

    [Fact]
    public void Each_run_of_a_named_scenario_is_explained_with_every_other_strategy_too() => Assert.All(
        CoyoteStrategy.All.Skip(1),
        strategy => Assert.All(
            NamedScenarios.All.Where((_, place) => place % 4 == 0),
            scenario => Holds(BuiltPort, scenario, strategy, 25)));

    [Theory]
    [InlineData(2, 100)]
    [InlineData(3, 50)]
    public void Each_run_of_a_generated_scenario_is_explained(int threads, int count) =>
        Assert.All(GeneratedScenarios.Sample(threads, Seed).Take(count), scenario => Holds(BuiltPort, scenario, CoyoteStrategy.Portfolio, 12));

    /// <summary>It is what `verify concurrency` runs. Its adapter is compiled with it and has points of its own, so the schedules are others.</summary>
    [Fact]
    public void Each_run_of_the_port_compiled_from_its_sources_is_explained_too() =>
        Holds(ScenarioSearch.OfPort, NamedScenarios.Named("two-opens-of-one-device"), CoyoteStrategy.Portfolio, 150);

    [Fact]
    public void Generated_scenarios_are_the_same_for_the_same_seed_and_their_starts_are_states_of_small_scopes()
    {
        string[] one = [.. GeneratedScenarios.Sample(2, Seed).Take(20).Select(TextOf)];

        Assert.Equal(one, GeneratedScenarios.Sample(2, Seed).Take(20).Select(TextOf));
        Assert.NotEqual(one, GeneratedScenarios.Sample(2, Seed + 1).Take(20).Select(TextOf));
        Assert.True(one.Distinct(StringComparer.Ordinal).Count() > 15);
        output.WriteLine($"{GeneratedScenarios.States} states to begin in");
        Assert.True(GeneratedScenarios.States > 1_000);
    }

    [Fact]
    public void Every_pair_is_counted_without_making_it() =>
        Assert.Equal(GeneratedScenarios.Every(threads: 2).Count(), GeneratedScenarios.Count(threads: 2));

    [Fact]
    public void There_are_two_or_three_threads_of_one_to_four_operations() => Assert.All(NamedScenarios.All, scenario =>
    {
        Assert.InRange(scenario.Threads.Count, 2, 3);
        Assert.All(scenario.Threads, thread => Assert.InRange(thread.Count, 1, 4));
    });

    private static string TextOf(CloneScenario scenario) =>
        string.Join('/', scenario.Threads.Prepend(scenario.Start).Select(operations => string.Join('+', operations.Select(Harness.OperationText.Format))));

    private void Holds(ScenarioSearch search, CloneScenario scenario, CoyoteStrategy strategy, int schedules)
    {
        ScenarioReport report = search.Search(scenario, new ScheduleBounds(strategy, Seed, schedules));

        output.WriteLine($"{report.Scenario.Name}: {report.Exploration.Schedules} schedules, {report.Exploration.Distinct} distinct, {report.Exploration.Steps} steps");
        Assert.True(report.Counterexample is null, report.Counterexample?.ToString());
        Assert.True(report.Exploration.IsComplete || report.Exploration.Schedules == schedules, "not all of them were run");
        Assert.True(report.Exploration.Distinct > 1, "threads that do not meet show nothing");
    }
}
