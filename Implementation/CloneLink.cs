using System.Diagnostics.CodeAnalysis;

namespace DeviceClones;

/// <summary>The managers' place in a device (<c>si_drv2</c>). Only managers touch what is in it.</summary>
[SuppressMessage("Performance", "CA1815", Justification = "A place in memory, not a value: two of them are never compared.")]
public struct CloneLink
{
    /// <summary>The manager that has the device; null for none. Claimed by compare-exchange, so that of two managers one gets it.</summary>
    internal object? Owner;

    /// <summary>
    /// In which slot of its manager the device is. A hint: it counts only if that slot has this device, so a late reader can be told
    /// nothing wrong by it.
    /// </summary>
    internal int Slot;
}
