using Checking.Schedules;
using CsCheck;
using Xunit;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Monitor = Checking.Schedules.StandIns.Monitor;
using Plain = Checking.Schedules.StandIns.Plain;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

/// <summary>A data race is told exactly where the definition has one: held to it on every schedule of random programs.</summary>
public sealed class DataRaceTests : IDisposable
{
    private const int Locations = 2;

    private readonly ScheduleExplorer _explorer = new();

    private enum Step
    {
        PlainRead,
        PlainWrite,
        VolatileRead,
        VolatileWrite,
        Update,
        FailedUpdate,
        UnderLock,
    }

    public static TheoryData<ulong> Seeds => [1, 2, 3];

    public void Dispose() => _explorer.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_race_is_told_where_two_accesses_are_not_ordered_and_nowhere_else(ulong seed)
    {
        int racy = 0;
        int free = 0;
        Seeded.Sample(Programs, seed, threads =>
        {
            ConcurrentProgram program = ToProgram(threads);
            ScheduleLimits limits = new() { GoOn = true, StopsAtPlainAccesses = true, FindDataRaces = true };
            List<Schedule> schedules = [];
            long wrong = _explorer.Explore(program, new RandomWalk(seed, 12), limits with { Watch = schedules.Add }).Wrong;
            foreach (Schedule schedule in schedules)
            {
                ReplayedExecution execution = _explorer.Replay(program, schedule, limits);
                (int First, int Second)[] races = [.. RacesOf(execution)];
                racy += races.Length > 0 ? 1 : 0;
                wrong -= races.Length > 0 ? 1 : 0;
                free += races.Length > 0 ? 0 : 1;
                if (races.Length == 0)
                {
                    Assert.Null(execution.Problem);
                    continue;
                }

                // The first to be told ends at the earliest access that has a race.
                ScheduleProblem.DataRace told = Assert.IsType<ScheduleProblem.DataRace>(execution.Problem);
                int second = races.Min(static race => race.Second);
                Assert.Equal(At(execution, second), Shown(told.Second));
                Assert.Contains(Shown(told.First), races.Where(race => race.Second == second).Select(race => At(execution, race.First)));
            }

            Assert.Equal(0, wrong); // one execution after the other
        });

        Assert.True(racy > 10 && free > 10);
    }

    /// <summary>Then each comes right behind what its thread did before.</summary>
    [Fact]
    public void The_same_is_told_where_plain_accesses_are_no_scheduling_points()
    {
        int racy = 0;
        int free = 0;
        Seeded.Sample(Programs, 4, threads =>
        {
            ConcurrentProgram program = ToProgram(threads);
            ScheduleLimits limits = new() { GoOn = true, FindDataRaces = true };
            List<Schedule> schedules = [];
            _explorer.Explore(program, new RandomWalk(4, 12), limits with { Watch = schedules.Add });
            foreach (Schedule schedule in schedules)
            {
                ScheduleProblem? problem = _explorer.Replay(program, WithPlainAccesses(threads, schedule), limits with { StopsAtPlainAccesses = true }).Problem;

                Assert.Equal(problem?.ToString(), _explorer.Replay(program, schedule, limits).Problem?.ToString());
                racy += problem is null ? 0 : 1;
                free += problem is null ? 1 : 0;
            }
        });

        Assert.True(racy > 10 && free > 10);
    }

    private static Schedule WithPlainAccesses((Step Step, int Location)[][] threads, Schedule schedule)
    {
        Queue<bool>[] arePlain = [.. threads.Select(static steps => new Queue<bool>([false, .. steps.SelectMany(static step => ArePlain(step.Step))]))]; // it begins
        List<int> all = [];
        foreach (int thread in schedule.Threads)
        {
            do
            {
                arePlain[thread].Dequeue();
                all.Add(thread);
            }
            while (arePlain[thread].TryPeek(out bool isPlain) && isPlain);
        }

        return new(all, []);
    }

