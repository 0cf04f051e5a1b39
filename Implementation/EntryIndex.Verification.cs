// The indexes held to a rescan of all slots: what they say, counted and sorted again from the entries
// themselves. It takes time in proportion to the entries, so only checks call it.
namespace DeviceClones;

internal sealed partial class EntryIndex
{
    /// <summary>What the indexes have wrong. The notes have been drained, and nothing has changed since.</summary>
    /// <returns>A sentence an error.</returns>
    public List<string> FindErrors()
    {
        List<string> errors = [];
        int[] inUse = [.. Enumerable.Range(0, slots.SlotCount).Where(slot => SlotWord.Has(slots[slot].Word, SlotWord.InUse))];
        Expect(errors, "entries", inUse.Length, Count);
        Expect(errors, "busy entries", inUse.Count(slot => SlotWord.IsBusy(slots[slot].Word)), BusyCount);
        foreach (int slot in inUse)
        {
            Expect(errors, $"category of slot {slot}", SlotWord.Classify(slots[slot].Word), SlotWord.CategoryOf(slots[slot].Word));
        }

        if (Order is not null)
        {
            Expect(errors, "slots in the list", string.Join(' ', inUse), string.Join(' ', Order.Order()));
            Expect(errors, "types beside the list", 0, _types.Count);
            return errors;
        }

        IGrouping<int, int>[] byType = [.. inUse.GroupBy(slot => slots[slot].Unit & typeMask).OrderBy(static group => group.Key)];
        Expect(errors, "types", string.Join(' ', byType.Select(static group => group.Key)), string.Join(' ', _types.Keys.Order()));
        Expect(errors, "types in the sweep's heap", _types.Count, _sweep.Count);
        Expect(errors, "order of the sweep's heap", true, _sweep.IsOrdered);
        foreach (IGrouping<int, int> group in byType)
        {
            if (Find(group.Key) is { } type)
            {
                FindErrors(errors, type, [.. group]);
            }
        }

        return errors;
    }

    private void FindErrors(List<string> errors, TypeClass type, int[] entries)
    {
        string name = $"type 0x{type.Type:x}";
        Expect(errors, $"entries of {name}", entries.Length, type.Count);
        List<int> byUnit = [];
        type.Units.CopyTo(byUnit);
        Expect(errors, $"units of {name}", string.Join(' ', entries.OrderBy(slot => slots[slot].Unit)), string.Join(' ', byUnit));
        HashSet<int> numbers = [.. entries.Select(slot => slots[slot].Unit & ~typeMask)];
        int free = 0;
        while (numbers.Contains(free))
        {
            free++;
        }

        Expect(errors, $"lowest free unit of {name}", free, LowestFree(type));
        foreach (int number in numbers)
        {
            Expect(errors, $"slot of unit {number} of {name}", number, slots[type.Units.Find(number)].Unit & ~typeMask);
        }

        foreach (Category category in (Category[])[Category.Busy, Category.Idle, Category.Invoked])
        {
            int[] byAge = [.. entries.Where(slot => SlotWord.CategoryOf(slots[slot].Word) == category)
                .OrderBy(slot => slots[slot].Time).ThenBy(slot => slots[slot].Unit)];
            List<int> listed = [];
            _ages.CopyTo(type.AgeRoot, category, isWanted: null, listed);
            Expect(errors, $"{category} of {name} by age", string.Join(' ', byAge), string.Join(' ', listed));
            Expect(errors, $"oldest {category} of {name}", byAge.Length > 0 ? byAge[0] : SlotTable.None, Oldest(type, category));
        }

        int[] byProcess = [.. entries.Where(slot => IsInProcesses(type, slots[slot].Process, SlotWord.CategoryOf(slots[slot].Word)))
            .OrderBy(slot => slots[slot].Process).ThenBy(slot => slots[slot].Time).ThenBy(slot => slots[slot].Unit)];
        List<int> inTree = [];
        _processes.CopyTo(type.ProcessRoot, inTree);
        Expect(errors, $"processes of {name}", string.Join(' ', byProcess), string.Join(' ', inTree));
        foreach (IGrouping<int, int> group in byProcess.GroupBy(slot => slots[slot].Process))
        {
            // Stryker disable once Linq : a group has one at least
            Expect(errors, $"oldest of process {group.Key} of {name}", group.First(), OldestOf(type, group.Key));
        }

        long prunable = entries.Any(slot => SlotWord.CategoryOf(slots[slot].Word) == Category.Idle) ? SweepHeap.Always
            : entries.Where(slot => SlotWord.CategoryOf(slots[slot].Word) == Category.Invoked)
                .Select(slot => SweepHeap.At(slots[slot].Time)).DefaultIfEmpty(SweepHeap.Never).Min();
        Expect(errors, $"prunable of {name}", prunable, PrunableOf(type));
        Expect(errors, $"a sweep looks into {name} in time", true, type.Prunable <= prunable);
    }

    private static void Expect<T>(List<string> errors, string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            errors.Add($"{what}: a rescan gives {expected}, the index {actual}");
        }
    }
}
