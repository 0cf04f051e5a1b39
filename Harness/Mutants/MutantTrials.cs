// What mutants of the port are run in: scenarios, in four stages. With at most one preemption, and no bound of
// accesses: who then comes to no end waits for somebody in a loop, which the port never does. Then one schedule of
// each class; then with two preemptions; then with weak memory. Each has a bound of executions. Between the first two
// there may be what the scenarios are not about: every pair of operations from some places, programs of their own, and
// scenarios with many entries in a port whose pages are small.
using Checking.Schedules;
using Harness.Concurrency;
using Harness.Schedules;
using SynchronisationMutants;
using Program = Checking.Schedules.ScenarioProgram<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;

namespace Harness.Mutants;

/// <summary>Bounds of trials.</summary>
public sealed record MutantBounds
{
    /// <summary>How many executions a scenario may have in the stages of one preemption and of every class.</summary>
    public long Executions { get; init; } = 1_000;

    /// <summary>How many with two preemptions, of which there are many.</summary>
    public long TwiceExecutions { get; init; } = 500;

    /// <summary>How many with weak memory, where there are more accesses.</summary>
    public long WeakExecutions { get; init; } = 200;

    /// <summary>Bounds in proportion to those that are usual.</summary>
    /// <param name="executions">As <see cref="Executions"/>; half of it with two preemptions, a fifth with weak memory.</param>
    /// <returns>The bounds.</returns>
    public static MutantBounds Of(int executions) => new()
    {
        Executions = executions,
        TwiceExecutions = (executions + 1) / 2,
        WeakExecutions = (executions + 4) / 5,
    };

    /// <summary>How many accesses each thread may have beyond those that it has undisturbed.</summary>
    public int MoreAccesses { get; init; } = 4;
}

/// <summary>The trials of the port's mutants. Not thread-safe.</summary>
/// <param name="bounds">Their bounds.</param>
public sealed class MutantTrials(MutantBounds bounds) : IDisposable
{
    /// <summary>The stage whose mutants only weak memory shows.</summary>
    public const string WeakMemoryStage = "weak memory";

    private const string PairsStage = "every pair";

    // With small pages these have a table of four levels, and one that grows to three.
    private static readonly string[] Crowded = ["second-page-under-busy", "third-page-under-busy", "table-grows-under-release"];

    private const int MaxStepsAtRest = 3_000_000;
    private const int MostPreemptions = 3;
    private const long ExecutionsForPreemptions = 10_000;

    private readonly ScheduleExplorer _explorer = new();
    private readonly Dictionary<(CloneScenario Scenario, MemoryModel Memory, int MoreAccesses), IReadOnlyList<int>> _budgets = [];

    /// <inheritdoc />
    public void Dispose() => _explorer.Dispose();

    /// <summary>The stages.</summary>
    /// <param name="scenarios">The scenarios, which the port passes.</param>
    /// <returns>The stages, the quick one first.</returns>
    public IReadOnlyList<TrialStage<MutantPort>> Stages(IReadOnlyList<CloneScenario> scenarios) =>
    [
        Stage("few preemptions", scenarios, FewPreemptions),
        Stage("every class", scenarios, EveryClass),
        Stage("two preemptions", scenarios, (port, scenario) => Preempted(port, scenario, 2, bounds.TwiceExecutions)),
        Stage(WeakMemoryStage, scenarios, WeakMemory),
    ];

    /// <summary>The stages, and behind the quick one what the scenarios are not about.</summary>
    /// <param name="scenarios">The scenarios, which the port passes.</param>
    /// <param name="groups">What is run with one schedule of each class only.</param>
    /// <returns>The stages, the quick one first.</returns>
    public IReadOnlyList<TrialStage<MutantPort>> Stages(IReadOnlyList<CloneScenario> scenarios, IReadOnlyList<ScenarioGroup> groups) =>
    [
        .. Stages(scenarios).Take(1),
        new(PairsStage, [.. groups.Select(group => new Trial<MutantPort>(group.Name, port => EveryClass(port, group)))]),
        new("programs of their own",
        [
            new(TwoRegistrations.Name, port => Programs(port, static make => [TwoRegistrations.Of(make)])),
            new(DeviceRegisteredMeanwhile.Name, port => Programs(port, static make => [DeviceRegisteredMeanwhile.Of(make)])),
            new(DeviceRegisteredAgain.Name, port => Programs(port, DeviceRegisteredAgain.Of)),
            new(Snapshots.Name, port => Programs(port, Snapshots.Of)),
            new(MarkThatComesAgain.Name, port => Programs(port, static make => [MarkThatComesAgain.Of(make)])),
        ]),
        new("small pages",
        [
            .. Crowded.Select(name => new Trial<MutantPort>($"{name} in small pages", port => FewPreemptions(port.Narrow!.Value, NamedScenarios.Named(name)))),
        ]),
        .. Stages(scenarios).Skip(1),
    ];

