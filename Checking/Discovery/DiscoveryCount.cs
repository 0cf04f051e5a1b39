// Counts what a random search has met, so that it can be said whether looking on is worth it. A search draws
// samples, and each sample reaches one class or several: a schedule reaches a history, a sequence the kinds of
// steps along it. What matters is in how many samples a class was reached: those reached once tell how much there
// is that was never reached. Read next: DiscoveryEstimate.cs (how), DiscoveryScheduler.cs (what for).
namespace Checking.Discovery;

/// <summary>Counts the classes that the samples of one search have reached.</summary>
public sealed class DiscoveryCount
{
    private readonly Dictionary<UInt128, Met> _met = [];

    /// <summary>How many samples there were.</summary>
    public long Samples { get; private set; }

    /// <summary>How many classes were known before.</summary>
    public long Known { get; private set; }

    /// <summary>How many different classes they have reached; those known before are not among them.</summary>
    public long Classes { get; private set; }

    /// <summary>How many classes were reached by one sample only.</summary>
    public long Once { get; private set; }

    /// <summary>How many classes were reached by two samples only.</summary>
    public long Twice { get; private set; }

    /// <summary>How many samples there were since the last one that reached a new class.</summary>
    public long SamplesSinceNew { get; private set; }

    /// <summary>How many new classes the next sample reaches.</summary>
    public DiscoveryEstimate Estimate => DiscoveryEstimate.GoodTuring(Samples, Once, Twice);

    /// <summary>
    /// Says that a class is known, from an earlier run. It is not new when a sample reaches it, and has no part in the estimate, which is
    /// then of what is neither known nor reached. To be called before the first sample.
    /// </summary>
    /// <param name="reached">The class.</param>
    /// <exception cref="InvalidOperationException">There were samples already.</exception>
    public void Know(UInt128 reached)
    {
        if (Samples > 0)
        {
            throw new InvalidOperationException("what is known has to be said before the first sample");
        }

        if (_met.TryAdd(reached, Met.Before))
        {
            Known++;
        }
    }

    /// <summary>Whether a class was reached, or known before.</summary>
    /// <param name="reached">The class.</param>
    /// <returns>Whether it was.</returns>
    public bool Has(UInt128 reached) => _met.ContainsKey(reached);

    /// <summary>Adds a sample.</summary>
    /// <param name="reached">The classes that it reached, in their order; one may come more than once.</param>
    /// <returns>The classes that nothing had reached before, in their order.</returns>
    public IReadOnlyList<UInt128> Add(IReadOnlyList<UInt128> reached)
    {
        ArgumentNullException.ThrowIfNull(reached);
        Samples++;
        List<UInt128>? found = null;
        foreach (UInt128 one in reached)
        {
            Met met = _met.GetValueOrDefault(one);
            if (met.IsKnown || met.Last == Samples)
            {
                continue;
            }

            _met[one] = new Met(Math.Min(met.Times + 1, 3), Samples);
            Classes += met.Times == 0 ? 1 : 0;
            Once += met.Times switch { 0 => 1, 1 => -1, _ => 0 };
            Twice += met.Times switch { 1 => 1, 2 => -1, _ => 0 };
            if (met.Times == 0)
            {
                (found ??= []).Add(one);
            }
        }

        SamplesSinceNew = found is null ? SamplesSinceNew + 1 : 0;
        return found ?? [];
    }

    /// <summary>How often a class was met.</summary>
    /// <param name="Times">In how many samples; three stands for more. Less than none: it was known before.</param>
    /// <param name="Last">The last sample that reached it.</param>
    private readonly record struct Met(int Times, long Last)
    {
        public static Met Before => new(-1, 0);

        public bool IsKnown => Times < 0;
    }
}
