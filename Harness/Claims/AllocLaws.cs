// Laws of alloc: whom it gives what. They say it by looking at all entries at once, where the original
// walks through them, and so are a second account of the same decision.
using Checking;
using Clones;
using static Clones.Operation;

namespace Harness.Claims;

/// <summary>Laws of alloc.</summary>
public static class AllocLaws
{
    /// <summary>All laws of alloc.</summary>
    public static IReadOnlyList<CloneClaim> All { get; } =
    [
        Law("alloc-new-entry", "a new entry is NEW, INVOKE and BUSY, of the type, the process and the time asked for; all others are as before",
            (_, step, manager, alloc, given) => given.Entry is { } made
                ? Outcome.Of(
                    Units.Changes(manager, step.After.Manager).ToArray() is [(null, { } entry)]
                    && entry.Equals(new Entry(made, alloc.Type | given.Unit, DeviceFlags.Alloc, alloc.Process, Age.Now(step.Before), null))
                    && made.Value == manager.NextEntry && step.After.Manager!.NextEntry == manager.NextEntry + 1
                    && step.After.Manager.Size == manager.Size + 1 && (alloc.Unit == Limits.Any || alloc.Unit == given.Unit) && given.Device is null,
                    () => $"{step.Response}")
                : Outcome.DoesNotApply),
        Law("alloc-shares-one", "a device that is shared is of the type asked for; idle, it becomes INVOKE, the process's own, and of now; busy, it is left alone",
            (_, step, manager, alloc, given) => given.Device is { } device
                ? Outcome.Of(
                    Units.EntryOf(step.Before, device) is { } entry && (entry.Unit & manager.TypeMask) == alloc.Type
                    && Units.EntryOf(step.After, device)!.Equals(entry.Has(DeviceFlags.Busy)
                        ? entry
                        : entry with { Flags = entry.Flags | DeviceFlags.Invoke, Process = alloc.Process, Time = Age.Now(step.Before) })
                    && Units.Changes(manager, step.After.Manager).All(change => change.Before?.Id == entry.Id)
                    && step.After.Manager!.Size == manager.Size && given.Entry is null && given.Unit == alloc.Unit,
                    () => $"{step.Response}")
                : Outcome.DoesNotApply),
        Law("alloc-moves-the-time", "where alloc gives something, or meets the unit asked for, the manager's time is now; else it stays",
            (_, step, manager, alloc, given) => Outcome.Equal(
                step.After.Manager!.Time,
                given.Entry is not null || given.Device is not null || Holder(manager, alloc) is not null ? Age.Now(step.Before) : manager.Time)),
        Law("alloc-nothing-changes-nothing", "where alloc gives nothing, no entry changes",
            (_, step, manager, alloc, given) => given is { Entry: null, Device: null }
                ? Same.State(step.After with { Manager = step.After.Manager! with { Time = manager.Time }, Precision = step.Before.Precision }, step.Before)
                : Outcome.DoesNotApply),
        Law("alloc-disabled-gives-nothing", "disabled, or above the limit, alloc gives nothing and does nothing",
            (_, step, manager, alloc, given) => !manager.Has(ManagerFlags.Enable) || (alloc.Unit != Limits.Any && alloc.Unit > manager.MaxUnit)
                ? Same.Step((step.After, given), (step.Before, new Response.Allocated(null, alloc.Unit, null)))
                : Outcome.DoesNotApply),
        Law("alloc-unit-asked-for", "a unit asked for that stands in the list is shared, whoever has it; one that does not is made",
            (_, step, manager, alloc, given) => alloc.Unit == Limits.Any || !manager.Has(ManagerFlags.Enable) || alloc.Unit > manager.MaxUnit
                ? Outcome.DoesNotApply
                : Holder(manager, alloc) is { } holder
                    ? Outcome.Equal(given, new Response.Allocated(null, alloc.Unit, holder.Device?.Id))
                    : Outcome.Equal(given.Entry is not null, HasMemory(manager, alloc))),
        LawOfAny("alloc-own-device-first", "a process gets its own device first, of several the one that was handed out first",
            (step, manager, alloc, given, entries) =>
                Oldest(entries.Where(entry => !entry.Has(DeviceFlags.Busy) && entry.Process == alloc.Process)) is { } own
                    ? Outcome.Equal(given, new Response.Allocated(null, Limits.Any, own.Device?.Id))
                    : Outcome.DoesNotApply),
        LawOfAny("alloc-idle-device-next", "else the idle device that was handed out first, unless a unit below it is free; then a new entry",
            (step, manager, alloc, given, entries) =>
                !entries.Any(entry => !entry.Has(DeviceFlags.Busy) && entry.Process == alloc.Process)
                && Oldest(entries.Where(entry => !entry.Has(DeviceFlags.Busy | DeviceFlags.Invoke))) is { } idle
                    ? LowestFree(entries, alloc.Type) < (idle.Unit & ~alloc.Type) && HasMemory(manager, alloc)
                        ? Outcome.Equal(given.Entry is not null, right: true)
                        : Outcome.Equal(given, new Response.Allocated(null, Limits.Any, idle.Device?.Id))
                    : Outcome.DoesNotApply),
        Law("alloc-new-only-below-the-idle", "with any type mask: while a device is idle, a new entry has a unit below that device's",
            (_, step, manager, alloc, given) => given.Entry is not null && alloc.Unit == Limits.Any
                    && Oldest(Seen(manager, alloc).Where(entry => !entry.Has(DeviceFlags.Busy | DeviceFlags.Invoke))) is { } idle
                ? Outcome.Of(given.Unit < (idle.Unit & ~alloc.Type), () => $"unit {given.Unit} is new while {idle} is idle")
                : Outcome.DoesNotApply),
        LawOfAny("alloc-last-tries", "where nothing is idle: a new entry while there are units and memory, then another's device, then a busy one, then nothing",
            (step, manager, alloc, given, entries) =>
            {
                if (entries.Any(entry => !entry.Has(DeviceFlags.Busy) && (entry.Process == alloc.Process || !entry.Has(DeviceFlags.Invoke))))
                {
                    return Outcome.DoesNotApply;
                }

                if (LowestFree(entries, alloc.Type) <= manager.MaxUnit && HasMemory(manager, alloc))
                {
                    return Outcome.Equal(given.Entry is not null, right: true);
                }

                Entry? any = Oldest(entries.Where(entry => !entry.Has(DeviceFlags.Busy)))
                    ?? Oldest(entries.Where(entry => entry.Has(DeviceFlags.Busy) && entry.Device is not null));
                return Outcome.Equal(given, new Response.Allocated(null, Limits.Any, any?.Device?.Id));
            }),
        LawOfAny("alloc-lowest-free-unit", "a new entry has the lowest unit that is free",
            (step, manager, alloc, given, entries) => given.Entry is not null
                ? Outcome.Equal(given.Unit, LowestFree(entries, alloc.Type))
                : Outcome.DoesNotApply),
        Law("alloc-lowest-number-of-the-type",
            "where types and numbers share bits, too, a new entry has the lowest number that no entry of the type asked for has, if those stand by number",
            (_, step, manager, alloc, given) =>
                given.Entry is not null && alloc.Unit == Limits.Any && !Units.AreSeparate(manager.TypeMask)
                && Units.OfType(manager, alloc.Type) is var entries && IsAscending(entries, alloc.Type)
                    ? Outcome.Equal(given.Unit, LowestFree(entries, alloc.Type))
                    : Outcome.DoesNotApply),
        Law("alloc-waits-for-memory", "a manager that may wait does not notice that memory is short",
            (specification, step, manager, alloc, given) => manager.Has(ManagerFlags.WaitOk)
                ? Same.Step(specification.Step(step.Before, alloc with { MemoryFails = !alloc.MemoryFails }), (step.After, given))
                : Outcome.DoesNotApply),
        Law("alloc-without-memory-makes-nothing", "without memory alloc makes no entry",
            (_, step, manager, alloc, given) => HasMemory(manager, alloc) ? Outcome.DoesNotApply : Outcome.Equal(given.Entry, null)),
        new("only-alloc-moves-the-time", "nothing but alloc and create moves the manager's time",
            (_, step) => step is { Before.Manager: { } before, After.Manager: { } after, Operation: not (Alloc or Create) }
                ? Outcome.Equal(after.Time, before.Time)
                : Outcome.DoesNotApply),
    ];

