// Every interleaving of one scenario on a subject: linearizable, no data race, no deadlock. What fails is made
// short, first the scenario, then the schedule: the fewest preemptions that show it.
using Checking.Discovery;
using Checking.Scenarios;

namespace Checking.Schedules;

/// <summary>How far to look.</summary>
public sealed record InterleavingBounds
{
    /// <summary>How many accesses each thread may have beyond those that it has when nobody disturbs it.</summary>
    public int MoreAccesses { get; init; } = 8;

    /// <summary>How many executions at most.</summary>
    public long MaxExecutions { get; init; } = 1_000_000;

    /// <summary>What reads may read.</summary>
    public MemoryModel Memory { get; init; }

    /// <summary>As <see cref="ScheduleLimits.NestsThreads"/>: faster, but not for a component that asks on which OS thread it runs.</summary>
    public bool NestsThreads { get; init; }

    /// <summary>Makes what chooses the schedules: one of each class, unless it is told otherwise.</summary>
    public Func<ScheduleStrategy> Strategy { get; init; } = static () => new SourceDpor();
}

/// <summary>A failing schedule of a scenario that was made as short as possible.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Counterexample">The run, and why it fails.</param>
/// <param name="Execution">Each access of it.</param>
/// <param name="Preemptions">The fewest preemptions that show it, or null where the search for them was too long.</param>
public sealed record FailingInterleaving<TState, TOperation, TResponse>(
    ScenarioCounterexample<TState, TOperation, TResponse> Counterexample, ReplayedExecution Execution, int? Preemptions)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull;

/// <summary>What the exploration of a scenario came to.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Scenario">The scenario.</param>
/// <param name="MaxThreadSteps">How many accesses each thread could have.</param>
/// <param name="Report">The counts.</param>
/// <param name="Distinct">How many different schedules there were: one of each class, or so many among those that were drawn.</param>
/// <param name="Histories">How many different histories there were.</param>
/// <param name="Failing">What fails, or null.</param>
public sealed record InterleavingReport<TState, TOperation, TResponse>(
    Scenario<TOperation> Scenario,
    IReadOnlyList<int> MaxThreadSteps,
    ScheduleReport Report,
    long Distinct,
    int Histories,
    FailingInterleaving<TState, TOperation, TResponse>? Failing)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull;

