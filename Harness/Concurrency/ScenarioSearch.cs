// The check of a scenario against the model: explores schedules, and where one fails shrinks the scenario,
// looking for a failing schedule of each simpler one anew, and says how to replay what is left.
using Checking.Linearizability;
using Checking.Scenarios;
using Clones;
using Harness.PlantedFaults;
using Exploration = Harness.Concurrency.Exploration<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;
using Explorer = Harness.Concurrency.CoyoteExplorer<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;
using Failing = Harness.Concurrency.FailingSchedule<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;

namespace Harness.Concurrency;

/// <summary>What the exploration of a scenario came to.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Bounds">How far was looked.</param>
/// <param name="Exploration">What was explored, until a schedule failed.</param>
/// <param name="Counterexample">The failing schedule of a scenario that was made as simple as possible, or null.</param>
public sealed record ScenarioReport(CloneScenario Scenario, ScheduleBounds Bounds, Exploration Exploration, CloneScenarioCounterexample? Counterexample);

/// <summary>Explores the schedules of scenarios on a port, and shrinks what fails.</summary>
/// <param name="subjectName">What the port is called in tokens.</param>
/// <param name="makeSubject">Makes the port; Coyote has rewritten it.</param>
public sealed class ScenarioSearch(string subjectName, Func<TimedSubject> makeSubject)
{
    /// <summary>What tokens of these checks begin with.</summary>
    public const string CheckName = "concurrency";
    private const string PortName = "port";
    private const int AttemptsToShrink = 150;

    // A simpler scenario is given up where so many schedules do not fail: three times as many as the first failure took, within
    // these bounds. All attempts together end at the last one.
    private const int SchedulesToShrinkAtLeast = 200;
    private const int SchedulesToShrinkAtMost = 3_000;
    private const int SchedulesToShrinkInAll = 12_000;

    private static readonly SequentialSpecification<State, Operation, TimedResponse<Response>> Specification = TimedSpecification.Of(
        CloneSpecification.Model,
        static (state, read) => state.Precision == Precision.Seconds ? state with { WallSeconds = read } : state with { Uptime = TimeOf(read) },
        static (state, clock) => state with { Uptime = clock.Uptime, WallSeconds = clock.WallSeconds });

    /// <summary>How scenarios are made simpler.</summary>
    internal static readonly ScenarioEdits<Operation> Edits = new() { WithoutStart = WithoutStart, Simpler = Simpler };

    /// <summary>The port as it is.</summary>
    public static ScenarioSearch OfPort { get; } = new(PortName, static () => ControlledPort.Right());

    /// <summary>The port with a planted fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <returns>The check.</returns>
    public static ScenarioSearch Of(PlantedFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return new(fault.Name, ControlledPort.Compile(fault));
    }

    /// <summary>Replays a token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>The counterexample, if the schedule fails again.</returns>
    /// <exception cref="KeyNotFoundException">There is no such check or port.</exception>
    /// <exception cref="FormatException">An operation or the schedule cannot be read.</exception>
    /// <exception cref="InvalidOperationException">The schedule is not one of this scenario on this code.</exception>
    public static CloneScenarioCounterexample? Replay(ScenarioToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        string[] name = token.Check.Split(':', 2);
        if (name is not [CheckName, var subject])
        {
            throw new KeyNotFoundException($"no check of scenarios is called '{token.Check}'; expected {CheckName}:{PortName} or {CheckName}:FAULT");
        }

        CloneScenario scenario = token.ToScenario(OperationText.Parse);
        CoyoteTrace trace = CoyoteTrace.Parse(token.Schedule);
        ScenarioSearch search = string.Equals(subject, PortName, StringComparison.Ordinal) ? OfPort : Of(PlantedFault.Named(subject));
        return search.ExplorerOf(scenario).Replay(trace) is { } failing ? search.Show(failing, "replayed") : null;
    }

    /// <summary>Holds runs of a scenario against the model.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <returns>The check.</returns>
    public static CloneScenarioCheck CheckOf(CloneScenario scenario) => new(scenario, Specification);

    /// <summary>A port that scenarios are run on, held to the model.</summary>
    /// <param name="check">The check's name.</param>
    /// <param name="makeSubject">Makes the port.</param>
    /// <returns>The target.</returns>
    internal static CloneScenarioTarget TargetOf(string check, Func<TimedSubject> makeSubject) => new()
    {
        Check = check,
        Specification = Specification,
        MakeSubject = makeSubject,
        Describe = StateText.Describe,
        Format = OperationText.Format,
        ReplayCommand = CloneChecks.ReplayCommand,
        Edits = Edits,
    };

