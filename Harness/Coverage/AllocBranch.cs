using Clones;

namespace Harness.Coverage;

/// <summary>Which way alloc went.</summary>
public static class AllocBranch
{
    /// <summary>The branches of an alloc that was not refused.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="alloc">What was asked.</param>
    /// <param name="allocated">What was answered.</param>
    /// <returns>The branch; of a new entry above the limit, that too.</returns>
    public static IEnumerable<CoverageLabel> Of(State before, Operation.Alloc alloc, Response.Allocated allocated)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(alloc);
        ArgumentNullException.ThrowIfNull(allocated);
        Manager manager = before.Manager!;
        yield return new("alloc", BranchOf(before, manager, alloc, allocated));
        if (allocated.Entry is not null && allocated.Unit > manager.MaxUnit)
        {
            yield return new("alloc", "new above the limit");
        }
    }

    private static string BranchOf(State before, Manager manager, Operation.Alloc alloc, Response.Allocated allocated)
    {
        if (!manager.Has(ManagerFlags.Enable))
        {
            return "disabled";
        }

        bool anyUnit = alloc.Unit == Limits.Any;
        if (!anyUnit && alloc.Unit > manager.MaxUnit)
        {
            return "unit above the limit";
        }

        return anyUnit ? AnyUnit(before, manager, alloc, allocated) : GivenUnit(manager, alloc, allocated);
    }

    private static string GivenUnit(Manager manager, Operation.Alloc alloc, Response.Allocated allocated)
    {
        Entry? holder = OfType(manager, alloc.Type).FirstOrDefault(entry => (entry.Unit & ~alloc.Type) == alloc.Unit);
        return holder switch
        {
            null => allocated.Entry is null ? "unit asked for: no memory" : "unit asked for: new",
            { Device: null } => "unit asked for: not registered yet",
            _ => holder.Has(DeviceFlags.Busy) ? "unit asked for: busy" : "unit asked for: shared",
        };
    }

    private static string AnyUnit(State before, Manager manager, Operation.Alloc alloc, Response.Allocated allocated)
    {
        IReadOnlyList<Entry> ofType = OfType(manager, alloc.Type);
        if (allocated.Entry is not null)
        {
            bool someIdle = ofType.Any(entry => !entry.Has(DeviceFlags.Busy | DeviceFlags.Invoke));
            bool behindAll = ofType.All(entry => (entry.Unit & ~alloc.Type) < allocated.Unit);
            return someIdle ? "new although a device with a higher unit is idle" : behindAll ? "new at the end of its type" : "new in a gap";
        }

        Response withMemory = Model.Step(before, alloc with { MemoryFails = false }).Response;
        string why = alloc.MemoryFails && withMemory is Response.Allocated { Entry: not null } ? "no memory" : "full";
        if (allocated.Device is null)
        {
            return $"{why}: nothing";
        }

        Entry shared = ofType.Single(entry => entry.Device?.Id == allocated.Device);
        bool own = shared.Process == alloc.Process;
        return shared switch
        {
            _ when shared.Has(DeviceFlags.Busy) => $"{why}: another's busy device",
            _ when own && string.Equals(why, "full", StringComparison.Ordinal) => "own device",
            _ when !shared.Has(DeviceFlags.Invoke) => string.Equals(why, "full", StringComparison.Ordinal) ? "idle device" : $"{why}: idle device",
            _ => $"{why}: another's device",
        };
    }

    private static IReadOnlyList<Entry> OfType(Manager manager, int type) => [.. manager.Entries.Where(entry => (entry.Unit & manager.TypeMask) == type)];
}
