namespace Harness.Coverage;

/// <summary>Counts how often each case came.</summary>
public sealed class CoverageCount
{
    private readonly Dictionary<CoverageLabel, long> _counts = CoverageCatalogue.All.ToDictionary(label => label, _ => 0L);

    /// <summary>How many transitions were counted.</summary>
    public long Transitions { get; private set; }

    /// <summary>How often each case came, in the order of the catalogue.</summary>
    public IEnumerable<KeyValuePair<CoverageLabel, long>> Counts => CoverageCatalogue.All.Select(label => KeyValuePair.Create(label, _counts[label]));

    /// <summary>How often one case came.</summary>
    /// <param name="label">The case; it must be in the catalogue.</param>
    /// <returns>How often.</returns>
    public long Of(CoverageLabel label) => _counts[label];

    /// <summary>Counts one transition.</summary>
    /// <param name="transition">The transition.</param>
    /// <exception cref="InvalidOperationException">The transition came to a case that is not in the catalogue.</exception>
    public void Add(CloneTransition transition)
    {
        Transitions++;
        foreach (CoverageLabel label in Classification.Of(transition))
        {
            if (!_counts.TryGetValue(label, out long count))
            {
                throw new InvalidOperationException($"the catalogue of cases lacks '{label}'");
            }

            _counts[label] = count + 1;
        }
    }
}
