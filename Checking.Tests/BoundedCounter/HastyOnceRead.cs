using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.BoundedCounter;

/// <summary>A counter that changes in one step until it is read for the first time; from then on it reads first and then writes.</summary>
internal sealed class HastyOnceRead : ISubject<int, CounterOperation, CounterResponse>
{
    private int _count;
    private int _wasRead;

    public CounterResponse Apply(CounterOperation operation)
    {
        if (operation == CounterOperation.Read)
        {
            Volatile.Write(ref _wasRead, 1);
            return new(Volatile.Read(ref _count));
        }

        int step = operation == CounterOperation.Increment ? 1 : -1;
        while (true)
        {
            int count = Volatile.Read(ref _count);
            if (count + step is < 0 or > CounterSpecification.Limit)
            {
                return new(null);
            }

            if (Volatile.Read(ref _wasRead) != 0)
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
