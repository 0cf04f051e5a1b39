// Metamorphic laws: what happens does not depend on what processes are called, nor on where the clock
// began, and types do not touch each other. The second and third halves of the state space are copies
// of the first, and this is where that is checked.
using Checking;
using Clones;
using static Clones.Operation;

namespace Harness.Claims;

/// <summary>Symmetries of the model.</summary>
public static class SymmetryLaws
{
    private const long Seconds = 1_000;

    /// <summary>All symmetries.</summary>
    public static IReadOnlyList<CloneClaim> All { get; } =
    [
        new("processes-can-be-renamed", "a step of renamed processes is the renamed step",
            (specification, step) => Names(step)
                ? Same.Step(specification.Step(Renamed(step.Before), Renamed(step.Operation)), (Renamed(step.After), step.Response))
                : Outcome.DoesNotApply),
        new("time-can-be-shifted", "a step a thousand seconds later is the step, a thousand seconds later",
            (specification, step) => Same.Step(
                specification.Step(Shifted(step.Before), Shifted(step.Operation)), (Shifted(step.After), Shifted(step.Response)))),
        new("types-keep-apart", "where type bits and unit numbers cannot meet, alloc does not touch entries of another type, nor depend on them",
            (specification, step) => step is { Operation: Alloc alloc, Response: Response.Allocated given, Before.Manager: { } manager }
                    && Units.AreSeparate(manager.TypeMask) && manager.Entries.Any(entry => (entry.Unit & manager.TypeMask) != alloc.Type)
                ? Outcome.Equal(
                    (specification.Step(step.Before with { Manager = Only(manager, alloc.Type) }, alloc), Others(manager, alloc.Type)),
                    ((step.After with { Manager = Only(step.After.Manager!, alloc.Type) }, given), Others(step.After.Manager!, alloc.Type)))
                : Outcome.DoesNotApply),
    ];

    private static bool Names(CloneTransition step) =>
        step.Operation is Alloc || (step.Before.Manager?.Entries.Any(entry => entry.Process != ProcessId.None) ?? false);

    /// <summary>Swaps processes in pairs; nobody stays nobody.</summary>
    private static ProcessId Renamed(ProcessId process) => process.Value < 0 ? process : new(process.Value ^ 1);

    private static Operation Renamed(Operation operation) => operation is Alloc alloc ? alloc with { Process = Renamed(alloc.Process) } : operation;

    private static State Renamed(State state) => WithEntries(state, entry => entry with { Process = Renamed(entry.Process) });

    private static Timestamp Shifted(Timestamp time) => time with { Seconds = time.Seconds + Seconds };

    private static Operation Shifted(Operation operation) =>
        operation is SetClock clock ? new SetClock(Shifted(clock.Uptime), clock.WallSeconds + Seconds) : operation;

    private static Response Shifted(Response response) =>
        response is Response.TimeOf { Error: Errno.None } time ? time with { Time = Shifted(time.Time) } : response;

    private static State Shifted(State state)
    {
        State shifted = WithEntries(state, entry => entry with { Time = Shifted(entry.Time) });
        return shifted with
        {
            Uptime = Shifted(shifted.Uptime),
            WallSeconds = shifted.WallSeconds + Seconds,
            Manager = shifted.Manager is { } manager ? manager with { Time = Shifted(manager.Time) } : null,
        };
    }

    private static State WithEntries(State state, Func<Entry, Entry> change) =>
        state.Manager is { } manager ? state with { Manager = manager with { Entries = [.. manager.Entries.Select(change)] } } : state;

    private static Manager Only(Manager manager, int type)
    {
        Entry[] entries = Units.OfType(manager, type);
        return manager with { Entries = [.. entries], Size = entries.Length };
    }

    private static ValueList<Entry> Others(Manager manager, int type) => [.. manager.Entries.Where(entry => (entry.Unit & manager.TypeMask) != type)];
}
