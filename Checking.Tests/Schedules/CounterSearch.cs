using Checking.Linearizability;
using Checking.Scenarios;
using Checking.Schedules;
using Checking.Tests.BoundedCounter;

namespace Checking.Tests.Schedules;

/// <summary>Searches for failing interleavings of counters.</summary>
internal static class CounterSearch
{
    /// <summary>Searches the interleavings of a subject.</summary>
    public static InterleavingSearch<int, CounterOperation, CounterResponse> Of(Func<ISubject<int, CounterOperation, CounterResponse>> makeSubject) => new(TargetOf(makeSubject));

    /// <summary>The subject, held to a counter.</summary>
    public static ScenarioTarget<int, CounterOperation, CounterResponse> TargetOf(Func<ISubject<int, CounterOperation, CounterResponse>> makeSubject) => new()
    {
        Check = "counter",
        Specification = SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter),
        MakeSubject = makeSubject,
        Describe = CounterSpecification.Counter.Describe,
        Format = static operation => $"{operation}",
        ReplayCommand = "replay",
    };
}
