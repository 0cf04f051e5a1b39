// That the tool does what the other tests rely on: it controls what it is to control, finds what is there to
// be found with each strategy, runs every schedule where it says so, and replays.
using Checking;
using DeviceClones;
using Harness.Concurrency;
using Microsoft.Coyote.Rewriting;
using Xunit;
using Exploration = Harness.Concurrency.Exploration<int, ConcurrencyTests.ToyOperation, int>;
using ToyFailure = Checking.Scenarios.ScenarioFailure<int, ConcurrencyTests.ToyOperation, int>;

namespace ConcurrencyTests;

public sealed class ToolTests(ITestOutputHelper output)
{
    private const uint Seed = 20_070_531;

    public static TheoryData<string> Strategies => [.. CoyoteStrategy.All.Select(strategy => strategy.Name)];

    [Fact]
    public void The_port_and_these_tests_are_rewritten_and_nothing_else()
    {
        Assert.True(RewritingEngine.IsAssemblyRewritten(typeof(CloneLink).Assembly));
        Assert.True(RewritingEngine.IsAssemblyRewritten(typeof(ToolTests).Assembly));
        Assert.True(RewritingEngine.IsAssemblyRewritten(ControlledPort.Right().GetType().Assembly));
        Assert.False(RewritingEngine.IsAssemblyRewritten(typeof(CoyoteTrace).Assembly));
        Assert.False(RewritingEngine.IsAssemblyRewritten(typeof(Verdict).Assembly));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void A_lost_update_is_found_by_each_strategy_and_replayed(string strategy)
    {
        Exploration found = Toys.Explorer(Toys.Two, static () => new VolatileCounter()).Explore(Bounds(strategy));

        output.WriteLine($"{strategy}: schedule {found.Schedules}");
        Assert.IsType<ToyFailure.Unexplained>(found.Failing!.Failure);
        Assert.NotNull(Toys.Explorer(Toys.Two, static () => new VolatileCounter()).Replay(CoyoteTrace.Parse(found.Failing.Trace.ToWord())));
        Assert.Null(Toys.Explorer(Toys.Two, static () => new ExchangingCounter()).Explore(Bounds(strategy)).Failing);
    }

    [Fact]
    public void A_race_of_plain_accesses_is_found_although_not_by_the_strategy_that_runs_every_schedule()
    {
        Assert.NotNull(Toys.Explorer(Toys.Two, static () => new PlainCounter()).Explore(Bounds("random")).Failing);
        Assert.Null(Toys.Explorer(Toys.Two, static () => new PlainCounter()).Explore(Bounds("depth-first")).Failing);
    }

    [Fact]
    public void Every_schedule_is_run_where_there_are_few()
    {
        // Two threads that add once each, and begin: two steps and two steps can be merged in 6 ways. Where they read and exchange, those
        // who fail go round again.
        Exploration straight = Toys.Explorer(Toys.Two, static () => new IncrementingCounter()).Explore(Bounds("depth-first", 10_000));
        Exploration every = Toys.Explorer(Toys.Two, static () => new ExchangingCounter()).Explore(Bounds("depth-first", 10_000));
        Exploration few = Toys.Explorer(Toys.Two, static () => new ExchangingCounter()).Explore(Bounds("depth-first", 5));

        Assert.True(straight.IsComplete && every.IsComplete);
        Assert.Equal((6, 20, 20), (straight.Schedules, every.Schedules, every.Distinct));
        Assert.False(few.IsComplete);
        Assert.Equal(5, few.Schedules);
    }

    [Fact]
    public void A_deadlock_is_a_violation_and_is_replayed()
    {
        Exploration found = Toys.Explorer(Toys.Crossed, static () => new LockingCounter()).Explore(Bounds("random"));

        Assert.StartsWith("deadlock", Assert.IsType<ToyFailure.Stuck>(found.Failing!.Failure).What, StringComparison.Ordinal);
        Assert.StartsWith(
            "deadlock",
            Toys.Explorer(Toys.Crossed, static () => new LockingCounter()).Replay(found.Failing.Trace)!.Failure.Headline,
            StringComparison.Ordinal);
        Assert.Null(Toys.Explorer(Toys.Crossed with { Threads = [Toys.Crossed.Threads[0], Toys.Crossed.Threads[0]] }, static () => new LockingCounter()).Explore(Bounds("random")).Failing);
    }

    [Fact]
    public void A_livelock_is_a_violation() =>
        Assert.StartsWith(
            "livelock",
            Toys.Explorer(Toys.Two, static () => new WaitingCounter()).Explore(Bounds("random")).Failing!.Failure.Headline,
            StringComparison.Ordinal);

    [Fact]
    public void What_Coyote_does_not_control_ends_the_run() =>
        Assert.Contains(
            "not controlled",
            Assert.Throws<InvalidOperationException>(() => Toys.Explorer(Toys.Two, static () => new UncontrolledCounter()).Explore(Bounds("random"))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_schedule_of_other_code_is_not_replayed()
    {
        Exploration found = Toys.Explorer(Toys.Two, static () => new VolatileCounter()).Explore(Bounds("random"));

        Assert.StartsWith(
            "The trace is not reproducible at execution step '",
            Assert.Throws<InvalidOperationException>(() => Toys.Explorer(Toys.Crossed, static () => new LockingCounter()).Replay(found.Failing!.Trace)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_schedules()
    {
        Exploration one = Toys.Explorer(Toys.Two, static () => new VolatileCounter()).Explore(Bounds("random"));
        Exploration again = Toys.Explorer(Toys.Two, static () => new VolatileCounter()).Explore(Bounds("random"));

        Assert.Equal((one.Schedules, one.Steps, one.Failing!.Trace.ToWord()), (again.Schedules, again.Steps, again.Failing!.Trace.ToWord()));
    }

    [Theory]
    [InlineData("d")]
    [InlineData("z1")]
    [InlineData("d1-")]
    public void What_is_no_schedule_is_not_read(string word) => Assert.Throws<FormatException>(() => CoyoteTrace.Parse(word));

    private static ScheduleBounds Bounds(string strategy, int schedules = 500) => new(CoyoteStrategy.Named(strategy), Seed, schedules);
}
