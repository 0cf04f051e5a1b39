// What holds of every state that can be reached, by whatever callers do. Each says when it applies, so
// that a run can tell whether the case occurred at all.
using Checking;
using Clones;

namespace Harness.Claims;

/// <summary>Invariants of states.</summary>
public static class Invariants
{
    /// <summary>All invariants.</summary>
    public static IReadOnlyList<CloneClaim> All { get; } =
    [
        OfEntries("size-is-the-number-of-entries", "the size is the number of entries",
            manager => Outcome.Equal(manager.Size, manager.Entries.Count)),
        OfEntries("entries-are-numbered-once", "no two entries have one number, and each number has been given out",
            manager => Outcome.Of(
                manager.Entries.Select(entry => entry.Id).Distinct().Count() == manager.Entries.Count
                && manager.Entries.All(entry => entry.Id.Value >= 0 && entry.Id.Value < manager.NextEntry),
                () => $"{manager.Entries}")),
        Of("units-in-order", "where type bits and unit numbers cannot meet, entries stand by type, then by unit, and no unit twice",
            manager => manager.Entries.Count > 1 && Units.AreSeparate(manager.TypeMask),
            manager => Outcome.Of(
                manager.Entries.Zip(manager.Entries.Skip(1)).All(pair => IsBefore(manager.TypeMask, pair.First.Unit, pair.Second.Unit)),
                () => $"units {string.Join(' ', manager.Entries.Select(entry => entry.Unit))}")),
        OfEntries("units-in-range", "no unit is above the largest that there can be",
            manager => Outcome.Of(manager.Entries.All(entry => entry.Unit <= Limits.MaxUnit), () => $"{manager.Entries}")),
        Of("unregistered-is-busy", "an entry without a device has the flags NEW, INVOKE and BUSY",
            manager => manager.Entries.Any(entry => entry.Device is null),
            manager => Outcome.Of(
                manager.Entries.All(entry => entry.Device is not null || entry.Flags == DeviceFlags.Alloc), () => $"{manager.Entries}")),
        OfEntries("device-flags-exist", "an entry has no flags but NEW, INVOKE and BUSY",
            manager => Outcome.Of(manager.Entries.All(entry => (entry.Flags & ~DeviceFlags.Alloc) == DeviceFlags.None), () => $"{manager.Entries}")),
        new("devices-are-made-once", "no device stands at two entries, and each has been made",
            state => state.Manager is { } manager && manager.Entries.Any(entry => entry.Device is not null)
                ? Outcome.Of(
                    manager.Entries.Where(entry => entry.Device is not null).GroupBy(entry => entry.Device!.Id).All(group => group.Count() == 1)
                    && manager.Entries.All(entry => entry.Device is null || (!entry.Device.Id.IsForeign && entry.Device.Id.Value < state.NextDevice)),
                    () => $"{manager.Entries}, {state.NextDevice} devices made")
                : Outcome.DoesNotApply),
        Of("references-are-not-negative", "the reference count is not negative",
            manager => manager.ReferenceCount != 0, manager => Outcome.Of(manager.ReferenceCount >= 0, () => $"{manager.ReferenceCount}")),
        Of("manager-flags-exist", "a manager has no flags but those of its mask", _ => true,
            manager => Outcome.Of((manager.Flags & ~ManagerFlags.Mask) == ManagerFlags.None, () => $"0x{(uint)manager.Flags:x}")),
        Of("limit-is-outside-the-type-mask", "type mask and limit have only bits of units, and none in common", _ => true,
            manager => Outcome.Of(
                (manager.TypeMask & ~Limits.MaxUnit) == 0 && (manager.MaxUnit & ~Limits.MaxUnit) == 0 && (manager.TypeMask & manager.MaxUnit) == 0,
                () => $"type mask 0x{manager.TypeMask:x}, limit 0x{manager.MaxUnit:x}")),
        OfEntries("times-are-times", "every time has 0 to 999,999,999 nanoseconds",
            manager => Outcome.Of(
                manager.Entries.Select(entry => entry.Time).Append(manager.Time).All(time => time.Nanoseconds is >= 0 and < Timestamp.NanosecondsPerSecond),
                () => $"{manager.Time}, {manager.Entries}")),
    ];

    private static CloneClaim OfEntries(string name, string says, Func<Manager, Outcome> examine) =>
        Of(name, says, manager => manager.Entries.Count > 0, examine);

    private static CloneClaim Of(string name, string says, Func<Manager, bool> appliesTo, Func<Manager, Outcome> examine) =>
        new(name, says, state => state.Manager is { } manager && appliesTo(manager) ? examine(manager) : Outcome.DoesNotApply);

    private static bool IsBefore(int typeMask, int unit, int next) =>
        (unit & typeMask) < (next & typeMask) || ((unit & typeMask) == (next & typeMask) && (unit & ~typeMask) < (next & ~typeMask));
}
