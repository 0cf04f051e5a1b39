// What the original asserts is an exception that names the argument, and nothing has changed.
using DeviceClones;
using Xunit;

namespace Implementation.Tests;

public sealed class RefusalTests
{
    [Fact]
    public void Options_that_cannot_be_are_refused_by_name()
    {
        Assert.Throws<ArgumentOutOfRangeException>("TypeMask", () => Create(new() { TypeMask = 0x1000000 }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxUnit", () => Create(new() { TypeMask = 0xff, MaxUnit = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>("MaxUnit", () => Create(new() { MaxUnit = -2 }));
        Assert.Throws<ArgumentOutOfRangeException>("Flags", () => Create(new() { Flags = (CloneManagerFlags)0x40 }));
        Assert.Throws<ArgumentOutOfRangeException>("Deadline", () => Create(new() { Deadline = TimeSpan.FromTicks(1) }));
        Assert.Throws<ArgumentOutOfRangeException>("Deadline", () => Create(new() { Deadline = TimeSpan.FromDays(100) }));
    }

    [Fact]
    public void A_refused_call_changes_nothing()
    {
        using TestManager manager = new(new() { Flags = TestManager.Flags, TypeMask = 0xf00000 });
        TestDevice device = manager.Open();
        CloneEntry entry = manager.Clones.Allocate(2).Entry;
        CloneManager<TestDevice> clones = manager.Clones;
        CloneEntryState<TestDevice>[] before = [.. clones.GetEntries()];

        Assert.Throws<ArgumentOutOfRangeException>("type", () => clones.Allocate(1, type: 1));
        Assert.Throws<ArgumentOutOfRangeException>("unit", () => clones.Allocate(1, unit: 0x100000));
        Assert.Throws<ArgumentOutOfRangeException>("maxUnit", () => clones.SetMaxUnit(0x100000));
        Assert.Throws<ArgumentOutOfRangeException>("value", () => clones.Flags = (CloneManagerFlags)0x40);
        Assert.Throws<ArgumentOutOfRangeException>("value", () => clones.Deadline = TimeSpan.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>("flags", () => clones.SetDeviceFlags(device, (CloneDeviceFlags)8));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => clones.SetThreadCount(device, -1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => clones.SetThreadCount(device, 65_536));
        Assert.Throws<ArgumentException>("device", () => clones.RemoveReference(device));
        Assert.Throws<ArgumentException>("entry", () => clones.Register(entry with { Serial = 9 }, new TestDevice(entry.Unit)));
        Assert.Throws<ArgumentException>("entry", () => clones.Register(entry with { Slot = -1 }, new TestDevice(entry.Unit)));
        Assert.Throws<ArgumentNullException>("device", () => clones.Register(entry, null!));
        Assert.Throws<ArgumentException>("device", () => clones.Register(entry, device));
        Assert.Throws<ArgumentOutOfRangeException>("device", () => clones.Register(entry, new TestDevice(entry.Unit + 1)));
        Assert.Throws<ArgumentException>("entry", () => clones.Register(before[0].Entry, new TestDevice(0)));
        Assert.Throws<ArgumentNullException>("device", () => clones.Acquire(null!));
        Assert.Throws<ArgumentNullException>("device", () => clones.Release(null!));
        Assert.Throws<ArgumentNullException>("device", () => clones.AddReference(null!));
        Assert.Throws<ArgumentNullException>("device", () => clones.RemoveReference(null!));
        Assert.Throws<ArgumentNullException>("device", () => clones.GetDeviceFlags(null!));
        Assert.Throws<ArgumentNullException>("device", () => clones.SetDeviceFlags(null!, (CloneDeviceFlags)8));
        Assert.Throws<ArgumentNullException>("device", () => clones.SetThreadCount(null!, -1));
        Assert.Throws<ArgumentNullException>("device", () => clones.GetDeviceTime(null!, out _));

        Assert.Equal(before, clones.GetEntries());
        Assert.Equal(0, clones.ReferenceCount);
        Assert.Equal(TestManager.Flags, clones.Flags);
        clones.Register(entry, new TestDevice(entry.Unit));
    }

    [Fact]
    public void A_refusal_says_what_is_wrong()
    {
        using TestManager manager = new(new() { Flags = TestManager.Flags | CloneManagerFlags.SweepOnUnref, TypeMask = 0xf00000 });
        CloneManager<TestDevice> clones = manager.Clones;
        TestDevice device = manager.Open();
        CloneEntry entry = clones.Allocate(2).Entry;
        CloneEntry registered = clones.GetEntries()[0].Entry;

        Says("The type mask has bits that units cannot have.", static () => Create(new() { TypeMask = -1 }));
        Says("The limit has bits of the type mask, or bits that units cannot have.", static () => Create(new() { TypeMask = 1, MaxUnit = 1 }));
        Says("The limit has bits of the type mask, or bits that units cannot have.", () => clones.SetMaxUnit(0x100000));
        Says("There are no such flags.", static () => Create(new() { Flags = (CloneManagerFlags)0x40 }));
        Says("There are no such flags.", () => clones.Flags = (CloneManagerFlags)0x40);
        Says("There are no such flags.", () => clones.SetDeviceFlags(device, (CloneDeviceFlags)8));
        Says("The deadline is no whole number of milliseconds, or too many of them.", static () => Create(new() { Deadline = TimeSpan.FromTicks(-1) }));
        Says("The deadline is no whole number of milliseconds, or too many of them.", () => clones.Deadline = TimeSpan.MinValue);
        Says("The type has bits outside of the type mask.", () => clones.Allocate(1, type: 0x100001));
        Says("The unit number has bits of the type mask.", () => clones.Allocate(1, unit: 0x300001));
        Says("The manager has no such entry.", () => clones.Register(entry with { Unit = 7 }, new TestDevice(7)));
        Says("The manager has no such entry.", () => clones.Register(entry with { Slot = 63 }, new TestDevice(entry.Unit)));
        Says("The device is registered already.", () => clones.Register(entry, device));
        Says("The entry has its device already.", () => clones.Register(registered, new TestDevice(registered.Unit)));
        Says("The device was made with another unit.", () => clones.Register(entry, new TestDevice(9)));
        Says("The manager has no references.", () => clones.RemoveReference(device));
    }

    /// <summary>The original counts in an int, and asserts that it has not gone round.</summary>
    [Fact]
    public void References_that_have_gone_round_are_refused()
    {
        using TestManager manager = new();
        TestDevice device = manager.Open();
        ref long control = ref Accessor<TestDevice>.Control(manager.Clones);
        control = ControlWord.WithReferences(control, int.MaxValue - 1);
        Assert.Equal(int.MaxValue, manager.Clones.AddReference(device));
        Assert.Equal(int.MinValue, manager.Clones.AddReference(device));
        Says("The manager's references have overflowed.", () => manager.Clones.AddReference(device));
        Says("The manager has no references.", () => manager.Clones.RemoveReference(device));
        Assert.Equal(int.MinValue, manager.Clones.ReferenceCount);

        // Whether the device is one comes first: 546-547, 565-566.
        TestDevice gone = manager.Register(2);
        manager.Time.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(1, manager.Clones.Sweep());
        Assert.Equal((0, 0), (manager.Clones.AddReference(gone), manager.Clones.RemoveReference(gone)));
    }

    /// <summary>There are as many slots as units; what cannot be had then is as where memory is short, also for who may wait for it.</summary>
    [Fact]
    public void Where_every_slot_is_taken_an_allocation_shares()
    {
        using TestManager manager = new();
        SlotTable slots = Accessor<TestDevice>.Slots(manager.Clones);
        TestDevice first = manager.Open(0);
        for (int process = 1; slots.HasFree; process++)
        {
            manager.Time.Now += TimeSpan.FromMilliseconds(1);
            manager.Open(process);
        }

        ref int pages = ref Indexes.SlotTableTests.PageCount(slots);
        pages = SlotTable.LargestPageCount; // as if there were all of them
        Allocation<TestDevice> shared = manager.Clones.Allocate(process: 999);
        Allocation<TestDevice> asked = manager.Clones.Allocate(process: 999, unit: 777);
        pages = 1;
        Assert.Equal((AllocationKind.Device, first), (shared.Kind, shared.Device));
        Assert.Equal((AllocationKind.Nothing, 777), (asked.Kind, asked.UnitNumber));
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(0)]
    public void A_deadline_is_any_number_of_milliseconds(int milliseconds)
    {
        using TestManager manager = new(new() { Deadline = TimeSpan.FromMilliseconds(milliseconds) });
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), manager.Clones.Deadline);
        manager.Clones.Deadline = TimeSpan.FromMilliseconds(750);
        Says("The deadline is no whole number of milliseconds, or too many of them.", () => manager.Clones.Deadline = TimeSpan.FromMilliseconds(int.MinValue - 1L));
        Says("The deadline is no whole number of milliseconds, or too many of them.", () => manager.Clones.Deadline = TimeSpan.FromMilliseconds(int.MaxValue + 1L));
        Assert.Equal(TimeSpan.FromMilliseconds(750), manager.Clones.Deadline);
    }

    private static void Says(string message, Action call) =>
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(call).Message.Split(" (Parameter", 2)[0]);

    private static void Says(string message, Func<object> call) => Says(message, () => { call(); });

    private static void Create(CloneManagerOptions options) => new CloneManager<TestDevice>(options).Dispose();
}
