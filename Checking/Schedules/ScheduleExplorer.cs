// Runs a program again and again, each time from its start, under the schedules that a strategy chooses.
// An execution in which the garbage collector ran does not count and is done again: locations are known
// by their addresses, and objects move only then.
namespace Checking.Schedules;

/// <summary>How much an exploration may take, and what it looks for.</summary>
public sealed record ScheduleLimits
{
    /// <summary>How many executions at most. When there would be more, the exploration is undecided.</summary>
    public long MaxExecutions { get; init; } = long.MaxValue;

    /// <summary>How many accesses an execution may have: more are taken for an endless loop.</summary>
    public int MaxSteps { get; init; } = 10_000;

    /// <summary>
    /// How many accesses each thread may have; empty for any number. Who has had them is stopped there, and the execution is cut: it is
    /// counted apart and not looked at. Lock-free code needs this bound: two threads can make each other begin again without end.
    /// </summary>
    public IReadOnlyList<int> MaxThreadSteps { get; init; } = [];

    /// <summary>Whether to go on after something wrong was found.</summary>
    public bool GoOn { get; init; }

    /// <summary>What reads may read.</summary>
    public MemoryModel Memory { get; init; }

    /// <summary>How many steps the program's start and observation may have, which are not under control; 0 for any number.</summary>
    public int MaxStepsAtRest { get; init; }

    /// <summary>
    /// Whether a thread that begins while another is stopped may run on that one's OS thread, on top of it: then nothing is handed over. An
    /// execution in which who was stopped has to go on first is done again, with an OS thread each. The same executions are seen (samples are never taken so: drawing again would change them); not for
    /// programs that ask on which OS thread they are.
    /// </summary>
    public bool NestsThreads { get; init; }

    /// <summary>
    /// Whether plain accesses are scheduling points, as far as they are seen. Not needed where there are no data races; always so where
    /// memory is weak.
    /// </summary>
    public bool StopsAtPlainAccesses { get; init; }

    /// <summary>Is told the schedule of each execution that came to its end; by default nobody is.</summary>
    public Action<Schedule>? Watch { get; init; }

    /// <summary>Whether to look for data races.</summary>
    public bool FindDataRaces { get; init; }
}

/// <summary>Explores the schedules of programs. Not thread-safe; its OS threads serve one program after the other.</summary>
public sealed class ScheduleExplorer : IDisposable
{
    /// <summary>So often an execution is begun again because of the garbage collector, before that is an error.</summary>
    private const int MaxRepetitions = 1000;

    private readonly List<ControlledThread> _threads = [new ControlledThread(0)];
    private readonly List<Thread> _crew = [];

    /// <summary>Explores.</summary>
    /// <param name="program">The program.</param>
    /// <param name="strategy">Which schedules; new for each exploration.</param>
    /// <param name="limits">How much it may take.</param>
    /// <param name="cancellation">Ends it; it is then undecided.</param>
    /// <returns>What it came to.</returns>
    public ScheduleReport Explore(ConcurrentProgram program, ScheduleStrategy strategy, ScheduleLimits? limits = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(strategy);
        limits ??= new();
        ControlledRun run = MakeRun(limits);
        ScheduleReport report = new() { Program = program.Name, Strategy = strategy.Name, IsExhaustive = strategy.IsExhaustive };
        while (true)
        {
            if (report.All >= limits.MaxExecutions || cancellation.IsCancellationRequested)
            {
                report.End = cancellation.IsCancellationRequested ? "it was cancelled" : $"it may have {limits.MaxExecutions} executions only";
                return report;
            }

            ProgramOutcome outcome = Execute(program, strategy, run, report, limits.NestsThreads && strategy.IsExhaustive);
            report.Add(run, outcome);
            if (run.Mode == RunMode.Controlled)
            {
                limits.Watch?.Invoke(Schedule.Of(run));
            }

            if ((report.Problem is not null && !limits.GoOn) || !strategy.End(run))
            {
                report.End = report is { Executions: 0, Problem: null } ? "no execution came to its end: each was cut" : null;
                return report;
            }
        }
    }

