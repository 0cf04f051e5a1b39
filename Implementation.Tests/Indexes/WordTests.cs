// The two packed words: each part holds what was put into it and leaves the others alone, and what a word means is as
// the legends in SlotWord.cs and ControlWord.cs say, bit by bit.
using DeviceClones;
using Xunit;

namespace Implementation.Tests.Indexes;

public sealed class WordTests
{
    private const long Undecided = 3L << 8;
    private const long Version = 1L << 29;

    /// <summary>Words of all kinds, the flags in all combinations.</summary>
    private static IEnumerable<long> Words()
    {
        Random random = new(17);
        for (int number = 0; number < 4096; number++)
        {
            yield return (random.NextInt64() & ~0x1fffL) | (uint)(number ^ (random.Next(2) << 12));
        }

        yield return 0;
        yield return -1;
        yield return long.MaxValue;
    }

    [Fact]
    public void Each_part_of_a_slots_word_is_where_the_legend_has_it()
    {
        Assert.Equal((8, 16, 32, 64, 128, 4096), (SlotWord.InUse, SlotWord.HasDevice, SlotWord.Noted, SlotWord.NoProcess, SlotWord.TimeMoved, SlotWord.Counted));
        foreach (long word in Words())
        {
            Assert.Equal((CloneDeviceFlags)(word & 7), SlotWord.Flags(word));
            Assert.Equal((Pending)(word >> 8 & 3), SlotWord.PendingOf(word));
            Assert.Equal((Category)(word >> 10 & 3), SlotWord.CategoryOf(word));
            Assert.Equal((int)(word >> 13 & 0xffff), SlotWord.Threads(word));
            Assert.Equal((word & ~7L) | 5, SlotWord.WithFlags(word, CloneDeviceFlags.Busy | CloneDeviceFlags.New));
            Assert.Equal((word & ~Undecided) | 0x200, SlotWord.With(word, Pending.Destroy));
            Assert.Equal((word & ~0xc00L) | 0x400, SlotWord.With(word, Category.Busy));
            Assert.Equal((word & ~(0xffffL << 13)) | (0x8001L << 13), SlotWord.WithThreads(word, 0x8001));
            Assert.Equal(unchecked(word + Version), SlotWord.Next(word));
            Assert.Equal(unchecked((word & ~(Version - 1)) + Version), SlotWord.Free(word));
        }
    }

    [Fact]
    public void What_a_slots_word_says_follows_from_its_parts()
    {
        foreach (long word in Words())
        {
            bool isInUse = (word & 8) != 0;
            bool hasDevice = (word & 16) != 0;
            bool isBusyItself = (word & 4) != 0;
            Category category = !hasDevice ? Category.None : isBusyItself ? Category.Busy : (word & 2) != 0 ? Category.Invoked : Category.Idle;
            bool isBusy = isInUse && (isBusyItself || (word >> 13 & 0xffff) != 0);
            Assert.Equal(category, SlotWord.Classify(word));
            Assert.Equal(isBusy, SlotWord.IsBusy(word));
            Assert.Equal(hasDevice && (word & Undecided) == 0, SlotWord.IsPlain(word));
            Assert.Equal(hasDevice && (word & Undecided) == 0 && (word & 32) != 0, SlotWord.IsPlainAndNoted(word));
            Assert.Equal((word & 0x1c0) != 0, SlotWord.Has(word, 0x1c0));

            // Noted, NoProcess, TimeMoved and Counted go, then what is counted comes again.
            Assert.Equal(unchecked(SlotWord.With(word & ~0x10e0L, category) + (isBusy ? 0x1000 : 0) + Version), SlotWord.Settled(word));
            Assert.Equal(unchecked((word & ~0xa0L) + Version), SlotWord.Kept(word)); // Noted and TimeMoved go
            Assert.Equal(word & ~Undecided, SlotWord.Undone(word));
            long none = word & ~Undecided;
            Assert.Equal((none & ~64) | 2 | 128 | 32, SlotWord.Shared(none | 0x100)); // shared: invoked, with another time and process, and looked at by the next holder
            Assert.Equal(none & ~0x18, SlotWord.Done(none | 0x200)); // destroyed: neither in use nor with a device
            Assert.Equal((none & ~2) | 64, SlotWord.Done(none | 0x300)); // revoked: of no process, and not invoked
            Assert.Equal(none, SlotWord.Done(none));
        }
    }

    [Fact]
    public void Each_part_of_control_is_where_the_legend_has_it()
    {
        const CloneManagerFlags Some = CloneManagerFlags.Enabled | CloneManagerFlags.SweepRevokes;
        Assert.Equal(0x21 << 2, ControlWord.Create(Some));
        Assert.Equal(0x41 << 2, ControlWord.Create(CloneManagerFlags.Enabled | CloneManagerFlags.AlwaysGrow));
        foreach (long control in Words())
        {
            CloneManagerFlags flags = (CloneManagerFlags)(uint)(control >> 2 & 0x3f) | ((control & 0x100) != 0 ? CloneManagerFlags.AlwaysGrow : CloneManagerFlags.None);
            int references = (int)(control >> 32);
            Assert.Equal((Stage)(control & 3), ControlWord.StageOf(control));
            Assert.Equal((control & 3) is 1 or 2, ControlWord.IsReady(control));
            Assert.Equal(references, ControlWord.References(control));
            Assert.Equal(flags, ControlWord.Flags(control));
            Assert.Equal((flags & Some) != CloneManagerFlags.None, ControlWord.Has(control, Some));
            Assert.Equal((control & ~0x1fcL) | (0x21 << 2), ControlWord.With(control, Some));
            Assert.Equal((control & ~0x1fcL) | (0x40 << 2), ControlWord.With(control, CloneManagerFlags.AlwaysGrow));
            Assert.Equal((control & 0xffffffffL) | (-7L << 32), ControlWord.WithReferences(control, -7));
            Assert.Equal(control & ~3L, ControlWord.Open(control));

            // The sequence is one up, within its bits: what stands beside it stays.
            long sequence = ((control >> 9) + 1) & 0x7fffff;
            Assert.Equal((control & ~0xffffffffL) | (sequence << 9) | (control & 0x1fc) | 2, ControlWord.Ready(control, Stage.ReadyToUnref));
            Assert.Equal((control & ~3L) | 3, ControlWord.Committed((control & ~3L) | 1));
            Assert.Equal(
                (control & 0xfffffffcL) | ((long)unchecked(references - 1) << 32) | 3,
                ControlWord.Committed((control & ~3L) | 2));
        }
    }
}
