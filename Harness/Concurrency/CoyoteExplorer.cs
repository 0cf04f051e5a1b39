// Runs a scenario under Coyote, one schedule after the other. The subject's own code has been rewritten by
// Coyote, so that each of its Interlocked, Volatile and lock, and each plain access of a field, is a point at
// which another thread may go on. Making the subject, the starting sequence and the observation at rest run
// outside of Coyote's control, at full speed; the threads run within. Coyote explores sequentially consistent
// interleavings: no reordering of plain accesses by compiler or processor.
using System.Collections;
using System.IO.Hashing;
using System.Reflection;
using System.Runtime.InteropServices;
using Checking;
using Checking.Scenarios;
using Microsoft.Coyote;
using Microsoft.Coyote.Runtime;
using Microsoft.Coyote.SystematicTesting;
using ControlledThread = Microsoft.Coyote.Rewriting.Types.Threading.Thread;

namespace Harness.Concurrency;

/// <summary>How far to look.</summary>
/// <param name="Strategy">How schedules are chosen.</param>
/// <param name="Seed">The seed of the choice.</param>
/// <param name="Schedules">How many schedules to run at most.</param>
public sealed record ScheduleBounds(CoyoteStrategy Strategy, uint Seed, int Schedules);

/// <summary>What an exploration came to.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Schedules">How many schedules were run.</param>
/// <param name="Distinct">How many of them are different.</param>
/// <param name="Steps">How many scheduling points were passed in all.</param>
/// <param name="IsComplete">Whether every schedule was run.</param>
/// <param name="Failing">The run that fails, and its schedule, or null.</param>
public sealed record Exploration<TState, TOperation, TResponse>(
    long Schedules, long Distinct, long Steps, bool IsComplete, FailingSchedule<TState, TOperation, TResponse>? Failing)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull;

/// <summary>A schedule that fails.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Run">What was seen.</param>
/// <param name="Failure">Why it fails.</param>
/// <param name="Trace">The schedule.</param>
/// <param name="Stretches">The schedule, put between the events of the run.</param>
public sealed record FailingSchedule<TState, TOperation, TResponse>(
    ScenarioRun<TState, TOperation, TResponse> Run,
    ScenarioFailure<TState, TOperation, TResponse> Failure,
    CoyoteTrace Trace,
    IReadOnlyList<ScheduleStretch> Stretches)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull;

