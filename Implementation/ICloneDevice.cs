namespace DeviceClones;

/// <summary>What a manager needs of the caller's devices (the part of <c>struct cdev</c> that the original looks at).</summary>
public interface ICloneDevice
{
    /// <summary>The unit that the device was made with, type bits included (<c>dev2unit</c>); read once, when the device is registered.</summary>
    int Unit { get; }

    /// <summary>
    /// A field of the device that belongs to the manager (<c>si_drv2</c>). Declare a <see cref="CloneLink"/> field and return it by
    /// reference, always the same one; never copy it or write to it. It is asked while the manager's lock is held, also in the middle of a
    /// sweep, so it must neither throw nor call a manager.
    /// </summary>
    ref CloneLink Link { get; }
}
