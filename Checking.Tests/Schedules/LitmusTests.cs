// The classical litmus tests. The expected sets follow from dotnet/runtime docs/design/specs/Memory-model.md
// (read at 05694e3), of which each test names the sentence that it rests on:
//   [release]    "the effects of a volatile write will not be observable before effects of all previous, in program order, reads and writes"
//   [acquire]    "no read or write that is later in the program order may be speculatively executed ahead of a volatile read"
//   [ordinary]   "the effects of ordinary reads and writes can be reordered as long as that preserves single-thread consistency"
//   [fence]      "effects of reads and writes must be observable no later or no earlier than a full-fence operation"
//   [coherence]  "writes to a single location will be seen by all cores in the same order"
//   [forwarding] "it may be possible for a thread to see its own writes before they appear to other cores"
//   [object]     "object assignment ... is a release with respect to write operations to the instance's fields"
// Nothing there orders a volatile write before a later volatile read of another location, and nothing makes
// two readers agree on the order of writes to different locations: x64 orders more than that, the text does not.
using Checking.Schedules;
using Xunit;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Monitor = Checking.Schedules.StandIns.Monitor;
using Plain = Checking.Schedules.StandIns.Plain;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Schedules;

public sealed class LitmusTests : IDisposable
{
    private readonly ScheduleExplorer _explorer = new();

    public void Dispose() => _explorer.Dispose();

    [Fact]
    public void Store_buffering_with_volatile_accesses_has_all_four_outcomes() // [release] [acquire] [forwarding]
    {
        Assert.Equal(["0 0", "0 1", "1 0", "1 1"], Weak(StoreBuffering(static () => { })));
        Assert.Equal(["0 1", "1 0", "1 1"], Sequential(StoreBuffering(static () => { })));
    }

    [Fact]
    public void Store_buffering_with_full_fences_does_not_read_two_zeros() => // [fence]
        Assert.Equal(["0 1", "1 0", "1 1"], Weak(StoreBuffering(static () => Interlocked.MemoryBarrier())));

    [Fact]
    public void Store_buffering_where_one_thread_has_no_fence_has_all_four_outcomes() => // [fence] needs both
        Assert.Equal(
            ["0 0", "0 1", "1 0", "1 1"],
            Weak(new("SB+fence+none", () =>
            {
                (Cell x, Cell y, int[] read) = (new(), new(), new int[2]);
                return new ProgramInstance(
                [
                    () => { Volatile.Write(ref x.Value, 1); Interlocked.MemoryBarrier(); read[0] = Volatile.Read(ref y.Value); },
                    () => { Volatile.Write(ref y.Value, 1); read[1] = Volatile.Read(ref x.Value); },
                ])
                { Observe = () => Read(read) };
            })));

    [Fact]
    public void Store_buffering_by_updates_does_not_read_two_zeros() => // [fence] an update is one
        Assert.Equal(
            ["0 1", "1 0", "1 1"],
            Weak(new("SB by exchange", () =>
            {
                (Cell x, Cell y, int[] read) = (new(), new(), new int[2]);
                return new ProgramInstance(
                [
                    () => { Interlocked.Exchange(ref x.Value, 1); read[0] = Volatile.Read(ref y.Value); },
                    () => { Interlocked.Exchange(ref y.Value, 1); read[1] = Volatile.Read(ref x.Value); },
                ])
                { Observe = () => Read(read) };
            })));

    [Fact]
    public void A_message_that_is_passed_by_a_volatile_flag_is_whole() => // [release] [acquire]
        Assert.Equal(["0 0", "0 42", "1 42"], Weak(MessagePassing(isWriteVolatile: true, isReadVolatile: true)));

    [Theory]
    [InlineData(false, true)] // [ordinary] the writes are reordered
    [InlineData(true, false)] // [ordinary] the reads are
    [InlineData(false, false)]
    public void A_message_that_is_passed_by_a_plain_flag_may_be_read_too_early(bool isWriteVolatile, bool isReadVolatile) =>
        Assert.Equal(["0 0", "0 42", "1 0", "1 42"], Weak(MessagePassing(isWriteVolatile, isReadVolatile)));

    [Fact]
    public void Load_buffering_with_volatile_reads_does_not_read_two_ones() => // [acquire]
        Assert.Equal(
            ["0 0", "0 1", "1 0"],
            Weak(new("LB", () =>
            {
                (Cell x, Cell y, int[] read) = (new(), new(), new int[2]);
                return new ProgramInstance(
                [
                    () => { read[0] = Volatile.Read(ref x.Value); Volatile.Write(ref y.Value, 1); },
                    () => { read[1] = Volatile.Read(ref y.Value); Volatile.Write(ref x.Value, 1); },
                ])
                { Observe = () => Read(read) };
            })));

