using System.Numerics;
using System.Runtime.CompilerServices;
using Checking.Schedules;
using CsCheck;
using Xunit;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Monitor = Checking.Schedules.StandIns.Monitor;
using Plain = Checking.Schedules.StandIns.Plain;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

/// <summary>The stand-ins do what they stand for, under control and at rest, and each access is told with its place and its value.</summary>
public sealed class StandInTests : IDisposable
{
    private readonly ScheduleExplorer _explorer = new();

    private enum Operation
    {
        CompareExchange,
        Exchange,
        Add,
        Increment,
        Decrement,
        And,
        Or,
        InterlockedRead,
        VolatileRead,
        VolatileWrite,
        PlainRead,
        PlainWrite,
    }

    public void Dispose() => _explorer.Dispose();

    /// <summary>What the next one says of any sequence, in short: it comes first.</summary>
    [Fact]
    public void At_rest_a_number_is_what_was_made_of_it()
    {
        int number = 12;
        Assert.Equal(8, (Interlocked.And(ref number, 10), number).number);
        Assert.Equal(9, (Interlocked.Or(ref number, 1), number).number);
        Assert.Equal((10, 10), (Interlocked.Increment(ref number), number));
        Assert.Equal((9, 9), (Interlocked.Decrement(ref number), number));
        Assert.Equal((12, 12), (Interlocked.Add(ref number, 3), number));
    }

    [Fact]
    public void Numbers_come_to_what_the_originals_say_at_rest_and_under_control()
    {
        Sequences<int>();
        Sequences<uint>();
        Sequences<long>();
        Sequences<ulong>();
        Sequences<byte>();
        Sequences<short>();
    }

    private void Sequences<T>()
        where T : struct, IBinaryInteger<T> => Seeded.Sample(
            Gen.Select(Gen.Enum<Operation>(), Gen.Long, Gen.Int[0, 2]).Array[1, 20],
            1,
            steps =>
            {
                (Operation Operation, T Value, T Comparand)[] sequence = [.. steps.Select(static step => (step.Item1, T.CreateTruncating(step.Item2), T.CreateTruncating(step.Item3)))];
                List<(T Answer, T Left)> expected = [];
                T location = T.One;
                foreach ((Operation operation, T value, T comparand) in sequence)
                {
                    T answer = Expected(operation, ref location, value, comparand);
                    expected.Add((answer, location));
                }

                Assert.Equal(expected, Answers(sequence));
                foreach (ScheduleLimits limits in new ScheduleLimits[] { new(), new() { FindDataRaces = true }, new() { Memory = MemoryModel.ReleaseAcquire } })
                {
                    List<(T Answer, T Left)> controlled = [];
                    ReplayedExecution execution = Alone(() => controlled = [.. Answers(sequence)], limits); // it may be done again
                    Assert.Null(execution.Problem);
                    Assert.Equal(expected, controlled);
                }
            });

    private static List<(T Answer, T Left)> Answers<T>((Operation Operation, T Value, T Comparand)[] sequence)
        where T : struct, IBinaryInteger<T>
    {
        T[] location = [T.One];
        List<(T Answer, T Left)> answers = [];
        foreach ((Operation operation, T value, T comparand) in sequence)
        {
            T answer = Apply(operation, ref location[0], value, comparand);
            answers.Add((answer, location[0]));
        }

        return answers;
    }

    private static T Expected<T>(Operation operation, ref T location, T value, T comparand)
        where T : struct, IBinaryInteger<T>
    {
        T before = location;
        location = operation switch
        {
            Operation.CompareExchange => before == comparand ? value : before,
            Operation.Exchange or Operation.VolatileWrite or Operation.PlainWrite => value,
            Operation.Add => unchecked(before + value),
            Operation.Increment => unchecked(before + T.One),
            Operation.Decrement => unchecked(before - T.One),
            Operation.And => before & value,
            Operation.Or => before | value,
            _ => before,
        };
        return operation is Operation.Add or Operation.Increment or Operation.Decrement ? location : before;
    }

