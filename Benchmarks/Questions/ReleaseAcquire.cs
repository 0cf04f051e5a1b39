using BenchmarkDotNet.Attributes;

namespace Benchmarks.Questions;

/// <summary>A device is closed and opened again: what does that take, and do two threads on different devices hinder each other?</summary>
public class ReleaseAcquire : QuestionOfThreads
{
    private const int Repetitions = 200_000;

    /// <inheritdoc />
    [Benchmark(OperationsPerInvoke = Repetitions)]
    public override void Port() => OnPort((crowd, thread) => crowd.Pairs(Repetitions / Threads, thread, Threads));

    /// <inheritdoc />
    [Benchmark(OperationsPerInvoke = Repetitions, Baseline = true)]
    public override void List() => OnList((crowd, thread) => crowd.Pairs(Repetitions / Threads, thread, Threads));
}
