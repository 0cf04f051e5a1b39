using Checking;
using Checking.Schedules;
using Xunit;

namespace Example.Tests;

/// <summary>The ring with a race, which the checks of threads see and the others cannot.</summary>
public sealed class RaceTests
{
    private static readonly Component<RingState, RingOperation, RingAnswer> HastyRing = RingChecks.Of(static () => new HastyRing(RingSpecification.Places));

    private static readonly ControlledCopy Copy = ControlledCopy.Of(component: typeof(Ring), checks: typeof(RaceTests));

    /// <summary>What docs/your-own-component.md shows.</summary>
    internal static CheckReport Race() => Copy.Run(static () => HastyRing.Interleavings(RingChecks.TakeWhileFull));

    [Fact]
    public void With_one_thread_the_hasty_ring_does_what_it_should()
    {
        Assert.Equal(Verdict.Holds, HastyRing.Sequences(new(Seed: 0x5eed, Sequences: 1_000, Length: 30)).Verdict);
        Assert.Equal("13 states, 65 transitions, depth 2", HastyRing.States().Covered);
        Assert.Equal(Verdict.Holds, HastyRing.States().Verdict);
    }

    [Fact]
    public void The_race_is_found_and_its_token_finds_it_again()
    {
        CheckReport report = Race();
        CheckReport again = Copy.Run(static () => HastyRing.Replay(TokenOf(HastyRing.Interleavings(RingChecks.TakeWhileFull))));

        Assert.Equal(Verdict.Violated, report.Verdict);
        Assert.Contains("then Take (thread 1): expected 1, actual 3", report.Counterexample, StringComparison.Ordinal);
        Assert.Equal(Run(report), Run(again));

        // Threads, explanation and accesses; the headline tells how it was found.
        static IEnumerable<string> Run(CheckReport report) => report.Counterexample!.Split('\n').Where(line => line.StartsWith(' '));
    }

    [Fact]
    public void The_right_ring_holds_under_the_schedule_of_the_race() =>
        Assert.Equal(Verdict.Holds, Copy.Run(static () => RingChecks.Of(static () => new Ring(RingSpecification.Places)).Replay(
            "ring:interleavings/Put,1+Put,2/Take/Put,3@0x4-1x3-0x2")).Verdict);

    /// <summary>Its accesses are others: no execution of it is the one that failed, and so the token says nothing of it.</summary>
    [Fact]
    public void The_right_ring_does_not_follow_the_schedule_that_the_document_shows() =>
        Assert.Equal(Verdict.Undecided, Copy.Run(static () => RingChecks.Of(static () => new Ring(RingSpecification.Places)).Replay(
            "ring:interleavings/Put,1+Put,2/Take/Put,3@0x4-1x5-0x2")).Verdict);

    [Fact]
    public void The_right_ring_holds_where_memory_is_weak_too() =>
        Assert.Equal(Verdict.Holds, Copy.Run(static () => (RingChecks.Of(static () => new Ring(RingSpecification.Places)) with
        {
            Interleaving = new() { Memory = MemoryModel.ReleaseAcquire },
        }).Pairs(static (one, other) => one is not RingOperation.Put || other is not RingOperation.Put)).Verdict);

    /// <summary>Without a copy there is nothing to interleave, and that is said.</summary>
    [Fact]
    public void Outside_of_a_copy_interleavings_are_refused() =>
        Assert.Contains(
            "no access of ring is under control",
            Assert.Throws<InvalidOperationException>(static () => HastyRing.Interleavings(RingChecks.TakeWhileFull)).Message,
            StringComparison.Ordinal);

    private static string TokenOf(CheckReport report) =>
        report.Counterexample!.Split('\n').First(line => line.StartsWith("replay: ", StringComparison.Ordinal)).Split('\'')[1];
}
