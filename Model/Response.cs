// What the caller sees of an operation, as data. What the original asserts is an answer here, too
// (Refused), so that Step is total.
using System.Text;

namespace Clones;

/// <summary>The answer to an <see cref="Operation"/>.</summary>
public abstract record Response
{
    private Response()
    {
        // Closed: every case stands below.
    }

    /// <inheritdoc />
    public sealed override string ToString() => Text;

    private protected virtual string Text
    {
        get
        {
            StringBuilder members = new();
            return PrintMembers(members) ? $"{GetType().Name}({members.Replace(" = ", ": ")})" : GetType().Name;
        }
    }

    /// <summary>Nothing to say.</summary>
    public sealed record Done : Response;

    /// <summary>Success or an error: of enable, disable, busy, acquire and release.</summary>
    /// <param name="Error">The error, or <see cref="Errno.None"/>.</param>
    public sealed record Result(Errno Error) : Response;

    /// <summary>A number: a size, a limit, a deadline, a reference count, a precision.</summary>
    /// <param name="Value">The number.</param>
    public sealed record Number(int Value) : Response;

    /// <summary>The flags of the manager.</summary>
    /// <param name="Flags">The flags.</param>
    public sealed record OfManager(ManagerFlags Flags) : Response;

    /// <summary>The flags of a device, or <see cref="DeviceFlags.NoDevice"/>.</summary>
    /// <param name="Flags">The flags.</param>
    public sealed record OfDevice(DeviceFlags Flags) : Response;

    /// <summary>A time, or why there is none.</summary>
    /// <param name="Error">The error, or <see cref="Errno.None"/>.</param>
    /// <param name="Time">The time; zero where there is an error.</param>
    public sealed record TimeOf(Errno Error, Timestamp Time) : Response;

    /// <summary>What alloc gives: a new entry to be registered, a device to share, or neither.</summary>
    /// <param name="Entry">The new entry.</param>
    /// <param name="Unit">The caller's unit variable after the call: the new unit number, or what the caller had put in.</param>
    /// <param name="Device">The device to share.</param>
    public sealed record Allocated(EntryId? Entry, int Unit, DeviceId? Device) : Response
    {
        private protected override string Text =>
            Entry is { } entry ? $"new {entry}, unit {Unit}"
            : Device is { } device ? $"{device} to share, unit {Unit}"
            : $"nothing, unit {Unit}";
    }

    /// <summary>The entry has its device.</summary>
    /// <param name="Device">The device.</param>
    public sealed record Registered(DeviceId Device) : Response;

    /// <summary>What the sweep pruned.</summary>
    /// <param name="Pruned">How many entries it took: destroyed ones, and revoked ones.</param>
    /// <param name="Destroyed">The devices destroyed, in order.</param>
    public sealed record Swept(int Pruned, ValueList<DeviceId> Destroyed) : Response;

    /// <summary>A reference is gone.</summary>
    /// <param name="ReferenceCount">How many are left.</param>
    /// <param name="Destroyed">The devices that the sweep destroyed, in order, where there was one.</param>
    public sealed record Unreferenced(int ReferenceCount, ValueList<DeviceId> Destroyed) : Response;

    /// <summary>The manager is gone.</summary>
    /// <param name="Destroyed">The devices destroyed, in order.</param>
    public sealed record ManagerDestroyed(ValueList<DeviceId> Destroyed) : Response;

    /// <summary>What the original asserts does not hold: nothing was done.</summary>
    /// <param name="Argument">The argument to blame, by its name in the original.</param>
    /// <param name="Reason">What the original's panic says.</param>
    public sealed record Refused(string Argument, string Reason) : Response;
}
