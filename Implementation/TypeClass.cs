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

    /// <summary>
    /// Before which time a sweep finds something here: always where an entry is idle, never where none is idle or invoked, else when the
    /// oldest invoked one expires.
    /// </summary>
    public long Prunable { get; set; } = SweepHeap.Never;

    /// <summary>Its place in the <see cref="SweepHeap"/>.</summary>
    public int HeapPlace { get; set; }
}
