// Random schedules of a scenario as a search that can go on. A sample is a schedule, and the class that it reaches is
// its history. Half of a batch walks at random, half has random priorities (PCT): each comes to histories that the
// other hardly comes to.
using Checking.Schedules;

namespace Checking.Discovery;

/// <summary>How schedules are drawn.</summary>
/// <param name="Seed">The seed. Batch n walks from the seed 2n above it, and has random priorities from the next one.</param>
/// <param name="Schedules">How many schedules a batch has; of an odd number one more walks.</param>
/// <param name="Limits">How long an execution may be, and what is looked for.</param>
public sealed record ScheduleBatches(ulong Seed, int Schedules, ScheduleLimits Limits);

/// <summary>Random schedules of a scenario, batch after batch, until one fails. Not thread-safe.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="explorer">Runs the schedules.</param>
/// <param name="program">The scenario.</param>
/// <param name="describe">A state as named facts.</param>
/// <param name="batches">How schedules are drawn.</param>
/// <param name="reached">Told of each new history, with a schedule that has it.</param>
public sealed class ScheduleDiscovery<TState, TOperation, TResponse>(
    ScheduleExplorer explorer,
    ScenarioProgram<TState, TOperation, TResponse> program,
    Func<TState, IReadOnlyList<Fact>> describe,
    ScheduleBatches batches,
    Action<UInt128, Schedule>? reached = null) : IDiscoverySearch
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    private readonly List<(UInt128 History, Schedule Schedule)> _found = [];
    private ulong _batch;

    /// <inheritdoc />
    public string Name => program.Scenario.Name;

    /// <inheritdoc />
    public DiscoveryCount Count { get; } = new();

    /// <inheritdoc />
    public bool IsOver => Failing is not null;

    /// <summary>How many schedules were cut before their end; they are no samples.</summary>
    public long Cut { get; private set; }

    /// <summary>The exploration that met something wrong, or null.</summary>
    public ScheduleReport? Failing { get; private set; }

    /// <summary>Says that a history is known that a schedule has. To be called before the first sample.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <returns>Its history, or null where the program cannot follow it, or it fails.</returns>
    public UInt128? Know(Schedule schedule)
    {
        UInt128? known = HistoryOf(schedule);
        if (known is { } history)
        {
            Count.Know(history);
        }

        return known;
    }

    /// <inheritdoc />
    public void RunBatch(CancellationToken cancellation)
    {
        ulong seed = unchecked(batches.Seed + (2 * _batch++));
        int walks = (batches.Schedules + 1) / 2;
        Sample(new RandomWalk(seed, walks), cancellation);
        int others = batches.Schedules - walks;
        if (!IsOver && others > 0)
        {
            Sample(new Pct(unchecked(seed + 1), others), cancellation);
        }

        // Whoever is told may run schedules, and the explorer runs one at a time.
        foreach ((UInt128 history, Schedule schedule) in _found)
        {
            reached?.Invoke(history, schedule);
        }

        _found.Clear();
    }

    /// <summary>Looks for a simple schedule that has the same history: short, and with few changes of threads.</summary>
    /// <param name="schedule">A schedule that came to its end.</param>
    /// <returns>The simplest that was found.</returns>
    public Schedule Shrink(Schedule schedule)
    {
        if (HistoryOf(schedule) is not { } history)
        {
            return schedule;
        }

        while (ScheduleEdits.Simpler(schedule).FirstOrDefault(candidate => HistoryOf(candidate) == history) is { } simpler)
        {
            schedule = simpler;
        }

        return schedule;
    }

    private UInt128? HistoryOf(Schedule schedule)
    {
        UInt128? history = null;
        try
        {
            ReplayedExecution execution = explorer.Replay(program.ToProgram(), schedule, batches.Limits);
            history = execution.Problem is null && program.Last is { } last ? HistoryClass.Of(last.Run, describe) : null;
        }
        catch (NondeterministicProgramException)
        {
            // The program has not come to where the schedule turns: it is another program, or a candidate that leads nowhere.
        }

        return history;
    }

    private void Sample(ScheduleStrategy strategy, CancellationToken cancellation)
    {
        ScheduleReport report = explorer.Explore(program.ToProgram(), strategy, batches.Limits with { Watch = Watch }, cancellation);
        Cut += report.Cut;
        Failing = report.Problem is null ? null : report;
    }

    private void Watch(Schedule schedule)
    {
        if (program.Last is { Failure: null } last)
        {
            foreach (UInt128 history in Count.Add([HistoryClass.Of(last.Run, describe)]))
            {
                _found.Add((history, schedule));
            }
        }
    }
}
