// THE PROTOCOL, told once. It is about four kinds of words that threads share without a lock:
//
//   slot.Word   one an entry: its flags and what is underway with it (legend below)
//   node.Notes  which slots may differ from what the indexes say: bits in a 64-way tree (NoteNode.cs)
//   control     one a manager: state of the operation underway, flags, reference count (ControlWord.cs)
//   slot.Time   when the entry was handed out last; changes only while its word says TimeMoved
//
// Who holds the manager's lock is called the holder. All indexes, the list order and what is not
// named above belong to it alone.
//
// 1. Acquire, release, set-flags and set-threads change one slot word by compare-exchange, without the
//    lock. The index is then wrong, so the note comes first: bits are set from the slot's page up to
//    the root of the notes, and only then may the word be changed, with Noted set in the same exchange.
//    While Noted is set the bits are set (or rule 4 holds), so further changes of that slot need no note.
// 2. The holder drains the notes from the root down, and changes the word of each slot it finds: Noted
//    off, version up. Whoever left a note and has not changed the word yet fails in its exchange, and
//    begins again with a new note. So: a word that is not Noted is as the holder knows it, for as long
//    as the root of the notes is zero. Mostly the indexes follow at once. Where the same exchange marks
//    the word (rules 4 and 5) they do not: what is closed and given to the next, or destroyed, is not moved
//    to another place first; nor is what was shared last and is closed again. Category and Counted always say what the indexes have.
// 3. An answer that depends on many entries (new entry, nothing, busy, a snapshot) is right at the
//    moment at which the holder, after it drained and decided, reads a root of zero; else it begins again.
//    Until it has answered only the holder can see the rest of what it did: that is behind the lock.
// 4. Sharing a device changes one word, and depends on many. The holder marks the word as pending to be
//    shared; then whoever comes first - the holder, or somebody who meets the mark and cannot wait -
//    reads the root of the notes and exchanges the word for what it will be, if the root is zero, or
//    for what it was. It happens at the reading of zero that led to the former. TimeMoved tells the
//    holder which of the two it was, and readers that the new time is in _shareTime. Indexes, time and
//    process follow when the next holder drains: it knows what was shared last, and begins with that.
//    So the word of what is shared says Noted from the decision on, and its changes need no note in
//    the tree: who is given a device opens it, and the holder looks at it once for both.
// 5. A sweep and the end change many words, in one step for everybody. The holder marks each as pending
//    (to be destroyed, revoked), then moves control from open to ready; then whoever comes first reads
//    the root and moves control from ready to committed, if it is zero, or back to open. Committed,
//    each marked word means what it will be; open, what it was. It happens at the reading of zero that
//    led to committed. At last the holder writes the words out and opens control again.
//    Others may change a marked word: while open, if a note was left before and control is still open
//    after the note (then no commit can miss the note); while committed, from what it means then. The
//    holder finds the mark gone: it has lost (open, and there is a note), or it was helped (committed).
// 6. References are counted in control itself, so counting (for a device that is alive) fails if
//    anything was committed in between: a device that a sweep took is never counted.
//
// Nobody ever waits for the holder but for the lock itself: acquire, release, references without a sweep
// and what one device tells are free of locks. They are obstruction-free, not lock-free: alone each ends
// after a few steps, and among themselves somebody's progress is the only reason for beginning again; but a
// change and an answer of the holder can undo each other's note and draining for as long as both keep in step.
//
// Who decides for another reads what two others have written, and has written neither: that takes memory in which all
// see a write at once (multi-copy atomicity), as x64 and ARM64 have it and POWER has not.
using System.Runtime.CompilerServices;

namespace DeviceClones;

/// <summary>What an entry is marked for.</summary>
internal enum Pending
{
    None = 0,
    Share = 1,
    Destroy = 2,
    Revoke = 3,
}

/// <summary>Where the indexes have an entry.</summary>
internal enum Category
{
    /// <summary>Not in use, or not registered yet.</summary>
    None = 0,
    Busy = 1,
    Idle = 2,
    Invoked = 3,
}

/// <summary>
/// The word of a slot.
/// <code>
///  0..2   New, Invoked, Busy, as in CloneDeviceFlags       anybody
///  3      InUse: there is an entry                         holder
///  4      HasDevice: it is registered and alive            holder
///  5      Noted: the notes have a bit for the slot, or it  anybody sets, holder clears
///         is what was shared last
///  6      NoProcess: released or revoked since the holder last wrote slot.Process
///  7      TimeMoved: its time is in _shareTime             whoever decides a share sets, holder clears
///  8..9   Pending                                          holder sets, anybody clears by rules 4 and 5
///  10..11 Category in the indexes                          holder
///  12     Counted among the busy ones                      holder
///  13..28 threads inside the device                        anybody
///  29..63 version, up by one at each change by the holder
/// </code>
/// </summary>
internal static class SlotWord
{
    public const long InUse = 1 << 3;
    public const long HasDevice = 1 << 4;
    public const long Noted = 1 << 5;
    public const long NoProcess = 1 << 6;
    public const long TimeMoved = 1 << 7;
    public const long Counted = 1 << 12;
    public const int LargestThreadCount = 0xffff;

