using Checking.Schedules;
using CsCheck;
using Xunit;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Monitor = Checking.Schedules.StandIns.Monitor;
using Plain = Checking.Schedules.StandIns.Plain;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

/// <summary>
/// What reads may read where memory is weak, held to the definition by axioms: on random small programs every outcome that it allows is
/// found, and no other.
/// </summary>
public sealed class WeakMemoryTests : IDisposable
{
    private const int Locations = 2;
    private const int MostEvents = 7; // of all threads; an update has three

    private readonly ScheduleExplorer _explorer = new();

    private enum Step
    {
        PlainRead,
        PlainWrite,
        VolatileRead,
        VolatileWrite,
        Exchange,
        FailedExchange,
        FencedRead,
        Fence,
        WriteUnderLock,
        ReadUnderLock,
        Enter,
        Exit,
    }

    public static TheoryData<ulong> Seeds => [1, 2];

    /// <summary>What the two threads of each shape do, with the location: w writes, r reads, f is a full fence, and ? may be one.</summary>
    public static TheoryData<string, string> Shapes => new()
    {
        { "w0 ? w1", "r1 ? r0" }, // a message is passed
        { "w0 ? r1", "w1 ? r0" }, // stores are buffered
        { "r0 ? w1", "r1 ? w0" }, // loads are buffered
        { "w0 ? w0", "r0 ? r0" }, // one location is read twice
        { "w0 ? w1", "w1 ? r0" },
        { "w0 ? r0", "w0 ? r0" },
        { "w0 w1 f", "f r1 r0" }, // of two fences it matters which is first
    };

    public void Dispose() => _explorer.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_outcomes_are_those_that_the_axioms_allow(ulong seed) => Seeded.Sample(Programs, seed, Holds);

    /// <summary>Each access of a shape in every strength, with a full fence between the two or none.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void So_are_those_of_every_strengthening_of_the_classical_shapes(string one, string other)
    {
        (Step Step, int Location)[][][] programs =
        [
            .. from first in StrengtheningsOf(one)
               from second in StrengtheningsOf(other)
               let threads = new[] { first, second }
               where threads.Sum(static thread => EventsOf(thread).Count()) <= MostEvents
               select threads,
        ];
        foreach (int number in Seeded.Cases(programs.Length))
        {
            Holds(programs[number]);
        }
    }

    /// <summary>Where it says so, with a fence between the accesses or none.</summary>
    private static IEnumerable<(Step Step, int Location)[]> StrengtheningsOf(string thread) => thread.Split(' ').Aggregate(
        new[] { Array.Empty<(Step, int)>() }.AsEnumerable(),
        static (threads, word) => from before in threads from after in StrengthsOf(word) select ((Step, int)[])[.. before, .. after]);

    private static IEnumerable<(Step Step, int Location)[]> StrengthsOf(string word) => word[0] switch
    {
        'w' => Each(word, Step.PlainWrite, Step.VolatileWrite, Step.Exchange, Step.WriteUnderLock),
        'r' => Each(word, Step.PlainRead, Step.VolatileRead, Step.FailedExchange, Step.FencedRead, Step.ReadUnderLock),
        'f' => [[(Step.Fence, 0)]],
        _ => [[], [(Step.Fence, 0)]],
    };

    private static IEnumerable<(Step Step, int Location)[]> Each(string word, params Step[] steps) => steps.Select(step => new[] { (step, word[1] - '0') });

    private void Holds((Step Step, int Location)[][] threads)
    {
        SortedSet<string> allowed = new(StringComparer.Ordinal);
        Candidate.AddAllowed([.. threads.Select(static thread => EventsOf(thread).ToArray())], allowed);
        foreach (ScheduleStrategy strategy in new ScheduleStrategy[] { new AllSchedules(), new SourceDpor() })
        {
            IEnumerable<string> found = _explorer.Explore(ToProgram(threads), strategy, new() { Memory = MemoryModel.ReleaseAcquire }).Outcomes.Keys;
            Assert.True(allowed.SetEquals(found), $"{Text(threads)}: {strategy.Name} finds {string.Join(" / ", found)}, allowed are {string.Join(" / ", allowed)}");
        }
    }

    private static string Text((Step Step, int Location)[][] threads) => string.Join(" || ", threads.Select(static thread => string.Join("; ", thread.Select(static step => $"{step.Step} {step.Location}"))));

    /// <summary>Two threads of at most five events each, or three of two: an update has a fence before and after it.</summary>
    private static Gen<(Step Step, int Location)[][]> Programs { get; } =
        Gen.Select(Gen.Int[0, (int)Step.ReadUnderLock].Select(static number => (Step)number), Gen.Int[0, Locations - 1]).Array[1, 3].Array[2, 3]
            .Where(static threads => threads.Sum(static thread => EventsOf(thread).Count()) <= MostEvents - 1 && threads.Max(static thread => EventsOf(thread).Count()) <= 5);

    private static IEnumerable<(Step Step, int Location)> EventsOf((Step Step, int Location)[] thread) => thread.SelectMany(static step => step.Step switch
    {
        Step.Exchange or Step.FailedExchange => new[] { (Step.Fence, 0), step, (Step.Fence, 0) },
        Step.FencedRead => [(Step.Fence, 0), (Step.VolatileRead, step.Location), (Step.Fence, 0)],
        Step.WriteUnderLock => [(Step.Enter, 0), (Step.PlainWrite, step.Location), (Step.Exit, 0)],
        Step.ReadUnderLock => [(Step.Enter, 0), (Step.PlainRead, step.Location), (Step.Exit, 0)],
        _ => [step],
    });