/// <summary>Runs one scenario under Coyote.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="scenario">The scenario.</param>
/// <param name="check">What is held against each run.</param>
/// <param name="makeSubject">Makes a subject of code that Coyote has rewritten.</param>
public sealed class CoyoteExplorer<TState, TOperation, TResponse>(
    Scenario<TOperation> scenario, ScenarioCheck<TState, TOperation, TResponse> check, Func<ISubject<TState, TOperation, TResponse>> makeSubject)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    /// <summary>How many scheduling points a run may pass; more is taken for a livelock. The longest runs that end pass some hundreds.</summary>
    public const int MostSteps = 20_000;

    private const uint DeadlockMilliseconds = 60_000;

    private readonly HashSet<UInt128> _schedules = [];
    private readonly List<(long Time, int Steps)> _events = [];
    private ScenarioExecution<TState, TOperation, TResponse>? _execution;
    private ISubject<TState, TOperation, TResponse>? _subject;
    private FailingSchedule<TState, TOperation, TResponse>? _failing;
    private Func<int> _stepsSoFar = static () => 0;
    private bool _ended;
    private bool _isComplete;
    private bool _seesPlainAccesses;
    private long _count;
    private long _steps;

    /// <summary>Runs schedules until one fails.</summary>
    /// <param name="bounds">How far to look.</param>
    /// <param name="progress">Called after each schedule with how many there were.</param>
    /// <param name="cancellation">Stops between two schedules.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="InvalidOperationException">Something ran that Coyote does not control: then nothing can be said.</exception>
    public Exploration<TState, TOperation, TResponse> Explore(ScheduleBounds bounds, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        _seesPlainAccesses = bounds.Strategy.SeesPlainAccesses;
        Configuration configuration = bounds.Strategy.ApplyTo(Controlled(Configuration.Create()))
            .WithRandomGeneratorSeed(bounds.Seed).WithTestingIterations((uint)bounds.Schedules);
        Run(configuration, progress, cancellation);
        return new(_count, _schedules.Count, _steps, _isComplete, _failing);
    }

    /// <summary>Runs one schedule again.</summary>
    /// <param name="trace">The schedule.</param>
    /// <returns>The run, if it fails again.</returns>
    /// <exception cref="InvalidOperationException">The schedule is not of this scenario, or the code is another.</exception>
    public FailingSchedule<TState, TOperation, TResponse>? Replay(CoyoteTrace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        _seesPlainAccesses = trace.SeesPlainAccesses;
        Run(Controlled(Configuration.Create().WithReproducibleTrace(trace.ToReport(ReplaySettings))), progress: null, CancellationToken.None);
        return _failing;
    }

    /// <summary>A replay takes its whole configuration from the report; these are the settings of <see cref="Controlled"/>.</summary>
    private object ReplaySettings => new
    {
        Strategy = "random",
        PortfolioMode = "none",
        MaxFairSchedulingSteps = MostSteps,
        MaxUnfairSchedulingSteps = MostSteps,
        TimeoutDelay = 10,
        DeadlockTimeout = DeadlockMilliseconds,
        IsLockAccessRaceCheckingEnabled = true,
        IsAtomicOperationRaceCheckingEnabled = true,
        IsVolatileOperationRaceCheckingEnabled = true,
        IsMemoryAccessRaceCheckingEnabled = _seesPlainAccesses,
    };

    private Configuration Controlled(Configuration configuration) => configuration
        .WithLockAccessRaceCheckingEnabled()
        .WithAtomicOperationRaceCheckingEnabled()
        .WithVolatileOperationRaceCheckingEnabled()
        .WithMemoryAccessRaceCheckingEnabled(_seesPlainAccesses)
        .WithMaxSchedulingSteps(MostSteps, MostSteps)
        .WithFailureOnMaxStepsBoundEnabled()
        .WithDeadlockTimeout(DeadlockMilliseconds) // for what Coyote does not control; its own deadlocks it sees at once
        .WithPotentialDeadlocksReportedAsBugs()
        .WithPartiallyControlledConcurrencyAllowed(false)
        .WithTelemetryEnabled(false);

    private void Run(Configuration configuration, Action<long>? progress, CancellationToken cancellation)
    {
        (_failing, _isComplete, _count, _steps) = (null, false, 0, 0);
        _schedules.Clear();
        using CoyoteErrors errors = new();
        using TestingEngine engine = TestingEngine.Create(configuration, RunThreads);
        engine.SetLogger(errors);
        object trace = TraceOf(engine);
        _stepsSoFar = LengthOf(trace);
        engine.RegisterStartIterationCallBack(_ => Begin());
        engine.RegisterEndIterationCallBack(_ =>
        {
            End(trace);
            progress?.Invoke(_count);
            if (_failing is not null || cancellation.IsCancellationRequested)
            {
                configuration.WithTestingIterations(1); // the engine looks at it before each one
            }
        });
        if (!cancellation.IsCancellationRequested)
        {
            engine.Run();
        }

        TestReport report = engine.TestReport;
        string[] problems =
        [
            .. report.UncontrolledInvocations.Select(invocation => $"not controlled: {invocation}"),
            .. report.InternalErrors,
            .. report.BugReports.Where(bug => bug.StartsWith("Potential", StringComparison.Ordinal)), // seen by a clock, not by what threads wait for
        ];
        if (problems.Length > 0 || errors.NotReproducible is not null)
        {
            throw new InvalidOperationException(string.Join("; ", problems.Append(errors.NotReproducible)));
        }

        if (_failing?.Failure is ScenarioFailure<TState, TOperation, TResponse>.Stuck)
        {
            _failing = _failing with { Failure = new ScenarioFailure<TState, TOperation, TResponse>.Stuck(Headline(report.BugReports.FirstOrDefault())) };
        }
    }

    private static string Headline(string? bug) =>
        bug is null ? "the run does not come to its end"
        : bug.StartsWith("Scheduling steps bound", StringComparison.Ordinal) ? $"livelock: {MostSteps} steps, and no end"
        : bug.StartsWith("Deadlock", StringComparison.Ordinal) ? $"deadlock: {bug.Split('\n')[0]}"
        : bug;

    private void Begin()
    {
        (_subject as IDisposable)?.Dispose();
        _subject = makeSubject();
        _ended = false;
        _events.Clear();
        _execution = new(scenario, _subject, new ScenarioHooks
        {
            Between = SchedulingPoint.Interleave,
            Happened = time => _events.Add((time, _stepsSoFar())), // one thread runs at a time
        });
        _execution.Start();
    }

    private void RunThreads()
    {
        int left = scenario.Threads.Count;
        Thread[] threads =
        [
            .. _execution!.Bodies.Select(body => ControlledThread.Create(() =>
            {
                body();
                left--; // one thread runs at a time
            })),
        ];

        // All begin together, and this one goes on when they have ended: it plays no part in the schedules.
        SchedulingPoint.Suppress();
        Array.ForEach(threads, ControlledThread.Start);
        SchedulingPoint.Resume();
        Operation.PauseUntil(() => left == 0);
        _ended = left == 0;
    }

    private void End(object trace)
    {
        if (!_ended && _stepsSoFar() == 0)
        {
            // The depth-first strategy notices that nothing is left when it is asked for the first step of a schedule.
            _isComplete = true;
            return;
        }

        _count++;
        string steps = trace.ToString()!;
        _steps += steps.AsSpan().Count(';') + 1;
        _schedules.Add(XxHash128.HashToUInt128(MemoryMarshal.AsBytes(steps.AsSpan())));
        ScenarioRun<TState, TOperation, TResponse> run = _ended ? _execution!.Finish() : _execution!.Abandon();
        ScenarioFailure<TState, TOperation, TResponse>? failure = _ended ? check.Examine(run) : new ScenarioFailure<TState, TOperation, TResponse>.Stuck(string.Empty);
        if (failure is not null)
        {
            CoyoteTrace schedule = CoyoteTrace.Of(((IEnumerable)trace).Cast<object>().Select(step => step.ToString()!), _seesPlainAccesses);
            _failing = new(run, failure, schedule, schedule.Stretches(scenario.Threads.Count, _events));
        }
    }

    /// <summary>The schedule of the iteration that runs; Coyote keeps it to itself until it finds a bug.</summary>
    private static object TraceOf(TestingEngine engine)
    {
        object scheduler = typeof(TestingEngine).GetProperty("Scheduler", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(engine)!;
        return scheduler.GetType().GetField("Trace", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(scheduler)!;
    }

    private static Func<int> LengthOf(object trace) =>
        trace.GetType().GetProperty("Length", BindingFlags.Instance | BindingFlags.NonPublic)!.GetMethod!.CreateDelegate<Func<int>>(trace);
}
