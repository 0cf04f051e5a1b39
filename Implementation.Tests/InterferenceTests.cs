// Two threads in one order that is always the same: a call of the manager asks the device for its link and the clock for the
// time, and there, in the middle of the call, a test does what another thread could do then: something that takes no lock.
using DeviceClones;
using Xunit;

namespace Implementation.Tests;

public sealed class InterferenceTests
{
    private const CloneManagerFlags SweepsOnLast = TestManager.Flags | CloneManagerFlags.SweepOnUnref | CloneManagerFlags.SweepOnLastUnref;
    private const CloneManagerFlags SweepsOnEach = TestManager.Flags | CloneManagerFlags.SweepOnUnref;

    [Fact]
    public void References_that_are_added_at_once_are_all_counted()
    {
        using TestManager manager = new();
        TestDevice other = manager.Open();
        TestDevice device = manager.Open(2);
        AtCall(1, device, () => Assert.Equal(1, manager.Clones.AddReference(other)));
        Assert.Equal(2, manager.Clones.AddReference(device));
        Assert.Equal(2, manager.Clones.ReferenceCount);
    }

    [Fact]
    public void A_reference_that_is_added_while_another_is_removed_is_counted()
    {
        using TestManager manager = new();
        TestDevice other = manager.Open();
        TestDevice device = manager.Open(2);
        manager.Clones.AddReference(other);
        AtCall(1, device, () => Assert.Equal(2, manager.Clones.AddReference(other)));
        Assert.Equal(1, manager.Clones.RemoveReference(device));
        Assert.Equal(1, manager.Clones.ReferenceCount);
    }

    [Fact]
    public void There_was_a_reference_to_remove_where_one_was_added_before_that_is_decided()
    {
        using TestManager manager = new();
        TestDevice other = manager.Open();
        TestDevice device = manager.Open(2);
        AtCall(1, device, () => Assert.Equal(1, manager.Clones.AddReference(other)));
        Assert.Equal(0, manager.Clones.RemoveReference(device));
        Assert.Equal(0, manager.Clones.ReferenceCount);
        Assert.Throws<ArgumentException>("device", () => manager.Clones.RemoveReference(device));
    }

    /// <summary>It was marked for the sweep, and is unmarked: nothing has happened to it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_last_reference_is_not_the_last_where_one_is_added_meanwhile(bool isAtTheClock)
    {
        using TestManager manager = new(new() { Flags = SweepsOnLast });
        TestDevice idle = manager.Register(3);
        TestDevice expired = manager.Register(4, unit: 5);
        TestDevice device = manager.Open(1, unit: 7);
        manager.Clones.AddReference(device);
        manager.Clones.Release(idle);
        manager.Time.Now += TimeSpan.FromSeconds(2);
        CloneEntryState<TestDevice>[] before = [.. manager.Clones.GetEntries()];
        Meanwhile(manager, device, isAtTheClock, () => Assert.Equal(2, manager.Clones.AddReference(device)));

        Assert.Equal(1, manager.Clones.RemoveReference(device));

        Assert.Empty(manager.Destroyed);
        Assert.Equal(1, manager.Clones.ReferenceCount);
        Assert.Equal(before, manager.Clones.GetEntries());
        Assert.Empty(manager.Clones.FindErrors());
        Assert.Equal(CloneDeviceFlags.None, manager.Clones.GetDeviceFlags(idle));
        Assert.Equal(CloneDeviceFlags.Invoked, manager.Clones.GetDeviceFlags(expired));
        Assert.Equal(CloneStatus.Success, manager.Clones.Acquire(expired));
        Assert.Equal(0, manager.Clones.RemoveReference(device));
        Assert.Equal([idle], manager.Destroyed);
    }

