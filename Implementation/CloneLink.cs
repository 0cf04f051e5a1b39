namespace DeviceClones;

/// <summary>The manager's place in a device (<c>si_drv2</c>). Only managers touch what is in it.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1815", Justification = "A place in memory, not a value: two of them are never compared.")]
public struct CloneLink
{
    internal object? Owner;
}
