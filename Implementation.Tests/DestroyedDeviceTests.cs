// What the original leaves undefined: here it is an answer.
using DeviceClones;
using Xunit;

namespace Implementation.Tests;

public sealed class DestroyedDeviceTests
{
    [Fact]
    public void A_device_that_a_sweep_destroyed_is_no_device_for_ever_although_its_slot_has_another_life()
    {
        using TestManager manager = new();
        TestDevice destroyed = manager.Register();
        manager.Time.Now += TimeSpan.FromSeconds(2);
        manager.Clones.Sweep();
        TestDevice next = manager.Open();
        Assert.Equal(destroyed.Unit, next.Unit);
        AssertNoDevice(manager.Clones, destroyed);
        Assert.Equal(CloneDeviceFlags.Busy, manager.Clones.GetDeviceFlags(next));
    }

    [Fact]
    public void After_the_end_every_device_is_no_device_and_the_manager_says_that_it_is_destroyed()
    {
        using TestManager manager = new();
        TestDevice device = manager.Open();
        CloneEntry entry = manager.Clones.Allocate(7).Entry;
        manager.Clones.Dispose();
        manager.Clones.Dispose();
        AssertNoDevice(manager.Clones, device);
        Assert.Throws<ArgumentException>("entry", () => manager.Clones.Register(entry, new TestDevice(entry.Unit)));
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.Allocate(1));
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.Sweep());
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.CheckBusy());
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.Count);
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.Enable());
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.Disable());
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.MaxUnit);
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.SetMaxUnit(5));
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.Deadline);
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.Deadline = TimeSpan.Zero);
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.Flags);
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.Flags = CloneManagerFlags.None);
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.Time);
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.ReferenceCount);
        Assert.Throws<ObjectDisposedException>(() => manager.Clones.GetEntries());
        Assert.Equal(0, manager.Clones.TypeMask);
    }

    /// <summary>However many lives a slot has had, an entry of an earlier one is none.</summary>
    [Fact]
    public void An_entry_of_the_first_of_many_lives_is_not_registered()
    {
        using TestManager manager = new();
        CloneEntry first = manager.Clones.Allocate(1).Entry;
        manager.Clones.Register(first, new TestDevice(first.Unit));
        ref uint made = ref Accessor<TestDevice>.Made(manager.Clones);
        foreach (int power in (ReadOnlySpan<int>)[8, 16, 24, 31])
        {
            manager.Time.Now += TimeSpan.FromSeconds(2);
            Assert.Equal(1, manager.Clones.Sweep());
            made = 1U << power; // so many were made, and all of them are gone
            CloneEntry late = manager.Clones.Allocate(1).Entry;
            Assert.Equal((1U << power, first.Slot, first.Unit), (late.Serial, late.Slot, late.Unit));
            Assert.Throws<ArgumentException>("entry", () => manager.Clones.Register(first, new TestDevice(first.Unit)));
            manager.Clones.Register(late, new TestDevice(late.Unit));
        }

        Assert.Equal((1U << 31) + 1, made);
    }

    [Fact]
    public void A_slot_has_one_life_after_the_other()
    {
        using TestManager manager = new();
        for (uint life = 0; life < 200; life++)
        {
            CloneEntry entry = manager.Clones.Allocate(1).Entry;
            Assert.Equal((life, 0), (entry.Serial, entry.Slot));
            manager.Clones.Register(entry, new TestDevice(entry.Unit));
            manager.Time.Now += TimeSpan.FromSeconds(2);
            Assert.Equal(1, manager.Clones.Sweep());
        }
    }

    [Fact]
    public void A_manager_that_is_told_nothing_has_what_the_originals_caller_sets_and_the_systems_time()
    {
        using CloneManager<TestDevice> clones = new();
        Assert.Equal((0, CloneManagerOptions.LargestUnit, TimeSpan.FromMilliseconds(750)), (clones.TypeMask, clones.MaxUnit, clones.Deadline));
        Assert.Equal(CloneManagerFlags.All & ~CloneManagerFlags.SweepRevokes, clones.Flags);
        Assert.NotEqual(default, clones.Time);
        CloneEntry entry = clones.Allocate(1).Entry;
        clones.Register(entry, new TestDevice(entry.Unit));
    }

    [Fact]
    public void A_device_of_one_manager_is_no_device_of_another_and_is_not_registered_twice()
    {
        using TestManager one = new();
        using TestManager other = new();
        TestDevice device = one.Open();
        other.Open();
        AssertNoDevice(other.Clones, device);
        CloneEntry entry = other.Clones.Allocate(2, unit: 5).Entry;
        Assert.Throws<ArgumentException>("device", () => other.Clones.Register(entry, device));
        one.Clones.Dispose();
        TestDevice again = new(entry.Unit);
        other.Clones.Register(entry, again);
        Assert.Equal(CloneStatus.Success, other.Clones.Acquire(again));
    }

    private static void AssertNoDevice(CloneManager<TestDevice> clones, TestDevice device)
    {
        Assert.Equal(CloneStatus.NoDevice, clones.Acquire(device));
        Assert.Equal(CloneStatus.NoDevice, clones.Release(device));
        Assert.Equal(0, clones.AddReference(device));
        Assert.Equal(0, clones.RemoveReference(device));
        Assert.Equal(CloneStatus.NoDevice, clones.GetDeviceTime(device, out CloneTimestamp time));
        Assert.Equal(default, time);
        Assert.Equal(CloneDeviceFlags.NoDevice, clones.GetDeviceFlags(device));
        Assert.Equal(CloneDeviceFlags.NoDevice, clones.SetDeviceFlags(device, CloneDeviceFlags.None));
        Assert.Equal(CloneStatus.NoDevice, clones.SetThreadCount(device, 1));
    }
}
