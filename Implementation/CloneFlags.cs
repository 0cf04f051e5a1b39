// The flags and answers of the original's header, under names of their own. They keep the original's
// numbers, so that a flag word can be compared with one of the original's.
namespace DeviceClones;

/// <summary>What a manager does (SND_CLONE_ENABLE to SND_CLONE_WAITOK of clone.h).</summary>
[Flags]
public enum CloneManagerFlags : uint
{
    /// <summary>Nothing set: allocation gives nothing, a sweep does nothing.</summary>
    None = 0,

    /// <summary>SND_CLONE_ENABLE: allocation is open.</summary>
    Enabled = 0x1,

    /// <summary>SND_CLONE_GC_ENABLE: a sweep does something.</summary>
    Sweep = 0x2,

    /// <summary>SND_CLONE_GC_UNREF: removing a reference sweeps.</summary>
    SweepOnUnref = 0x4,

    /// <summary>SND_CLONE_GC_LASTREF: with <see cref="SweepOnUnref"/>, only removing the last reference sweeps.</summary>
    SweepOnLastUnref = 0x8,

    /// <summary>
    /// SND_CLONE_GC_EXPIRED: a sweep does nothing until the deadline has passed since the last allocation, as <see cref="CloneManagerOptions.Deadline"/>
    /// counts it.
    /// </summary>
    SweepWhenExpired = 0x10,

    /// <summary>SND_CLONE_GC_REVOKE: a sweep takes devices back instead of destroying them.</summary>
    SweepRevokes = 0x20,

    /// <summary>SND_CLONE_WAITOK: an allocation makes a new entry although its caller says that there is no room for one.</summary>
    AlwaysGrow = 0x80000000,

    /// <summary>SND_CLONE_MASK: every flag there is.</summary>
    All = Enabled | Sweep | SweepOnUnref | SweepOnLastUnref | SweepWhenExpired | SweepRevokes | AlwaysGrow,
}

/// <summary>Where an entry is in its life (SND_CLONE_NEW, SND_CLONE_INVOKE and SND_CLONE_BUSY of clone.h).</summary>
[Flags]
public enum CloneDeviceFlags : uint
{
    /// <summary>Idle: nobody has it.</summary>
    None = 0,

    /// <summary>SND_CLONE_NEW: not registered yet.</summary>
    New = 0x1,

    /// <summary>SND_CLONE_INVOKE: handed to somebody who has not acquired it yet.</summary>
    Invoked = 0x2,

    /// <summary>SND_CLONE_BUSY: acquired, or not registered yet.</summary>
    Busy = 0x4,

    /// <summary>SND_CLONE_ALLOC and SND_CLONE_DEVMASK: what a new entry has, and every flag there is.</summary>
    All = New | Invoked | Busy,

    /// <summary>The answer about a device that is none of the manager's (clone.c 351, 369).</summary>
    NoDevice = 0xffffffff,
}

/// <summary>What the original returns as an errno.</summary>
public enum CloneStatus
{
    /// <summary>It is done; of <see cref="CloneManager{TDevice}.CheckBusy"/>: nothing is busy.</summary>
    Success = 0,

    /// <summary>EBADF: released, but not busy.</summary>
    NotBusy = 9,

    /// <summary>EBUSY: somebody has it.</summary>
    Busy = 16,

    /// <summary>ENODEV: the device is none of the manager's, or it was destroyed.</summary>
    NoDevice = 19,

    /// <summary>EINVAL: enabled or disabled already.</summary>
    Unchanged = 22,
}