    /// <summary>Runs one schedule again, and keeps what each access read and wrote.</summary>
    /// <param name="program">The program.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="limits">As when it was found.</param>
    /// <returns>The execution.</returns>
    /// <exception cref="NondeterministicProgramException">The program cannot follow the schedule.</exception>
    public ReplayedExecution Replay(ConcurrentProgram program, Schedule schedule, ScheduleLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(schedule);
        ControlledRun run = MakeRun(limits ?? new());
        run.Values = new AccessValues();
        ScheduleReport report = new();
        ProgramOutcome outcome = Execute(program, new ReplaySchedule(schedule), run, report, isNested: false);
        if (run.Count < schedule.Threads.Count)
        {
            throw new NondeterministicProgramException($"{program.Name}: the schedule goes on at access {run.Count}, and the execution has ended.");
        }

        report.Add(run, outcome);
        return new(program.Name, Schedule.Of(run), [.. run.Accesses], run.Values.ToArray(), outcome.Text, report.Problem);
    }

    /// <summary>Ends the OS threads.</summary>
    public void Dispose()
    {
        foreach (ControlledThread thread in _threads.Skip(1))
        {
            thread.Baton.Close();
        }

        // Stryker disable once Block,Statement : who comes to his end does so also where nobody waits for him
        foreach (Thread worker in _crew)
        {
            worker.Join();
        }

        // Stryker disable once Block,Statement : what is not disposed of is collected
        foreach (ControlledThread thread in _threads)
        {
            thread.Dispose();
        }
    }

    private static ControlledRun MakeRun(ScheduleLimits limits) => new(limits.MaxSteps, limits.MaxThreadSteps)
    {
        Memory = limits.Memory == MemoryModel.ReleaseAcquire ? new WeakMemory() : null,
        StopsAtPlainAccesses = limits.StopsAtPlainAccesses || limits.Memory == MemoryModel.ReleaseAcquire,
        Races = limits.FindDataRaces ? new DataRaceDetector() : null,
        MaxStepsAtRest = limits.MaxStepsAtRest,
    };

    private ProgramOutcome Execute(ConcurrentProgram program, ScheduleStrategy strategy, ControlledRun run, ScheduleReport report, bool isNested)
    {
        for (int repetition = 0; repetition < MaxRepetitions; repetition++)
        {
            ProgramInstance instance = AtRest(run, program.Start);
            Man(instance.Threads.Count);
            strategy.Begin(instance.Threads.Count);
            run.IsNested = isNested;
            run.Run(_threads, instance.Threads, strategy);
            if (run.NeedsThreads)
            {
                isNested = false;
                continue;
            }

            if (run.WasDisturbed)
            {
                report.Repeated++;
                continue;
            }

            return run.Divergence is { } divergence ? throw new NondeterministicProgramException($"{program.Name}: {divergence}.")
                : run.Mode == RunMode.Controlled ? AtRest(run, instance.Observe)
                : ProgramOutcome.Unnamed;
        }

        throw new InvalidOperationException($"The garbage collector ran in each of {MaxRepetitions} repetitions of one execution of {program.Name}.");
    }

    private static T AtRest<T>(ControlledRun run, Func<T> act)
    {
        ControlledThread.BoundStepsAtRest(run.MaxStepsAtRest);
        try
        {
            return act();
        }
        finally
        {
            ControlledThread.BoundStepsAtRest(0);
        }
    }

    /// <summary>Sees to it that there are enough OS threads.</summary>
    private void Man(int threads)
    {
        // Stryker disable once Equality : a thread more waits for nothing
        while (_threads.Count < threads)
        {
            ControlledThread thread = new(_threads.Count);
            _threads.Add(thread);
            Thread worker = new(() => Serve(thread)) { IsBackground = true, Name = $"controlled {thread.Id}" };
            // Stryker disable once Statement : who comes to his end does so also where nobody waits for him
            _crew.Add(worker);
            worker.Start();
        }
    }

    private static void Serve(ControlledThread thread)
    {
        byte here = 0;
        ControlledThread.BeginStack(ref here);
        while (thread.Baton.Take())
        {
            thread.Run.RunOther(thread);
        }
    }
}
