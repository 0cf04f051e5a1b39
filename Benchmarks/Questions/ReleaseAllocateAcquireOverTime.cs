using BenchmarkDotNet.Attributes;

namespace Benchmarks.Questions;

/// <summary>The cycle with a clock that moves: what does it take to put an entry to another place in the order of age each time?</summary>
public class ReleaseAllocateAcquireOverTime : Question
{
    private const int Repetitions = 4_000;
    private const int StepMilliseconds = 1;

    private Crowd<PortContestant, MeasuredDevice> _port = null!;
    private Crowd<ListContestant, ListDevice> _list = null!;

    /// <summary>Makes the port's crowd.</summary>
    [GlobalSetup(Target = nameof(Port))]
    public void SetUpPort() => _port = new Crowd<PortContestant, MeasuredDevice>(Entries).Fill();

    /// <summary>Makes the list's crowd.</summary>
    [GlobalSetup(Target = nameof(List))]
    public void SetUpList() => _list = new Crowd<ListContestant, ListDevice>(Entries).Fill();

    /// <summary>The port.</summary>
    /// <returns>The sum of the answers.</returns>
    [Benchmark(OperationsPerInvoke = Repetitions)]
    public long Port() => _port.Cycle(Repetitions, stepMilliseconds: StepMilliseconds);

    /// <summary>The list.</summary>
    /// <returns>The sum of the answers.</returns>
    [Benchmark(OperationsPerInvoke = Repetitions, Baseline = true)]
    public long List() => _list.Cycle(Repetitions, stepMilliseconds: StepMilliseconds);
}
