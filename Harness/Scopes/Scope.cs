// A small scope: a manager with few units, two processes and a coarse clock, of which every state can
// be visited. What its operations are, and when two of its states are the same, is written here.
using System.Numerics;
using Checking;
using Clones;
using static Clones.Operation;

namespace Harness.Scopes;

/// <summary>A small scope: type mask 0, two processes, the clock at a whole second, precision 1.</summary>
/// <param name="MaxUnit">The limit.</param>
/// <param name="Flags">The manager's flags; ENABLE among them, WAITOK is added unless <paramref name="NoWait"/>.</param>
/// <param name="TickMilliseconds">How far a tick moves the clock; 1 to 1,000.</param>
/// <param name="DeadlineMilliseconds">The deadline.</param>
/// <param name="NoWait">Whether memory may be refused: each alloc comes twice.</param>
/// <param name="Threads">Whether threads enter and leave devices.</param>
/// <param name="NoGc">Whether the sweep runs through unref only.</param>
/// <param name="Symmetry">
/// Whether the two processes are taken for each other, so that about half of the states are explored: that renaming them makes no difference
/// is the claim processes-can-be-renamed.
/// </param>
public sealed record Scope(
    int MaxUnit,
    ManagerFlags Flags,
    int TickMilliseconds = 400,
    int DeadlineMilliseconds = 750,
    bool NoWait = false,
    bool Threads = false,
    bool NoGc = false,
    bool Symmetry = false)
{
    private readonly Operation[] _allocs =
    [
        .. from process in new[] { 1, 2 }
           from unit in Enumerable.Range(Limits.Any, MaxUnit + 2)
           from memoryFails in NoWait ? new[] { false, true } : [false]
           select new Alloc(new ProcessId(process), unit, 0, memoryFails),
    ];

    /// <summary>The bounds for an exploration.</summary>
    public StateSpaceBounds<State, Operation> Bounds => new(
        [new Create(0, MaxUnit, DeadlineMilliseconds, NoWait ? Flags : Flags | ManagerFlags.WaitOk)],
        Enabled,
        (state, form) => Write(state, form, static process => process),
        Symmetry ? [(state, form) => Write(state, form, Other)] : []);

    /// <summary>From how many ticks on a thing is expired, whatever the clock shows.</summary>
    private int Expired => (DeadlineMilliseconds / TickMilliseconds) + 1;

    /// <summary>After how many ticks the clock stands at the same part of a second.</summary>
    private int Phases => 1000 / (int)BigInteger.GreatestCommonDivisor(1000, TickMilliseconds);

    /// <summary>The operations of a state, each one transition.</summary>
    private List<Operation> Enabled(State state)
    {
        Manager manager = state.Manager!;
        List<Operation> operations = [.. _allocs];
        foreach (Entry entry in manager.Entries.Items)
        {
            if (entry.Device is not { } device)
            {
                operations.Add(new Register(entry.Id));
                continue;
            }

            operations.Add(new Acquire(device.Id));
            operations.Add(new Release(device.Id));
            if (manager.ReferenceCount < 2)
            {
                operations.Add(new Ref(device.Id));
            }

            if (manager.ReferenceCount > 0)
            {
                operations.Add(new Unref(device.Id));
            }

            if (Threads)
            {
                operations.Add(new SetThreads(device.Id, 1 - device.Threads));
            }
        }

        if (!NoGc)
        {
            operations.Add(new Gc());
        }

        operations.Add(ClockMove.After(state, TickMilliseconds));
        return operations;
    }

    /// <summary>What of a state can be told apart: not which device it is, nor serial numbers, nor how old what is expired anyway.</summary>
    private void Write(State state, CanonicalForm form, Func<int, int> rename)
    {
        Manager manager = state.Manager!;
        form.Add((int)(Ticks(state.Uptime, default) % Phases));
        form.Add((int)Math.Min(Ticks(state.Uptime, manager.Time), Expired));
        form.Add(manager.ReferenceCount);
        foreach (Entry entry in manager.Entries.Items)
        {
            form.Add(entry.Unit);
            form.Add((int)entry.Flags);
            form.Add(rename(entry.Process.Value) + 1);
            form.Add(entry.Device is { } device ? 1 + device.Threads : 0);
            form.Add(Age(state, manager, entry));
        }
    }

    /// <summary>The other process; nobody is not one of them.</summary>
    private static int Other(int process) => process > 0 ? 3 - process : process;

    /// <summary>The age in ticks; of expired entries only their order among each other.</summary>
    private int Age(State state, Manager manager, Entry entry)
    {
        long ticks = Ticks(state.Uptime, entry.Time);
        if (ticks < Expired)
        {
            return (int)ticks;
        }

        int younger = 0;
        ReadOnlySpan<Entry> entries = manager.Entries.Items;
        for (int index = 0; index < entries.Length; index++)
        {
            long other = Ticks(state.Uptime, entries[index].Time);
            bool counted = other >= Expired && other < ticks;
            for (int before = 0; before < index && counted; before++)
            {
                counted = entries[before].Time != entries[index].Time;
            }

            younger += counted ? 1 : 0;
        }

        return Expired + younger;
    }

    private long Ticks(Timestamp now, Timestamp then) =>
        (((now.Seconds - then.Seconds) * 1000) + ((now.Nanoseconds - then.Nanoseconds) / Precision.TickNanoseconds)) / TickMilliseconds;
}
