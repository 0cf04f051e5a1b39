using BenchmarkDotNet.Attributes;

namespace Benchmarks.Questions;

/// <summary>One user leaves, the next asks for any device and opens it: what does that take in a crowd where all else is busy?</summary>
public class ReleaseAllocateAcquire : QuestionOfThreads
{
    private const int Repetitions = 4_000;

    /// <inheritdoc />
    [Benchmark(OperationsPerInvoke = Repetitions)]
    public override void Port() => OnPort((crowd, thread) => crowd.Cycle(Repetitions / Threads, thread, Threads));

    /// <inheritdoc />
    [Benchmark(OperationsPerInvoke = Repetitions, Baseline = true)]
    public override void List() => OnList((crowd, thread) => crowd.Cycle(Repetitions / Threads, thread, Threads));
}
