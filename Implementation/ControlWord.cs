using System.Runtime.CompilerServices;

namespace DeviceClones;

/// <summary>How far the operation of many entries is that the holder has underway.</summary>
internal enum Stage
{
    /// <summary>None, or it has not been decided: pending words mean what they were.</summary>
    Open = 0,

    /// <summary>All words are marked; whoever comes first decides. Count and flags stand still.</summary>
    Ready = 1,

    /// <summary>As <see cref="Ready"/>, of an operation that takes a reference away, too.</summary>
    ReadyToUnref = 2,

    /// <summary>It has happened: pending words mean what they will be.</summary>
    Committed = 3,
}

/// <summary>
/// A manager's control word (SlotWord.cs tells what it is for).
/// <code>
///  0..1   Stage                                            Open to Ready, Committed to Open: holder; from Ready: anybody
///  2..8   CloneManagerFlags, AlwaysGrow as the seventh bit holder, while open
///  9..31  sequence, up by one whenever an operation becomes ready: a late compare-exchange of an earlier one fails
///  32..63 references                                       anybody, unless ready
/// </code>
/// </summary>
internal static class ControlWord
{
    private const int FlagShift = 2;
    private const long FlagBits = 0x7fL << FlagShift;
    private const long LowFlags = 0x3f;
    private const long OneSequence = 1L << 9;
    private const long SequenceBits = 0x7fffffL << 9;
    private const int CountShift = 32;

    public static long Create(CloneManagerFlags flags) => With(0L, flags);

    public static Stage StageOf(long control) => (Stage)(control & 3);

    public static bool IsReady(long control) => StageOf(control) is Stage.Ready or Stage.ReadyToUnref;

    // Stryker disable once Bitwise : what the sign fills is cut off
    public static int References(long control) => (int)(control >> CountShift);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CloneManagerFlags Flags(long control)
    {
        // Stryker disable once Bitwise : the sign is not among the flags
        long bits = (control & FlagBits) >> FlagShift;
        return (CloneManagerFlags)(uint)(bits & LowFlags) | (bits > LowFlags ? CloneManagerFlags.AlwaysGrow : CloneManagerFlags.None);
    }

    public static bool Has(long control, CloneManagerFlags flag) => (Flags(control) & flag) != CloneManagerFlags.None;

    public static long With(long control, CloneManagerFlags flags)
    {
        long bits = ((uint)flags & LowFlags) | ((flags & CloneManagerFlags.AlwaysGrow) != CloneManagerFlags.None ? LowFlags + 1 : 0);
        return (control & ~FlagBits) | (bits << FlagShift);
    }

    public static long WithReferences(long control, int count) => (control & uint.MaxValue) | ((long)count << CountShift);

    public static long Ready(long control, Stage stage) =>
        (control & ~(SequenceBits | 3)) | (unchecked(control + OneSequence) & SequenceBits) | (long)stage;

    public static long Open(long control) => control & ~3L;

    public static long Committed(long control) =>
        (StageOf(control) == Stage.ReadyToUnref ? WithReferences(control, References(control) - 1) : control) | (long)Stage.Committed;
}
