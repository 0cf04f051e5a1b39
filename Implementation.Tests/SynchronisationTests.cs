// How the port synchronises: by Interlocked, Volatile and lock on an object only, and without the lock
// where one device is concerned.
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using DeviceClones;
using Xunit;

namespace Implementation.Tests;

public sealed class SynchronisationTests
{
    [Fact]
    public void Nothing_of_System_Threading_is_used_but_Interlocked_Volatile_and_the_Monitor_of_lock()
    {
        using FileStream file = File.OpenRead(typeof(CloneLink).Assembly.Location);
        using PEReader image = new(file);
        MetadataReader metadata = image.GetMetadataReader();
        string[] used =
        [
            .. metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Where(type => metadata.GetString(type.Namespace).StartsWith("System.Threading", StringComparison.Ordinal))
                .Select(type => metadata.GetString(type.Name)).Order(StringComparer.Ordinal),
        ];
        Assert.Equal("Interlocked, Monitor, Volatile", string.Join(", ", used));
    }

    [Fact]
    public void What_concerns_one_device_does_not_wait_for_the_lock()
    {
        using HeldTime time = new();
        using CloneManager<TestDevice> clones = new(new() { Clock = new CloneClock(time) });
        CloneEntry entry = clones.Allocate(1).Entry;
        TestDevice device = new(entry.Unit);
        clones.Register(entry, device);

        // The clock is read under the lock, so whoever allocates now holds it until the clock is let go.
        time.Hold();
        Thread holder = new(() => clones.Allocate(2));
        holder.Start();
        time.WaitUntilHeld();
        Assert.Equal(CloneStatus.Success, clones.Acquire(device));
        Assert.Equal(1, clones.AddReference(device));
        Assert.Equal(2, clones.AddReference(device));
        Assert.Equal(CloneDeviceFlags.Busy, clones.GetDeviceFlags(device));
        Assert.Equal(CloneStatus.Success, clones.GetDeviceTime(device, out _));
        Assert.Equal(CloneStatus.Success, clones.SetThreadCount(device, 1));
        Assert.Equal(CloneDeviceFlags.Busy, clones.SetDeviceFlags(device, CloneDeviceFlags.Busy));
        Assert.Equal(CloneStatus.Success, clones.Release(device));
        Assert.Equal(1, clones.RemoveReference(device)); // not the last one, so no sweep
        Assert.True(holder.IsAlive);
        time.LetGo();
        holder.Join();
    }

    private sealed class HeldTime : TimeProvider, IDisposable
    {
        private readonly ManualResetEventSlim _go = new(initialState: true);
        private readonly ManualResetEventSlim _held = new();

        public void Hold() => _go.Reset();

        public void LetGo() => _go.Set();

        public void WaitUntilHeld() => _held.Wait(TestContext.Current.CancellationToken);

        public override long GetTimestamp()
        {
            if (!_go.IsSet)
            {
                _held.Set();
                _go.Wait();
            }

            return 0;
        }

        public void Dispose()
        {
            _go.Dispose();
            _held.Dispose();
        }
    }
}
