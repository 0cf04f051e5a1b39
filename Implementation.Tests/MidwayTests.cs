// What a thread does that comes in the middle of an operation of many entries. The middle is set up by hand, as the holder leaves
// it for an instant: entries marked, nothing decided; or decided, and not written out yet (rules 4 to 6 in SlotWord.cs).
using DeviceClones;
using Xunit;

namespace Implementation.Tests;

public sealed class MidwayTests
{
    private readonly TestManager _manager = Manager();
    private readonly CloneManager<TestDevice> _clones;
    private readonly TestDevice _device;
    private readonly TestDevice _other;
    private readonly long _sharedAt;
    private readonly long _handedOutAt;

    public MidwayTests()
    {
        _clones = _manager.Clones;
        _handedOutAt = Ticks();
        _device = _manager.Register(1);
        _clones.Release(_device);
        _other = _manager.Open(2, unit: 5);
        TestDevice third = _manager.Register(3, unit: 8);
        _manager.Time.Now += TimeSpan.FromMilliseconds(40);
        _sharedAt = Ticks();
        Assert.Same(third, _clones.Allocate(3).Device); // the time of sharing is the one of the last that was shared
        _clones.CheckBusy(); // no notes from here on
    }

    [Fact]
    public void Who_meets_a_share_that_nobody_has_decided_decides_that_it_is_shared()
    {
        Mark(_device, Pending.Share);
        Assert.Equal(CloneDeviceFlags.Invoked, _clones.GetDeviceFlags(_device));
        Assert.Equal(Pending.None, SlotWord.PendingOf(Word(_device)));
        Assert.Equal(Category.Idle, SlotWord.CategoryOf(Word(_device))); // the indexes follow with the next holder
        Assert.Equal(_sharedAt, TimeOf(_device));
    }

    [Fact]
    public void Who_is_given_a_device_opens_and_closes_it_without_a_note()
    {
        Assert.Same(_device, _clones.Allocate(1).Device);
        Assert.Equal((CloneStatus.Success, CloneStatus.Success), (_clones.Acquire(_device), _clones.Release(_device)));
        NoteNode page = (SlotPage)_device.Link.Page!;
        Assert.True(page.IsQuiet);
        Assert.Equal(Category.Idle, SlotWord.CategoryOf(Word(_device)));
        Assert.True(SlotWord.Has(Word(_device), SlotWord.NoProcess));

        // The next holder has it all, and from then on a change needs a note again.
        Assert.Equal([-1, 2, 3], _clones.GetEntries().Select(static entry => entry.Process));
        Assert.Empty(_clones.FindErrors());
        Assert.Equal(CloneStatus.Success, _clones.Acquire(_device));
        Assert.False(page.IsQuiet);
    }

    [Fact]
    public void Who_meets_a_share_while_there_is_a_note_decides_that_it_is_not()
    {
        _clones.Release(_other); // leaves a note
        Mark(_device, Pending.Share);
        Assert.Equal(CloneStatus.Success, _clones.Acquire(_device));
        Assert.Equal(CloneDeviceFlags.Busy, _clones.GetDeviceFlags(_device));
        Assert.False(SlotWord.Has(Word(_device), SlotWord.TimeMoved));
        Assert.Equal(_handedOutAt, TimeOf(_device));
        Assert.Equal(CloneStatus.Busy, _clones.Acquire(_device));
    }

    [Fact]
    public void Who_opens_a_device_that_is_to_be_shared_opens_the_shared_one()
    {
        Mark(_device, Pending.Share);
        Assert.Equal(CloneStatus.Success, _clones.Acquire(_device));
        Assert.Equal(CloneDeviceFlags.Busy, _clones.GetDeviceFlags(_device));
        Assert.Equal(_sharedAt, TimeOf(_device));
    }

    [Theory]
    [InlineData((int)Pending.Destroy)]
    [InlineData((int)Pending.Revoke)]
    public void What_is_marked_means_what_it_was_as_long_as_nothing_is_ready(int pending)
    {
        Mark(_other, (Pending)pending);
        Assert.Equal(CloneDeviceFlags.Busy, _clones.GetDeviceFlags(_other));
        Assert.Equal(1, _clones.AddReference(_other));
        Assert.Equal((Pending)pending, SlotWord.PendingOf(Word(_other)));

        // A change takes the mark away, and leaves a note by which the holder finds out.
        Assert.Equal(CloneStatus.Success, _clones.Release(_other));
        Assert.Equal(Pending.None, SlotWord.PendingOf(Word(_other)));
        Assert.Equal(CloneDeviceFlags.None, _clones.GetDeviceFlags(_other));
        Assert.True(SlotWord.Has(Word(_other), SlotWord.Noted));
        Assert.Empty(_clones.FindErrors());
    }