    /// <summary>A sweep marks what was closed before the indexes have followed it: where it takes nothing, they are to follow.</summary>
    [Fact]
    public void What_was_closed_is_where_it_belongs_where_a_reference_is_added_while_it_would_be_swept()
    {
        using TestManager manager = new(new() { Flags = SweepsOnLast });
        TestDevice closed = manager.Open(3);
        TestDevice device = manager.Open(1, unit: 7);
        manager.Clones.AddReference(device);
        Assert.Equal(2, manager.Clones.Count);
        manager.Clones.Release(closed);
        Meanwhile(manager, device, isAtTheClock: true, () => Assert.Equal(2, manager.Clones.AddReference(device)));

        Assert.Equal(1, manager.Clones.RemoveReference(device));

        Assert.Empty(manager.Destroyed);
        Assert.Empty(manager.Clones.FindErrors());
        Assert.Same(closed, manager.Clones.Allocate(9).Device);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_sweep_that_begins_again_since_a_reference_was_added_takes_what_it_would_have_taken(bool isAtTheClock)
    {
        using TestManager manager = new(new() { Flags = SweepsOnEach });
        TestDevice expired = manager.Register(3);
        TestDevice device = manager.Open(1, unit: 7);
        manager.Clones.AddReference(device);
        manager.Time.Now += TimeSpan.FromSeconds(2);
        int readings = 0;
        Action add = () => Assert.Equal(2, manager.Clones.AddReference(device));
        manager.Time.OnRead = () =>
        {
            readings++;
            if (isAtTheClock && readings == 1)
            {
                add();
            }
        };
        if (!isAtTheClock)
        {
            AtCall(2, device, add);
        }

        Assert.Equal(1, manager.Clones.RemoveReference(device));

        Assert.Equal([expired], manager.Destroyed);
        Assert.Equal(1, manager.Clones.ReferenceCount);
        Assert.Empty(manager.Clones.FindErrors());
        Assert.Equal(1, readings); // once a call, however often it begins again
    }

    [Fact]
    public void A_reference_is_removed_of_two_at_once_where_no_sweep_is_due()
    {
        using TestManager manager = new(new() { Flags = SweepsOnEach | CloneManagerFlags.SweepWhenExpired });
        TestDevice device = manager.Open();
        manager.Clones.AddReference(device);
        AtCall(2, device, () => Assert.Equal(2, manager.Clones.AddReference(device)));
        Assert.Equal(1, manager.Clones.RemoveReference(device));
        Assert.Equal(1, manager.Clones.ReferenceCount);
        Assert.Equal(0, manager.Clones.RemoveReference(device));
    }

    [Fact]
    public void Whoever_waited_for_the_lock_while_the_last_reference_went_is_told()
    {
        using TestManager manager = new(new() { Flags = SweepsOnEach });
        TestDevice device = manager.Open();
        manager.Clones.AddReference(device);
        Exception? exception = null;
        int? references = null;
        WhileOneWaits(
            manager,
            () => exception = Record.Exception(() => { manager.Clones.RemoveReference(device); }),
            () => references = manager.Clones.RemoveReference(device));
        Assert.Equal(0, references);
        Assert.Equal("The manager has no references. (Parameter 'device')", Assert.IsType<ArgumentException>(exception).Message);
        Assert.Equal(0, manager.Clones.ReferenceCount);
    }

    [Fact]
    public void Whoever_waited_for_the_lock_while_his_device_was_destroyed_has_no_device()
    {
        using TestManager manager = new(new() { Flags = SweepsOnEach });
        TestDevice device = manager.Register();
        manager.Clones.AddReference(device);
        manager.Time.Now += TimeSpan.FromSeconds(2);
        int? references = null;
        WhileOneWaits(manager, () => references = manager.Clones.RemoveReference(device), () => Assert.Equal(1, manager.Clones.Sweep()));
        Assert.Equal(0, references);
        Assert.Equal(1, manager.Clones.ReferenceCount);
        Assert.Equal([device], manager.Destroyed);
    }

    /// <summary>Does something under the lock while another thread waits for it, which has looked at everything that is looked at before the lock.</summary>
    private static void WhileOneWaits(TestManager manager, Action waiting, Action action)
    {
        Thread thread = new(() => waiting());
        manager.Time.OnRead = () =>
        {
            // The clock is read under the lock.
            manager.Time.OnRead = null;
            thread.Start();
            SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin) || !thread.IsAlive);
            action();
        };
        manager.Clones.Allocate(process: 77, unit: 77);
        thread.Join();
    }

    [Fact]
    public void A_reference_for_a_device_that_goes_meanwhile_is_none()
    {
        using TestManager manager = new();
        TestDevice device = manager.Register();
        manager.Time.Now += TimeSpan.FromSeconds(2);
        AtCall(1, device, () => Assert.Equal(1, manager.Clones.Sweep()));
        Assert.Equal(0, manager.Clones.AddReference(device));
        Assert.Equal(0, manager.Clones.ReferenceCount);
    }

    /// <summary>A sweep that has happened already, but is still at work: whoever asks sees it done.</summary>
    [Fact]
    public void What_a_sweep_has_taken_is_gone_for_everybody_at_once()
    {
        using TestManager manager = new();
        TestDevice[] devices = [manager.Register(1), manager.Register(2), manager.Open(3, unit: 9)];
        manager.Time.Now += TimeSpan.FromSeconds(2);
        List<string> seen = [];
        AtCall(1, devices[1], () =>
        {
            // The last unit goes first, so unit 0 is still to be written out.
            seen.Add($"{manager.Clones.GetDeviceFlags(devices[0])}");
            seen.Add($"{manager.Clones.Acquire(devices[0])}");
            seen.Add($"{manager.Clones.AddReference(devices[0])}");
            seen.Add($"{manager.Clones.AddReference(devices[2])}");
            seen.Add($"{manager.Clones.Release(devices[2])}");
            seen.Add($"{manager.Clones.RemoveReference(devices[2])}");
        });
        Assert.Equal(2, manager.Clones.Sweep());
        Assert.Equal(["NoDevice", "NoDevice", "0", "1", "Success", "0"], seen);
        Assert.Equal([devices[1], devices[0]], manager.Destroyed);
        Assert.Empty(manager.Clones.FindErrors());
        Assert.Equal(0, manager.Clones.ReferenceCount);
        Assert.Equal(CloneManagerFlags.Sweep, manager.Clones.Flags & CloneManagerFlags.Sweep);
    }

    [Fact]
    public void At_the_end_every_device_is_gone_for_everybody_at_once()
    {
        using TestManager manager = new();
        TestDevice[] devices = [manager.Register(1), manager.Open(2, unit: 7)];
        List<string> seen = [];
        AtCall(1, devices[0], () =>
        {
            // The first unit goes first, so the other is still to be taken.
            seen.Add($"{manager.Clones.GetDeviceFlags(devices[1])}");
            seen.Add($"{manager.Clones.Release(devices[1])}");
            seen.Add($"{manager.Clones.AddReference(devices[1])}");
        });
        manager.Clones.Dispose();
        Assert.Equal(["NoDevice", "NoDevice", "0"], seen);
        Assert.Equal(devices, manager.Destroyed);
    }

    [Fact]
    public void References_that_are_counted_while_a_sweep_ends_stay()
    {
        using TestManager manager = new(new() { Flags = SweepsOnEach });
        TestDevice expired = manager.Register(1);
        TestDevice device = manager.Open(2);
        manager.Time.Now += TimeSpan.FromSeconds(2);
        AtCall(1, expired, () =>
        {
            Assert.Equal(1, manager.Clones.AddReference(device));
            Assert.Equal(2, manager.Clones.AddReference(device));
        });
        Assert.Equal(1, manager.Clones.Sweep());
        Assert.Equal(2, manager.Clones.ReferenceCount);
        Assert.Equal(1, manager.Clones.RemoveReference(device));
    }

    private static void Meanwhile(TestManager manager, TestDevice device, bool isAtTheClock, Action action)
    {
        if (isAtTheClock)
        {
            manager.Time.OnRead = () =>
            {
                manager.Time.OnRead = null;
                action();
            };
        }
        else
        {
            AtCall(2, device, action); // the first call asks before the lock, the second one under it
        }
    }

    /// <summary>Has something done when a manager asks for a device's link for the nth time from now.</summary>
    private static void AtCall(int number, TestDevice device, Action action)
    {
        int calls = 0;
        device.OnLink = () =>
        {
            calls++;
            if (calls == number)
            {
                device.OnLink = null;
                action();
            }
        };
    }
}