    private static bool[] ArePlain(Step step) => step switch
    {
        Step.PlainRead or Step.PlainWrite => [true],
        Step.UnderLock => [false, true, false],
        _ => [false],
    };

    /// <summary>Locations are numbered anew in each execution, so that a race is the same one whichever execution shows it.</summary>
    [Fact]
    public void A_race_is_found_again_as_it_was_told()
    {
        ConcurrentProgram program = new("race in the second execution", () =>
        {
            int[] flag = [0];
            int[] value = [0];
            return new ProgramInstance(
            [
                () =>
                {
                    if (Volatile.Read(ref flag[0]) == 1)
                    {
                        Plain.Write(ref value[0], 1);
                    }
                },
                () =>
                {
                    Volatile.Write(ref flag[0], 1);
                    Plain.Write(ref value[0], 2);
                },
            ]);
        });
        ScheduleLimits limits = new() { FindDataRaces = true };
        ScheduleReport report = _explorer.Explore(program, new SourceDpor(), limits);

        Assert.Equal(2, report.Executions);
        Assert.Equal(1, Assert.IsType<ScheduleProblem.DataRace>(report.Problem).Second.Location);
        Assert.Equal(report.Problem, _explorer.Replay(program, report.Schedule!, limits).Problem);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_released_is_acquired_also_when_it_was_read_plainly_in_between(bool stops)
    {
        ConcurrentProgram program = new("published", () =>
        {
            int[] value = [0];
            int[] flag = [0];
            return new ProgramInstance(
            [
                () =>
                {
                    Plain.Write(ref value[0], 1);
                    Volatile.Write(ref flag[0], 1);
                    Plain.Read(ref flag[0]);
                },
                () =>
                {
                    if (Volatile.Read(ref flag[0]) == 1)
                    {
                        Plain.Read(ref value[0]);
                    }
                },
            ]);
        });

        Assert.Null(_explorer.Explore(program, new AllSchedules(), new() { FindDataRaces = true, StopsAtPlainAccesses = stops }).Problem);
    }

    /// <summary>Where memory is weak, it depends on the store that a read reads whom it acquires from.</summary>
    [Fact]
    public void Who_reads_an_older_store_acquires_what_came_before_that()
    {
        ConcurrentProgram program = new("older store", () =>
        {
            int[] value = [0];
            int[] flag = [0];
            int seen = 0;
            return new ProgramInstance(
            [
                () =>
                {
                    Volatile.Write(ref flag[0], 1);
                    Plain.Write(ref value[0], 1);
                    Volatile.Write(ref flag[0], 2);
                },
                () =>
                {
                    seen = Volatile.Read(ref flag[0]);
                    if (seen != 0)
                    {
                        Plain.Read(ref value[0]);
                    }
                },
            ])
            { Observe = () => new ProgramOutcome($"{seen}") };
        });
        Dictionary<string, bool> isRacy = [];
        ScheduleLimits limits = new() { Memory = MemoryModel.ReleaseAcquire, FindDataRaces = true, GoOn = true };
        List<Schedule> schedules = [];
        _explorer.Explore(program, new AllSchedules(), limits with { Watch = schedules.Add });
        foreach (ReplayedExecution execution in schedules.Select(schedule => _explorer.Replay(program, schedule, limits)))
        {
            // A race is one also where the write comes after the read.
            isRacy[execution.Outcome!] = isRacy.GetValueOrDefault(execution.Outcome!) | execution.Problem is ScheduleProblem.DataRace;
        }

        Assert.Equal([("0", false), ("1", true), ("2", false)], isRacy.OrderBy(static outcome => outcome.Key, StringComparer.Ordinal).Select(static outcome => (outcome.Key, outcome.Value)));
    }

    private static Gen<(Step Step, int Location)[][]> Programs { get; } =
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, Locations - 1]).Array[1, 4].Array[2, 3];

    /// <summary>An update that does not write is told as the read that it is.</summary>
    private static string At(ReplayedExecution execution, int access) =>
        Shown(IsWritten(execution, access) || execution.Accesses[access].Kind != AccessKind.Update ? execution.Accesses[access] : execution.Accesses[access] with { Kind = AccessKind.Read });

    private static bool IsWritten(ReplayedExecution execution, int access) => execution.Accesses[access].Kind == AccessKind.Write
        || (execution.Accesses[access].Kind == AccessKind.Update && !execution.Values[access].EndsWith("not written", StringComparison.Ordinal));

    private static string Shown(Access access) => $"{access.Thread} {access}";

    /// <summary>
    /// By the definition. Before is: what a thread does earlier; an access that releases and a later one that acquires from it (a volatile
    /// write or update and whoever reads it, a lock's exit and its next enter); and what follows from these. A race are two accesses of one
    /// location by two threads, at least one a write and at least one plain, none before the other.
    /// </summary>
    private static IEnumerable<(int First, int Second)> RacesOf(ReplayedExecution execution)
    {
        IReadOnlyList<Access> accesses = execution.Accesses;
        bool[][] before = [.. accesses.Select(_ => new bool[accesses.Count])];
        for (int second = 0; second < accesses.Count; second++)
        {
            for (int first = second - 1; first >= 0; first--)
            {
                before[first][second] = accesses[first].Thread == accesses[second].Thread || Synchronizes(first, second)
                    || Enumerable.Range(first + 1, second - first - 1).Any(between => before[first][between] && before[between][second]);
            }
        }

        for (int second = 0; second < accesses.Count; second++)
        {
            for (int first = 0; first < second; first++)
            {
                if (!before[first][second] && Location(first) >= 0 && Location(first) == Location(second) && (Writes(first) || Writes(second)) && (IsPlain(first) || IsPlain(second)))
                {
                    yield return (first, second);
                }
            }
        }

        int Location(int access) => accesses[access].Kind is AccessKind.Read or AccessKind.Write or AccessKind.Update ? accesses[access].Location : -1;

        bool IsPlain(int access) => accesses[access].Place.Expression.Contains("plain", StringComparison.Ordinal);

        bool Writes(int access) => IsWritten(execution, access);

        bool Synchronizes(int first, int second)
        {
            if (accesses[first].Location != accesses[second].Location)
            {
                return false;
            }

            if (accesses[second].Kind == AccessKind.Enter)
            {
                return accesses[first].Kind == AccessKind.Exit;
            }

            // What it reads is the last write before it.
            return accesses[second].Kind is AccessKind.Read or AccessKind.Update && !IsPlain(second) && Location(first) >= 0 && Writes(first) && !IsPlain(first)
                && !Enumerable.Range(first + 1, second - first - 1).Any(between => accesses[between].Location == accesses[second].Location && Writes(between));
        }
    }

    private static ConcurrentProgram ToProgram((Step Step, int Location)[][] threads) => new("random", () =>
    {
        int[] memory = new int[Locations];
        object[] locks = [.. Enumerable.Range(0, Locations).Select(static _ => new object())];
        return new ProgramInstance([.. threads.Select((steps, thread) => (Action)(() =>
        {
            foreach ((Step step, int location) in steps)
            {
                Do(step, ref memory[location], locks[location]);
            }
        }))]);
    });

    private static void Do(Step step, ref int location, object gate)
    {
        switch (step)
        {
            case Step.PlainRead:
                Plain.Read(ref location, "plain");
                break;
            case Step.PlainWrite:
                Plain.Write(ref location, 1, "plain");
                break;
            case Step.VolatileRead:
                Volatile.Read(ref location, "volatile");
                break;
            case Step.VolatileWrite:
                Volatile.Write(ref location, 1, "volatile");
                break;
            case Step.Update:
                Interlocked.Increment(ref location, "update");
                break;
            case Step.FailedUpdate:
                Interlocked.CompareExchange(ref location, 1, -1, "update");
                break;
            default:
                Monitor.Enter(gate);
                Plain.Write(ref location, 1, "plain");
                Monitor.Exit(gate);
                break;
        }
    }
}
