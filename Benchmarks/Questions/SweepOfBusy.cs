using BenchmarkDotNet.Attributes;

namespace Benchmarks.Questions;

/// <summary>A sweep that finds nothing, as after most closings: does it cost something that all the others are busy?</summary>
public class SweepOfBusy : Question
{
    private Crowd<PortContestant, MeasuredDevice> _port = null!;
    private Crowd<ListContestant, ListDevice> _list = null!;

    /// <summary>Makes the port's crowd.</summary>
    [GlobalSetup(Target = nameof(Port))]
    public void SetUpPort() => _port = new Crowd<PortContestant, MeasuredDevice>(Entries).Fill();

    /// <summary>Makes the list's crowd.</summary>
    [GlobalSetup(Target = nameof(List))]
    public void SetUpList() => _list = new Crowd<ListContestant, ListDevice>(Entries).Fill();

    /// <summary>The port.</summary>
    /// <returns>How many were destroyed.</returns>
    [Benchmark]
    public int Port() => _port.Sweep();

    /// <summary>The list.</summary>
    /// <returns>How many were destroyed.</returns>
    [Benchmark(Baseline = true)]
    public int List() => _list.Sweep();
}
