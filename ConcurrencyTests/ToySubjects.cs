// Small subjects with a race, a deadlock and a livelock each, rewritten by Coyote together with the tests: what
// is said of the port means something only if such things are found.
using Checking;
using Checking.Linearizability;
using Checking.Scenarios;
using Harness.Concurrency;

namespace ConcurrencyTests;

/// <summary>What the toys are asked.</summary>
internal enum ToyOperation
{
    /// <summary>Counts up, and tells the count.</summary>
    Increment,

    /// <summary>Counts up while two locks are held, taken in this order.</summary>
    IncrementLeftRight,

    /// <summary>Counts up while two locks are held, taken in the other order.</summary>
    IncrementRightLeft,
}

/// <summary>The specification of the toys: a counter.</summary>
internal static class Toys
{
    private static readonly Specification<int, ToyOperation, int> Counter =
        new() { Name = "counter", Initial = 0, Step = static (count, _) => (count + 1, count + 1) };

    public static Scenario<ToyOperation> Two { get; } = new("two-increments", [], [[ToyOperation.Increment], [ToyOperation.Increment]]);

    public static Scenario<ToyOperation> Crossed { get; } = new("crossed-locks", [], [[ToyOperation.IncrementLeftRight], [ToyOperation.IncrementRightLeft]]);

    public static CoyoteExplorer<int, ToyOperation, int> Explorer(Scenario<ToyOperation> scenario, Func<ISubject<int, ToyOperation, int>> make) =>
        new(scenario, new ScenarioCheck<int, ToyOperation, int>(scenario, SequentialSpecification<int, ToyOperation, int>.From(Counter)), make);
}

/// <summary>Reads and writes a plain field.</summary>
internal sealed class PlainCounter : ISubject<int, ToyOperation, int>
{
    private int _count;

    public int Apply(ToyOperation operation)
    {
        int read = _count;
        _count = read + 1;
        return read + 1;
    }

    public int Observe() => _count;
}

/// <summary>Reads and writes by Volatile, which makes neither of the two a part of the other.</summary>
internal sealed class VolatileCounter : ISubject<int, ToyOperation, int>
{
    private int _count;

    public int Apply(ToyOperation operation)
    {
        int read = Volatile.Read(ref _count);
        Volatile.Write(ref _count, read + 1);
        return read + 1;
    }

    public int Observe() => _count;
}

/// <summary>Right: counts by compare-exchange.</summary>
internal sealed class ExchangingCounter : ISubject<int, ToyOperation, int>
{
    private int _count;

    public int Apply(ToyOperation operation)
    {
        while (true)
        {
            int read = Volatile.Read(ref _count);
            if (Interlocked.CompareExchange(ref _count, read + 1, read) == read)
            {
                return read + 1;
            }
        }
    }

    public int Observe() => _count;
}

/// <summary>Right: counts in one step.</summary>
internal sealed class IncrementingCounter : ISubject<int, ToyOperation, int>
{
    private int _count;

    public int Apply(ToyOperation operation) => Interlocked.Increment(ref _count);

    public int Observe() => _count;
}

/// <summary>Takes two locks in either order.</summary>
internal sealed class LockingCounter : ISubject<int, ToyOperation, int>
{
    private readonly object _left = new();
    private readonly object _right = new();
    private int _count;

    public int Apply(ToyOperation operation)
    {
        bool leftFirst = operation == ToyOperation.IncrementLeftRight;
        lock (leftFirst ? _left : _right)
        {
            lock (leftFirst ? _right : _left)
            {
                return ++_count;
            }
        }
    }

    public int Observe() => _count;
}

/// <summary>The second one waits for a third, which never comes.</summary>
internal sealed class WaitingCounter : ISubject<int, ToyOperation, int>
{
    private int _count;

    public int Apply(ToyOperation operation)
    {
        int count = Interlocked.Increment(ref _count);
        while (count == 2 && Volatile.Read(ref _count) < 3)
        {
            // Waits.
        }

        return count;
    }

    public int Observe() => _count;
}

/// <summary>Uses something that Coyote does not control.</summary>
internal sealed class UncontrolledCounter : ISubject<int, ToyOperation, int>, IDisposable
{
    private readonly ManualResetEventSlim _event = new();
    private int _count;

    public int Apply(ToyOperation operation)
    {
        _event.Set();
        return Interlocked.Increment(ref _count);
    }

    public int Observe() => _count;

    public void Dispose() => _event.Dispose();
}
