using Checking.Discovery;
using Checking.Linearizability;
using Checking.Tests.BoundedCounter;
using Xunit;

namespace Checking.Tests;

/// <summary>Nothing where something has to be is refused, and the parameter named.</summary>
public sealed class NothingTests
{
    private static readonly SequenceReach<int, CounterOperation, CounterResponse> Reach = new(
        CounterSpecification.Counter, static _ => 0, static (operations, _, _) => operations);

    private static readonly Specification<int, int, int> Same = new() { Name = "same", Initial = 0, Step = static (state, operation) => (state, operation) };

    public static TheoryData<string, Action> Calls => new()
    {
        { "numbers", static () => new CanonicalForm().Add(null!) },
        { "folder", static () => Corpus.Open(null!) },
        { "folder", static () => Corpus.Read(null!) },
        { "entries", static () => CorpusCover.Redundant<int>(null!) },
        { "reached", static () => new DiscoveryCount().Add(null!) },
        { "estimates", static () => DiscoveryEstimate.Mean(null!) },
        { "count", static () => DiscoveryScheduler.LotsOf(null!) },
        { "goOn", static () => new DiscoveryScheduler([], 1).Run(null!) },
        { "operations", static () => Reach.Of(null!) },
        { "operations", static () => Reach.Shrink(null!, 0) },
        { "other", static () => new HistoryOperation<int, int>(0, 0, Answer<int>.Unseen, 0, null).Precedes(null!) },
        { "history", static () => new LinearizabilityChecker<int, int, int>(SequentialSpecification<int, int, int>.From(Same)).Check(null!, SearchLimits.Default, TimeProvider.System) },
        { "specification", static () => SequentialSpecification<int, int, int>.From(null!) },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Nothing_is_refused(string parameter, Action call) => Assert.Throws<ArgumentNullException>(parameter, call);
}
