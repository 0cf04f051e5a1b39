// The rescan that holds indexes to the entries: whatever is made wrong, it says what.
using System.Runtime.CompilerServices;
using DeviceClones;
using Xunit;

namespace Implementation.Tests.Indexes;

public sealed class RescanTests
{
    private const int TypeMask = 0x300;

    // The entries: two types, each category, two of one process, one of nobody, one without a device.
    private const int Busy = 0;
    private const int Idle = 1;
    private const int Invoked = 2;
    private const int Waiting = 3;
    private const int Other = 4;
    private const int Older = 5;

    private readonly SlotTable _slots = TestSlots.Table(8);
    private readonly EntryIndex _index;

    public RescanTests()
    {
        _index = new(_slots, TypeMask, 4);
        Put(Busy, 0, Category.Busy, process: 1, time: 5);
        Put(Idle, 1, Category.Idle, EntryIndex.Nobody, time: 7);
        Put(Invoked, 2, Category.Invoked, process: 2, time: 6);
        Put(Waiting, 3, Category.None, process: 9, time: 9);
        Put(Other, 0x100, Category.Invoked, process: 3, time: 4);
        Put(Older, 5, Category.Invoked, process: 2, time: 4);
    }

    private void Put(int slot, int unit, Category category, int process, long time)
    {
        const long New = SlotWord.InUse | SlotWord.Counted | (long)CloneDeviceFlags.All;
        (_slots[slot].Unit, _slots[slot].Process, _slots[slot].Time, _slots[slot].Word) = (unit, process, time, New);
        _index.Add(slot, 0);
        if (category != Category.None)
        {
            long word = TestSlots.Word(category, isCounted: category == Category.Busy);
            _index.Follow(ref _slots[slot], slot, New, word, process);
            _slots[slot].Word = word;
        }
    }

