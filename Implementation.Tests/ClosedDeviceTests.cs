// What is closed and given to the next, or swept, at once: the indexes do not follow it first, and all is as if they had.
using DeviceClones;
using Xunit;

namespace Implementation.Tests;

public sealed class ClosedDeviceTests : IDisposable
{
    private readonly TestManager _manager = new(new() { Flags = TestManager.Flags, TypeMask = 0x100 });
    private readonly CloneManager<TestDevice> _clones;
    private readonly TestDevice _first;
    private readonly TestDevice _second;

    public ClosedDeviceTests()
    {
        _clones = _manager.Clones;
        _first = Opened(1);
        _second = Opened(2);
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void What_is_closed_is_given_to_the_next_from_where_the_indexes_have_it()
    {
        _manager.Time.Now += TimeSpan.FromMilliseconds(40);
        _clones.Release(_second);
        Assert.Same(_second, _clones.Allocate(7).Device);
        Assert.Equal(Category.Busy, CategoryOf(_second));
        Assert.Equal([1, 7], _clones.GetEntries().Select(static entry => entry.Process));
        Assert.Equal(Category.Invoked, CategoryOf(_second)); // nobody has opened it, and the indexes have followed
        Assert.Equal(CloneStatus.Success, _clones.GetDeviceTime(_second, out CloneTimestamp time));
        Assert.Equal(_manager.Time.Now.Ticks * 100, time.TotalNanoseconds);
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void What_is_given_and_opened_stays_among_the_busy_ones()
    {
        for (int process = 3; process < 9; process++)
        {
            TestDevice device = process % 2 == 0 ? _second : _first; // not the one that was shared last, which is drained by itself
            _clones.Release(device);
            Assert.Same(device, _clones.Allocate(process).Device);
            _clones.Acquire(device);
            Assert.Equal(Category.Busy, CategoryOf(device));
            _manager.Time.Now += TimeSpan.FromMilliseconds(40);
        }

        Assert.Empty(_clones.FindErrors());
        Assert.Equal(CloneStatus.Busy, _clones.CheckBusy());
        Assert.Equal([7, 8], _clones.GetEntries().Select(static entry => entry.Process));
    }

    [Fact]
    public void What_was_shared_last_and_is_closed_again_stays_among_the_busy_ones()
    {
        for (int process = 3; process < 6; process++)
        {
            _clones.Release(_second);
            Assert.Same(_second, _clones.Allocate(process).Device);
            _clones.Acquire(_second);
            Assert.Equal(Category.Busy, CategoryOf(_second));
        }

        Assert.Equal(CloneStatus.Busy, _clones.CheckBusy());
        Assert.Equal([1, 5], _clones.GetEntries().Select(static entry => entry.Process));
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void What_was_shared_last_and_is_closed_by_its_flags_keeps_its_process()
    {
        Share(_second, 7);
        _clones.SetDeviceFlags(_second, CloneDeviceFlags.None);
        _clones.Release(_first);
        Assert.Same(_first, _clones.Allocate(8).Device);
        Assert.Equal([8, 7], _clones.GetEntries().Select(static entry => entry.Process));
        Assert.Empty(_clones.FindErrors());
        Assert.Same(_second, _clones.Allocate(7).Device);
    }

    [Fact]
    public void What_was_shared_last_at_another_time_is_as_old_as_that()
    {
        _manager.Time.Now += TimeSpan.FromMilliseconds(40);
        Share(_first, 7);
        _clones.Release(_second);
        _clones.Release(_first);
        Assert.Same(_second, _clones.Allocate(8).Device);
        Assert.Equal(CloneStatus.Success, _clones.GetDeviceTime(_first, out CloneTimestamp time));
        Assert.Equal(_manager.Time.Now.Ticks * 100, time.TotalNanoseconds);
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void What_was_shared_last_and_is_open_is_not_given()
    {
        Share(_second, 7);
        Assert.Equal(AllocationKind.NewEntry, _clones.Allocate(8).Kind);
        Assert.Empty(_clones.FindErrors());
    }

    /// <summary>What is not to be had for any unit is not kept for it: the entry asked for is another.</summary>
    [Fact]
    public void What_was_shared_last_and_is_closed_is_not_given_to_who_asks_for_another_unit()
    {
        Share(_second, 7);
        _clones.Release(_second);
        Assert.Same(_first, _clones.Allocate(8, _first.Unit).Device);
        Assert.Equal(Category.Idle, CategoryOf(_second));
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void Of_two_that_are_closed_the_older_one_is_given()
    {
        _clones.Release(_second);
        _clones.Release(_first);
        Assert.Same(_first, _clones.Allocate(7).Device);
        Assert.Same(_second, _clones.Allocate(8).Device);
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void What_is_idle_for_longer_comes_before_what_is_closed()
    {
        _clones.Release(_first);
        _clones.CheckBusy(); // the indexes follow
        _clones.Release(_second);
        Assert.Same(_first, _clones.Allocate(7).Device);
        Assert.Same(_second, _clones.Allocate(8).Device);
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void What_is_closed_comes_before_what_was_handed_out_later_and_is_idle_for_longer()
    {
        _clones.Release(_second);
        _clones.CheckBusy(); // the indexes follow
        _clones.Release(_first);
        Assert.Same(_first, _clones.Allocate(7).Device);
        Assert.Same(_second, _clones.Allocate(8).Device);
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void What_a_process_has_already_comes_before_what_is_closed()
    {
        TestDevice own = _manager.Register(7);
        _clones.Release(_first);
        Assert.Same(own, _clones.Allocate(7).Device);
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void A_lower_number_that_is_free_comes_before_what_is_closed()
    {
        TestDevice later = Opened(7, unit: 5);
        _clones.Release(later);
        Allocation<TestDevice> allocation = _clones.Allocate(8);
        Assert.Equal((AllocationKind.NewEntry, 2), (allocation.Kind, allocation.UnitNumber));
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void What_is_closed_is_not_given_for_another_type()
    {
        _clones.Release(_first);
        Assert.Equal(AllocationKind.NewEntry, _clones.Allocate(7, type: 0x100).Kind);
        TestDevice other = Opened(7, type: 0x100);
        _clones.Release(_first);
        _clones.Release(other);
        Assert.Same(other, _clones.Allocate(8, type: 0x100).Device);
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void What_is_closed_by_its_flags_keeps_its_process()
    {
        _clones.SetDeviceFlags(_first, CloneDeviceFlags.None);
        _clones.SetDeviceFlags(_second, CloneDeviceFlags.None);
        Assert.Same(_second, _clones.Allocate(2).Device);
        Assert.Equal([1, 2], _clones.GetEntries().Select(static entry => entry.Process));
        Assert.Empty(_clones.FindErrors());
    }

    /// <summary>A sweep that destroys some of a type, and leaves some.</summary>
    [Fact]
    public void What_is_closed_is_swept_from_where_the_indexes_have_it()
    {
        TestDevice third = Opened(3);
        _clones.Release(third);
        _clones.Release(_first);
        Assert.Equal(2, _clones.Sweep());
        Assert.Equal([third, _first], _manager.Destroyed);
        Assert.Equal(CloneStatus.Busy, _clones.CheckBusy());
        Assert.Empty(_clones.FindErrors());
        _clones.Release(_second);
        Assert.Equal(1, _clones.Sweep());
        Assert.Equal(CloneStatus.Success, _clones.CheckBusy());
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void What_is_busy_is_not_swept_and_the_indexes_follow_it()
    {
        TestDevice invoked = _manager.Register(3);
        _clones.Acquire(invoked);
        Assert.Equal(0, _clones.Sweep());
        Assert.Equal(Category.Busy, CategoryOf(invoked));
        Assert.Empty(_clones.FindErrors());
    }

    public void Dispose() => _manager.Dispose();

    /// <summary>Closed by who has it, and given to another, who opens it.</summary>
    private void Share(TestDevice device, int process)
    {
        _clones.Release(device);
        Assert.Same(device, _clones.Allocate(process).Device);
        _clones.Acquire(device);
    }

    private TestDevice Opened(int process, int unit = CloneManagerOptions.AnyUnit, int type = 0)
    {
        _manager.Time.Now += TimeSpan.FromMilliseconds(40);
        return _manager.Open(process, unit, type);
    }

    // Where the indexes have it.
    private static Category CategoryOf(TestDevice device) => SlotWord.CategoryOf(((SlotPage)device.Link.Page!)[device.Link.Place].Word);
}
