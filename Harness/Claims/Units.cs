using Clones;

namespace Harness.Claims;

/// <summary>What claims need to know of units and types.</summary>
internal static class Units
{
    /// <summary>
    /// Whether type bits and unit numbers cannot meet: the mask has all bits above the unit numbers, as the original's caller has
    /// it, or none. Elsewhere the original gives a unit twice, and sorts by what is then no order.
    /// </summary>
    public static bool AreSeparate(int typeMask) => (~typeMask & Limits.MaxUnit) is var numbers && (numbers & (numbers + 1)) == 0;

    /// <summary>The entries of one type, in list order.</summary>
    public static Entry[] OfType(Manager manager, int type) => [.. manager.Entries.Where(entry => (entry.Unit & manager.TypeMask) == type)];

    /// <summary>The entry that has become another one, or is gone, or is new.</summary>
    public static IEnumerable<(Entry? Before, Entry? After)> Changes(Manager before, Manager? after)
    {
        Dictionary<EntryId, Entry> later = (after?.Entries ?? []).ToDictionary(entry => entry.Id);
        foreach (Entry entry in before.Entries)
        {
            later.Remove(entry.Id, out Entry? now);
            if (!entry.Equals(now))
            {
                yield return (entry, now);
            }
        }

        foreach (Entry entry in later.Values)
        {
            yield return (null, entry);
        }
    }

    /// <summary>The entry of a device.</summary>
    public static Entry? EntryOf(State state, DeviceId device) => state.Manager?.Entries.FirstOrDefault(entry => entry.Device?.Id == device);
}