    [Fact]
    public void Who_meets_what_is_ready_to_be_destroyed_commits_it_and_has_no_device()
    {
        Mark(_device, Pending.Destroy);
        Set(Stage.Ready);
        Assert.Equal(CloneDeviceFlags.NoDevice, _clones.GetDeviceFlags(_device));
        Assert.Equal(Stage.Committed, StageNow);
        Assert.Equal(CloneStatus.NoDevice, _clones.Acquire(_device));
        Assert.Equal(CloneStatus.NoDevice, _clones.GetDeviceTime(_device, out _));
        Assert.Equal(0, _clones.AddReference(_device));
        Assert.Equal(CloneStatus.Success, _clones.Release(_other)); // who is not marked is as before
    }

    [Fact]
    public void Who_meets_what_is_ready_while_there_is_a_note_opens_it_again_and_has_a_device()
    {
        Mark(_device, Pending.Destroy);
        _clones.Release(_other);
        Set(Stage.Ready);
        Assert.Equal(CloneDeviceFlags.None, _clones.GetDeviceFlags(_device));
        Assert.Equal(Stage.Open, StageNow);
    }

    [Fact]
    public void What_is_revoked_is_of_nobody_and_not_invoked_as_soon_as_that_is_committed()
    {
        _clones.Acquire(_device);
        _clones.SetDeviceFlags(_device, CloneDeviceFlags.Invoked);
        _clones.CheckBusy();
        Mark(_device, Pending.Revoke);
        Set(Stage.Committed);
        Assert.Equal(CloneDeviceFlags.None, _clones.GetDeviceFlags(_device));
        Assert.Equal(Pending.Revoke, SlotWord.PendingOf(Word(_device)));
        Assert.Equal(CloneStatus.Success, _clones.Acquire(_device));
        Assert.Equal(CloneDeviceFlags.Busy, _clones.GetDeviceFlags(_device));
        Assert.True(SlotWord.Has(Word(_device), SlotWord.NoProcess));
        Assert.Equal(Pending.None, SlotWord.PendingOf(Word(_device)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whoever_counts_decides_first_what_is_ready(bool isAdded)
    {
        _clones.AddReference(_other);
        Mark(_device, Pending.Destroy);
        Set(Stage.Ready);
        Assert.Equal(isAdded ? 2 : 0, isAdded ? _clones.AddReference(_other) : _clones.RemoveReference(_other));
        Assert.Equal(Stage.Committed, StageNow);
        Assert.Equal(isAdded ? 2 : 0, ControlWord.References(Control));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whoever_counts_for_a_device_that_is_ready_to_be_destroyed_has_no_device(bool isAdded)
    {
        _clones.AddReference(_device);
        Mark(_device, Pending.Destroy);
        Set(Stage.Ready);
        Assert.Equal(0, isAdded ? _clones.AddReference(_device) : _clones.RemoveReference(_device));
        Assert.Equal(1, ControlWord.References(Control));
    }

    [Fact]
    public void A_reference_goes_with_the_operation_that_is_ready_to_take_it()
    {
        _clones.AddReference(_other);
        _clones.AddReference(_other);
        Set(Stage.ReadyToUnref);
        Assert.Equal(2, _clones.AddReference(_other));
        Assert.Equal(2, ControlWord.References(Control));
        Assert.Equal(Stage.Committed, StageNow);
    }

    /// <summary>A device that knows its place, but whose place knows another device: as a late reader sees it.</summary>
    [Theory]
    [InlineData((int)Pending.None)]
    [InlineData((int)Pending.Destroy)]
    public void A_place_with_another_device_is_no_place(int pending)
    {
        Mark(_device, (Pending)pending);
        int place = _other.Link.Place;
        _other.Link.Place = _device.Link.Place;
        Assert.Equal(CloneDeviceFlags.NoDevice, _clones.GetDeviceFlags(_other));
        Assert.Equal(0, _clones.AddReference(_other));
        Assert.Equal(CloneStatus.NoDevice, _clones.Release(_other));
        _other.Link.Place = place;
    }

    /// <summary>A manager that nobody destroys: what is set up by hand has no holder who would come back for it.</summary>
    private static TestManager Manager() => new();

    private Stage StageNow => ControlWord.StageOf(Control);

    private long Control => Accessor<TestDevice>.Control(_clones);

    private void Set(Stage stage) => Accessor<TestDevice>.Control(_clones) = (Control & ~3L) | (long)stage;

    private static void Mark(TestDevice device, Pending pending) => Word(device) = SlotWord.With(Word(device), pending);

    private static ref long Word(TestDevice device) => ref ((SlotPage)device.Link.Page!)[device.Link.Place].Word;

    private long TimeOf(TestDevice device)
    {
        Assert.Equal(CloneStatus.Success, _clones.GetDeviceTime(device, out CloneTimestamp time));
        return time.TotalNanoseconds;
    }

    private long Ticks() => _manager.Time.Now.Ticks * 100;
}
