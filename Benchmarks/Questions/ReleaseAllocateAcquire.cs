using BenchmarkDotNet.Attributes;

namespace Benchmarks.Questions;

/// <summary>One user leaves, the next asks for any device and opens it: what does that take in a crowd where all else is busy?</summary>
public class ReleaseAllocateAcquire : Question
{
    private const int Repetitions = 4_000;

    private Gang _gang = null!;
    private Crowd<PortContestant> _port = null!;
    private Crowd<ListContestant> _list = null!;

    /// <summary>How many threads do it at once, each with devices and a process of its own.</summary>
    [Params(1, 2)]
    public int Threads { get; set; } = 1;

    /// <summary>Makes the port's crowd.</summary>
    [GlobalSetup(Target = nameof(Port))]
    public void SetUpPort()
    {
        _gang = new Gang(Threads);
        _port = new Crowd<PortContestant>(Entries).Fill();
    }

    /// <summary>Makes the list's crowd.</summary>
    [GlobalSetup(Target = nameof(List))]
    public void SetUpList()
    {
        _gang = new Gang(Threads);
        _list = new Crowd<ListContestant>(Entries).Fill();
    }

    /// <summary>Lets the threads go.</summary>
    [GlobalCleanup]
    public void CleanUp() => _gang.Dispose();

    /// <summary>The port.</summary>
    [Benchmark(OperationsPerInvoke = Repetitions)]
    public void Port() => _gang.Run(thread => _port.Cycle(Repetitions / Threads, thread, Threads));

    /// <summary>The list.</summary>
    [Benchmark(OperationsPerInvoke = Repetitions, Baseline = true)]
    public void List() => _gang.Run(thread => _list.Cycle(Repetitions / Threads, thread, Threads));
}