    /// <summary>Whoever is taken for irregular without being so makes every search read the list: right, and slow.</summary>
    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 6, true)]
    [InlineData(1, 6, true)]
    [InlineData(2, 6, false)]
    [InlineData(5, 6, false)]
    [InlineData(-1, 0, false)]
    [InlineData(-8, 6, false)]
    [InlineData(0xffffff, 0, true)]
    public void A_number_is_regular_that_is_not_negative_and_has_no_bits_of_the_type_mask(int number, int typeMask, bool isRegular) =>
        Assert.Equal(isRegular, EntryIndex.IsRegular(number, typeMask));

    [Fact]
    public void Right_indexes_have_no_errors() => AssertErrors();

    [Fact]
    public void An_entry_that_the_indexes_do_not_know_is_told()
    {
        _slots[6].Word = TestSlots.Word(Category.Idle);
        _slots[6].Unit = 0x204;
        AssertErrors(
            "entries: a rescan gives 7, the index 6",
            "types: a rescan gives 0 256 512, the index 0 256");
    }

    [Fact]
    public void An_entry_that_is_gone_is_told()
    {
        _slots[Other].Word = 0;
        AssertErrors(
            "entries: a rescan gives 5, the index 6",
            "types: a rescan gives 0, the index 0 256");
    }

    [Fact]
    public void Who_makes_the_manager_busy_is_counted_again()
    {
        _slots[Idle].Word = SlotWord.WithThreads(_slots[Idle].Word, 1);
        AssertErrors("busy entries: a rescan gives 3, the index 2");
    }

    [Fact]
    public void A_category_that_the_word_does_not_call_for_is_told()
    {
        _slots[Idle].Word |= (long)CloneDeviceFlags.Invoked;
        AssertErrors("category of slot 1: a rescan gives Invoked, the index Idle");
    }

    [Fact]
    public void An_entry_in_another_category_than_the_index_by_age_has_it_in_is_told()
    {
        _slots[Idle].Word = TestSlots.Word(Category.Invoked);
        AssertErrors(
            "Idle of type 0x0 by age: a rescan gives , the index 1",
            "oldest Idle of type 0x0: a rescan gives -1, the index 1",
            "Invoked of type 0x0 by age: a rescan gives 5 2 1, the index 5 2",
            "prunable of type 0x0: a rescan gives 4, the index -9223372036854775808");
    }

    [Fact]
    public void A_time_that_is_not_the_one_it_was_put_in_by_is_told()
    {
        _slots[Invoked].Time = 1;
        AssertErrors(
            "Invoked of type 0x0 by age: a rescan gives 2 5, the index 5 2",
            "oldest Invoked of type 0x0: a rescan gives 2, the index 5",
            "processes of type 0x0: a rescan gives 2 5, the index 5 2",
            "oldest of process 2 of type 0x0: a rescan gives 2, the index 5");
    }

    [Fact]
    public void A_process_that_is_not_the_one_it_was_put_in_by_is_told()
    {
        _slots[Older].Process = 4;
        AssertErrors(
            "processes of type 0x0: a rescan gives 2 5, the index 5 2",
            "oldest of process 2 of type 0x0: a rescan gives 2, the index -1");
        _slots[Older].Process = EntryIndex.Nobody;
        AssertErrors("processes of type 0x0: a rescan gives 2, the index 5 2");
    }

    [Fact]
    public void Units_that_are_not_where_the_tree_has_them_are_told()
    {
        (_slots[Busy].Unit, _slots[Idle].Unit) = (1, 0);
        AssertErrors(
            "units of type 0x0: a rescan gives 1 0 2 3 5, the index 0 1 2 3 5",
            "slot of unit 1 of type 0x0: a rescan gives 1, the index 0",
            "slot of unit 0 of type 0x0: a rescan gives 0, the index 1");
    }

    [Fact]
    public void A_number_too_many_or_too_few_is_told()
    {
        TypeClass type = _index.Find(0)!;
        type.Count++;
        type.Units.Add(4, 7);
        AssertErrors(
            "entries of type 0x0: a rescan gives 5, the index 6",
            "units of type 0x0: a rescan gives 0 1 2 3 5, the index 0 1 2 3 7 5",
            "lowest free unit of type 0x0: a rescan gives 4, the index 6");
    }

    [Fact]
    public void A_sweep_that_would_come_too_late_is_told_and_one_that_comes_too_early_is_none()
    {
        _index.Find(0x100)!.Prunable = 5;
        AssertErrors("a sweep looks into type 0x100 in time: a rescan gives True, the index False");
        _index.Find(0x100)!.Prunable = 3;
        _index.Find(0)!.Prunable = SweepHeap.Never;
        AssertErrors("order of the sweep's heap: a rescan gives True, the index False", "a sweep looks into type 0x0 in time: a rescan gives True, the index False");
    }

    [Fact]
    public void A_type_of_which_nothing_can_be_swept_is_swept_never()
    {
        EntryIndex index = new(_slots, TypeMask, 4);
        (_slots[7].Unit, _slots[7].Word) = (7, SlotWord.InUse | SlotWord.Counted | (long)CloneDeviceFlags.All);
        for (int slot = 0; slot < 7; slot++)
        {
            _slots[slot].Word = 0;
        }

        index.Add(7, 0);
        Assert.Empty(index.FindErrors());
        Assert.Equal(SweepHeap.Never, index.Find(0)!.Prunable);

        // Nor is what is busy, however old.
        long before = _slots[7].Word;
        _slots[7].Word = TestSlots.Word(Category.Busy, isCounted: true);
        index.Follow(ref _slots[7], 7, before, _slots[7].Word, _slots[7].Process);
        Assert.Empty(index.FindErrors());
        Assert.Equal(SweepHeap.Never, index.Find(0)!.Prunable);
    }

    /// <summary>The time from which on a sweep finds something becomes later only when a sweep looks.</summary>
    [Fact]
    public void A_sweep_that_looks_into_a_type_finds_out_from_when_on_there_is_something()
    {
        Assert.Equal((SweepHeap.Always, 4), (_index.Find(0)!.Prunable, _index.Find(0x100)!.Prunable));
        _index.Withdraw(Idle, Category.Idle);
        _index.Withdraw(Older, Category.Invoked);
        Assert.Equal(SweepHeap.Always, _index.Find(0)!.Prunable);
        List<int> found = [];
        _index.CopyPrunable(static time => time < 6, slot => SlotWord.CategoryOf(_slots[slot].Word), found);
        Assert.Equal([Other], found);
        Assert.Equal((6, 4), (_index.Find(0)!.Prunable, _index.Find(0x100)!.Prunable));
        found.Clear();
        _index.CopyPrunable(static time => time < 7, slot => SlotWord.CategoryOf(_slots[slot].Word), found);
        Assert.Equal([Invoked, Other], found.Order());
    }

    [Fact]
    public void Without_entries_everything_is_regular_again_and_nothing_is_kept()
    {
        Assert.True(AgeIndexTests.BlocksInUse(Ages(_index)) > 0);
        _index.BecomeIrregular();
        Assert.Equal(0, AgeIndexTests.BlocksInUse(Ages(_index)));
        Remove(Other, Busy, Idle);
        Assert.Equal([Invoked, Waiting, Older], _index.Order!);
        Remove(Older, Invoked, Waiting);
        Assert.Null(_index.Order);
        Assert.Equal((0, 0), (_index.Count, _index.BusyCount));
        Assert.Null(_index.Find(0));
        Assert.Null(_index.Find(0x100));
        for (int slot = 0; slot < 8; slot++)
        {
            _slots[slot].Word = 0;
        }

        Put(Other, 0x100, Category.Invoked, process: 3, time: 4);
        AssertErrors();
    }

    [Fact]
    public void Types_that_are_where_none_should_be_are_told()
    {
        Sweep(_index).Add(new TypeClass(7));
        AssertErrors("types in the sweep's heap: a rescan gives 2, the index 3");
        _index.BecomeIrregular();
        AssertErrors();
        Types(_index).Add(7, new TypeClass(7));
        AssertErrors("types beside the list: a rescan gives 0, the index 1");
    }

    private void Remove(params int[] gone)
    {
        _index.Remove(gone);
        foreach (int slot in gone)
        {
            _index.CountGone(_slots[slot].Word);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_sweep")]
    private static extern ref SweepHeap Sweep(EntryIndex index);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_types")]
    private static extern ref Dictionary<int, TypeClass> Types(EntryIndex index);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_ages")]
    private static extern ref AgeIndex Ages(EntryIndex index);

    [Fact]
    public void A_list_with_other_entries_than_there_are_is_told()
    {
        _index.BecomeIrregular();
        _index.BecomeIrregular(); // it is already
        AssertErrors();
        Assert.Equal([Busy, Idle, Invoked, Waiting, Older, Other], _index.Order!);
        _index.Order![0] = 6;
        AssertErrors("slots in the list: a rescan gives 0 1 2 3 4 5, the index 1 2 3 4 5 6");
        _slots[Idle].Word |= (long)CloneDeviceFlags.Invoked;
        AssertErrors(
            "category of slot 1: a rescan gives Invoked, the index Idle",
            "slots in the list: a rescan gives 0 1 2 3 4 5, the index 1 2 3 4 5 6");
    }

    /// <summary>
    /// What belongs to nobody is in the index by process from the first time on that somebody asks for it; of what is equally old the lowest
    /// unit comes first.
    /// </summary>
    [Fact]
    public void The_oldest_of_nobody_is_the_one_that_comes_first_by_time_and_unit()
    {
        TypeClass type = _index.Find(0)!;
        _index.OldestOf(type, 7);
        Assert.False(type.HasNobodyInProcesses);
        Assert.Equal(Idle, _index.OldestOf(type, EntryIndex.Nobody));
        Assert.True(type.HasNobodyInProcesses);
        AssertErrors();
        Put(6, 4, Category.Invoked, EntryIndex.Nobody, time: 7);
        Assert.Equal(Idle, _index.OldestOf(type, EntryIndex.Nobody));
        Put(7, 6, Category.Idle, EntryIndex.Nobody, time: 6);
        Assert.Equal(7, _index.OldestOf(type, EntryIndex.Nobody));
        _index.Withdraw(7, Category.Idle);
        _slots[7].Time = 7;
        _index.Follow(ref _slots[7], 7, SlotWord.With(_slots[7].Word, Category.None), _slots[7].Word, EntryIndex.Nobody);
        Assert.Equal(Idle, _index.OldestOf(type, EntryIndex.Nobody));
        _index.Withdraw(Idle, Category.Idle);
        Assert.Equal(6, _index.OldestOf(type, EntryIndex.Nobody));
        _index.Withdraw(6, Category.Invoked);
        Assert.Equal(7, _index.OldestOf(type, EntryIndex.Nobody));
        _index.Withdraw(7, Category.Idle);
        Assert.Equal(SlotTable.None, _index.OldestOf(type, EntryIndex.Nobody));
        Assert.Equal(SlotTable.None, _index.OldestOf(_index.Find(0x100)!, EntryIndex.Nobody));
    }

    /// <summary>Whether it was asked for early or late, the index by process has the same of nobody, whatever has become of it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_belongs_to_nobody_is_indexed_whenever_it_is_asked_for(bool isEarly)
    {
        TypeClass type = _index.Find(0)!;
        if (isEarly)
        {
            _index.OldestOf(type, EntryIndex.Nobody);
        }

        for (int slot = 6; slot < 40; slot++)
        {
            Put(slot, (slot * 37) % 64 | 0x400, (Category)(1 + (slot % 3)), slot % 5 == 0 ? 3 : EntryIndex.Nobody, time: slot % 7);
        }

        _index.OldestOf(type, EntryIndex.Nobody);
        AssertErrors();
    }

    private void AssertErrors(params string[] errors) => Assert.Equal(errors, _index.FindErrors());
}
