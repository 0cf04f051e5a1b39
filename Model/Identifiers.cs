// What stands for the original's pointers and process ids, so that an operation can be written down
// without the state it will meet. Entries and devices are numbered in the order in which they were made.
namespace Clones;

/// <summary>A process: the <c>pid_t</c> of the original.</summary>
/// <param name="Value">The number; -1 is nobody.</param>
public readonly record struct ProcessId(int Value)
{
    /// <summary>Nobody: what release and the sweep leave behind (clone.c 432, 518).</summary>
    public static ProcessId None => new(-1);

    /// <inheritdoc />
    public override string ToString() => Value == -1 ? "nobody" : $"process {Value}";
}

/// <summary>An entry, by its place in the order of allocation since the manager was created.</summary>
/// <param name="Value">0, 1, 2, ...</param>
public readonly record struct EntryId(int Value)
{
    /// <inheritdoc />
    public override string ToString() => $"entry {Value}";
}

/// <summary>A device (<c>struct cdev</c>), by its place in the order in which the caller made devices.</summary>
/// <param name="Value">0, 1, 2, ...; a negative number is a device that is no clone.</param>
public readonly record struct DeviceId(int Value)
{
    /// <summary>A device that somebody else made: it is no clone (its <c>si_drv2</c> is null).</summary>
    public static DeviceId Foreign => new(-1);

    /// <summary>Whether this is a device that somebody else made.</summary>
    public bool IsForeign => Value < 0;

    /// <inheritdoc />
    public override string ToString() => IsForeign ? "foreign device" : $"device {Value}";
}