    private static TrialStage<MutantPort> Stage(
        string name, IReadOnlyList<CloneScenario> scenarios, Func<MutantPort, CloneScenario, TrialResult> run) =>
        new(name, [.. scenarios.Select(scenario => new Trial<MutantPort>(scenario.Name, port => run(port, scenario)))]);

    private TrialResult FewPreemptions(MutantPort port, CloneScenario scenario)
    {
        TrialResult none = Preempted(port, scenario, 0, bounds.Executions);
        return none.Finding is not null ? none : After(none.Executions, Preempted(port, scenario, 1, bounds.Executions));
    }

    private TrialResult Preempted(MutantPort port, CloneScenario scenario, int preemptions, long executions) =>
        Run(port, scenario, new AllSchedules(preemptions), Limits(executions), _ => preemptions);

    private TrialResult EveryClass(MutantPort port, CloneScenario scenario) => EveryClass(port, scenario, bounds.Executions, bounds.MoreAccesses);

    private TrialResult EveryClass(MutantPort port, CloneScenario scenario, long executions, int moreAccesses)
    {
        ScheduleLimits limits = Limits(executions) with { MaxThreadSteps = BudgetOf(scenario, MemoryModel.SequentiallyConsistent, moreAccesses) };
        return Run(port, scenario, new SourceDpor(), limits, _ => FewestPreemptions(port, scenario));
    }

    private TrialResult WeakMemory(MutantPort port, CloneScenario scenario)
    {
        ScheduleLimits limits = Limits(bounds.WeakExecutions) with
        {
            Memory = MemoryModel.ReleaseAcquire,
            FindDataRaces = false,
            MaxThreadSteps = BudgetOf(scenario, MemoryModel.ReleaseAcquire, bounds.MoreAccesses),
        };
        return Run(port, scenario, new SourceDpor(), limits, static execution => execution?.Preemptions);
    }

    private TrialResult EveryClass(MutantPort port, ScenarioGroup group)
    {
        long executions = 0;
        foreach (CloneScenario scenario in group.Scenarios)
        {
            TrialResult result = EveryClass(port, scenario, group.Times * bounds.Executions, group.MoreAccesses ?? bounds.MoreAccesses);
            executions += result.Executions;
            if (result.Finding is not null)
            {
                return result with { Executions = executions };
            }
        }

        return new(executions, null);
    }

    private TrialResult Programs(MutantPort port, Func<Func<TimedSubject>, IEnumerable<ConcurrentProgram>> programs)
    {
        long executions = 0;
        foreach ((ConcurrentProgram program, ScheduleStrategy strategy, ScheduleLimits limits) in
            programs(port.Make).Zip(programs(StandInPort.Right), WaysToRun).SelectMany(static ways => ways))
        {
            (ScheduleReport? report, string? failure) = Explore(program, strategy, limits);
            if (report is null)
            {
                return Alone(failure);
            }

            executions += report.Executions;
            if (report.Problem is not null)
            {
                ReplayedExecution execution = _explorer.Replay(program, report.Schedule!, Limits(1));
                return new(executions, new MutantFinding(Headline(report.Problem.ToString()!), execution.Preemptions, string.Empty, Shortened(execution.ToString())));
            }
        }

        return new(executions, null);
    }

