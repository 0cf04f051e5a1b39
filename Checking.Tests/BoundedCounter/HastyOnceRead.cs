using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.BoundedCounter;

/// <summary>A counter that changes in one step until it is read for the first time; from then on it reads first and then writes.</summary>
internal sealed class HastyOnceRead : ISubject<int, CounterOperation, CounterResponse>
{
    private readonly ControlledCounter _counter;
    private int _wasRead;

    public HastyOnceRead() => _counter = new(() => Volatile.Read(ref _wasRead) == 0);

    public CounterResponse Apply(CounterOperation operation)
    {
        if (operation == CounterOperation.Read)
        {
            Volatile.Write(ref _wasRead, 1);
        }

        return _counter.Apply(operation);
    }

    public int Observe() => _counter.Observe();
}