    [Fact]
    public void Known_gap_load_buffering_of_plain_accesses_shows_no_two_ones_but_it_is_a_data_race()
    {
        // [ordinary] allows 1 1: a read after which a write is done first. Executions here do one access after the other, so a read never
        // reads what is written later in the program. The data race is what is told.
        ConcurrentProgram program = new("LB of plain accesses", () =>
        {
            (Cell x, Cell y, int[] read) = (new(), new(), new int[2]);
            return new ProgramInstance(
            [
                () => { read[0] = Plain.Read(ref x.Value); Plain.Write(ref y.Value, 1); },
                () => { read[1] = Plain.Read(ref y.Value); Plain.Write(ref x.Value, 1); },
            ])
            { Observe = () => Read(read) };
        });

        Assert.Equal(["0 0", "0 1", "1 0"], Weak(program));
        Assert.IsType<ScheduleProblem.DataRace>(_explorer.Explore(program, new SourceDpor(), new ScheduleLimits { FindDataRaces = true }).Problem);
    }

    [Fact]
    public void Two_readers_may_see_two_writers_in_two_orders() // nothing forbids it, see above
    {
        IReadOnlyCollection<string> outcomes = Weak(IndependentReads(static () => { }));

        Assert.Equal(16, outcomes.Count);
        Assert.Contains("1 0 1 0", outcomes);
        Assert.Equal(15, Sequential(IndependentReads(static () => { })).Count);
    }

    [Fact]
    public void Two_readers_with_full_fences_see_two_writers_in_one_order() // [fence]
    {
        IReadOnlyCollection<string> outcomes = Weak(IndependentReads(static () => Interlocked.MemoryBarrier(), isWrittenByUpdates: true));

        Assert.Equal(15, outcomes.Count);
        Assert.DoesNotContain("1 0 1 0", outcomes);
    }

    [Fact]
    public void One_location_is_never_read_backwards() => // [coherence]
        Assert.Equal(
            ["0 0", "0 1", "0 2", "1 1", "1 2", "2 2"],
            Weak(new("CoRR", () =>
            {
                (Cell x, int[] read) = (new(), new int[2]);
                return new ProgramInstance(
                [
                    () => { Plain.Write(ref x.Value, 1); Plain.Write(ref x.Value, 2); },
                    () => { read[0] = Plain.Read(ref x.Value); read[1] = Plain.Read(ref x.Value); },
                ])
                { Observe = () => Read(read) };
            })));

    [Fact]
    public void Two_readers_agree_on_the_order_of_two_writes_of_one_location() // [coherence]
    {
        IReadOnlyCollection<string> outcomes = Weak(new("CoRR2", () =>
        {
            (Cell x, int[] read) = (new(), new int[4]);
            return new ProgramInstance(
            [
                () => Plain.Write(ref x.Value, 1),
                () => Plain.Write(ref x.Value, 2),
                () => { read[0] = Plain.Read(ref x.Value); read[1] = Plain.Read(ref x.Value); },
                () => { read[2] = Plain.Read(ref x.Value); read[3] = Plain.Read(ref x.Value); },
            ])
            { Observe = () => Read(read) };
        }));

        Assert.Contains("1 2 1 2", outcomes);
        Assert.Contains("2 1 2 1", outcomes);
        Assert.DoesNotContain("1 2 2 1", outcomes);
        Assert.DoesNotContain("2 1 1 2", outcomes);
    }

    [Fact]
    public void A_thread_reads_its_own_write_or_a_later_one() => // single-thread consistency
        Assert.Equal(
            ["1", "2"],
            Weak(new("CoWR", () =>
            {
                (Cell x, int[] read) = (new(), new int[1]);
                return new ProgramInstance(
                [
                    () => { Plain.Write(ref x.Value, 1); read[0] = Plain.Read(ref x.Value); },
                    () => Plain.Write(ref x.Value, 2),
                ])
                { Observe = () => Read(read) };
            })));

    [Fact]
    public void Updates_are_lost_in_no_memory_model() => // "atomic memory accesses"
        Assert.Equal(
            ["2"],
            Weak(new("two increments", () =>
            {
                Cell x = new();
                return new ProgramInstance([() => Interlocked.Increment(ref x.Value), () => Interlocked.Increment(ref x.Value)])
                {
                    Observe = () => new ProgramOutcome($"{x.Value}"),
                };
            })));

    [Fact]
    public void What_a_lock_guards_is_read_whole() => // Monitor.Enter acquires, Monitor.Exit releases
        Assert.Equal(["0 0", "1 1"], Weak(new("lock", () =>
        {
            (Cell x, Cell y, int[] read, object gate) = (new(), new(), new int[2], new());
            return new ProgramInstance(
            [
                () => { Monitor.Enter(gate); Plain.Write(ref x.Value, 1); Plain.Write(ref y.Value, 1); Monitor.Exit(gate); },
                () => { Monitor.Enter(gate); read[0] = Plain.Read(ref y.Value); read[1] = Plain.Read(ref x.Value); Monitor.Exit(gate); },
            ])
            { Observe = () => Read(read) };
        })));

