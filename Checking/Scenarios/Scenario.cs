// A concurrent program as data: what was done before, what threads do at once, and what a callback of the
// subject does. At the end, when nothing runs any more, the subject's whole state is observed. A scenario
// says nothing of schedules: whoever runs it (a controlled scheduler, an explorer, real threads) brings them.
// Read next: ScenarioExecution.cs (how it is run), ScenarioCheck.cs (what is held against the run).
namespace Checking.Scenarios;

/// <summary>What threads do at once on one subject.</summary>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <param name="Name">What it is called in reports: words joined by hyphens.</param>
/// <param name="Start">The operations before, one after the other.</param>
/// <param name="Threads">The operations of each thread, one thread after the other.</param>
public sealed record Scenario<TOperation>(string Name, IReadOnlyList<TOperation> Start, IReadOnlyList<IReadOnlyList<TOperation>> Threads)
    where TOperation : notnull
{
    /// <summary>
    /// What the first callback that an operation of a thread causes does, where the subject calls back (<see cref="ICallingBack"/>). Its
    /// operations count as those of a process of their own, which runs within the operation that caused it.
    /// </summary>
    public IReadOnlyList<TOperation> Callback { get; init; } = [];

    /// <summary>How many operations there are, of the start, of the threads and of the callback.</summary>
    public int Size => Start.Count + Threads.Sum(thread => thread.Count) + Callback.Count;

    /// <summary>The number of the process that stands for a thread's callback in histories.</summary>
    /// <param name="thread">The thread.</param>
    /// <returns>The process.</returns>
    public int CallbackProcess(int thread) => Threads.Count + thread;

    /// <summary>What a process of a history is called.</summary>
    /// <param name="process">The process.</param>
    /// <returns>The thread, or the callback of a thread.</returns>
    public string NameOf(long process) => process < Threads.Count ? $"thread {process + 1}" : $"callback of thread {process - Threads.Count + 1}";
}

/// <summary>A subject that calls its caller back.</summary>
public interface ICallingBack
{
    /// <summary>What to do in a callback, or null. Set before anything runs.</summary>
    Action? Callback { get; set; }
}