    private static CloneClaim Law(
        string name, string says, Func<CloneSpecificationOf, CloneTransition, Manager, Alloc, Response.Allocated, Outcome> examine) =>
        new(name, says, (specification, step) => step is { Operation: Alloc alloc, Response: Response.Allocated given, Before.Manager: { } manager }
            ? examine(specification, step, manager, alloc, given)
            : Outcome.DoesNotApply);

    /// <summary>A law of an enabled alloc of any unit, where type bits and unit numbers cannot meet.</summary>
    private static CloneClaim LawOfAny(
        string name, string says, Func<CloneTransition, Manager, Alloc, Response.Allocated, Entry[], Outcome> examine) =>
        Law(name, says, (_, step, manager, alloc, given) =>
            alloc.Unit == Limits.Any && manager.Has(ManagerFlags.Enable) && Units.AreSeparate(manager.TypeMask)
                ? examine(step, manager, alloc, given, Units.OfType(manager, alloc.Type))
                : Outcome.DoesNotApply);

    /// <summary>The entry that has the unit asked for, where alloc gets so far as to look.</summary>
    private static Entry? Holder(Manager manager, Alloc alloc) =>
        alloc.Unit == Limits.Any || !manager.Has(ManagerFlags.Enable) || alloc.Unit > manager.MaxUnit
            ? null
            : Seen(manager, alloc).FirstOrDefault(entry => (entry.Unit & ~alloc.Type) == alloc.Unit);

    /// <summary>The entries of the type asked for that stand before the first one of a greater type, where alloc stops to look.</summary>
    private static IEnumerable<Entry> Seen(Manager manager, Alloc alloc) => manager.Entries
        .TakeWhile(entry => (entry.Unit & manager.TypeMask) <= alloc.Type)
        .Where(entry => (entry.Unit & manager.TypeMask) == alloc.Type);

    private static bool HasMemory(Manager manager, Alloc alloc) => manager.Has(ManagerFlags.WaitOk) || !alloc.MemoryFails;

    private static Entry? Oldest(IEnumerable<Entry> entries) => entries.MinBy(entry => (entry.Time.Seconds, entry.Time.Nanoseconds));

    private static bool IsAscending(Entry[] entries, int type) =>
        entries.Select(entry => entry.Unit & ~type) is var numbers && numbers.SequenceEqual(numbers.Order());

    private static int LowestFree(Entry[] entries, int type)
    {
        HashSet<int> taken = [.. entries.Select(entry => entry.Unit & ~type)];
        int unit = 0;
        while (taken.Contains(unit))
        {
            unit++;
        }

        return unit;
    }
}
