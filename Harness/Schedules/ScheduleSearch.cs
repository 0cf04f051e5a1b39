// Every interleaving of scenarios on the port, as it is or with a planted fault, and its tokens. The search
// itself is the kit's.
using Checking.Discovery;
using Checking.Scenarios;
using Checking.Schedules;
using Clones;
using Harness.Concurrency;
using Harness.Mutants;
using Harness.PlantedFaults;
using SynchronisationMutants;

namespace Harness.Schedules;

/// <summary>Explores every interleaving of scenarios on a port. Not thread-safe.</summary>
/// <param name="subjectName">What the port is called in tokens.</param>
/// <param name="makeSubject">Makes the port; it synchronises by the stand-ins of the kit.</param>
public sealed class ScheduleSearch(string subjectName, Func<TimedSubject> makeSubject) : IDisposable
{
    /// <summary>What its tokens begin with.</summary>
    public const string CheckName = "schedules";

    /// <summary>What the names of mutants begin with in its tokens.</summary>
    public const string MutantPrefix = "mutant~";

    /// <summary>The same, of mutants of a port with small pages.</summary>
    public const string NarrowPrefix = "narrow~";

    private const string PortName = "port";

    private readonly CloneInterleavingSearch _search = new(ScenarioSearch.TargetOf($"{CheckName}:{subjectName}", makeSubject));

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
        MutantPort port = Compiled(mutation);
        return new(port.Subject, port.Make);
    }

    /// <summary>A mutant of the port with small pages.</summary>
    /// <param name="mutation">The mutant.</param>
    /// <returns>The search.</returns>
    /// <exception cref="InvalidOperationException">It does not compile.</exception>
    public static ScheduleSearch OfNarrow(Mutation mutation)
    {
        MutantPort narrow = Compiled(mutation).Narrow!.Value;
        return new(narrow.Subject, narrow.Make);
    }

    private static MutantPort Compiled(Mutation mutation)
    {
        (MutantPort? port, string? error) = MutantPort.Compile(mutation);
        return port ?? throw new InvalidOperationException(error);
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
            : subject.StartsWith(NarrowPrefix, StringComparison.Ordinal) ? OfNarrow(PortMutants.Named(subject[NarrowPrefix.Length..]))
            : Of(PlantedFault.Named(subject));
        return search.Replay(
            token.ToScenario(OperationText.Parse),
            schedule!,
            new InterleavingBounds());
    }

    /// <inheritdoc />
    public void Dispose() => _search.Dispose();

    /// <summary>Explores every interleaving of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="bounds">How far to look.</param>
    /// <param name="cancellation">Ends it; it is then undecided.</param>
    /// <returns>What it came to.</returns>
    public InterleavingReport Search(CloneScenario scenario, InterleavingBounds bounds, CancellationToken cancellation = default) =>
        _search.Search(scenario, Nested(bounds), cancellation);

    /// <summary>Runs a schedule of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="bounds">As when it was found.</param>
    /// <returns>The failure, or null where it holds.</returns>
    public FailingInterleaving? Replay(CloneScenario scenario, Schedule schedule, InterleavingBounds bounds) => _search.Replay(scenario, schedule, bounds);

    /// <summary>Runs a schedule of a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="limits">As when it was found.</param>
    /// <returns>The failure, or null where it holds.</returns>
    public FailingInterleaving? Replay(CloneScenario scenario, Schedule schedule, ScheduleLimits limits) => _search.Replay(scenario, schedule, limits);

    /// <summary>Random schedules of a scenario, as a search that can go on.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="schedules">How many schedules a batch has.</param>
    /// <param name="bounds">How long an execution may be.</param>
    /// <param name="reached">Told of each new history, with a schedule that has it.</param>
    /// <returns>The search; it runs on this one's threads.</returns>
    public ScheduleDiscovery<State, Operation, TimedResponse<Response>> Discover(
        CloneScenario scenario, ulong seed, int schedules, InterleavingBounds bounds, Action<UInt128, Schedule>? reached = null) =>
        _search.Discover(scenario, seed, schedules, Nested(bounds), reached);

    /// <summary>Makes what an exploration of a scenario has found as short as possible.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="found">What was found.</param>
    /// <param name="bounds">As when it was found.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The failing interleaving.</returns>
    public FailingInterleaving Explain(CloneScenario scenario, ScheduleReport found, InterleavingBounds bounds, CancellationToken cancellation = default) =>
        _search.Explain(scenario, found, Nested(bounds), cancellation);

    /// <summary>A schedule of a scenario on the port, as a replay token.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="schedule">The schedule.</param>
    /// <returns>The token.</returns>
    public static ScenarioToken TokenOf(CloneScenario scenario, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return ScenarioToken.Of($"{CheckName}:{PortName}", scenario, OperationText.Format, schedule.ToString());
    }

    /// <summary>The port does not ask on which OS thread it runs, so threads may run on top of each other.</summary>
    private static InterleavingBounds Nested(InterleavingBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        return bounds with { NestsThreads = true };
    }
}