    private static T Apply<T>(Operation operation, ref T location, T value, T comparand)
        where T : struct, IBinaryInteger<T>
    {
        T before = location;
        switch (operation)
        {
            case Operation.CompareExchange:
                return Interlocked.CompareExchange(ref location, value, comparand);
            case Operation.Exchange:
                return Interlocked.Exchange(ref location, value);
            case Operation.Add:
                return Interlocked.Add(ref location, value);
            case Operation.Increment:
                return Interlocked.Increment(ref location);
            case Operation.Decrement:
                return Interlocked.Decrement(ref location);
            case Operation.And:
                return Interlocked.And(ref location, value);
            case Operation.Or:
                return Interlocked.Or(ref location, value);
            case Operation.InterlockedRead:
                return Interlocked.Read(ref location);
            case Operation.VolatileRead:
                return Volatile.Read(ref location);
            case Operation.PlainRead:
                return Plain.Read(ref location);
            case Operation.VolatileWrite:
                Volatile.Write(ref location, value);
                return before;
            default:
                Plain.Write(ref location, value);
                return before;
        }
    }

    /// <summary>References are compared as such: equal texts are two.</summary>
    [Fact]
    public void References_are_the_same_or_not()
    {
        string text = new('a', 1);
        string equal = new('a', 1);
        void Exchange()
        {
            string[] location = [text];
            Assert.Same(text, Interlocked.CompareExchange(ref location[0], "b", equal));
            Assert.Same(text, location[0]);
            Assert.Same(text, Interlocked.CompareExchange(ref location[0], "b", text));
            Assert.Same("b", Interlocked.Exchange(ref location[0], equal));
            Assert.Same(equal, Volatile.Read(ref location[0]));
        }

        Exchange();
        Assert.Null(Alone(Exchange, new()).Problem);
        Assert.Null(Alone(Exchange, new() { Memory = MemoryModel.ReleaseAcquire }).Problem);
    }

    [Fact]
    public void Threads_at_rest_lose_no_update()
    {
        const int Times = 100_000;
        int[] sum = [0];
        int[] bits = [0];
        using Barrier begin = new(2);
        void Run(int bit)
        {
            begin.SignalAndWait();
            for (int time = 0; time < Times; time++)
            {
                Interlocked.Add(ref sum[0], 2);
                Interlocked.Or(ref bits[0], bit);
                Interlocked.And(ref bits[0], ~bit);
            }
        }

        Thread other = new(() => Run(1));
        other.Start();
        Run(2);
        other.Join();

        Assert.Equal((4 * Times, 0), (sum[0], bits[0]));
    }

    [Fact]
    public void Each_access_is_told_with_its_place_and_value()
    {
        int[] n = [0];
        string?[] t = [null];
        object gate = new();
        int line = 0;
        void Run()
        {
            (n[0], t[0]) = (0, null); // it may be done again
            line = ThisLine() + 1;
            Interlocked.CompareExchange(ref n[0], 5, 0);
            Interlocked.CompareExchange(ref n[0], 6, 0);
            Interlocked.Exchange(ref n[0], 7);
            Interlocked.Add(ref n[0], 1);
            Interlocked.Increment(ref n[0]);
            Interlocked.Decrement(ref n[0]);
            Interlocked.And(ref n[0], 12);
            Interlocked.Or(ref n[0], 1);
            Interlocked.Read(ref n[0]);
            Volatile.Write(ref n[0], 3);
            Volatile.Read(ref n[0]);
            Plain.Write(ref t[0], "x");
            Plain.Read(ref t[0]);
            Volatile.Read(ref t[0]);
            Interlocked.MemoryBarrier();
            Monitor.Enter(gate);
            Monitor.Exit(gate);
            OperationBoundary.Return();
            OperationBoundary.Invoke();
        }

        ReplayedExecution plain = Alone(Run, new());
        string[] expected =
        [
            "Update n[0] 0 -> 5", "Update n[0] 5, not written", "Update n[0] 5 -> 7", "Update n[0] 7 -> 8", "Update n[0] 8 -> 9", "Update n[0] 9 -> 8", "Update n[0] 8 -> 8",
            "Update n[0] 8 -> 9", "Read n[0] 9", "Write n[0] 3", "Read n[0] 3", "Write t[0] \"x\"", "Read t[0] \"x\"", "Read t[0] \"x\"",
        ];

        Assert.Equal(
            [.. expected.Index().Where(static access => access.Index is not (11 or 12)).Select(access => $"{access.Item} {line + access.Index}"), $"Enter lock  {line + 15}", $"Exit lock  {line + 16}", "Return return  0", "Invoke invoke  0"],
            Told(plain));

        Assert.All(plain.Accesses.TakeLast(2), static access => Assert.Equal(new Place(string.Empty, 0, access.Kind.ToString().ToLowerInvariant()), access.Place));

        ReplayedExecution all = Alone(Run, new() { StopsAtPlainAccesses = true });
        Assert.Equal(
            [.. expected.Index().Select(access => $"{access.Item} {line + access.Index}"), $"Enter lock  {line + 15}", $"Exit lock  {line + 16}", "Return return  0", "Invoke invoke  0"],
            Told(all));

        // Where memory is weak, what is a full fence has one on both sides of it.
        ReplayedExecution weak = Alone(Run, new() { Memory = MemoryModel.ReleaseAcquire });
        Assert.Equal(
            [
                .. expected.Index().SelectMany(access => access.Index < 9
                    ? new[] { $"Fence n[0]  {line + access.Index}", $"{access.Item} {line + access.Index}", $"Fence n[0]  {line + access.Index}" }
                    : [$"{access.Item} {line + access.Index}"]),
                $"Fence MemoryBarrier  {line + 14}", $"Enter lock  {line + 15}", $"Exit lock  {line + 16}", "Return return  0", "Invoke invoke  0",
            ],
            Told(weak));
    }

