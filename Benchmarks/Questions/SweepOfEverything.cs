using BenchmarkDotNet.Attributes;

namespace Benchmarks.Questions;

/// <summary>A sweep that takes everything, as when the machine comes back from sleep: the time of the whole sweep, not of an entry.</summary>
public class SweepOfEverything : Question
{
    private const int Crowds = 100;
    private const int LargestOfMany = 1_000;

    private Crowd<PortContestant, MeasuredDevice>[] _ports = [];
    private Crowd<ListContestant, ListDevice>[] _lists = [];

    // Sweeps of small crowds are too short for a clock: there are a hundred crowds, and the time is that of all of them.
    private int Count => Entries <= LargestOfMany ? Crowds : 1;

    /// <summary>Makes the port's crowds.</summary>
    [IterationSetup(Target = nameof(Port))]
    public void SetUpPort() => _ports = Left<PortContestant, MeasuredDevice>();

    /// <summary>Makes the list's crowds.</summary>
    [IterationSetup(Target = nameof(List))]
    public void SetUpList() => _lists = Left<ListContestant, ListDevice>();

    /// <summary>The port.</summary>
    /// <returns>How many were destroyed.</returns>
    [Benchmark]
    public int Port() => _ports.Sum(static crowd => crowd.Sweep());

    /// <summary>The list.</summary>
    /// <returns>How many were destroyed.</returns>
    [Benchmark(Baseline = true)]
    public int List() => _lists.Sum(static crowd => crowd.Sweep());

    private Crowd<TContestant, TDevice>[] Left<TContestant, TDevice>()
        where TContestant : struct, IContestant<TContestant, TDevice>
        where TDevice : class =>
        [.. Enumerable.Range(0, Count).Select(_ =>
        {
            Crowd<TContestant, TDevice> crowd = new Crowd<TContestant, TDevice>(Entries).Fill();
            crowd.LeaveAll();
            return crowd;
        })];
}
