// The constants and flags of the original's header (clone.h, unchanged from 2007 to its end) and the
// errno values that its functions return, in one place. They are what a caller writes and reads, so
// they keep the original's numbers.
namespace Clones;

/// <summary>Numbers of clone.h.</summary>
public static class Limits
{
    /// <summary>SND_CLONE_MAXUNIT: every bit that a unit, a type mask or a limit may have.</summary>
    public const int MaxUnit = 0xffffff;

    /// <summary>SND_CLONE_DEADLINE_DEFAULT, in milliseconds: what the original's caller uses.</summary>
    public const int DefaultDeadlineMilliseconds = 750;

    /// <summary>The unit argument that asks for any unit, and the limit argument that asks for the largest one (clone.c 170, 620).</summary>
    public const int Any = -1;
}

/// <summary>SND_CLONE_ENABLE to SND_CLONE_WAITOK: what a manager is allowed to do.</summary>
[Flags]
public enum ManagerFlags : uint
{
    /// <summary>Nothing set.</summary>
    None = 0,

    /// <summary>SND_CLONE_ENABLE: alloc answers.</summary>
    Enable = 0x1,

    /// <summary>SND_CLONE_GC_ENABLE: the sweep does something.</summary>
    GcEnable = 0x2,

    /// <summary>SND_CLONE_GC_UNREF: unref sweeps.</summary>
    GcUnref = 0x4,

    /// <summary>SND_CLONE_GC_LASTREF: with <see cref="GcUnref"/>, only the unref that brings the count to zero sweeps.</summary>
    GcLastRef = 0x8,

    /// <summary>SND_CLONE_GC_EXPIRED: the sweep waits until the manager itself has expired.</summary>
    GcExpired = 0x10,

    /// <summary>SND_CLONE_GC_REVOKE: the sweep takes entries back instead of destroying their devices.</summary>
    GcRevoke = 0x20,

    /// <summary>SND_CLONE_GC_MASK: the five flags of the sweep.</summary>
    GcMask = GcEnable | GcUnref | GcLastRef | GcExpired | GcRevoke,

    /// <summary>SND_CLONE_WAITOK: an allocation of memory may wait, and so never fails.</summary>
    WaitOk = 0x80000000,

    /// <summary>SND_CLONE_MASK: every flag that a manager may have.</summary>
    Mask = Enable | GcMask | WaitOk,
}

/// <summary>SND_CLONE_NEW, SND_CLONE_INVOKE and SND_CLONE_BUSY: where an entry is in its life.</summary>
[Flags]
public enum DeviceFlags : uint
{
    /// <summary>Idle: nobody has it.</summary>
    None = 0,

    /// <summary>SND_CLONE_NEW: allocated, not registered yet.</summary>
    New = 0x1,

    /// <summary>SND_CLONE_INVOKE: handed to somebody who has not opened it yet.</summary>
    Invoke = 0x2,

    /// <summary>SND_CLONE_BUSY: open, or not registered yet.</summary>
    Busy = 0x4,

    /// <summary>SND_CLONE_ALLOC, what a new entry has until it is registered; also SND_CLONE_DEVMASK, every flag that a device may have.</summary>
    Alloc = New | Invoke | Busy,

    /// <summary>The answer about a device that is no clone (clone.c 351, 369).</summary>
    NoDevice = 0xffffffff,
}

/// <summary>What the original's functions return as <c>int</c> errors.</summary>
public enum Errno
{
    /// <summary>Success.</summary>
    None = 0,

    /// <summary>EBADF: release of a device that is not busy.</summary>
    BadFile = 9,

    /// <summary>EBUSY: somebody has it.</summary>
    Busy = 16,

    /// <summary>ENODEV: the device is no clone.</summary>
    NoDevice = 19,

    /// <summary>EINVAL: enabled or disabled already.</summary>
    Invalid = 22,
}

/// <summary>The values of hw.snd.timestamp_precision (clone.c 100).</summary>
public static class Precision
{
    /// <summary>SND_TSP_SEC: whole seconds of the wall clock.</summary>
    public const int Seconds = 0;

    /// <summary>SND_TSP_HZ: uptime, cut to the tick. A tick is 1 ms here, as in the recordings.</summary>
    public const int Tick = 1;

    /// <summary>SND_TSP_USEC: uptime, cut to the microsecond.</summary>
    public const int Microseconds = 2;

    /// <summary>SND_TSP_NSEC: uptime.</summary>
    public const int Nanoseconds = 3;

    /// <summary>Nanoseconds of a tick.</summary>
    public const long TickNanoseconds = 1_000_000;
}
