// Scenarios on real threads and real cores: what compiler and processor reorder is among what can happen here,
// as it is not where one thread runs at a time. Which schedules come, nobody chooses, and none can be replayed:
// the history that was recorded is what there is. Invocations and returns are numbered by one counter.
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
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(makeSubject);
        CloneScenarioCheck check = ScenarioSearch.CheckOf(scenario);
        using Gang gang = new(scenario.Threads.Count);
        for (int run = 0; run < runs && !cancellation.IsCancellationRequested; run++)
        {
            TimedSubject subject = makeSubject();
            using IDisposable? disposable = subject as IDisposable;
            ScenarioExecution<State, Operation, TimedResponse<Response>> execution = new(scenario, subject);
            execution.Start();
            gang.RunTogether(execution.Bodies);
            ScenarioRun<State, Operation, TimedResponse<Response>> seen = execution.Finish();
            if (check.Examine(seen) is { } failure)
            {
                return (check.Histories, new CloneScenarioCounterexample
                {
                    Check = "real threads",
                    Origin = $"run {run}",
                    Run = seen,
                    Failure = failure,
                    Schedule = [],
                    Describe = StateText.Describe,
                    Replay = "none: nobody chose the schedule; systematic schedules of it come from verify concurrency",
                });
            }
        }

        return (check.Histories, null);
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

    private static Operation[] Start =>
    [
        new Create(0, Devices - 1, Limits.DefaultDeadlineMilliseconds, ManagerFlags.Enable | ManagerFlags.GcEnable | ManagerFlags.GcUnref | ManagerFlags.GcLastRef | ManagerFlags.WaitOk),
        .. Enumerable.Range(0, Devices - 1).SelectMany(unit => new Operation[] { new Alloc(new ProcessId(unit), unit, 0, MemoryFails: false), new Register(new EntryId(unit)) }),
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
                3 when thread == 0 => new Register(new EntryId(nextEntry++)), // refused where it is not there yet
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

    /// <summary>Threads that begin together, again and again.</summary>
    private sealed class Gang : IDisposable
    {
        private readonly Barrier _barrier;
        private readonly Thread[] _threads;
        private IReadOnlyList<Action>? _bodies;
        private int _arrived;

        public Gang(int count)
        {
            _barrier = new Barrier(count + 1);
            _threads = [.. Enumerable.Range(0, count).Select(index => new Thread(() => Work(index)) { IsBackground = true })];
            Array.ForEach(_threads, static thread => thread.Start());
        }

        public void RunTogether(IReadOnlyList<Action> bodies)
        {
            _bodies = bodies;
            _arrived = 0;
            _barrier.SignalAndWait();
            _barrier.SignalAndWait();
        }

        public void Dispose()
        {
            _bodies = null;
            _barrier.SignalAndWait();
            Array.ForEach(_threads, static thread => thread.Join());
            _barrier.Dispose();
        }

        private void Work(int index)
        {
            while (true)
            {
                _barrier.SignalAndWait();
                if (_bodies is not { } bodies)
                {
                    return;
                }

                // A barrier wakes threads one after the other, and a body is over in less than that takes.
                Interlocked.Increment(ref _arrived);
                SpinWait spin = default;
                while (Volatile.Read(ref _arrived) < _threads.Length)
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }

                bodies[index]();
                _barrier.SignalAndWait();
            }
        }
    }
}