    /// <summary>Where preemptions are not bounded, accesses are: what takes no lock can be made to begin again without end.</summary>
    private IEnumerable<(ConcurrentProgram Program, ScheduleStrategy Strategy, ScheduleLimits Limits)> WaysToRun(ConcurrentProgram program, ConcurrentProgram right)
    {
        ScheduleLimits limits = Limits(bounds.Executions);
        IReadOnlyList<int> budget = ScenarioBudget.Undisturbed(_explorer, right, bounds.MoreAccesses, MemoryModel.SequentiallyConsistent, nestsThreads: true);
        return [(program, new AllSchedules(1), limits), (program, new AllSchedules(2), limits), (program, new SourceDpor(), limits with { MaxThreadSteps = budget })];
    }

    private int? FewestPreemptions(MutantPort port, CloneScenario scenario)
    {
        for (int preemptions = 2; preemptions <= MostPreemptions; preemptions++)
        {
            if (Explore(port, scenario, new AllSchedules(preemptions), Limits(ExecutionsForPreemptions)).Report is { Problem: not null })
            {
                return preemptions;
            }
        }

        return null;
    }

    private TrialResult Run(
        MutantPort port, CloneScenario scenario, ScheduleStrategy strategy, ScheduleLimits limits, Func<ReplayedExecution?, int?> preemptions)
    {
        (ScheduleReport? report, string? failure) = Explore(port, scenario, strategy, limits);
        if (report is null)
        {
            return Alone(failure);
        }

        long executions = report.All;
        if (report.Problem is null)
        {
            return new(executions, null);
        }

        using ScheduleSearch search = new(port.Subject, port.Make);
        FailingInterleaving? failing = search.Replay(scenario, report.Schedule!, limits);
        return new(executions, new MutantFinding(
            Headline(failing?.Counterexample.Failure.Headline ?? report.Problem.ToString()!),
            preemptions(failing?.Execution),
            failing?.Counterexample.Replay ?? string.Empty,
            failing is null ? string.Empty : Shortened($"{failing.Counterexample}\n{failing.Execution}")));
    }

    private static TrialResult Alone(string? failure) => new(1, new MutantFinding($"one thread alone: {failure}", 0, string.Empty, string.Empty));

    private (ScheduleReport? Report, string? Failure) Explore(MutantPort port, CloneScenario scenario, ScheduleStrategy strategy, ScheduleLimits limits) =>
        Explore(new Program(scenario, ScenarioSearch.CheckOf(scenario), port.Make).ToProgram(), strategy, limits);

    /// <summary>Explores; or tells what one thread threw before the others began, so that nothing could be explored.</summary>
    private (ScheduleReport? Report, string? Failure) Explore(ConcurrentProgram program, ScheduleStrategy strategy, ScheduleLimits limits)
    {
        try
        {
            return (_explorer.Explore(program, strategy, limits), null);
        }
        catch (Exception exception) when (exception is not NondeterministicProgramException)
        {
            return (null, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    /// <summary>The accesses of the port as it is, and some more.</summary>
    private IReadOnlyList<int> BudgetOf(CloneScenario scenario, MemoryModel memory, int moreAccesses)
    {
        if (!_budgets.TryGetValue((scenario, memory, moreAccesses), out IReadOnlyList<int>? budget))
        {
            ConcurrentProgram right = new Program(scenario, ScenarioSearch.CheckOf(scenario), StandInPort.Right).ToProgram();
            budget = ScenarioBudget.Undisturbed(_explorer, right, moreAccesses, memory, nestsThreads: true);
            _budgets.Add((scenario, memory, moreAccesses), budget);
        }

        return budget;
    }

    private static ScheduleLimits Limits(long executions) =>
        new() { MaxExecutions = executions, MaxStepsAtRest = MaxStepsAtRest, FindDataRaces = true, NestsThreads = true };

    private static TrialResult After(long executions, TrialResult result) => result with { Executions = executions + result.Executions };

    /// <summary>A text without its middle, where it is long: what loops does the same thousands of times.</summary>
    private static string Shortened(string text)
    {
        const int Kept = 100;
        string[] lines = text.Split('\n');
        return lines.Length <= 2 * Kept ? text : string.Join('\n', [.. lines[..Kept], $"... {lines.Length - (2 * Kept)} lines ...", .. lines[^Kept..]]);
    }

    private static string Headline(string text) => text.Split('\n')[0];
}