    [Fact]
    public void Double_checked_locking_with_a_volatile_flag_gives_the_value_and_with_a_plain_flag_it_may_not() // [release] [acquire], [ordinary]
    {
        Assert.Equal(["42 42"], Weak(DoubleCheckedLocking(isVolatile: true)));
        Assert.Equal(["0 42", "42 0", "42 42"], Weak(DoubleCheckedLocking(isVolatile: false)));
    }

    [Fact]
    public void Double_checked_locking_with_a_plain_reference_gives_the_whole_object() => // [object], and "data-dependent reads are ordered"
        Assert.Equal(
            ["42 42"],
            Weak(new("double-checked locking of an object", () =>
            {
                (Slot slot, object gate, int[] read) = (new(), new(), new int[2]);
                int Get()
                {
                    if (Plain.Read(ref slot.Cell) is not { } made)
                    {
                        Monitor.Enter(gate);
                        made = Plain.Read(ref slot.Cell);
                        if (made is null)
                        {
                            made = new Cell();
                            Plain.Write(ref made.Value, 42);
                            Plain.Write(ref slot.Cell, made);
                        }

                        Monitor.Exit(gate);
                    }

                    return Plain.Read(ref made.Value);
                }

                return new ProgramInstance([() => read[0] = Get(), () => read[1] = Get()]) { Observe = () => Read(read) };
            })));

    private static ConcurrentProgram StoreBuffering(Action between) => new("SB", () =>
    {
        (Cell x, Cell y, int[] read) = (new(), new(), new int[2]);
        return new ProgramInstance(
        [
            () => { Volatile.Write(ref x.Value, 1); between(); read[0] = Volatile.Read(ref y.Value); },
            () => { Volatile.Write(ref y.Value, 1); between(); read[1] = Volatile.Read(ref x.Value); },
        ])
        { Observe = () => Read(read) };
    });

    private static ConcurrentProgram MessagePassing(bool isWriteVolatile, bool isReadVolatile) => new("MP", () =>
    {
        (Cell data, Cell flag, int[] read) = (new(), new(), new int[2]);
        return new ProgramInstance(
        [
            () =>
            {
                Plain.Write(ref data.Value, 42);
                if (isWriteVolatile)
                {
                    Volatile.Write(ref flag.Value, 1);
                }
                else
                {
                    Plain.Write(ref flag.Value, 1);
                }
            },
            () =>
            {
                read[0] = isReadVolatile ? Volatile.Read(ref flag.Value) : Plain.Read(ref flag.Value);
                read[1] = Plain.Read(ref data.Value);
            },
        ])
        { Observe = () => Read(read) };
    });

    private static ConcurrentProgram IndependentReads(Action between, bool isWrittenByUpdates = false) => new("IRIW", () =>
    {
        (Cell x, Cell y, int[] read) = (new(), new(), new int[4]);
        void Write(Cell cell)
        {
            if (isWrittenByUpdates)
            {
                Interlocked.Exchange(ref cell.Value, 1);
            }
            else
            {
                Volatile.Write(ref cell.Value, 1);
            }
        }

        return new ProgramInstance(
        [
            () => Write(x),
            () => Write(y),
            () => { read[0] = Volatile.Read(ref x.Value); between(); read[1] = Volatile.Read(ref y.Value); },
            () => { read[2] = Volatile.Read(ref y.Value); between(); read[3] = Volatile.Read(ref x.Value); },
        ])
        { Observe = () => Read(read) };
    });

    private static ConcurrentProgram DoubleCheckedLocking(bool isVolatile) => new("double-checked locking", () =>
    {
        (Cell value, Cell flag, object gate, int[] read) = (new(), new(), new(), new int[2]);
        int Get()
        {
            if ((isVolatile ? Volatile.Read(ref flag.Value) : Plain.Read(ref flag.Value)) == 0)
            {
                Monitor.Enter(gate);
                if (Plain.Read(ref flag.Value) == 0)
                {
                    Plain.Write(ref value.Value, 42);
                    if (isVolatile)
                    {
                        Volatile.Write(ref flag.Value, 1);
                    }
                    else
                    {
                        Plain.Write(ref flag.Value, 1);
                    }
                }

                Monitor.Exit(gate);
            }

            return Plain.Read(ref value.Value);
        }

        return new ProgramInstance([() => read[0] = Get(), () => read[1] = Get()]) { Observe = () => Read(read) };
    });

    private static ProgramOutcome Read(int[] read) => new(string.Join(' ', read));

    private IReadOnlyCollection<string> Weak(ConcurrentProgram program)
    {
        ScheduleLimits limits = new() { Memory = MemoryModel.ReleaseAcquire };
        ScheduleReport report = _explorer.Explore(program, new SourceDpor(), limits);
        Assert.Equal(Verdict.Holds, report.Verdict);
        return [.. report.Outcomes.Keys];
    }

    private IReadOnlyCollection<string> Sequential(ConcurrentProgram program) => [.. _explorer.Explore(program, new SourceDpor()).Outcomes.Keys];

    private sealed class Cell
    {
        public int Value;
    }

    private sealed class Slot
    {
        public Cell? Cell;
    }
}
