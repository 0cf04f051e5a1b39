using Checking.Discovery;
using Checking.Tests.BoundedCounter;
using Xunit;
using static Checking.Tests.BoundedCounter.CounterOperation;

namespace Checking.Tests.Discovery;

/// <summary>Sequences as a search that can go on, and the short way to what they reach.</summary>
public sealed class SequenceDiscoveryTests
{
    private static readonly SequenceReach<int, CounterOperation, CounterResponse> Reach = new(
        CounterSpecification.Counter, ClassOf, (operations, _, place) => [.. operations.Where((_, index) => index != place)]);

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
        Assert.Throws<ArgumentException>(() => Reach.Shrink([Read], decrementAtThree));
    }

    private static SequenceDiscovery<int, CounterOperation, CounterResponse> Search(
        Func<ISubject<int, CounterOperation, CounterResponse>>? subject, Action<UInt128, IReadOnlyList<CounterOperation>>? reached) =>
        new("counter", CounterSpecification.Check(subject), ClassOf, new(Seed: 5, Sequences: 50, Length: 20), reached);

    private static UInt128 ClassOf(Transition<int, CounterOperation, CounterResponse> step) => (UInt128)((step.Before * 3) + (int)step.Operation);
}