    [Fact]
    public void A_lock_is_taken_again_by_who_has_it_and_given_back_as_often()
    {
        object gate = new();
        object other = new();
        void Run()
        {
            bool isTaken = false;
            Monitor.Enter(gate, ref isTaken);
            Assert.True(isTaken);
            Monitor.Enter(gate);
            Monitor.Exit(gate);
            Assert.Throws<SynchronizationLockException>(() => Monitor.Exit(other));
            Monitor.Exit(gate);
            Assert.Throws<SynchronizationLockException>(() => Monitor.Exit(gate));
            Monitor.Enter(gate);
            Monitor.Exit(gate);
            Assert.Throws<ArgumentNullException>(() => Monitor.Exit(null!));
            Assert.Throws<ArgumentNullException>(() => Monitor.Enter(null!));
        }

        Run();
        Assert.False(System.Threading.Monitor.IsEntered(gate));
        ReplayedExecution execution = Alone(Run, new());
        Assert.Null(execution.Problem);
        Assert.Equal([AccessKind.Begin, AccessKind.Enter, AccessKind.Exit, AccessKind.Enter, AccessKind.Exit], execution.Accesses.Select(static access => access.Kind));
        Assert.False(System.Threading.Monitor.IsEntered(gate)); // under control the real one is not touched
    }

    [Fact]
    public void A_lock_at_rest_keeps_another_thread_out()
    {
        object gate = new();
        bool isTaken = false;
        Monitor.Enter(gate, ref isTaken);
        Monitor.Enter(gate);
        Assert.True(isTaken && System.Threading.Monitor.IsEntered(gate));
        Monitor.Exit(gate);
        Assert.True(System.Threading.Monitor.IsEntered(gate));
        Monitor.Exit(gate);
        Assert.False(System.Threading.Monitor.IsEntered(gate));
    }

    /// <summary>What is on a thread's own stack nobody else has, and nobody is told of it; what is behind a reference from there others may have.</summary>
    [Fact]
    public void A_local_is_no_shared_location()
    {
        int[] shared = [0];
        void Run()
        {
            int local = 0;
            Plain.Write(ref local, 3);
            Plain.Write(ref shared[0], Plain.Read(ref local));
            Deeper(ref local, ref shared[0]);
        }

        static void Deeper(ref int local, ref int shared)
        {
            Plain.Write(ref local, 4);
            Plain.Write(ref shared, Plain.Read(ref local));
        }

        ReplayedExecution execution = Alone(Run, new() { StopsAtPlainAccesses = true });

        Assert.Equal(["Write shared[0] = 3", "Write shared = 4"], execution.Accesses.Zip(execution.Values).Skip(1).Select(static access => $"{access.First.Kind} {access.First.Place.Location} = {access.Second}"));

        // So it is on a thread that is not the caller's.
        ReplayedExecution beside = _explorer.Replay(new ConcurrentProgram("beside", () => new ProgramInstance([static () => { }, Run])), new Schedule([], []), new() { StopsAtPlainAccesses = true });
        Assert.Equal(["Begin", "Begin", "Write", "Write"], beside.Accesses.Select(static access => access.Kind.ToString()));
    }

    private static int ThisLine([CallerLineNumber] int line = 0) => line;

    private static IEnumerable<string> Told(ReplayedExecution execution) => execution.Accesses
        .Select((access, index) => $"{access.Kind} {access.Place.Location} {(index < execution.Values.Count ? execution.Values[index] : string.Empty)} {access.Place.Line}").Skip(1);

    private ReplayedExecution Alone(Action body, ScheduleLimits limits) =>
        _explorer.Replay(new ConcurrentProgram("alone", () => new ProgramInstance([body])), new Schedule([], []), limits);
}
