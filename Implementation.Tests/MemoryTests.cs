// What a manager takes of memory: nothing on the paths that are walked most, and little for an entry.
using DeviceClones;
using Xunit;

namespace Implementation.Tests;

[Collection(nameof(AloneOnTheHeap))]
public sealed class MemoryTests
{
    [Fact]
    public void Opening_closing_counting_and_sharing_allocate_nothing()
    {
        using TestManager manager = new();
        TestDevice[] devices = [.. Enumerable.Range(0, 1000).Select(_ => manager.Open())];
        CloneManager<TestDevice> clones = manager.Clones;
        Walk(clones, devices, manager.Time);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Walk(clones, devices, manager.Time);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Removing_the_last_reference_allocates_nothing_while_no_sweep_is_due()
    {
        using TestManager manager = new(new());
        TestDevice device = manager.Open();
        manager.Clones.AddReference(device);
        manager.Clones.RemoveReference(device);
        manager.Clones.AddReference(device);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int references = manager.Clones.RemoveReference(device);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal((0, 0L), (references, allocated));
    }

    private static void Walk(CloneManager<TestDevice> clones, TestDevice[] devices, TestTime time)
    {
        foreach (TestDevice device in devices)
        {
            clones.AddReference(device);
            clones.Release(device);
            clones.GetDeviceFlags(device);
            clones.GetDeviceTime(device, out _);
            time.Now += TimeSpan.FromMilliseconds(1);
            Allocation<TestDevice> allocation = clones.Allocate(7);
            clones.Acquire(allocation.Device!);
            clones.RemoveReference(device);
            clones.CheckBusy();
        }
    }

    [Theory]
    [InlineData(1_000_000, 64)]
    [InlineData(1_000_000, 1)]
    public void A_million_entries_take_at_most_64_bytes_each_beside_their_devices(int count, int types)
    {
        TestDevice[] devices = [.. Enumerable.Range(0, count).Select(index => new TestDevice((index % types * 0x40000) + (index / types)))];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using TestManager manager = new(new() { Flags = TestManager.Flags, TypeMask = types > 1 ? 0xfc0000 : 0 });
        for (int index = 0; index < count; index++)
        {
            manager.Time.Now += TimeSpan.FromMicroseconds(100);
            manager.Clones.Register(manager.Clones.Allocate(process: index, type: index % types * 0x40000).Entry, devices[index]);
        }

        double bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;
        GC.KeepAlive(devices);
        Assert.True(bytes <= 64, $"{bytes:f1} bytes an entry");
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes:f1} bytes an entry, {types} types");
        manager.Time.Now += TimeSpan.FromSeconds(1000);
        Assert.Equal(count, manager.Clones.Sweep());
    }
}

/// <summary>Tests that measure the heap as a whole: nothing else may run beside them.</summary>
[CollectionDefinition(nameof(AloneOnTheHeap), DisableParallelization = true)]
public sealed class AloneOnTheHeap;
