// How a ring is driven, what the checks ask of it, and all the checks.
using Checking;
using Checking.Scenarios;
using Checking.Schedules;
using Xunit;
using static Example.Tests.RingOperation;

namespace Example.Tests;

public sealed class RingSubject(IRing ring) : ISubject<RingState, RingOperation, RingAnswer>
{
    public RingAnswer Apply(RingOperation operation) => operation switch
    {
        Put put => new(ring.TryPut(put.Value) ? put.Value : null),
        Take => new(ring.TryTake(out int value) ? value : null),
        _ => new(ring.Count()),
    };

    public RingState Observe() => new(ring.Values());
}

public sealed class RingChecks
{
    private static readonly Component<RingState, RingOperation, RingAnswer> Ring = Of(static () => new Ring(RingSpecification.Places));

    private static readonly ControlledCopy Copy = ControlledCopy.Of(component: typeof(Ring), checks: typeof(RingChecks));

    public static Scenario<RingOperation> TakeWhileFull { get; } = new(
        "take-while-full", Start: [new Put(1), new Put(2)], Threads: [[new Take()], [new Put(3), new Count()], [new Take()]]);

    public static Component<RingState, RingOperation, RingAnswer> Of(Func<IRing> make) => new()
    {
        Name = "ring",
        Specification = RingSpecification.Ring,
        Claims = [RingSpecification.FirstInFirstOut],
        MakeSubject = () => new RingSubject(make()),
        Operations = [new Take(), new Count(), new Put(1), new Put(2), new Put(3)],
        Write = static (state, form) => form.Add(state.Values),
    };

    [Fact]
    public void Random_sequences() => Holds(Ring.Sequences(new SearchBounds(Seed: 0x5eed, Sequences: 1_000, Length: 30)));

    [Fact]
    public void Every_state() => Holds(Ring.States());

    [Fact]
    public void Every_interleaving_of_three_threads() => Holds(Copy.Run(static () => Ring.Interleavings(TakeWhileFull)));

    [Fact]
    public void Every_two_operations_from_every_state_under_every_interleaving() =>
        Holds(Copy.Run(static () => Ring.Pairs(static (one, other) => one is not Put || other is not Put)));

    [Fact]
    public void Real_threads() => Holds(Ring.RealThreads(TakeWhileFull, runs: 2_000));

    private static void Holds(CheckReport report) => Assert.True(report.Verdict == Verdict.Holds, report.ToString());
}
