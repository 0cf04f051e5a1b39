using System.Diagnostics.CodeAnalysis;

namespace DeviceClones;

/// <summary>The managers' place in a device (<c>si_drv2</c>). Only managers touch what is in it.</summary>
[SuppressMessage("Performance", "CA1815", Justification = "A place in memory, not a value: two of them are never compared.")]
public struct CloneLink
{
    /// <summary>
    /// The page of slots in which its manager has the device; null for none. Claimed by compare-exchange, so that of two managers one gets
    /// the device.
    /// </summary>
    internal object? Page;

    /// <summary>
    /// Its place in that page. Page and place are hints: they count only if the slot there has this device, so a late reader, or one that
    /// reads one before and the other after a change, is told nothing wrong by them.
    /// </summary>
    internal int Place;
}
