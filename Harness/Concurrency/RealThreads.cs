// The port on real threads and real cores, and long scenarios for them.
using Checking.Scenarios;
using Clones;
using CsCheck;
using static Clones.Operation;

namespace Harness.Concurrency;

/// <summary>Runs scenarios on real threads.</summary>
public static class RealThreads
{
    private const int Devices = 4;

    /// <summary>Runs a scenario many times.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="makeSubject">Makes a subject.</param>
    /// <param name="runs">How often.</param>
    /// <param name="cancellation">Stops between two runs.</param>
    /// <returns>How many different histories there were, and the first run that fails, or null.</returns>
    public static (int Histories, CloneScenarioCounterexample? Counterexample) Run(
        CloneScenario scenario, Func<TimedSubject> makeSubject, int runs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(makeSubject);
        return RealThreadRuns.Run(
            ScenarioSearch.TargetOf("real threads", makeSubject) with { ReplayCommand = "systematic schedules of it come from verify concurrency" }, scenario, runs, cancellation);
    }

    /// <summary>A long scenario, drawn by a seed: look-ups, opens, closes, references, sweeps of a few devices by several threads.</summary>
    /// <param name="threads">How many threads.</param>
    /// <param name="length">How many operations of each.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The scenario. Its first thread alone makes devices.</returns>
    public static CloneScenario Drawn(int threads, int length, uint seed)
    {
        PCG random = new((uint)threads, seed);
        return new($"long-{threads}-{length}-{seed:x}", Start, [.. Enumerable.Range(0, threads).Select(thread => OperationsOf(thread, length, random))]);
    }

    /// <summary>
    /// Some devices, and two entries that wait for theirs. Threads register no others: a registration that is refused makes a device, too,
    /// and from which moment on another thread can name it is not the port's to say.
    /// </summary>
    private static Operation[] Start =>
    [
        new Create(0, Devices, Limits.DefaultDeadlineMilliseconds, ManagerFlags.Enable | ManagerFlags.GcEnable | ManagerFlags.GcUnref | ManagerFlags.GcLastRef | ManagerFlags.WaitOk),
        .. Enumerable.Range(0, Devices - 1).SelectMany(unit => new Operation[] { new Alloc(new ProcessId(unit), unit, 0, MemoryFails: false), new Register(new EntryId(unit)) }),
        .. Enumerable.Range(Devices - 1, 2).Select(unit => new Alloc(new ProcessId(unit), unit, 0, MemoryFails: false)),
    ];

    private static Operation[] OperationsOf(int thread, int length, PCG random)
    {
        List<Operation> operations = [];
        int nextEntry = Devices - 1;
        while (operations.Count < length)
        {
            DeviceId device = new((int)random.Next(Devices + 1));
            Operation operation = random.Next(16) switch
            {
                < 3 => new Alloc(new ProcessId(thread), Limits.Any, 0, MemoryFails: false),
                3 when thread == 0 && nextEntry <= Devices => new Register(new EntryId(nextEntry++)),
                < 7 => new Acquire(device),
                < 10 => new Release(device),
                10 => new Ref(device),
                11 => new Unref(device),
                12 => new Gc(),
                13 => new Busy(),
                14 => new GetDeviceFlags(device),
                _ => new GetSize(),
            };
            operations.Add(operation);
        }

        return [.. operations];
    }
}
