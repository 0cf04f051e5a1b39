using BenchmarkDotNet.Attributes;

namespace Benchmarks.Questions;

/// <summary>Somebody asks for a unit by its number: what does it take to find it?</summary>
public class AllocateUnit : Question
{
    private const int Repetitions = 1_000;

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
    public long Port() => _port.AskForUnits(Repetitions);

    /// <summary>The list.</summary>
    /// <returns>The sum of the answers.</returns>
    [Benchmark(OperationsPerInvoke = Repetitions, Baseline = true)]
    public long List() => _list.AskForUnits(Repetitions);
}
