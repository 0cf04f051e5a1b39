// Every interleaving of a scenario on the port: linearizable against the model, no data race, no deadlock.
// What fails is made short, first the scenario, then the schedule: the fewest preemptions that show it.
using Checking;
using Checking.Scenarios;
using Checking.Schedules;
using Clones;
using Harness.Concurrency;
using Harness.Mutants;
using Harness.PlantedFaults;
using SynchronisationMutants;
using Program = Checking.Schedules.ScenarioProgram<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;

namespace Harness.Schedules;

/// <summary>How far to look.</summary>
public sealed record InterleavingBounds
{
    /// <summary>How many accesses each thread may have beyond those that it has when nobody disturbs it.</summary>
    public int MoreAccesses { get; init; } = 8;

    /// <summary>How many executions at most.</summary>
    public long MaxExecutions { get; init; } = 1_000_000;

    /// <summary>What reads may read.</summary>
    public MemoryModel Memory { get; init; }
}

/// <summary>A failing schedule of a scenario that was made as short as possible.</summary>
/// <param name="Counterexample">The run, and why it fails.</param>
/// <param name="Execution">Each access of it.</param>
/// <param name="Preemptions">The fewest preemptions that show it, or null where the search for them was too long.</param>
public sealed record FailingInterleaving(CloneScenarioCounterexample Counterexample, ReplayedExecution Execution, int? Preemptions);

/// <summary>What the exploration of a scenario came to.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="MaxThreadSteps">How many accesses each thread could have.</param>
/// <param name="Report">The counts.</param>
/// <param name="Histories">How many different histories there were.</param>
/// <param name="Failing">What fails, or null.</param>
public sealed record InterleavingReport(
    CloneScenario Scenario, IReadOnlyList<int> MaxThreadSteps, ScheduleReport Report, int Histories, FailingInterleaving? Failing);

/// <summary>Explores every interleaving of scenarios on a port. Not thread-safe.</summary>
/// <param name="subjectName">What the port is called in tokens.</param>
/// <param name="makeSubject">Makes the port; it synchronises by the stand-ins of the kit.</param>
public sealed class ScheduleSearch(string subjectName, Func<TimedSubject> makeSubject) : IDisposable
{
    /// <summary>What its tokens begin with.</summary>
    public const string CheckName = "schedules";

    /// <summary>What the names of mutants begin with in its tokens.</summary>
    public const string MutantPrefix = "mutant~";

    private const string PortName = "port";
    private const int MostPreemptions = 3;
    private const long ExecutionsToShrink = 5_000;
    private const long ExecutionsForPreemptions = 30_000;

    private readonly ScheduleExplorer _explorer = new();

    /// <summary>The port as it is.</summary>
    /// <returns>The search.</returns>
    public static ScheduleSearch OfPort() => new(PortName, StandInPort.Right);

    /// <summary>The port with a planted fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>The search.</returns>
    public static ScheduleSearch Of(PlantedFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new(fault.Name, StandInPort.Compile(fault));
    }

    /// <summary>A mutant of the port.</summary>
    /// <param name="mutation">The mutant.</param>
    /// <returns>The search.</returns>
    /// <exception cref="InvalidOperationException">It does not compile.</exception>
    public static ScheduleSearch Of(Mutation mutation)
    {
        (MutantPort? port, string? error) = MutantPort.Compile(mutation);
        return port is null ? throw new InvalidOperationException(error) : new(port.Subject, port.Make);
    }

    /// <summary>Runs the schedule of a token.</summary>
    /// <param name="token">The token, as a counterexample printed it.</param>
    /// <returns>The failure, or null where it holds.</returns>
    /// <exception cref="KeyNotFoundException">The token names another check, or a fault that there is not.</exception>
    /// <exception cref="FormatException">The token is no scenario and schedule.</exception>
    public static FailingInterleaving? Replay(ScenarioToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Check.Split(':', 2) is not [CheckName, var subject])
        {
            throw new KeyNotFoundException($"no check of schedules is called '{token.Check}'; expected {CheckName}:{PortName} or {CheckName}:FAULT");
        }

        if (!Schedule.TryParse(token.Schedule, out Schedule? schedule))
        {
            throw new FormatException($"'{token.Schedule}' is no schedule; expected THREADxACCESSES-THREADxACCESSES-...");
        }

