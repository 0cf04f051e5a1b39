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
        Assert.Throws<ArgumentNullException>("device", () => clones.GetDeviceTime(null!, out _));

        Assert.Equal(before, clones.GetEntries());
        Assert.Equal(0, clones.ReferenceCount);
        Assert.Equal(TestManager.Flags, clones.Flags);
        clones.Register(entry, new TestDevice(entry.Unit));
    }

    private static void Create(CloneManagerOptions options) => new CloneManager<TestDevice>(options).Dispose();
}
