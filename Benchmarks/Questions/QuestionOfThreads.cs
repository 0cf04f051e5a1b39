using BenchmarkDotNet.Attributes;

namespace Benchmarks.Questions;

/// <summary>A question to one thread and to two: do they hinder each other?</summary>
public abstract class QuestionOfThreads : Question
{
    private Gang _gang = null!;
    private Crowd<PortContestant, MeasuredDevice> _port = null!;
    private Crowd<ListContestant, ListDevice> _list = null!;

    /// <summary>How many threads do it at once, each with devices and a process of its own.</summary>
    [Params(1, 2)]
    public int Threads { get; set; } = 1;

    /// <summary>Makes the port's crowd.</summary>
    [GlobalSetup(Target = nameof(Port))]
    public void SetUpPort()
    {
        _gang = new Gang(Threads);
        _port = new Crowd<PortContestant, MeasuredDevice>(Entries).Fill();
    }

    /// <summary>Makes the list's crowd.</summary>
    [GlobalSetup(Target = nameof(List))]
    public void SetUpList()
    {
        _gang = new Gang(Threads);
        _list = new Crowd<ListContestant, ListDevice>(Entries).Fill();
    }

    /// <summary>Lets the threads go.</summary>
    [GlobalCleanup]
    public void CleanUp() => _gang.Dispose();

    /// <summary>The port.</summary>
    public abstract void Port();

    /// <summary>The list.</summary>
    public abstract void List();

    /// <summary>Has the port do something on each thread.</summary>
    /// <param name="work">What a thread does, by its number.</param>
    private protected void OnPort(Action<Crowd<PortContestant, MeasuredDevice>, int> work) => _gang.Run(thread => work(_port, thread));

    /// <summary>Has the list do something on each thread.</summary>
    /// <param name="work">What a thread does, by its number.</param>
    private protected void OnList(Action<Crowd<ListContestant, ListDevice>, int> work) => _gang.Run(thread => work(_list, thread));
}
