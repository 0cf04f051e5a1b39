using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.BoundedCounter;

/// <summary>A counter that changes in one step, or reads first and then writes.</summary>
/// <param name="isAtomic">Asked at each attempt whether it changes in one step.</param>
internal sealed class ControlledCounter(Func<bool> isAtomic) : ISubject<int, CounterOperation, CounterResponse>
{
    private int _count;

    public ControlledCounter(bool isAtomic)
        : this(() => isAtomic)
    {
    }

    public CounterResponse Apply(CounterOperation operation)
    {
        int step = operation switch { CounterOperation.Increment => 1, CounterOperation.Decrement => -1, _ => 0 };
        while (true)
        {
            int count = Volatile.Read(ref _count);
            if (step == 0 || count + step is < 0 or > CounterSpecification.Limit)
            {
                return new(step == 0 ? count : null);
            }

            if (!isAtomic())
            {
                Volatile.Write(ref _count, count + step);
                return new(count + step);
            }

            if (Interlocked.CompareExchange(ref _count, count + step, count) == count)
            {
                return new(count + step);
            }
        }
    }

    public int Observe() => _count;
}
