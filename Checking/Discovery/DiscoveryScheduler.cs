// Gives time to the searches in which something new still turns up. It draws lots: a search has the more of them
// the likelier its next sample is new, and never none, because what looks exhausted may only be rare. The same seed
// does the same batches in the same order; how much time there is decides only where the row ends.
using Checking.Schedules;

namespace Checking.Discovery;

/// <summary>What a batch came to.</summary>
/// <param name="Search">Whose it was.</param>
/// <param name="Samples">How many samples it drew.</param>
/// <param name="Found">How many classes it reached that the search had not reached before.</param>
/// <param name="SamplesSinceNew">How many samples there were since anything new was found, over all searches.</param>
public sealed record DiscoveryBatch(IDiscoverySearch Search, long Samples, long Found, long SamplesSinceNew);

/// <summary>Shares time among searches.</summary>
/// <param name="searches">The searches.</param>
/// <param name="seed">The seed of the lots.</param>
public sealed class DiscoveryScheduler(IReadOnlyList<IDiscoverySearch> searches, ulong seed)
{
    private readonly SplitMix _random = new(seed);
    private long _samplesSinceNew;

    /// <summary>How many lots a search has, between 0 and 1: about the chance that its next sample is new, and one more than was seen.</summary>
    /// <param name="count">What the search has reached.</param>
    /// <returns>The number of lots; 1 before the first sample.</returns>
    public static double LotsOf(DiscoveryCount count)
    {
        ArgumentNullException.ThrowIfNull(count);
        return Math.Min(1, (count.Once + 1.0) / (count.Samples + 1));
    }

    /// <summary>Runs batches for as long as there is time, and something to do.</summary>
    /// <param name="goOn">Asked before each batch.</param>
    /// <param name="told">Told of each batch.</param>
    /// <param name="cancellation">Ends it, and the batch at hand.</param>
    public void Run(Func<bool> goOn, Action<DiscoveryBatch>? told = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(goOn);
        while (!cancellation.IsCancellationRequested && goOn() && Draw() is { } search)
        {
            (long samples, long classes) = (search.Count.Samples, search.Count.Classes);
            search.RunBatch(cancellation);
            (samples, long found) = (search.Count.Samples - samples, search.Count.Classes - classes);
            _samplesSinceNew = found > 0 ? search.Count.SamplesSinceNew : _samplesSinceNew + samples;
            told?.Invoke(new(search, samples, found, _samplesSinceNew));
        }
    }

    /// <summary>Draws the search that has its turn.</summary>
    private IDiscoverySearch? Draw()
    {
        IDiscoverySearch[] open = [.. searches.Where(search => !search.IsOver)];
        double at = Math.ScaleB(_random.Next(), -64) * open.Sum(search => LotsOf(search.Count));
        foreach (IDiscoverySearch search in open)
        {
            at -= LotsOf(search.Count);
            if (at < 0)
            {
                return search;
            }
        }

        return open.LastOrDefault();
    }
}
