using System.Runtime.CompilerServices;
using DeviceClones;

namespace Implementation.Tests;

/// <summary>A device as small as can be.</summary>
internal sealed class TestDevice(int unit) : ICloneDevice
{
    private CloneLink _link;

    public int Unit => unit;

    /// <summary>Called whenever a manager asks for <see cref="Link"/>: what a test does there, another thread does in the middle of the manager's call.</summary>
    public Action? OnLink { get; set; }

    public ref CloneLink Link
    {
        get
        {
            OnLink?.Invoke();
            return ref _link;
        }
    }
}

/// <summary>A time that stands still until it is moved.</summary>
internal sealed class TestTime : TimeProvider
{
    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(100);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Called whenever the time is read, as <see cref="TestDevice.OnLink"/>.</summary>
    public Action? OnRead { get; set; }

    public override long GetTimestamp()
    {
        OnRead?.Invoke();
        return Now.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + Now;
}

/// <summary>A manager with the steps that tests begin with.</summary>
internal sealed class TestManager : IDisposable
{
    public const CloneManagerFlags Flags = CloneManagerFlags.Enabled | CloneManagerFlags.Sweep | CloneManagerFlags.AlwaysGrow;

    public TestManager(CloneManagerOptions? options = null, Action<TestDevice>? destroy = null)
    {
        Clones = new CloneManager<TestDevice>((options ?? new() { Flags = Flags }) with { Clock = new CloneClock(Time) }, device =>
        {
            lock (Destroyed)
            {
                Destroyed.Add(device);
            }

            destroy?.Invoke(device);
        });
    }

    public TestTime Time { get; } = new();

    public List<TestDevice> Destroyed { get; } = [];

    public CloneManager<TestDevice> Clones { get; }

    /// <summary>A new device, registered for a process.</summary>
    public TestDevice Register(int process = 1, int unit = CloneManagerOptions.AnyUnit, int type = 0)
    {
        Allocation<TestDevice> allocation = Clones.Allocate(process, unit, type);
        TestDevice device = new(allocation.Entry.Unit);
        Clones.Register(allocation.Entry, device);
        return device;
    }

    /// <summary>A new device that is open.</summary>
    public TestDevice Open(int process = 1, int unit = CloneManagerOptions.AnyUnit, int type = 0)
    {
        TestDevice device = Register(process, unit, type);
        Clones.Acquire(device);
        return device;
    }

    public void Dispose() => Clones.Dispose();
}

/// <summary>What a manager keeps to itself, for tests that set up what takes too long, or an instant that is never seen at rest.</summary>
internal static class Accessor<TDevice>
    where TDevice : class, ICloneDevice
{
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_control")]
    public static extern ref long Control(CloneManager<TDevice> clones);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_candidates")]
    public static extern ref List<int> Candidates(CloneManager<TDevice> clones);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_gate")]
    public static extern ref object Gate(CloneManager<TDevice> clones);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_made")]
    public static extern ref uint Made(CloneManager<TDevice> clones);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_slots")]
    public static extern ref SlotTable Slots(CloneManager<TDevice> clones);
}
