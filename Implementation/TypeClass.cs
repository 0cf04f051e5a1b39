namespace DeviceClones;

/// <summary>What a manager knows of the entries of one type: the bits of their units within the type mask. The holder's.</summary>
/// <param name="type">The type.</param>
internal sealed class TypeClass(int type)
{
    // The beginnings of its lists in the indexes by age and by process. Fields, because the indexes change them by reference.
    public int AgeRoot = AgeIndex.None;
    public int ProcessRoot = SlotTable.None;

    public int Type => type;

    public UnitTree Units { get; } = new();

    public int Count { get; set; }

    /// <summary>Whether the index by process has what belongs to nobody, too: from the first time on that somebody asks as nobody.</summary>
    public bool HasNobodyInProcesses { get; set; }

    /// <summary>
    /// From which time on a sweep may find something here: always where an entry is idle, never where none is idle or invoked, else the time
    /// of the oldest invoked one. It follows at once where that becomes earlier; where it becomes later, the next sweep that looks here finds
    /// out, so that opening and closing a device changes nothing here.
    /// </summary>
    public long Prunable { get; set; } = SweepHeap.Never;

    /// <summary>Its place in the <see cref="SweepHeap"/>.</summary>
    public int HeapPlace { get; set; }
}
