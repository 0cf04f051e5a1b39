// Where a finding is looked for: a few operations over a few entries, small enough to be visited as a whole.
using Checking;
using Clones;
using static Clones.Operation;

namespace Harness.Findings;

/// <summary>The operations of a search, and its bounds. Two states are one where they differ in the numbers of entries and devices only.</summary>
/// <param name="Prefix">What comes before: the manager is made here.</param>
public sealed record FindingScope(params IReadOnlyList<Operation> Prefix)
{
    private const int LargestCount = 2;

    private static readonly ProcessId[] Processes = [new(1), new(2)];

    /// <summary>The units to ask for.</summary>
    public IReadOnlyList<int> Units { get; init; } = [Limits.Any];

    /// <summary>How many entries there are at most.</summary>
    public int Entries { get; init; } = 2;

    /// <summary>How far the clock moves at once, in milliseconds; each is an operation.</summary>
    public IReadOnlyList<int> Ticks { get; init; } = [];

    /// <summary>How far the clock moves in all, in milliseconds.</summary>
    public int Span { get; init; } = 2000;

    /// <summary>What else can be done in every state.</summary>
    public IReadOnlyList<Operation> Always { get; init; } = [];

    /// <summary>In which states nothing is done any more: where the search would go on for ever, or would look at something else.</summary>
    public Func<State, bool> IsOver { get; init; } = static _ => false;

    /// <summary>What else can be done with a device.</summary>
    public IReadOnlyList<Func<DeviceId, Operation>> OnDevices { get; init; } = [];

    /// <summary>The bounds for an exploration.</summary>
    public StateSpaceBounds<State, Operation> Bounds => new(Prefix, state => [.. Enabled(state)], Write);

    private IEnumerable<Operation> Enabled(State state)
    {
        if (IsOver(state))
        {
            yield break;
        }

        foreach (Operation operation in Always)
        {
            yield return operation;
        }

        if (state.Manager is not { } manager)
        {
            yield break;
        }

        // Where there are as many entries as there may be, whoever asks may still be given what there is; a repaired model may make one more.
        foreach (Alloc alloc in from process in Processes from unit in Units select new Alloc(process, unit, 0, MemoryFails: false))
        {
            if (manager.Entries.Count < Entries || (manager.Entries.Count == Entries && Model.Step(state, alloc).Response is Response.Allocated { Entry: null }))
            {
                yield return alloc;
            }
        }

        foreach (Entry entry in manager.Entries)
        {
            foreach (Operation operation in entry.Device is { } device ? OnDevice(manager, device.Id) : [new Register(entry.Id)])
            {
                yield return operation;
            }
        }

        foreach (int tick in Ticks)
        {
            SetClock clock = ClockMove.After(state, tick);
            if (ClockMove.Milliseconds(clock.Uptime) <= Start + Span)
            {
                yield return clock;
            }
        }
    }

    private long Start => Prefix.OfType<SetClock>().LastOrDefault() is { } clock ? ClockMove.Milliseconds(clock.Uptime) : 0;

    private IEnumerable<Operation> OnDevice(Manager manager, DeviceId device) =>
    [
        new Acquire(device),
        new Release(device),
        .. OnDevices.Select(make => make(device)).Where(operation => operation is not Ref || manager.ReferenceCount < LargestCount),
    ];

    private static void Write(State state, CanonicalForm form)
    {
        Write(state.Uptime, form);
        form.Add((int)state.WallSeconds);
        form.Add(state.Precision);
        if (state.Manager is not { } manager)
        {
            return;
        }

        form.Add(manager.MaxUnit);
        form.Add(manager.DeadlineMilliseconds);
        form.Add((int)manager.Flags);
        form.Add(manager.ReferenceCount);
        Write(manager.Time, form);
        foreach (Entry entry in manager.Entries)
        {
            form.Add(entry.Unit);
            form.Add((int)entry.Flags);
            form.Add(entry.Process.Value);
            Write(entry.Time, form);
            form.Add(entry.Device is { } device ? 1 + device.Threads : 0);
        }
    }

    private static void Write(Timestamp time, CanonicalForm form)
    {
        form.Add((int)time.Seconds);
        form.Add((int)time.Nanoseconds);
    }
}
