// What a caller can ask of the manager, as data: so that one list of operations can be generated,
// shrunk, printed, recorded and replayed by every consumer. Answers are in Response.cs; the meaning of
// both is Model.Step, which is the file to read first.
using System.Text;

namespace Clones;

/// <summary>One call of the original, or one change of what surrounds it (clock, precision, threads inside a device).</summary>
public abstract record Operation
{
    private Operation()
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
            return $"{GetType().Name}({(PrintMembers(members) ? members.Replace(" = ", ": ") : string.Empty)})";
        }
    }

    /// <summary>Sets the clocks.</summary>
    /// <param name="Uptime">The time since boot.</param>
    /// <param name="WallSeconds">The wall clock, in whole seconds.</param>
    public sealed record SetClock(Timestamp Uptime, long WallSeconds) : Operation;

    /// <summary>Sets hw.snd.timestamp_precision as a tunable does, without a check (clone.c 102-103).</summary>
    /// <param name="Value">Any number; one that is no <see cref="Precision"/> is put right at the next reading.</param>
    public sealed record SetPrecision(int Value) : Operation;

    /// <summary>Reads and, where a value is given, writes hw.snd.timestamp_precision as sysctl does (clone.c 133-154).</summary>
    /// <param name="New">The value to write; one that is no <see cref="Precision"/> is ignored.</param>
    public sealed record SysctlPrecision(int? New) : Operation;

    /// <summary>snd_clone_create (clone.c 164-189).</summary>
    /// <param name="TypeMask">Within <see cref="Limits.MaxUnit"/>.</param>
    /// <param name="MaxUnit">Within <see cref="Limits.MaxUnit"/> and outside the type mask, or <see cref="Limits.Any"/> for the largest.</param>
    /// <param name="DeadlineMilliseconds">Any number.</param>
    /// <param name="Flags">Within <see cref="ManagerFlags.Mask"/>.</param>
    public sealed record Create(int TypeMask, int MaxUnit, int DeadlineMilliseconds, ManagerFlags Flags) : Operation;

    /// <summary>snd_clone_enable (clone.c 215-225).</summary>
    public sealed record Enable : Operation;

    /// <summary>snd_clone_disable (clone.c 228-238).</summary>
    public sealed record Disable : Operation;

    /// <summary>snd_clone_busy (clone.c 192-208).</summary>
    public sealed record Busy : Operation;

    /// <summary>snd_clone_getsize (clone.c 244-249).</summary>
    public sealed record GetSize : Operation;

    /// <summary>snd_clone_getmaxunit (clone.c 252-257).</summary>
    public sealed record GetMaxUnit : Operation;

    /// <summary>snd_clone_setmaxunit (clone.c 260-272).</summary>
    /// <param name="MaxUnit">As in <see cref="Create"/>.</param>
    public sealed record SetMaxUnit(int MaxUnit) : Operation;

    /// <summary>snd_clone_getdeadline (clone.c 275-280).</summary>
    public sealed record GetDeadline : Operation;

    /// <summary>snd_clone_setdeadline (clone.c 283-290).</summary>
    /// <param name="DeadlineMilliseconds">Any number.</param>
    public sealed record SetDeadline(int DeadlineMilliseconds) : Operation;

    /// <summary>snd_clone_gettime (clone.c 293-301).</summary>
    public sealed record GetTime : Operation;

    /// <summary>snd_clone_getflags (clone.c 304-309).</summary>
    public sealed record GetFlags : Operation;

    /// <summary>snd_clone_setflags (clone.c 312-321).</summary>
    /// <param name="Flags">Within <see cref="ManagerFlags.Mask"/>.</param>
    public sealed record SetFlags(ManagerFlags Flags) : Operation;

    /// <summary>snd_clone_alloc (clone.c 607-795).</summary>
    /// <param name="Process">Who asks (<c>curthread</c>).</param>
    /// <param name="Unit">The unit number wanted, or <see cref="Limits.Any"/>.</param>
    /// <param name="Type">The type wanted (<c>tmask</c>): bits within the type mask.</param>
    /// <param name="MemoryFails">Whether an allocation of memory that may not wait fails during the call.</param>
    public sealed record Alloc(ProcessId Process, int Unit, int Type, bool MemoryFails) : Operation;

    /// <summary>snd_clone_register (clone.c 586-604) of a device that the caller makes for it, as the original's caller does.</summary>
    /// <param name="Entry">The entry that alloc gave.</param>
    /// <param name="Unit">The unit that the device is made with, where it is not the entry's: refused.</param>
    /// <param name="Existing">The device to register, where it is one made for something else, with another unit (the complement of the entry's): refused.</param>
    public sealed record Register(EntryId Entry, int? Unit = null, DeviceId? Existing = null) : Operation
    {
        private protected override string Text =>
            $"Register({Entry}, {(Existing is { } device ? device : "new device")}{(Unit is { } unit ? $" of unit {unit}" : string.Empty)})";
    }

    /// <summary>snd_clone_acquire (clone.c 473-493).</summary>
    /// <param name="Device">The device.</param>
    public sealed record Acquire(DeviceId Device) : Operation;

    /// <summary>snd_clone_release (clone.c 500-521).</summary>
    /// <param name="Device">The device.</param>
    public sealed record Release(DeviceId Device) : Operation;

    /// <summary>snd_clone_ref (clone.c 538-554).</summary>
    /// <param name="Device">The device.</param>
    public sealed record Ref(DeviceId Device) : Operation;

    /// <summary>snd_clone_unref (clone.c 557-583).</summary>
    /// <param name="Device">The device.</param>
    public sealed record Unref(DeviceId Device) : Operation;

    /// <summary>snd_clone_getdevtime (clone.c 324-340).</summary>
    /// <param name="Device">The device.</param>
    public sealed record GetDeviceTime(DeviceId Device) : Operation;

    /// <summary>snd_clone_getdevflags (clone.c 343-356).</summary>
    /// <param name="Device">The device.</param>
    public sealed record GetDeviceFlags(DeviceId Device) : Operation;

    /// <summary>snd_clone_setdevflags (clone.c 359-376).</summary>
    /// <param name="Device">The device.</param>
    /// <param name="Flags">Within <see cref="DeviceFlags.Alloc"/>.</param>
    public sealed record SetDeviceFlags(DeviceId Device, DeviceFlags Flags) : Operation;

    /// <summary>Sets the number of threads inside a device (<c>si_threadcount</c>), which busy and the sweep look at.</summary>
    /// <param name="Device">The device.</param>
    /// <param name="Count">How many.</param>
    public sealed record SetThreads(DeviceId Device, int Count) : Operation;

    /// <summary>snd_clone_gc (clone.c 396-445): the sweep.</summary>
    public sealed record Gc : Operation;

    /// <summary>snd_clone_destroy (clone.c 448-464).</summary>
    public sealed record Destroy : Operation;
}
