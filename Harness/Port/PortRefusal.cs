// What the port refuses with an exception, in the words that the original panics with: the port's
// exception says which argument is to blame, the rest is how the original puts it.
using System.Diagnostics;
using Clones;
using DeviceClones;

namespace Harness.Port;

/// <summary>Refusals of the port as responses.</summary>
internal static class PortRefusal
{
    /// <summary>The manager was destroyed, or never created.</summary>
    public static Response.Refused NoManager { get; } = new("c", "NULL snd_clone");

    private const string NoSuchEntry = "The manager has no such entry.";

    private static Response.Refused NoEntry { get; } = new("ce", "NULL snd_clone_entry");

    /// <summary>Puts an exception into the original's words.</summary>
    public static Response.Refused Of(Operation operation, ArgumentException exception, CloneManager<PortDevice>? manager) =>
        (operation, exception.ParamName) switch
        {
            (Operation.Create create, nameof(CloneManagerOptions.TypeMask)) => new("typemask", $"invalid typemask: 0x{create.TypeMask:x8}"),
            (Operation.Create create, nameof(CloneManagerOptions.MaxUnit)) => MaxUnit(create.TypeMask, create.MaxUnit),
            (Operation.Create create, nameof(CloneManagerOptions.Flags)) => ManagerFlags(create.Flags),
            (Operation.SetMaxUnit set, "maxUnit") => MaxUnit(manager!.TypeMask, set.MaxUnit),
            (Operation.SetFlags set, "value") => ManagerFlags(set.Flags),
            (Operation.Alloc alloc, "type") => new("tmask", $"invalid tmask: typemask=0x{manager!.TypeMask:x8} tmask=0x{alloc.Type:x8}"),
            (Operation.Alloc alloc, "unit") => new("unit",
                $"typemask collision: typemask=0x{manager!.TypeMask:x8} tmask=0x{alloc.Type:x8} *unit={alloc.Unit}"),
            (Operation.Register, "entry") when exception.Message.StartsWith(NoSuchEntry, StringComparison.Ordinal) => NoEntry,
            (Operation.Register register, "entry") => Entry(register, manager),
            (Operation.SetDeviceFlags set, "flags") => new("flags", $"invalid clone dev flags=0x{(uint)set.Flags:x8}"),
            (_, "device") when exception is ArgumentNullException => new("dev", "NULL dev"),
            (Operation.Register, "device") => new("dev", "dev->si_drv2 not NULL"),
            (Operation.Ref, "device") => new("refcount", "refcount < 0"),
            (Operation.Unref, "device") => new("refcount", "refcount <= 0"),
            _ => throw new UnreachableException($"no refusal for {exception.ParamName} of {operation}", exception),
        };

    private static Response.Refused MaxUnit(int typeMask, int maxUnit) => new("maxunit", $"maxunit overflow: typemask=0x{typeMask:x8} maxunit={maxUnit}");

    private static Response.Refused ManagerFlags(ManagerFlags flags) => new("flags", $"invalid clone flags=0x{(uint)flags:x8}");

    private static Response.Refused Entry(Operation.Register register, CloneManager<PortDevice>? manager)
    {
        CloneDeviceFlags? flags = Find(register.Entry, manager)?.Flags;
        return flags switch
        {
            null => NoEntry, // gone since: that is an answer, too, as a refusal changes nothing
            CloneDeviceFlags.All => new("ce", "ce->devt not NULL"),
            _ => new("ce", $"invalid clone alloc flags=0x{(uint)flags:x8}"),
        };
    }

    /// <summary>The device was made with another unit than the entry's.</summary>
    public static Response.Refused OtherUnit(Operation.Register register, int entryUnit)
    {
        int unit = register.Existing is null ? register.Unit ?? entryUnit : ~entryUnit;
        return new("dev", $"invalid unit ce->unit=0x{entryUnit:x8} dev2unit=0x{unit:x8}");
    }

    /// <summary>An entry as the port lists it, or null where there is none.</summary>
    public static CloneEntryState<PortDevice>? Find(EntryId id, CloneManager<PortDevice>? manager)
    {
        try
        {
            foreach (CloneEntryState<PortDevice> entry in manager?.GetEntries() ?? [])
            {
                if (entry.Entry.Serial == id.Value)
                {
                    return entry;
                }
            }
        }
        catch (ObjectDisposedException)
        {
            return null; // no manager, no entries
        }

        return null;
    }
}
