// Real threads on one manager: no proof, but a look at whether it stands up. What threads may see is
// the business of the systematic checks.
using DeviceClones;
using Xunit;

namespace Implementation.Tests;

public sealed class ThreadTests
{
    [Fact]
    public void Of_many_threads_one_at_a_time_has_a_device_open()
    {
        using TestManager manager = new();
        TestDevice device = manager.Register();
        int inside = 0;
        int opened = 0;
        Together(4, _ =>
        {
            for (int round = 0; round < 20_000; round++)
            {
                if (manager.Clones.Acquire(device) == CloneStatus.Success)
                {
                    Assert.Equal(1, Interlocked.Increment(ref inside));
                    Interlocked.Increment(ref opened);
                    Interlocked.Decrement(ref inside);
                    Assert.Equal(CloneStatus.Success, manager.Clones.Release(device));
                }
            }
        });
        Assert.True(opened > 0);
        Assert.Equal(CloneStatus.Success, manager.Clones.CheckBusy());
        Assert.Empty(manager.Clones.FindErrors());
    }

    [Fact]
    public void Threads_that_allocate_open_close_and_sweep_leave_everything_in_order()
    {
        using TestManager manager = new(new() { Flags = TestManager.Flags | CloneManagerFlags.SweepOnUnref | CloneManagerFlags.SweepOnLastUnref });
        CloneManager<TestDevice> clones = manager.Clones;
        Together(4, thread =>
        {
            Random random = new(thread);
            for (int round = 0; round < 5_000; round++)
            {
                Allocation<TestDevice> allocation = clones.Allocate(process: thread);
                TestDevice device = allocation.Device ?? new TestDevice(allocation.Entry.Unit);
                if (allocation.Kind == AllocationKind.NewEntry)
                {
                    clones.Register(allocation.Entry, device);
                }

                if (clones.Acquire(device) == CloneStatus.Success)
                {
                    Assert.True(clones.AddReference(device) > 0); // it is busy, so no sweep takes it
                    Assert.Equal(CloneStatus.Busy, clones.CheckBusy());
                    Assert.Equal(CloneStatus.Success, clones.Release(device));
                    clones.RemoveReference(device);
                }

                if (random.Next(50) == 0)
                {
                    clones.Sweep();
                }
            }
        });
        Assert.Empty(clones.FindErrors());
        Assert.Equal(CloneStatus.Success, clones.CheckBusy());
        int left = clones.Count;
        int destroyed = manager.Destroyed.Count;
        Assert.Equal(manager.Destroyed.Count, manager.Destroyed.Distinct().Count());
        clones.Dispose();
        Assert.Equal(destroyed + left, manager.Destroyed.Count);
    }

    /// <summary>Runs something on threads that begin together; what one throws fails the test.</summary>
    private static void Together(int count, Action<int> body)
    {
        using Barrier barrier = new(count);
        Exception?[] exceptions = new Exception?[count];
        Thread[] threads =
        [
            .. Enumerable.Range(0, count).Select(index => new Thread(() =>
            {
                barrier.SignalAndWait();
                try
                {
                    body(index);
                }
                catch (Exception exception)
                {
                    exceptions[index] = exception;
                }
            })),
        ];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.All(exceptions, static exception => Assert.Null(exception));
    }
}