    private static ConcurrentProgram ToProgram((Step Step, int Location)[][] threads) => new("random", () =>
    {
        int[] memory = new int[Locations];
        object gate = new();
        List<int>[] read = [.. threads.Select(static _ => new List<int>())];
        return new ProgramInstance([.. threads.Select((steps, thread) => (Action)(() =>
        {
            int number = 0;
            foreach ((Step step, int location) in steps)
            {
                Do(step, ref memory[location], gate, ValueOf(thread, number), read[thread]);
                number += EventsOf([(step, location)]).Count();
            }
        }))])
        { Observe = () => new ProgramOutcome(string.Join(" | ", read.Select(static values => string.Join(' ', values)))) };
    });

    /// <summary>What the first event of a step writes, and each later one of it: no two write the same.</summary>
    private static int ValueOf(int thread, int number) => (100 * (thread + 1)) + (number * 3);

    private static void Do(Step step, ref int location, object gate, int value, List<int> read)
    {
        switch (step)
        {
            case Step.PlainRead:
                read.Add(Plain.Read(ref location));
                break;
            case Step.PlainWrite:
                Plain.Write(ref location, value);
                break;
            case Step.VolatileRead:
                read.Add(Volatile.Read(ref location));
                break;
            case Step.VolatileWrite:
                Volatile.Write(ref location, value);
                break;
            case Step.Exchange:
                read.Add(Interlocked.Exchange(ref location, value + 3));
                break;
            case Step.FailedExchange:
                read.Add(Interlocked.CompareExchange(ref location, value, -1));
                break;
            case Step.FencedRead:
                read.Add(Interlocked.Read(ref location));
                break;
            case Step.Fence:
                Interlocked.MemoryBarrier();
                break;
            case Step.WriteUnderLock:
                Monitor.Enter(gate);
                Plain.Write(ref location, value + 3);
                Monitor.Exit(gate);
                break;
            default:
                Monitor.Enter(gate);
                read.Add(Plain.Read(ref location));
                Monitor.Exit(gate);
                break;
        }
    }

    /// <summary>
    /// One order of the events of all threads, in which each read has a store to read. The stores of a location have the order in which they
    /// were done. Before is: what a thread does earlier; a store that releases and a read that acquires from it; a fence and every later
    /// fence; a lock's exit and every later enter; and what follows from these. It is allowed if no read reads a store that another one,
    /// which is before the read or was read by something before it, has replaced; and an update reads the latest.
    /// </summary>
    private sealed class Candidate
    {
        private readonly List<(int Thread, Step Step, int Location, int Value, int Store)> _events = [];

        public static void AddAllowed((Step Step, int Location)[][] threads, SortedSet<string> outcomes) => new Candidate().Extend(threads, new int[threads.Length], owner: -1, outcomes);

        private void Extend((Step Step, int Location)[][] threads, int[] next, int owner, SortedSet<string> outcomes)
        {
            bool isComplete = true;
            for (int thread = 0; thread < threads.Length; thread++)
            {
                if (next[thread] == threads[thread].Length)
                {
                    continue;
                }

                isComplete = false;
                (Step step, int location) = threads[thread][next[thread]];
                if (step == Step.Enter && owner >= 0)
                {
                    continue;
                }

                int value = ValueOf(thread, next[thread]);
                next[thread]++;
                foreach (int store in StoresFor(step, location))
                {
                    _events.Add((thread, step, location, value, store));
                    if (IsAllowed())
                    {
                        Extend(threads, next, step switch { Step.Enter => thread, Step.Exit => -1, _ => owner }, outcomes);
                    }

                    _events.RemoveAt(_events.Count - 1);
                }

                next[thread]--;
            }

            if (isComplete)
            {
                outcomes.Add(string.Join(" | ", Enumerable.Range(0, threads.Length).Select(thread =>
                    string.Join(' ', _events.Where(done => done.Thread == thread && Reads(done.Step)).Select(done => done.Store < 0 ? 0 : _events[done.Store].Value)))));
            }
        }

        /// <summary>The stores that an event could read, -1 for what was there at first; for what reads nothing a single -1.</summary>
        private int[] StoresFor(Step step, int location)
        {
            int[] stores = [-1, .. Enumerable.Range(0, _events.Count).Where(done => Writes(_events[done].Step) && _events[done].Location == location)];
            return !Reads(step) ? [-1] : step is Step.Exchange or Step.FailedExchange ? stores[^1..] : stores;
        }

        private static bool Reads(Step step) => step is Step.PlainRead or Step.VolatileRead or Step.Exchange or Step.FailedExchange;

        private static bool Writes(Step step) => step is Step.PlainWrite or Step.VolatileWrite or Step.Exchange;

        private bool IsAllowed()
        {
            int last = _events.Count - 1;
            (_, Step step, int location, _, int store) = _events[last];
            return !Reads(step) || !Before(last).Any(done =>
                _events[done].Location == location && ((Writes(_events[done].Step) && done > store) || (Reads(_events[done].Step) && _events[done].Store > store)));
        }

        private HashSet<int> Before(int later)
        {
            HashSet<int> before = [];
            Stack<int> left = new([later]);
            while (left.TryPop(out int at))
            {
                for (int done = 0; done < at; done++)
                {
                    if (IsStep(done, at) && before.Add(done))
                    {
                        left.Push(done);
                    }
                }
            }

            return before;
        }

        private bool IsStep(int done, int at) =>
            _events[done].Thread == _events[at].Thread
            || (_events[done].Step is Step.Fence && _events[at].Step is Step.Fence)
            || (_events[done].Step is Step.Exit && _events[at].Step is Step.Enter)
            || (_events[at].Store == done && _events[at].Step is not Step.PlainRead && _events[done].Step is not Step.PlainWrite && Reads(_events[at].Step));
    }
}
