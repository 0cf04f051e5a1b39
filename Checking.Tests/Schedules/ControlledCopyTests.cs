using Checking.Schedules;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>A component that was compiled without a word of the kit comes under its control, or is refused.</summary>
public sealed class ControlledCopyTests : IClassFixture<ControlledCopyTests.Compiler>
{
    private const string Explore = """
        using ScheduleExplorer explorer = new();
        ScheduleReport report = explorer.Explore(
            new ConcurrentProgram("toy", () =>
            {
                Toy toy = new();
                return new ProgramInstance([toy.One, toy.Other]) { Observe = () => new ProgramOutcome(toy.Seen()) };
            }),
            new SourceDpor(),
            new ScheduleLimits { FindDataRaces = true });
        return $"{report.Verdict} {report.Executions}: {string.Join(" ", report.Outcomes)} {report.Problem}".TrimEnd();
        """;

    /// <summary>The first compilation takes a second, whatever is compiled: not the time of a test, of which some look how long it is.</summary>
    public sealed class Compiler
    {
        /// <summary>Compiles something.</summary>
        public Compiler() => new CompiledToy("First", "public sealed class Toy { }").Dispose();
    }

    [Fact]
    public void A_lock_is_controlled()
    {
        using CompiledToy toy = new("Locked", """
            public sealed class Toy
            {
                private readonly object _gate = new();
                private int _count;
                public void One() { lock (_gate) { _count++; } }
                public void Other() { lock (_gate) { _count *= 3; } }
                public string Seen() => $"{_count}";
            }
            """, Explore);

        Assert.Equal("Holds 2: [1, 1] [3, 1]", toy.RunInCopy());
    }

    [Fact]
    public void A_plain_access_without_a_lock_is_a_data_race_with_its_place()
    {
        using CompiledToy toy = new("Racy", """
            public sealed class Toy
            {
                private int _count;
                public void One() => _count++;
                public void Other() => _count++;
                public string Seen() => $"{_count}";
            }
            """, Explore);

        Assert.StartsWith("Violated 1: [2, 1] data race: thread 1: Write _count at Toy.cs:4; thread 2: Read _count at Toy.cs:5", toy.RunInCopy(), StringComparison.Ordinal);
    }

    [Fact]
    public void Volatile_fields_are_scheduling_points_and_order_what_is_plain()
    {
        using CompiledToy toy = new("Published", """
            public sealed class Toy
            {
                private static volatile int s_turn;
                private volatile bool _isReady;
                private int _value;
                private int _seen = -1;
                public Toy() => s_turn = 0;
                public void One() { _value = 7; s_turn = 1; _isReady = true; }
                public void Other() { if (_isReady) { _seen = _value + s_turn; } }
                public string Seen() => $"{_seen}";
            }
            """, Explore);

        Assert.Equal("Holds 2: [-1, 1] [8, 1]", toy.RunInCopy());
        Assert.Equal(5, toy.Copy().Synchronisation);
    }

    [Fact]
    public void Every_form_of_interlocked_and_volatile_does_what_it_did()
    {
        using CompiledToy toy = new("Numbers", """
            public sealed class Toy
            {
                private readonly long[] _many = new long[2];
                private int _count = 5;
                private uint _bits = 1;
                private object _last = "none";
                private string _text = "a";
                private ulong _plain;
                public void One()
                {
                    Interlocked.Increment(ref _many[1]);
                    Interlocked.Add(ref _many[1], 10);
                    Interlocked.Decrement(ref _count);
                    Interlocked.Or(ref _bits, 6u);
                    Interlocked.And(ref _bits, 5u);
                    Interlocked.Exchange(ref _last, "last");
                    Interlocked.CompareExchange(ref _text, "b", _text);
                    Interlocked.MemoryBarrier();
                    Volatile.Write(ref _plain, (ulong)Interlocked.Read(ref _many[0]) + Volatile.Read(ref _plain) + (ulong)Interlocked.CompareExchange(ref _count, 9, 4));
                }
                public void Other() { }
                public string Seen() => $"{_many[1]} {_count} {_bits} {_last} {_text} {_plain}";
            }
            """, Explore);

        Assert.Equal("Holds 1: [11 9 5 last b 4, 1]", toy.RunInCopy());
        Assert.Empty(toy.Copy().PlainAccesses.LeftOut);
    }

    /// <summary>Whoever spins does so around an access; the bound of accesses a thread ends it, and executions that it ends are none of these.</summary>
    [Fact]
    public void Spinning_is_left_as_it_is()
    {
        using CompiledToy toy = new("Spinning", """
            public sealed class Toy
            {
                private int _turn;
                private int _seen = -1;
                public void One() { _seen = 5; Volatile.Write(ref _turn, 1); }
                public void Other()
                {
                    SpinWait wait = default;
                    while (Volatile.Read(ref _turn) == 0) { wait.SpinOnce(); Thread.Yield(); }
                    _seen++;
                }
                public string Seen() => $"{_seen}";
            }
            """, Explore.Replace("FindDataRaces = true", "FindDataRaces = true, MaxThreadSteps = [6, 6]", StringComparison.Ordinal));

        Assert.Equal("Holds 5: [6, 5]", toy.RunInCopy()); // none to four reads in vain: with its beginning and the last one, six
    }

    [Fact]
    public void What_has_no_stand_in_is_refused_with_its_place()
    {
        using CompiledToy toy = new("Waiting", """
            public sealed class Toy
            {
                private readonly SemaphoreSlim _free = new(1);
                public void One() => _free.Wait();
                public void Other()
                {
                    lock (_free)
                    {
                        Monitor.Wait(_free);
                    }
                }
                public void Third() => new System.Collections.Concurrent.ConcurrentQueue<int>().Enqueue(1);
                public async System.Threading.Tasks.Task Fourth() => await System.Threading.Tasks.Task.Yield();
            }
            """);

        string refused = Assert.Throws<NotSupportedException>(() => toy.RunInCopy()).Message;

        Assert.StartsWith("Waiting.dll synchronises by what the explorer does not control: ", refused, StringComparison.Ordinal);
        Assert.All(
            ["Monitor.Wait (Toy.cs:9)", "SemaphoreSlim..ctor (Toy.cs:3)", "SemaphoreSlim.Wait (Toy.cs:4)", "ConcurrentQueue.Enqueue (Toy.cs:12)", "Task.Yield (Toy.cs:13)"],
            what => Assert.Contains(what, refused, StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_run_in_a_copy_is_refused()
    {
        using CompiledToy toy = new("Empty", "public sealed class Toy { }");
        int captured = 1;

        Assert.Contains("has to be a static method of Empty.Checks", Assert.Throws<ArgumentException>(() => toy.Copy().Run(() => captured)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "have to be two assemblies",
            Assert.Throws<InvalidOperationException>(static () => ControlledCopy.Of(typeof(CompiledToy), typeof(ControlledCopyTests)).Run(static () => "")).Message,
            StringComparison.Ordinal);
    }
}