        using ScheduleSearch search = string.Equals(subject, PortName, StringComparison.Ordinal) ? OfPort()
            : subject.StartsWith(MutantPrefix, StringComparison.Ordinal) ? Of(PortMutants.Named(subject[MutantPrefix.Length..]))
            : Of(PlantedFault.Named(subject));
        return search.Replay(
            token.ToScenario(OperationText.Parse),
            schedule!,
            new InterleavingBounds { Memory = schedule!.Stores.Count > 0 ? MemoryModel.ReleaseAcquire : MemoryModel.SequentiallyConsistent });
    }

    /// <inheritdoc />
    public void Dispose() => _explorer.Dispose();

    /// <summary>Explores every interleaving of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="bounds">How far to look.</param>
    /// <param name="cancellation">Ends it; it is then undecided.</param>
    /// <returns>What it came to.</returns>
    public InterleavingReport Search(CloneScenario scenario, InterleavingBounds bounds, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        (ScheduleReport report, IReadOnlyList<int> maxThreadSteps, int histories) = Explore(scenario, bounds, cancellation);
        return new(scenario, maxThreadSteps, report, histories, report.Verdict == Verdict.Violated ? Shrink(scenario, report, bounds, cancellation) : null);
    }

    /// <summary>Runs a schedule of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="bounds">As when it was found.</param>
    /// <returns>The failure, or null where it holds.</returns>
    public FailingInterleaving? Replay(CloneScenario scenario, Schedule schedule, InterleavingBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(bounds);
        return Replay(scenario, schedule, LimitsOf(bounds));
    }

    /// <summary>Runs a schedule of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="limits">As when it was found.</param>
    /// <returns>The failure, or null where it holds.</returns>
    public FailingInterleaving? Replay(CloneScenario scenario, Schedule schedule, ScheduleLimits limits) => Show(scenario, schedule, limits, "replayed", null);

    private (ScheduleReport Report, IReadOnlyList<int> MaxThreadSteps, int Histories) Explore(
        CloneScenario scenario, InterleavingBounds bounds, CancellationToken cancellation)
    {
        CloneScenarioCheck check = ScenarioSearch.CheckOf(scenario);
        ConcurrentProgram program = new Program(scenario, check, makeSubject).ToProgram();
        IReadOnlyList<int> maxThreadSteps = ScenarioBudget.Undisturbed(_explorer, program, bounds.MoreAccesses);
        ScheduleLimits limits = LimitsOf(bounds) with { MaxThreadSteps = maxThreadSteps };
        return (_explorer.Explore(program, new SourceDpor(), limits, cancellation), maxThreadSteps, check.Histories);
    }

    private static ScheduleLimits LimitsOf(InterleavingBounds bounds) => new()
    {
        MaxExecutions = bounds.MaxExecutions,
        Memory = bounds.Memory,
        FindDataRaces = bounds.Memory == MemoryModel.SequentiallyConsistent,
        NestsThreads = true,
    };

    private FailingInterleaving Shrink(CloneScenario scenario, ScheduleReport found, InterleavingBounds bounds, CancellationToken cancellation)
    {
        InterleavingBounds again = bounds with { MaxExecutions = Math.Min(bounds.MaxExecutions, ExecutionsToShrink) };
        (CloneScenario shrunk, ScheduleReport report, int shrinks) = ScenarioShrinker.Shrink(
            scenario,
            found,
            candidate => Explore(candidate, again, cancellation).Report is { Verdict: Verdict.Violated } failing && !IsWrongFromTheStart(candidate) ? failing : null,
            ScenarioSearch.Edits);
        (Schedule schedule, int? preemptions) = Simplest(shrunk, report.Schedule!, bounds);
        string origin = $"{report.Strategy}, execution {found.Executions + found.Blocked + found.Cut}, {shrinks} shrinks";
        return Show(shrunk, schedule, LimitsOf(bounds), origin, preemptions)
            ?? throw new NondeterministicProgramException($"{shrunk.Name}: what failed under {schedule} does not fail again.");
    }

    /// <summary>Whether a scenario fails before its threads begin: that is another failure, and no race.</summary>
    private bool IsWrongFromTheStart(CloneScenario scenario)
    {
        CloneScenarioCheck check = ScenarioSearch.CheckOf(scenario with { Threads = [[]] });
        Program program = new(scenario with { Threads = [[]] }, check, makeSubject);
        return _explorer.Explore(program.ToProgram(), new SourceDpor()).Verdict != Verdict.Holds;
    }

    /// <summary>The failing schedule with the fewest preemptions.</summary>
    private (Schedule Schedule, int? Preemptions) Simplest(CloneScenario scenario, Schedule known, InterleavingBounds bounds)
    {
        for (int preemptions = 0; preemptions <= MostPreemptions; preemptions++)
        {
            ConcurrentProgram program = new Program(scenario, ScenarioSearch.CheckOf(scenario), makeSubject).ToProgram();
            ScheduleReport report = _explorer.Explore(
                program, new AllSchedules(preemptions), LimitsOf(bounds) with { MaxExecutions = ExecutionsForPreemptions });
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

    private FailingInterleaving? Show(CloneScenario scenario, Schedule schedule, ScheduleLimits limits, string origin, int? preemptions)
    {
        Program program = new(scenario, ScenarioSearch.CheckOf(scenario), makeSubject);
        ReplayedExecution execution = _explorer.Replay(program.ToProgram(), schedule, limits);
        if (execution.Problem is not { } problem)
        {
            return null;
        }

        (ScenarioRun<State, Operation, TimedResponse<Response>> run, ScenarioFailure<State, Operation, TimedResponse<Response>> failure) = program.Abandon(problem);
        string check = $"{CheckName}:{subjectName}";
        CloneScenarioCounterexample counterexample = new()
        {
            Check = check,
            Origin = origin,
            Run = run,
            Failure = failure,
            Schedule = [],
            Describe = StateText.Describe,
            Replay = $"{CloneChecks.ReplayCommand} '{ScenarioToken.Of(check, scenario, OperationText.Format, schedule.ToString())}'",
        };
        return new(counterexample, execution, preemptions);
    }
}
