namespace Checking.Discovery;

/// <summary>Which entries of a corpus are not needed.</summary>
public static class CorpusCover
{
    /// <summary>Leaves out, the longest first, each entry that reaches nothing that those still there do not reach.</summary>
    /// <typeparam name="T">The entries.</typeparam>
    /// <param name="entries">The entries, each with its length and what it reaches.</param>
    /// <returns>The entries that are not needed. Together, the others reach all that there was.</returns>
    public static IReadOnlyList<T> Redundant<T>(IReadOnlyList<(T Entry, int Length, IReadOnlyCollection<UInt128> Reaches)> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Dictionary<UInt128, int> times = [];
        foreach (UInt128 one in entries.SelectMany(entry => entry.Reaches.Distinct()))
        {
            times[one] = times.GetValueOrDefault(one) + 1;
        }

        List<T> redundant = [];
        foreach ((T entry, _, IReadOnlyCollection<UInt128> reaches) in entries.Reverse().OrderByDescending(entry => entry.Length))
        {
            UInt128[] distinct = [.. reaches.Distinct()];
            if (Array.TrueForAll(distinct, one => times[one] > 1))
            {
                redundant.Add(entry);
                Array.ForEach(distinct, one => times[one]--);
            }
        }

        return redundant;
    }
}
