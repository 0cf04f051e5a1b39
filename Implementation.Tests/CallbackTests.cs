// The callback that destroys a device: outside the lock, in order, once each, whatever it throws or calls.
using DeviceClones;
using Xunit;

namespace Implementation.Tests;

public sealed class CallbackTests
{
    [Fact]
    public void A_sweep_destroys_from_the_last_unit_to_the_first()
    {
        using TestManager manager = new();
        TestDevice[] devices = [manager.Register(1), manager.Register(2), manager.Register(3)];
        manager.Time.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(3, manager.Clones.Sweep());
        Assert.Equal(devices.Reverse(), manager.Destroyed);
    }

    [Fact]
    public void The_end_destroys_from_the_first_unit_to_the_last_even_what_is_busy()
    {
        using TestManager manager = new();
        TestDevice[] devices = [manager.Register(1), manager.Open(2), manager.Register(3)];
        Assert.True(manager.Clones.Destroy());
        Assert.False(manager.Clones.Destroy());
        Assert.Equal(devices, manager.Destroyed);
    }

    [Fact]
    public void What_a_callback_throws_surfaces_when_all_devices_are_destroyed()
    {
        using TestManager manager = new(destroy: static device => throw new InvalidOperationException($"unit {device.Unit}"));
        manager.Register(1);
        manager.Register(2);
        manager.Time.Now += TimeSpan.FromSeconds(2);
        AggregateException exception = Assert.Throws<AggregateException>(() => manager.Clones.Sweep());
        Assert.StartsWith("The destruction of devices threw. All of them were destroyed. (", exception.Message, StringComparison.Ordinal);
        Assert.Equal("unit 1, unit 0", string.Join(", ", exception.InnerExceptions.Select(static inner => inner.Message)));
        Assert.Equal(2, manager.Destroyed.Count);
        Assert.Equal(0, manager.Clones.Count);
    }

    [Fact]
    public void A_callback_may_call_the_manager()
    {
        CloneManager<TestDevice>? clones = null;
        List<AllocationKind> kinds = [];
        using TestManager manager = new(destroy: device =>
        {
            Assert.Equal(CloneStatus.NoDevice, clones!.Acquire(device));
            kinds.Add(clones.Allocate(9).Kind);
            clones.Sweep();
        });
        clones = manager.Clones;
        manager.Register(1);
        manager.Register(2);
        manager.Time.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(2, clones.Sweep());
        Assert.Equal([AllocationKind.NewEntry, AllocationKind.NewEntry], kinds);
    }

    /// <summary>Also of one that throws the caller learns in the same way as of several.</summary>
    [Fact]
    public void What_one_callback_throws_surfaces_as_what_several_throw()
    {
        using TestManager manager = new(destroy: static device => throw new InvalidOperationException($"unit {device.Unit}"));
        manager.Register(1);
        manager.Time.Now += TimeSpan.FromSeconds(2);

        Assert.Equal("unit 0", Assert.IsType<InvalidOperationException>(
            Assert.Single(Assert.Throws<AggregateException>(() => manager.Clones.Sweep()).InnerExceptions)).Message);
    }

    [Theory]
    [InlineData("sweep")]
    [InlineData("unref")]
    [InlineData("destroy")]
    public void A_callback_runs_outside_the_lock(string by)
    {
        CloneManager<TestDevice>? clones = null;
        Exception? thrown = null;
        int? countSeenByAnother = null;
        using TestManager manager = new(new() { Flags = TestManager.Flags | CloneManagerFlags.SweepOnUnref }, _ =>
        {
            // Another thread takes the lock while the callback runs; it would never end if this one still had it.
            Assert.False(Monitor.IsEntered(Accessor<TestDevice>.Gate(clones!)));
            Thread other = new(() => thrown = Record.Exception(() => countSeenByAnother = clones!.Count));
            other.Start();
            other.Join();
        });
        clones = manager.Clones;
        TestDevice device = manager.Register(1);
        clones.AddReference(device);
        manager.Time.Now += TimeSpan.FromSeconds(2);
        Assert.Equal(1, by switch { "sweep" => clones.Sweep(), "unref" => clones.RemoveReference(device) + 1, _ => clones.Destroy() ? 1 : 0 });

        Assert.Single(manager.Destroyed);
        Assert.Equal((by is "destroy" ? null : 0, by is "destroy"), (countSeenByAnother, thrown is ObjectDisposedException));
    }
}
