namespace Benchmarks;

/// <summary>Threads that stand ready, are released together by a barrier, and are waited for. One thread alone is the caller's own.</summary>
internal sealed class Gang : IDisposable
{
    private readonly int _size;
    private readonly Barrier _barrier;
    private readonly Thread[] _threads;
    private Action<int>? _work;

    /// <summary>Starts the threads.</summary>
    /// <param name="size">How many.</param>
    public Gang(int size)
    {
        _size = size;
        _barrier = new Barrier(size + 1);
        _threads = size == 1 ? [] : [.. Enumerable.Range(0, size).Select(number => new Thread(() => Serve(number)) { IsBackground = true })];
        foreach (Thread thread in _threads)
        {
            thread.Start();
        }
    }

    /// <summary>Runs work on every thread at once.</summary>
    /// <param name="work">The work, which is told the number of its thread.</param>
    public void Run(Action<int> work)
    {
        if (_size == 1)
        {
            work(0);
            return;
        }

        _work = work;
        _barrier.SignalAndWait();
        _barrier.SignalAndWait();
    }

    /// <summary>Lets the threads go.</summary>
    public void Dispose()
    {
        if (_size > 1)
        {
            _work = null;
            _barrier.SignalAndWait();
        }

        foreach (Thread thread in _threads)
        {
            thread.Join();
        }

        _barrier.Dispose();
    }

    private void Serve(int number)
    {
        while (true)
        {
            _barrier.SignalAndWait();
            if (_work is not { } work)
            {
                return;
            }

            work(number);
            _barrier.SignalAndWait();
        }
    }
}
