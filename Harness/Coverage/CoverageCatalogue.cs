// Every case that a run is expected to come to, so that a case that never came stands in the table with
// a zero. What the recordings do not contain has its reason here; a test holds the lists to the truth.
using Clones;

namespace Harness.Coverage;

/// <summary>The list of all cases.</summary>
public static class CoverageCatalogue
{
    /// <summary>All cases, in the order of the table.</summary>
    public static IReadOnlyList<CoverageLabel> All { get; } =
    [
        .. Of("operation", [.. typeof(Operation).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Operation))).Select(type => type.Name)]),
        .. Of("answer",
            "Enable None", "Enable Invalid", "Disable None", "Disable Invalid", "Busy None", "Busy Busy",
            "Acquire None", "Acquire Busy", "Acquire NoDevice", "Release None", "Release BadFile", "Release NoDevice",
            "GetDeviceTime None", "GetDeviceTime NoDevice", "GetDeviceFlags flags", "GetDeviceFlags NoDevice",
            "SetDeviceFlags flags", "SetDeviceFlags NoDevice", "Ref of a clone", "Ref of no clone", "Unref of a clone", "Unref of no clone",
            "Destroy with devices", "Destroy without devices"),
        .. Of("alloc",
            "disabled", "unit above the limit", "unit asked for: shared", "unit asked for: busy", "unit asked for: not registered yet",
            "unit asked for: new", "unit asked for: no memory", "own device", "idle device", "new at the end of its type", "new in a gap",
            "new although a device with a higher unit is idle", "new above the limit", "full: another's device", "full: another's busy device",
            "full: nothing", "no memory: idle device", "no memory: another's device", "no memory: another's busy device", "no memory: nothing"),
        .. Of("sweep",
            "not enabled", "no entries", "manager not expired", "destroyed", "revoked by flag", "revoked because of threads",
            "kept: busy", "kept: not registered yet", "kept: invoked, not expired", "asked for by unref", "not asked for by unref"),
        .. Of("time",
            "invoked entry swept early, by the test of seconds", "invoked entry kept at the deadline", "invoked entry swept 1 ms after the deadline",
            "clock steps back", "precision 0", "precision 1", "precision 2", "precision 3", "precision that does not exist"),
        .. Of("flag",
            [.. Enum.GetValues<ManagerFlags>().Where(flag => uint.IsPow2((uint)flag)).Select(flag => $"manager {flag}"),
            "device idle", "device Invoke", "device Busy", "device Invoke, Busy", "device New", "device Alloc"]),
        .. Of("refused",
            "without a manager", "Create typemask", "Create maxunit", "Create flags", "SetMaxUnit maxunit", "SetFlags flags", "SetDeviceFlags flags",
            "Alloc tmask", "Alloc unit", "Unref refcount", "Register ce: unknown", "Register ce: not allocated", "Register ce: has a device",
            "Register dev: is a clone", "Register dev: another unit", "null device"),
    ];

    /// <summary>The cases that no recording of the original can contain, each with the reason.</summary>
    public static IReadOnlyDictionary<CoverageLabel, string> Unrecordable { get; } = new Dictionary<CoverageLabel, string>
    {
        [new("operation", nameof(Operation.SysctlPrecision))] = "the format has no operation for the sysctl; it writes the variable itself",
        [new("refused", "Register ce: unknown")] = "the recording program has no pointer to an entry that does not exist",
        [new("refused", "Register dev: is a clone")] = "the recording program makes a new device for each register",
        [new("refused", "Register dev: another unit")] = "the recording program makes the device with the entry's unit",
        [new("refused", "null device")] = "the recording program calls with devices that it has made",
    };

    /// <summary>The cases that Recordings/traces.jsonl.gz does not contain though a recording can; Recordings/drafts.jsonl.gz was made for them.</summary>
    public static IReadOnlyDictionary<CoverageLabel, string> NotInTraces { get; } = new Dictionary<CoverageLabel, string>
    {
        [new("alloc", "new above the limit")] = "its callers never lower the limit under an idle device while a smaller unit is free",
        [new("refused", "without a manager")] = "its callers ask only while there is a manager",
        [new("refused", "Register ce: not allocated")] = "its callers register an entry once",
        [new("refused", "Register ce: has a device")] = "its callers register an entry once",
    };

    /// <summary>Why a case has not come, if it is known.</summary>
    /// <param name="label">The case.</param>
    /// <returns>The reason, or that none is known.</returns>
    public static string ReasonForNone(CoverageLabel label) =>
        Unrecordable.TryGetValue(label, out string? reason) || NotInTraces.TryGetValue(label, out reason) ? reason : "no reason known: it does not occur here";

    private static IEnumerable<CoverageLabel> Of(string group, params string[] cases) => cases.Select(name => new CoverageLabel(group, name));
}