/// <summary>Explores every interleaving of scenarios on a subject. Not thread-safe.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="target">The subject, and what it is held to; it synchronises by the stand-ins of this kit (<see cref="ControlledCopy"/>).</param>
public sealed class InterleavingSearch<TState, TOperation, TResponse>(ScenarioTarget<TState, TOperation, TResponse> target) : IDisposable
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    private const int MostPreemptions = 3;
    private const long ExecutionsToShrink = 5_000;
    private const long ExecutionsForPreemptions = 30_000;

    private readonly ScheduleExplorer _explorer = new();

    /// <inheritdoc />
    public void Dispose() => _explorer.Dispose();

    /// <summary>Explores every interleaving of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="bounds">How far to look.</param>
    /// <param name="cancellation">Ends it; it is then undecided.</param>
    /// <returns>What it came to.</returns>
    public InterleavingReport<TState, TOperation, TResponse> Search(
        Scenario<TOperation> scenario, InterleavingBounds bounds, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        (ScheduleReport report, IReadOnlyList<int> maxThreadSteps, long distinct, int histories) = Explore(scenario, bounds, cancellation);
        return new(scenario, maxThreadSteps, report, distinct, histories, report.Verdict == Verdict.Violated ? Shrink(scenario, report, bounds, cancellation) : null);
    }

    /// <summary>Runs a schedule of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="bounds">As when it was found; but that memory was weak the schedule says itself, where a read chose what it reads.</param>
    /// <returns>The failure, or null where it holds.</returns>
    public FailingInterleaving<TState, TOperation, TResponse>? Replay(Scenario<TOperation> scenario, Schedule schedule, InterleavingBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        ArgumentNullException.ThrowIfNull(schedule);
        return Replay(scenario, schedule, LimitsOf(schedule.Stores.Count > 0 ? bounds with { Memory = MemoryModel.ReleaseAcquire } : bounds));
    }

    /// <summary>Runs a schedule of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="limits">As when it was found.</param>
    /// <returns>The failure, or null where it holds.</returns>
    public FailingInterleaving<TState, TOperation, TResponse>? Replay(Scenario<TOperation> scenario, Schedule schedule, ScheduleLimits limits) =>
        Show(scenario, schedule, limits, "replayed", null);

    /// <summary>Random schedules of a scenario, as a search that can go on.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="schedules">How many schedules a batch has.</param>
    /// <param name="bounds">How long an execution may be.</param>
    /// <param name="reached">Told of each new history, with a schedule that has it.</param>
    /// <returns>The search; it runs on this one's threads.</returns>
    public ScheduleDiscovery<TState, TOperation, TResponse> Discover(
        Scenario<TOperation> scenario, ulong seed, int schedules, InterleavingBounds bounds, Action<UInt128, Schedule>? reached = null)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        ScenarioProgram<TState, TOperation, TResponse> program = ProgramOf(scenario, target.CheckOf(scenario));
        ScheduleLimits limits = LimitsOf(bounds) with { MaxThreadSteps = BudgetOf(scenario, bounds) };
        return new(_explorer, program, target.Describe, new(seed, schedules, limits), reached);
    }

    /// <summary>Makes what an exploration of a scenario has found as short as possible.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="found">What was found.</param>
    /// <param name="bounds">As when it was found.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The failing interleaving.</returns>
    public FailingInterleaving<TState, TOperation, TResponse> Explain(
        Scenario<TOperation> scenario, ScheduleReport found, InterleavingBounds bounds, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(bounds);
        return Shrink(scenario, found, bounds, cancellation);
    }

    /// <summary>Whether the explorer sees what the subject does: where it does not, there is one execution, and it says nothing.</summary>
    /// <param name="scenario">A scenario whose operations share something.</param>
    /// <returns>Whether there is an access beside the beginnings and ends of operations.</returns>
    public bool SeesAccesses(Scenario<TOperation> scenario)
    {
        ConcurrentProgram program = ProgramOf(scenario, target.CheckOf(scenario)).ToProgram();
        List<Schedule> schedules = [];
        _explorer.Explore(program, new AllSchedules(preemptionBound: 0), new() { MaxExecutions = 1, Watch = schedules.Add });
        return schedules.Count == 0 || _explorer.Replay(program, schedules[0]).Accesses.Any(access => access.Location >= 0);
    }

    private (ScheduleReport Report, IReadOnlyList<int> MaxThreadSteps, long Distinct, int Histories) Explore(
        Scenario<TOperation> scenario, InterleavingBounds bounds, CancellationToken cancellation)
    {
        ScenarioCheck<TState, TOperation, TResponse> check = target.CheckOf(scenario);
        ConcurrentProgram program = ProgramOf(scenario, check).ToProgram();
        IReadOnlyList<int> maxThreadSteps = BudgetOf(scenario, bounds);
        ScheduleStrategy strategy = bounds.Strategy();
        HashSet<string> drawn = new(StringComparer.Ordinal);
        // Stryker disable once Conditional : of all schedules each is another one, and nobody asks how many were noted
        Action<Schedule>? note = strategy.IsExhaustive ? null : schedule => drawn.Add(schedule.ToString());
        ScheduleLimits limits = LimitsOf(bounds) with { MaxThreadSteps = maxThreadSteps, Watch = note };
        ScheduleReport report = _explorer.Explore(program, strategy, limits, cancellation);
        return (report, maxThreadSteps, strategy.IsExhaustive ? report.Executions : drawn.Count, check.Histories);
    }

    private ScenarioProgram<TState, TOperation, TResponse> ProgramOf(Scenario<TOperation> scenario, ScenarioCheck<TState, TOperation, TResponse> check) =>
        new(scenario, check, target.MakeSubject);

    /// <summary>By a check of its own: its histories are none of the exploration's.</summary>
    private IReadOnlyList<int> BudgetOf(Scenario<TOperation> scenario, InterleavingBounds bounds) =>
        ScenarioBudget.Undisturbed(_explorer, ProgramOf(scenario, target.CheckOf(scenario)).ToProgram(), bounds.MoreAccesses, bounds.Memory, bounds.NestsThreads);

    private static ScheduleLimits LimitsOf(InterleavingBounds bounds) => new()
    {
        MaxExecutions = bounds.MaxExecutions,
        Memory = bounds.Memory,
        FindDataRaces = bounds.Memory == MemoryModel.SequentiallyConsistent,
        NestsThreads = bounds.NestsThreads,
    };

    private FailingInterleaving<TState, TOperation, TResponse> Shrink(
        Scenario<TOperation> scenario, ScheduleReport found, InterleavingBounds bounds, CancellationToken cancellation)
    {
        InterleavingBounds again = bounds with { MaxExecutions = Math.Min(bounds.MaxExecutions, ExecutionsToShrink) };
        (Scenario<TOperation> shrunk, ScheduleReport report, int shrinks) = ScenarioShrinker.Shrink(
            scenario,
            found,
            candidate => Explore(candidate, again, cancellation).Report is { Verdict: Verdict.Violated } failing && !IsWrongFromTheStart(candidate) ? failing : null,
            target.Edits);
        (Schedule schedule, int? preemptions) = Simplest(shrunk, report.Schedule!, bounds);
        string origin = $"{report.Strategy}, execution {found.All}, {shrinks} shrinks";
        return Show(shrunk, schedule, LimitsOf(bounds), origin, preemptions)
            ?? throw new NondeterministicProgramException($"{shrunk.Name}: what failed under {schedule} does not fail again.");
    }

    /// <summary>Whether a scenario fails before its threads begin: that is another failure, and no race.</summary>
    private bool IsWrongFromTheStart(Scenario<TOperation> scenario)
    {
        Scenario<TOperation> start = scenario with { Threads = [] };
        return _explorer.Explore(ProgramOf(start, target.CheckOf(start)).ToProgram(), new SourceDpor()).Verdict != Verdict.Holds;
    }

    /// <summary>The failing schedule with the fewest preemptions.</summary>
    private (Schedule Schedule, int? Preemptions) Simplest(Scenario<TOperation> scenario, Schedule known, InterleavingBounds bounds)
    {
        for (int preemptions = 0; preemptions <= MostPreemptions; preemptions++)
        {
            ScheduleReport report = _explorer.Explore(
                ProgramOf(scenario, target.CheckOf(scenario)).ToProgram(),
                new AllSchedules(preemptions),
                LimitsOf(bounds) with { MaxExecutions = Math.Min(bounds.MaxExecutions, ExecutionsForPreemptions) });
            if (report.Verdict == Verdict.Violated)
            {
                return (report.Schedule!, preemptions);
            }

            if (report.Verdict == Verdict.Undecided)
            {
                break;
            }
        }

        return (known, null);
    }

    private FailingInterleaving<TState, TOperation, TResponse>? Show(
        Scenario<TOperation> scenario, Schedule schedule, ScheduleLimits limits, string origin, int? preemptions)
    {
        ScenarioProgram<TState, TOperation, TResponse> program = ProgramOf(scenario, target.CheckOf(scenario));
        ReplayedExecution execution = _explorer.Replay(program.ToProgram(), schedule, limits);
        if (execution.Problem is not { } problem)
        {
            return null;
        }

        (ScenarioRun<TState, TOperation, TResponse> run, ScenarioFailure<TState, TOperation, TResponse> failure) = program.Abandon(problem);
        ScenarioCounterexample<TState, TOperation, TResponse> counterexample = new()
        {
            Check = target.Check,
            Origin = origin,
            Run = run,
            Failure = failure,
            Schedule = [],
            Describe = target.Describe,
            Replay = $"{target.ReplayCommand} '{ScenarioToken.Of(target.Check, scenario, target.Format, schedule.ToString())}'",
        };
        return new(counterexample, execution, preemptions);
    }
}