    /// <summary>Explores the schedules of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="bounds">How far to look.</param>
    /// <param name="progress">Called with how many schedules there were.</param>
    /// <param name="cancellation">Stops between two schedules.</param>
    /// <returns>What it came to.</returns>
    public ScenarioReport Search(CloneScenario scenario, ScheduleBounds bounds, Action<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        Exploration exploration = ExplorerOf(scenario).Explore(bounds, progress, cancellation);
        return new(scenario, bounds, exploration, exploration.Failing is { } failing ? Shrink(failing, bounds, exploration.Schedules, cancellation) : null);
    }

    private CloneScenarioCounterexample Shrink(Failing failing, ScheduleBounds bounds, long found, CancellationToken cancellation)
    {
        ScheduleBounds again = bounds with { Schedules = (int)Math.Clamp(3 * found, SchedulesToShrinkAtLeast, SchedulesToShrinkAtMost) };
        long left = SchedulesToShrinkInAll;
        (_, Failing shrunk, int shrinks) = ScenarioShrinker.Shrink(
            failing.Run.Scenario,
            failing,
            candidate => cancellation.IsCancellationRequested || left <= 0 ? null : FailureOf(candidate, again, ref left, cancellation),
            Edits,
            AttemptsToShrink);
        return Show(shrunk, $"{bounds.Strategy.Name}, seed {bounds.Seed:x}, schedule {found}, {shrinks} shrinks");
    }

    private Failing? FailureOf(CloneScenario scenario, ScheduleBounds bounds, ref long left, CancellationToken cancellation)
    {
        Exploration exploration = ExplorerOf(scenario).Explore(bounds, progress: null, cancellation);
        left -= exploration.Schedules;
        return exploration.Failing?.Failure is ScenarioFailure<State, Operation, TimedResponse<Response>>.WrongStart ? null : exploration.Failing;
    }

    private Explorer ExplorerOf(CloneScenario scenario) => new(scenario, CheckOf(scenario), makeSubject);

    private CloneScenarioCounterexample Show(Failing failing, string origin)
    {
        string check = $"{CheckName}:{subjectName}";
        return new()
        {
            Check = check,
            Origin = origin,
            Run = failing.Run,
            Failure = failing.Failure,
            Schedule = failing.Stretches,
            Describe = StateText.Describe,
            Replay = $"{CloneChecks.ReplayCommand} '{ScenarioToken.Of(check, failing.Run.Scenario, OperationText.Format, failing.Trace.ToWord())}'",
        };
    }

    private static Timestamp TimeOf(long nanoseconds)
    {
        (long seconds, long rest) = Math.DivRem(nanoseconds, Timestamp.NanosecondsPerSecond);
        return rest < 0 ? new(seconds - 1, rest + Timestamp.NanosecondsPerSecond) : new(seconds, rest);
    }

    /// <summary>Without an operation of the start: entries and devices that are made no more go, with what was done with them, also in threads.</summary>
    private static CloneScenario WithoutStart(CloneScenario scenario, int place)
    {
        int[] ends = [.. scenario.Threads.Prepend(scenario.Start).Append(scenario.Callback).Select(list => list.Count)];
        for (int list = 1; list < ends.Length; list++)
        {
            ends[list] += ends[list - 1];
        }

        List<Response> responses = [];
        State state = State.Initial;
        foreach (Operation operation in scenario.Start)
        {
            (state, Response response) = Model.Step(state, operation);
            responses.Add(response);
        }

        (Operation Operation, int Place)[] left =
            [.. OperationTakeOut.LeftWithout([.. scenario.Start, .. scenario.Threads.SelectMany(thread => thread), .. scenario.Callback], responses, place)];
        Operation[] Between(int from, int to) => [.. left.Where(one => one.Place >= from && one.Place < to).Select(one => one.Operation)];
        return scenario with
        {
            Start = Between(0, ends[0]),
            Threads = [.. scenario.Threads.Select((_, thread) => Between(ends[thread], ends[thread + 1]))],
            Callback = Between(ends[^2], ends[^1]),
        };
    }

    private static IEnumerable<Operation> Simpler(Operation operation)
    {
        switch (operation)
        {
            case Operation.Create { MaxUnit: > 0 } create:
                yield return create with { MaxUnit = 0 };
                break;
            case Operation.Alloc { MemoryFails: true } alloc:
                yield return alloc with { MemoryFails = false };
                break;
            case Operation.Alloc { Process.Value: > 1 } alloc:
                yield return alloc with { Process = new ProcessId(1) };
                break;
            default:
                break;
        }
    }
}