    private const long PlainAndNoted = HasDevice | Noted;
    private const int PendingShift = 8;
    private const int CategoryShift = 10;
    private const int ThreadShift = 13;
    private const long OneVersion = 1L << 29;
    private const long VersionBits = ~(OneVersion - 1);

    public static bool Has(long word, long bits) => (word & bits) != 0;

    public static CloneDeviceFlags Flags(long word) => (CloneDeviceFlags)(word & (long)CloneDeviceFlags.All);

    public static long WithFlags(long word, CloneDeviceFlags flags) => (word & ~(long)CloneDeviceFlags.All) | (long)flags;

    // Stryker disable once Bitwise : what the sign fills is cut off
    public static Pending PendingOf(long word) => (Pending)((word >> PendingShift) & 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long With(long word, Pending pending) => (word & ~(3L << PendingShift)) | ((long)pending << PendingShift);

    // Stryker disable once Bitwise : what the sign fills is cut off
    public static Category CategoryOf(long word) => (Category)((word >> CategoryShift) & 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long With(long word, Category category) => (word & ~(3L << CategoryShift)) | ((long)category << CategoryShift);

    // Stryker disable once Bitwise : what the sign fills is cut off
    public static int Threads(long word) => (int)((word >> ThreadShift) & LargestThreadCount);

    public static long WithThreads(long word, int count) => (word & ~((long)LargestThreadCount << ThreadShift)) | ((long)count << ThreadShift);

    /// <summary>The next version: every exchange that was begun on the word before must fail.</summary>
    public static long Next(long word) => unchecked(word + OneVersion);

    /// <summary>The word of a slot that is not in use.</summary>
    public static long Free(long word) => Next(word & VersionBits);

    /// <summary>The category that the flags call for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Category Classify(long word) =>
        !Has(word, HasDevice) ? Category.None
        : Has(word, (long)CloneDeviceFlags.Busy) ? Category.Busy
        : Has(word, (long)CloneDeviceFlags.Invoked) ? Category.Invoked
        : Category.Idle;

    /// <summary>Whether the entry makes its manager busy (clone.c 202-203).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBusy(long word) => Has(word, InUse) && (Has(word, (long)CloneDeviceFlags.Busy) || Threads(word) != 0);

    /// <summary>Whether a word is of an entry with a device, and means what it says.</summary>
    public static bool IsPlain(long word) => (word & (HasDevice | (3L << PendingShift))) == HasDevice;

    /// <summary>Whether that is so, and the holder is going to look at the slot.</summary>
    public static bool IsPlainAndNoted(long word) => (word & (PlainAndNoted | (3L << PendingShift))) == PlainAndNoted;

    /// <summary>Whether a word is of a device that is idle, and that the indexes have among the busy ones still.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsClosed(long word) => CategoryOf(word) == Category.Busy && Classify(word) == Category.Idle;

    /// <summary>The word when the indexes have followed it, and the notes about it are taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Settled(long word)
    {
        long settled = With(word & ~(Noted | NoProcess | TimeMoved | Counted), Classify(word));
        return Next(IsBusy(word) ? settled | Counted : settled);
    }

    /// <summary>The word when the notes about it are taken, and the indexes have not followed.</summary>
    public static long Kept(long word) => Next(word & ~(Noted | TimeMoved));

    /// <summary>What a word that is pending to be shared means once it is (clone.c 787). Whoever gets it is its process.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Shared(long word) => With(word & ~NoProcess, Pending.None) | (long)CloneDeviceFlags.Invoked | TimeMoved | Noted;

    /// <summary>What a pending word means while it is undecided: what it was.</summary>
    public static long Undone(long word) => With(word, Pending.None);

    /// <summary>What a word that is pending to be destroyed or revoked means once that is committed.</summary>
    public static long Done(long word) => PendingOf(word) switch
    {
        Pending.Revoke => (With(word, Pending.None) & ~(long)CloneDeviceFlags.Invoked) | NoProcess, // clone.c 431-432
        Pending.Destroy => With(word, Pending.None) & ~(HasDevice | InUse), // clone.c 434-437
        _ => word,
    };
}
