using Checking.Schedules.StandIns;
using Interlocked = Checking.Schedules.StandIns.Interlocked;

namespace Checking.Tests.BoundedCounter;

/// <summary>Has two counts, of which the second is never ahead, unless whoever sees the second may still see an older first.</summary>
internal sealed class HastyPublisher : ISubject<int, CounterOperation, CounterResponse>
{
    private int _count;
    private int _published;

    public CounterResponse Apply(CounterOperation operation)
    {
        if (operation == CounterOperation.Read)
        {
            int published = Plain.Read(ref _published);
            return new(Plain.Read(ref _count) < published ? -1 : published);
        }

        int count = Interlocked.Increment(ref _count);
        Plain.Write(ref _published, count);
        return new(count);
    }

    public int Observe() => _count;
}
