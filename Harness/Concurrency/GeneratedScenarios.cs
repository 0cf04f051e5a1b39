// Races nobody has to think of: every pair and every triple of the operations of a small scope, begun at once
// in a state of that scope. States that differ by a renaming only are one, as in the scope's exploration.
using Checking;
using Clones;
using CsCheck;
using Harness.Scopes;

namespace Harness.Concurrency;

/// <summary>Scenarios made from the states of a small scope.</summary>
public static class GeneratedScenarios
{
    /// <summary>The scopes whose states are begun in: the original's caller with two units, and one with threads inside devices.</summary>
    private static readonly Scope[] Scopes =
    [
        new(1, ManagerFlags.Enable | ManagerFlags.GcEnable | ManagerFlags.GcUnref | ManagerFlags.GcLastRef, TickMilliseconds: 1000, DeadlineMilliseconds: 1500),
        new(0, ManagerFlags.Enable | ManagerFlags.GcEnable | ManagerFlags.GcUnref | ManagerFlags.GcLastRef, TickMilliseconds: 1000, DeadlineMilliseconds: 1500, Threads: true),
    ];

    private static readonly Lazy<Operation[][]> Starts = new(() => [.. Scopes.SelectMany(PathsOf)]);

    /// <summary>How many states there are to begin in.</summary>
    public static int States => Starts.Value.Length;

    /// <summary>Scenarios of one operation a thread, drawn by a seed.</summary>
    /// <param name="threads">How many threads.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>Scenarios without end; the same ones for the same seed.</returns>
    public static IEnumerable<CloneScenario> Sample(int threads, uint seed)
    {
        PCG random = new((uint)threads, seed);
        while (true)
        {
            Operation[] start = Starts.Value[random.Next((uint)Starts.Value.Length)];
            Operation[] operations = OperationsAfter(start);
            Operation[] chosen = [.. Enumerable.Range(0, threads).Select(_ => operations[random.Next((uint)operations.Length)])];
            if (IsMeant(chosen))
            {
                yield return Of(start, chosen);
            }
        }
    }

    /// <summary>Every choice of operations, one a thread, in every state: each once, whatever thread does which.</summary>
    /// <param name="threads">How many threads.</param>
    /// <returns>The scenarios.</returns>
    public static IEnumerable<CloneScenario> Every(int threads) => Starts.Value.SelectMany(
        start => Chosen(OperationsAfter(start), threads).Where(IsMeant).Select(chosen => Of(start, chosen)));

    /// <summary>How many <see cref="Every"/> gives.</summary>
    /// <param name="threads">How many threads; at least 1.</param>
    /// <returns>Their number.</returns>
    public static int Count(int threads) => Starts.Value.Sum(start =>
    {
        Operation[] operations = OperationsAfter(start);
        int registers = operations.Count(operation => operation is Operation.Register);
        int others = operations.Length - registers;
        return Choices(others, threads) + (registers * Choices(others, threads - 1));
    });

    /// <summary>How many choices of <paramref name="count"/> out of <paramref name="of"/> there are, with repetition.</summary>
    private static int Choices(int of, int count) => count == 0 ? 1 : Choices(of, count - 1) * (of + count - 1) / count;

    /// <summary>Every choice of so many, with repetition, in the order of the operations.</summary>
    private static IEnumerable<Operation[]> Chosen(Operation[] operations, int count) => count == 0
        ? [[]]
        : operations.Index().SelectMany(first => Chosen(operations[first.Index..], count - 1).Select(rest => (Operation[])[first.Item, .. rest]));

    /// <summary>
    /// At most one thread makes a device: devices are numbered as they are made, and the number is drawn before the manager is asked, so of
    /// two that are made at once the numbers need not be in the order in which they are registered.
    /// </summary>
    private static bool IsMeant(Operation[] operations) => operations.Count(operation => operation is Operation.Register) < 2;

    private static CloneScenario Of(Operation[] start, Operation[] operations) =>
        new($"generated:{string.Join('-', operations.Select(operation => operation.GetType().Name.ToLowerInvariant()))}", start, [.. operations.Select(operation => new[] { operation })]);

    private static Operation[] OperationsAfter(Operation[] start)
    {
        State state = StateAfter(start);
        return
        [
            .. Scopes[0].Bounds.Enabled(state),
            .. state.Manager!.Entries.Where(entry => entry.Device is not null).SelectMany(entry => new Operation[]
            {
                new Operation.GetDeviceFlags(entry.Device!.Id), new Operation.GetDeviceTime(entry.Device.Id),
                new Operation.SetDeviceFlags(entry.Device.Id, DeviceFlags.None), new Operation.SetThreads(entry.Device.Id, 1 - Math.Min(1, entry.Device.Threads)),
            }),
            new Operation.Busy(), new Operation.GetSize(), new Operation.SetMaxUnit(0), new Operation.Disable(), new Operation.Destroy(),
            new Operation.SetFlags(state.Manager.Flags & ~ManagerFlags.GcEnable),
        ];
    }

    /// <summary>A shortest path to each state of a scope.</summary>
    private static List<Operation[]> PathsOf(Scope scope)
    {
        StateSpaceBounds<State, Operation> bounds = scope.Bounds;
        CanonicalForm form = new();
        UInt128 FingerprintOf(State state)
        {
            form.Clear();
            bounds.Write(state, form);
            return form.Fingerprint;
        }

        Dictionary<UInt128, Operation[]> paths = [];
        paths.Add(FingerprintOf(StateAfter([.. bounds.Prefix])), [.. bounds.Prefix]);
        List<Operation[]> inOrder = [.. paths.Values];
        new StateSpace<State, Operation, Response>(CloneChecks.Claims(), CloneSpecification.Model, [], bounds).Explore(observe: transition =>
        {
            Operation[] path = [.. paths[FingerprintOf(transition.Before)], transition.Operation];
            if (paths.TryAdd(FingerprintOf(transition.After), path))
            {
                inOrder.Add(path);
            }
        });
        return inOrder;
    }

    private static State StateAfter(Operation[] operations) =>
        operations.Aggregate(State.Initial, (state, operation) => Model.Step(state, operation).State);
}
