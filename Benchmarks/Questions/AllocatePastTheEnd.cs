using BenchmarkDotNet.Attributes;

namespace Benchmarks.Questions;

/// <summary>Every device is busy and somebody wants one: what does a new entry take, from the allocation to the open device?</summary>
public class AllocatePastTheEnd : Question
{
    private const int Repetitions = 1_000;

    private Crowd<PortContestant, MeasuredDevice>[] _ports = [];
    private Crowd<ListContestant, ListDevice>[] _lists = [];

    // A crowd grows by a tenth at most, so that it stays about as large as its name says; small ones come in numbers.
    private int Growth => Math.Clamp(Entries / 10, 1, Repetitions);

    /// <summary>Makes the port's crowds.</summary>
    [GlobalSetup(Target = nameof(Port))]
    public void SetUpPort() => _ports = Fill<PortContestant, MeasuredDevice>();

    /// <summary>Makes the list's crowds.</summary>
    [GlobalSetup(Target = nameof(List))]
    public void SetUpList() => _lists = Fill<ListContestant, ListDevice>();

    /// <summary>Shrinks the crowds to what they were.</summary>
    [IterationCleanup]
    public void Shrink()
    {
        foreach (Crowd<PortContestant, MeasuredDevice> crowd in _ports)
        {
            crowd.Shrink();
        }

        foreach (Crowd<ListContestant, ListDevice> crowd in _lists)
        {
            crowd.Shrink();
        }
    }

    /// <summary>The port.</summary>
    /// <returns>The sum of the answers.</returns>
    [Benchmark(OperationsPerInvoke = Repetitions)]
    public long Port() => Grow(_ports);

    /// <summary>The list.</summary>
    /// <returns>The sum of the answers.</returns>
    [Benchmark(OperationsPerInvoke = Repetitions, Baseline = true)]
    public long List() => Grow(_lists);

    private Crowd<TContestant, TDevice>[] Fill<TContestant, TDevice>()
        where TContestant : struct, IContestant<TContestant, TDevice>
        where TDevice : class =>
        [.. Enumerable.Range(0, Repetitions / Growth).Select(_ => new Crowd<TContestant, TDevice>(Entries).Fill())];

    private long Grow<TContestant, TDevice>(Crowd<TContestant, TDevice>[] crowds)
        where TContestant : struct, IContestant<TContestant, TDevice>
        where TDevice : class
    {
        long sum = 0;
        foreach (Crowd<TContestant, TDevice> crowd in crowds)
        {
            sum += crowd.Grow(Growth);
        }

        return sum;
    }
}
