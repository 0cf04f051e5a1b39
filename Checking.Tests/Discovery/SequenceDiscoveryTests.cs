using Checking.Discovery;
using Checking.Tests.BoundedCounter;
using Xunit;
using static Checking.Tests.BoundedCounter.CounterOperation;

namespace Checking.Tests.Discovery;

/// <summary>Sequences as a search that can go on, and the short way to what they reach.</summary>
public sealed class SequenceDiscoveryTests
{
    private static readonly SequenceReach<int, CounterOperation, CounterResponse> Reach = new(
        CounterSpecification.Counter, ClassOf, Without);

    [Fact]
    public void Every_kind_of_step_is_reached_and_told_once_with_the_way_to_it()
    {
        List<(UInt128 Class, IReadOnlyList<CounterOperation> Operations)> told = [];
        SequenceDiscovery<int, CounterOperation, CounterResponse> search = Search(null, (found, operations) => told.Add((found, operations)));

        search.RunBatch(CancellationToken.None);
        search.RunBatch(CancellationToken.None);

        Assert.Equal((100, 12), (search.Sequences, search.Count.Classes)); // three operations at four counts
        Assert.Equal(12, told.Select(one => one.Class).Distinct().Count());
        Assert.All(told, one => Assert.Equal(one.Class, Reach.Of(one.Operations)[^1]));
        Assert.True(search.Operations > 100);
        Assert.False(search.IsOver);
        Assert.Equal((0, 0.0), (search.Count.Once, search.Count.Estimate.NewPerSample));
    }

    [Fact]
    public void The_same_seed_draws_the_same_batches_and_no_two_batches_are_the_same()
    {
        List<string> Ways(ulong seed)
        {
            List<string> ways = [];
            SequenceDiscovery<int, CounterOperation, CounterResponse> search = new(
                "counter", CounterSpecification.Check(null), step => (UInt128)ways.Count + (UInt128)step.Before, new(seed, 1, 10), (_, operations) => ways.Add(string.Join(' ', operations)));
            search.RunBatch(CancellationToken.None);
            search.RunBatch(CancellationToken.None);
            return ways;
        }

        Assert.Equal(Ways(5), Ways(5));
        Assert.NotEqual(Ways(5), Ways(6));
    }

    /// <summary>A counter that goes far, so that later batches reach something new, and what was drawn is run again step by step.</summary>
    [Fact]
    public void Batch_n_is_drawn_from_the_seed_n_above_the_first_and_each_sequence_is_a_sample()
    {
        const ulong Seed = ulong.MaxValue - 1; // seeds go round
        Specification<int, CounterOperation, CounterResponse> far = CounterSpecification.Of(50);
        Claim<int, CounterOperation, CounterResponse> even = new("even", "it says nothing of odd counts", static count => count % 2 == 0 ? Outcome.Holds : Outcome.DoesNotApply);
        SequenceSearch<int, CounterOperation, CounterResponse> search = new(
            "counter", new(far, [even]), static (_, draft) => Enum.GetValues<CounterOperation>().At(draft.Kind), static operation => $"{operation}", "replay");
        List<(UInt128, string)> told = [];
        SequenceDiscovery<int, CounterOperation, CounterResponse> discovery = new(
            "counter", search, ClassOf, new(Seed, Sequences: 5, Length: 40), (found, operations) => told.Add((found, string.Join(' ', operations))));
        DiscoveryCount count = new();
        ClaimTally tally = new();
        long run = 0;
        List<(UInt128, string)> expected = [];
        int ofTheFirst = 0;
        for (ulong batch = 0; batch < 4; batch++)
        {
            SearchBounds bounds = new(unchecked(Seed + batch), 5, 40);
            for (int sequence = 0; sequence < bounds.Sequences; sequence++)
            {
                CounterOperation[] drawn =
                    [.. SequenceSearch<int, CounterOperation, CounterResponse>.Generate(bounds, sequence).Select(static draft => Enum.GetValues<CounterOperation>().At(draft.Kind))];
                List<UInt128> classes = [.. new SequenceReach<int, CounterOperation, CounterResponse>(far, ClassOf, Without).Of(drawn)];
                expected.AddRange(count.Add(classes).Select(found => (found, string.Join(' ', drawn.Take(classes.IndexOf(found) + 1)))));
                run += drawn.Length;
            }

            tally.Add(search.Search(bounds).Tally);
            discovery.RunBatch(CancellationToken.None);

            ofTheFirst = batch == 0 ? told.Count : ofTheFirst;
            Assert.Equal(expected, told);
            Assert.Equal((count.Samples, count.Estimate, count.SamplesSinceNew), (discovery.Count.Samples, discovery.Count.Estimate, discovery.Count.SamplesSinceNew));
            Assert.Equal((count.Samples, run), (discovery.Sequences, discovery.Operations));
            Assert.Equal(tally.Applied, discovery.Tally.Applied);
        }

        Assert.InRange(ofTheFirst, 1, told.Count - 1);
    }

    [Fact]
    public void What_fails_is_shrunk_and_ends_the_search()
    {
        SequenceDiscovery<int, CounterOperation, CounterResponse> search = Search(static () => new CounterSpecification.ThrowingSubject(), null);

        search.RunBatch(CancellationToken.None);

        Assert.True(search.IsOver);
        Assert.Equal([Decrement], search.Counterexample!.Steps.Select(step => step.Operation));
    }

    [Fact]
    public void A_sequence_is_shrunk_to_the_shortest_that_reaches_the_same()
    {
        CounterOperation[] operations = [Read, Increment, Decrement, Increment, Read, Increment, Increment, Decrement, Read];
        UInt128 decrementAtThree = ClassOf(new(3, Decrement, new(2), 2));

        Assert.Equal([Increment, Increment, Increment, Decrement], Reach.Shrink(operations, decrementAtThree));
        Assert.Equal([Read], Reach.Shrink(operations, ClassOf(new(0, Read, new(0), 0)))); // the first step may be the one
        Assert.Equal(
            "the sequence does not reach the class (Parameter 'operations')",
            Assert.Throws<ArgumentException>(() => Reach.Shrink([Read], decrementAtThree)).Message);
    }

    private static SequenceDiscovery<int, CounterOperation, CounterResponse> Search(
        Func<ISubject<int, CounterOperation, CounterResponse>>? subject, Action<UInt128, IReadOnlyList<CounterOperation>>? reached) =>
        new("counter", CounterSpecification.Check(subject), ClassOf, new(Seed: 5, Sequences: 50, Length: 20), reached);

    /// <summary>Leaves one out; it is given what was answered to each.</summary>
    private static IReadOnlyList<CounterOperation> Without(IReadOnlyList<CounterOperation> operations, IReadOnlyList<CounterResponse> responses, int place)
    {
        SpecificationSubject<int, CounterOperation, CounterResponse> subject = new(CounterSpecification.Counter);
        Assert.Equal(operations.Select(subject.Apply), responses);
        return [.. operations.Where((_, index) => index != place)];
    }

    private static UInt128 ClassOf(Transition<int, CounterOperation, CounterResponse> step) => (UInt128)((step.Before * 3) + (int)step.Operation);
}
