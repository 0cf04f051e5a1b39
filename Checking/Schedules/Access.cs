// The vocabulary of an execution: each call of a stand-in is an access, and a scheduling point.
namespace Checking.Schedules;

/// <summary>What an access does.</summary>
public enum AccessKind
{
    /// <summary>A thread begins. It touches nothing, and counts as the invocation of its first operation.</summary>
    Begin,

    /// <summary>An operation is invoked: it touches nothing.</summary>
    Invoke,

    /// <summary>An operation returns: it touches nothing.</summary>
    Return,

    /// <summary>Reads a location.</summary>
    Read,

    /// <summary>Writes a location.</summary>
    Write,

    /// <summary>Reads a location and may write it, in one step.</summary>
    Update,

    /// <summary>Takes a lock that is free.</summary>
    Enter,

    /// <summary>Gives a lock back.</summary>
    Exit,

    /// <summary>A full fence that touches no location.</summary>
    Fence,
}

/// <summary>Where in the source an access stands.</summary>
/// <param name="File">The file's path, as the compiler knows it.</param>
/// <param name="Line">The line.</param>
/// <param name="Expression">The location as it is written there.</param>
public readonly record struct Place(string File, int Line, string Expression)
{
    /// <summary>The location as it is written, without the keyword.</summary>
    public string Location => Expression?.StartsWith("ref ", StringComparison.Ordinal) == true ? Expression[4..] : Expression ?? string.Empty;

    /// <inheritdoc />
    public override string ToString() => File is null ? "(begin)" : $"{Location} at {Path.GetFileName(File)}:{Line}";
}

/// <summary>One access of an execution.</summary>
/// <param name="Thread">Which thread.</param>
/// <param name="Kind">What it did.</param>
/// <param name="Location">Which location or lock: numbered in the order in which this execution came to them; -1 for none.</param>
/// <param name="Place">Where it stands.</param>
public readonly record struct Access(int Thread, AccessKind Kind, int Location, Place Place)
{
    /// <summary>
    /// Whether the order of two accesses of different threads matters: they are about the same location, and not both read it; or one
    /// operation returns and another is invoked, which a history tells apart from the two being underway at once.
    /// </summary>
    /// <param name="kind">What one does.</param>
    /// <param name="location">Where.</param>
    /// <param name="otherKind">What the other does.</param>
    /// <param name="otherLocation">Where.</param>
    /// <returns>Whether they depend on one another.</returns>
    internal static bool AreDependent(AccessKind kind, int location, AccessKind otherKind, int otherLocation) =>
        location >= 0
            ? location == otherLocation && (kind != AccessKind.Read || otherKind != AccessKind.Read)
            : (kind == AccessKind.Return && IsInvocation(otherKind)) || (IsInvocation(kind) && otherKind == AccessKind.Return);

    /// <summary>Whether an operation is invoked.</summary>
    internal static bool IsInvocation(AccessKind kind) => kind is AccessKind.Begin or AccessKind.Invoke;

    /// <inheritdoc />
    public override string ToString() => Location < 0 ? $"{Kind}" : $"{Kind} {Place}";
}
