// What the search relies on of a timeline, held against the definition on random histories.
using Checking.Linearizability;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class TimelineTests
{
    private const ulong Seed = 0x71E;

    [Fact]
    public void A_timeline_says_of_each_operation_when_it_is_open_what_bit_it_has_and_which_twin()
    {
        int withoutBit = 0;
        foreach (int number in Seeded.Cases(400))
        {
            History<Ask, int> history = SimulatedRun.Of(
                SimulatedRun.Random(Seed, number),
                new RunShape(1 + (number % 6), number % 14, number % 25, number % 15),
                0,
                static random => random.Below(2) == 0 ? Ask.Read : Ask.Write(random.Below(3)),
                TestSpecifications.Register.Step);
            Timeline timeline = TimelineOf(history);
            Assert.True(Refute(history, timeline) is null, $"seed {Seed:x}, case {number}: {Refute(history, timeline)}\n{HistoryPicture.Draw(history.Operations)}");
            withoutBit += timeline.Slot.Count(static slot => slot < 0);
        }

        Assert.True(withoutBit > 5, $"{withoutBit} operations explain nothing");
    }

    /// <summary>An operation that explains nothing: a read that is pending, and whatever was invoked after the last return.</summary>
    [Fact]
    public void What_explains_nothing_has_no_bit_and_is_no_candidate()
    {
        Timeline timeline = TimelineOf(new(
        [
            new(0, Ask.Write(1), Answer<int>.Of(0), 0, 10),
            new(1, Ask.Read, Answer<int>.Unseen, 1, null),
            new(2, Ask.Write(2), Answer<int>.Unseen, 11, null),
            new(3, Ask.Write(3), Answer<int>.Unseen, 2, null),
        ]));
        Assert.Equal([0, 1, 3, 2], timeline.Source);
        Assert.Equal([0, -1, 1, -1], timeline.Slot);
        Assert.Equal([0, 2], timeline.Candidates);
    }

    private static Timeline TimelineOf(History<Ask, int> history)
    {
        SearchBudget budget = new(SearchLimits.Default, TimeProvider.System, Heap.OfProcess, TestContext.Current.CancellationToken);
        return Timeline.Of(history.Operations, new TransitionTable<int, Ask, int>(TestSpecifications.Declared, budget), Foresight.None, budget)!;
    }

    private static string? Refute(History<Ask, int> history, Timeline timeline)
    {
        HistoryOperation<Ask, int>[] operations = [.. timeline.Source.Select(index => history.Operations[index])];
        HistoryOperation<Ask, int>[] required = operations[..timeline.Required];
        if (!timeline.Source.Order().SequenceEqual(Enumerable.Range(0, history.Operations.Count)))
        {
            return "not every operation is there once";
        }

        if (!required.SequenceEqual(required.OrderBy(static operation => operation.Returned))
            || !operations.Skip(required.Length).SequenceEqual(operations.Skip(required.Length).OrderBy(static operation => operation.Invoked)))
        {
            return "those that returned are not in order of return, or the others not in order of invocation";
        }

        for (int operation = 0; operation < operations.Length; operation++)
        {
            int openFrom = required.Count(other => other.Returned < operations[operation].Invoked);
            int twin = operations[..operation].ToList().FindLastIndex(other => (other.Operation, other.Answer) == (operations[operation].Operation, operations[operation].Answer));
            if ((timeline.OpenFrom[operation], timeline.EarlierTwin[operation]) != (openFrom, twin))
            {
                return $"{operations[operation]} is open from {timeline.OpenFrom[operation]}, not {openFrom}, or its twin is {timeline.EarlierTwin[operation]}, not {twin}";
            }
        }

        return RefuteCandidates(operations, timeline);
    }

    private static string? RefuteCandidates(HistoryOperation<Ask, int>[] operations, Timeline timeline)
    {
        int most = 0;
        for (int position = 0; position < timeline.Required; position++)
        {
            int[] open =
            [
                .. Enumerable.Range(0, operations.Length).Where(operation => timeline.OpenFrom[operation] <= position && operation >= position
                    && (operation < timeline.Required || operations[operation].Operation.Kind == 'w')),
            ];
            int[] candidates = timeline.Candidates[timeline.CandidateStart[position]..timeline.CandidateStart[position + 1]];
            if (!candidates.SequenceEqual(open) || !open.All(operation => timeline.IsOpen(operation, position)))
            {
                return $"open at {position} are {string.Join(' ', open)}, not {string.Join(' ', candidates)}";
            }

            if (open.Select(operation => timeline.Slot[operation]).Where(slot => slot >= 0 && slot < timeline.Slots).Distinct().Count() != open.Length)
            {
                return $"at {position} two operations have one bit, or one has none";
            }

            most = Math.Max(most, open.Length);
        }

        return timeline.Slots != most ? $"{timeline.Slots} bits for {most} operations that are open at once"
            : timeline.Candidates.Length != timeline.CandidateStart[timeline.Required] ? "the list of candidates has room for more"
            : null;
    }
}
