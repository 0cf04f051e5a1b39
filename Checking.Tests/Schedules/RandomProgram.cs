// Small random programs for which all schedules can be run without any reduction: a few threads with a
// few accesses to a few locations, whose outcome is what each access read and what is left.
using System.Text;
using Checking.Schedules;
using CsCheck;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Monitor = Checking.Schedules.StandIns.Monitor;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

/// <summary>One access of a random program.</summary>
internal enum Step
{
    Read,
    Write,
    Increment,
    CompareExchange,
    Lock,

    /// <summary>A read within a lock.</summary>
    LockedRead,

    /// <summary>An operation returns, and the next one is invoked. It has no location.</summary>
    Next,
}

/// <summary>A random program: what each thread does, one after the other.</summary>
/// <param name="Threads">The steps of each thread, each with its location.</param>
internal sealed record RandomProgram(IReadOnlyList<IReadOnlyList<(Step Step, int Location)>> Threads)
{
    private const int Locations = 2;

    /// <summary>Two threads of six accesses in all, or three of five, at most: so few that all schedules can be run.</summary>
    public static Gen<RandomProgram> Gen { get; } =
        CsCheck.Gen.Select(CsCheck.Gen.Enum<Step>(), CsCheck.Gen.Int[0, Locations - 1]).Array[1, 3].Array[2, 3]
            .Where(threads => threads.Sum(Cost) + threads.Length <= 8)
            .Select(threads => new RandomProgram(threads));

    /// <summary>So large that schedules can only be drawn.</summary>
    public static Gen<RandomProgram> Large { get; } =
        CsCheck.Gen.Select(CsCheck.Gen.Enum<Step>(), CsCheck.Gen.Int[0, Locations - 1]).Array[1, 4].Array[2, 4].Select(threads => new RandomProgram(threads));

    /// <summary>Two threads and no locks: where memory is weak, an update has fences around it, and is three accesses.</summary>
    public static Gen<RandomProgram> Small { get; } =
        CsCheck.Gen.Select(CsCheck.Gen.Int[0, 4].Select(number => number switch { 0 or 1 => Step.Read, 2 or 3 => Step.Write, _ => Step.Increment }), CsCheck.Gen.Int[0, Locations - 1]).Array[1, 3].Array[2]
            .Where(threads => threads.Sum(thread => thread.Count(step => step.Item1 == Step.Increment)) <= 1)
            .Select(threads => new RandomProgram(threads));

    public ConcurrentProgram ToProgram() => new(ToString(), () =>
    {
        int[] memory = new int[2 * Locations]; // the second half is guarded by locks
        object[] locks = [new(), new()];
        StringBuilder[] read = [.. Threads.Select(_ => new StringBuilder())];
        return new ProgramInstance([.. Threads.Select((steps, thread) => (Action)(() => Run(steps, thread, memory, locks, read[thread])))])
        {
            Observe = () => new ProgramOutcome($"{string.Join(" | ", read.Select(text => text.ToString()))} | {string.Join(' ', memory)}"),
        };
    });

    /// <summary>
    /// The class of a schedule, told without the explorer's own notion of it: for each two accesses of different threads to one location,
    /// not both of them reads, which comes first; and for each return of one thread and each invocation of another.
    /// </summary>
    public string TraceOf(Schedule schedule)
    {
        int[] next = new int[Threads.Count];
        List<(int Thread, int Number, string Location, char Kind)> done = [];
        StringBuilder order = new();
        foreach (int thread in schedule.Threads)
        {
            int number = next[thread]++;
            (string location, char kind) = AccessesOf(thread)[number];
            foreach ((int otherThread, int otherNumber, string otherLocation, char otherKind) in done)
            {
                if (otherThread != thread && string.Equals(location, otherLocation, StringComparison.Ordinal) && AreDependent(kind, otherKind))
                {
                    order.Append(otherThread < thread ? $"{otherThread}.{otherNumber}<{thread}.{number} " : $"{thread}.{number}>{otherThread}.{otherNumber} ");
                }
            }

            done.Add((thread, number, location, kind));
        }

        return string.Join(' ', order.ToString().Split(' ').Order(StringComparer.Ordinal));
    }

    public override string ToString() =>
        string.Join(" || ", Threads.Select(steps => string.Join("; ", steps.Select(step => $"{step.Step} {step.Location}"))));

    private static bool AreDependent(char kind, char other) => (kind, other) is not (('r', 'r') or ('i', 'i') or ('e', 'e'));

    /// <summary>What a thread does: reads, writes (or updates, enters, exits), invokes, or ends an operation.</summary>
    private List<(string Location, char Kind)> AccessesOf(int thread)
    {
        List<(string, char)> accesses = [("boundary", 'i')]; // it begins
        foreach ((Step step, int location) in Threads[thread])
        {
            accesses.AddRange(step switch
            {
                Step.Lock => [($"lock {location}", 'w'), ($"lock {location}", 'w')],
                Step.LockedRead => [($"lock {location}", 'w'), ($"{location}", 'r'), ($"lock {location}", 'w')],
                Step.Next => [("boundary", 'e'), ("boundary", 'i')],
                _ => [($"{location}", step == Step.Read ? 'r' : 'w')],
            });
        }

        return accesses;
    }

    private static int Cost((Step Step, int Location)[] steps) => steps.Sum(static step => step.Step switch { Step.LockedRead => 3, Step.Lock or Step.Next => 2, _ => 1 });

    private static void Run(IReadOnlyList<(Step Step, int Location)> steps, int thread, int[] memory, object[] locks, StringBuilder read)
    {
        for (int index = 0; index < steps.Count; index++)
        {
            (Step step, int location) = steps[index];
            int value = (10 * thread) + index + 1;
            switch (step)
            {
                case Step.Read:
                    read.Append(Volatile.Read(ref memory[location])).Append(' ');
                    break;
                case Step.Write:
                    Volatile.Write(ref memory[location], value);
                    break;
                case Step.Increment:
                    read.Append(Interlocked.Increment(ref memory[location])).Append(' ');
                    break;
                case Step.CompareExchange:
                    read.Append(Interlocked.CompareExchange(ref memory[location], value, 0)).Append(' ');
                    break;
                case Step.Next:
                    OperationBoundary.Return();
                    OperationBoundary.Invoke();
                    break;
                case Step.LockedRead:
                    Monitor.Enter(locks[location]);
                    read.Append(Volatile.Read(ref memory[location])).Append(' ');
                    Monitor.Exit(locks[location]);
                    break;
                default:
                    // Within the lock a plain step: its order is the lock's.
                    Monitor.Enter(locks[location]);
                    read.Append(memory[Locations + location]).Append(' ');
                    memory[Locations + location] = value;
                    Monitor.Exit(locks[location]);
                    break;
            }
        }
    }
}
