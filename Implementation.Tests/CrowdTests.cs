// Hundreds of entries of several types, with many equal times, against the model: what small random
// sequences do not reach (several levels of each tree, blocks that split and join).
using Clones;
using Xunit;

namespace Implementation.Tests;

public sealed class CrowdTests
{
    [Theory]
#if !MUTATING
    [InlineData(1, 0, 5000)]
    [InlineData(2, 0x700000, 5000)]
    [InlineData(3, 0xffff00, 3000)]
#endif
    [InlineData(4, 0x20, 3000)] // runs into irregular units
    [InlineData(5, 0x5, 1500)]
    public void Model_and_port_agree_on_hundreds_of_entries(int seed, int typeMask, int operations)
    {
        Random random = new(seed);
        using VerifiedPort port = new(every: 7);
        State state = State.Initial;
        state = Same(port, state, new Operation.SetClock(new Timestamp(100, 0), 100), compareStates: true);
        const ManagerFlags Flags = ManagerFlags.Mask & ~ManagerFlags.GcRevoke & ~ManagerFlags.GcExpired & ~ManagerFlags.GcUnref;
        state = Same(port, state, new Operation.Create(typeMask, Limits.Any, 5000, Flags), compareStates: true);
        int largest = 0;
        for (int index = 0; index < operations; index++)
        {
            state = Same(port, state, Next(random, state, typeMask), compareStates: index % 5 == 0);
            largest = Math.Max(largest, state.Manager!.Entries.Count);
        }

        Assert.True(largest > 150, $"at most {largest} entries");
    }

    /// <summary>
    /// Types and unit numbers that share bits, in a list that is never long and often swept: there a unit number is given out twice, and the
    /// order of the list decides.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public void Model_and_port_agree_where_types_and_numbers_share_bits(int typeMask)
    {
        Random random = new(typeMask);
        for (int sequence = 0; sequence < 100; sequence++)
        {
            using VerifiedPort port = new(every: 1);
            State state = Same(port, State.Initial, new Operation.SetClock(new Timestamp(100, 0), 100), compareStates: true);
            const ManagerFlags Flags = ManagerFlags.Enable | ManagerFlags.GcEnable;
            state = Same(port, state, new Operation.Create(typeMask, Limits.Any, 750, Flags), compareStates: true);
            for (int index = 0; index < 60; index++)
            {
                state = Same(port, state, NextOfFew(random, state, typeMask), compareStates: true);
            }
        }
    }

    private static Operation NextOfFew(Random random, State state, int typeMask)
    {
        ValueList<Entry> entries = state.Manager!.Entries;
        Entry? some = entries.Count > 0 ? entries[random.Next(entries.Count)] : null;
        int type = random.Next(4) == 0 ? random.Next() & typeMask : typeMask & -typeMask;
        return random.Next(100) switch
        {
            < 60 when some is { Device: null } => new Operation.Register(some.Id),
            < 35 => new Operation.Alloc(new ProcessId(random.Next(50)), Limits.Any, type, MemoryFails: random.Next(8) == 0),
            < 40 => new Operation.Alloc(new ProcessId(random.Next(9)), random.Next(9) & ~typeMask, type, MemoryFails: random.Next(4) == 0),
            < 60 when some?.Device is { } device => new Operation.Acquire(device.Id),
            < 75 when some?.Device is { } device => new Operation.Release(device.Id),
            < 77 => new Operation.SetMaxUnit((random.Next(9) & ~typeMask) is 0 ? Limits.Any : random.Next(9) & ~typeMask),
            < 87 => new Operation.Gc(),
            _ => new Operation.SetClock(
                new Timestamp(state.Uptime.Seconds + random.Next(2), (state.Uptime.Nanoseconds + (random.Next(9) * 100_000_000L)) % 1_000_000_000), 100),
        };
    }

    private static State Same(VerifiedPort port, State state, Operation operation, bool compareStates)
    {
        (State after, Response expected) = Model.Step(state, operation);
        Assert.Equal(expected, port.Apply(operation));
        if (compareStates)
        {
            Assert.Equal(after, port.Observe());
        }

        return after;
    }

    private static Operation Next(Random random, State state, int typeMask)
    {
        ValueList<Entry> entries = state.Manager!.Entries;
        Entry? some = entries.Count > 0 ? entries[random.Next(entries.Count)] : null;
        Entry? waiting = null;
        foreach (Entry entry in entries)
        {
            waiting = entry.Device is null ? entry : waiting;
        }

        int type = random.Next() & typeMask;
        type = random.Next(4) == 0 ? type : 0;
        return random.Next(100) switch
        {
            < 45 when waiting is not null => new Operation.Register(waiting.Id),
            < 20 => new Operation.Alloc(new ProcessId(1000 + random.Next(400)), Limits.Any, type, MemoryFails: false),
            < 24 => new Operation.Alloc(new ProcessId(random.Next(-1, 3)), Limits.Any, type, MemoryFails: random.Next(3) == 0),
            < 45 => new Operation.Alloc(new ProcessId(random.Next(400)), random.Next(300) & ~typeMask, type, MemoryFails: false),
            < 65 when some?.Device is { } device => new Operation.Acquire(device.Id),
            < 80 when some?.Device is { } device => new Operation.Release(device.Id),
            < 83 when some?.Device is { } device => new Operation.SetDeviceFlags(device.Id, (DeviceFlags)random.Next(8)),
            < 85 when some?.Device is { } device => new Operation.SetThreads(device.Id, random.Next(2)),
            < 86 => new Operation.Busy(),
            < 87 when entries.Count > 200 => new Operation.Gc(),
            < 88 => new Operation.SetMaxUnit(random.Next(2) == 0 ? Limits.Any : random.Next(200) & ~typeMask),
            _ => new Operation.SetClock(
                new Timestamp(state.Uptime.Seconds, state.Uptime.Nanoseconds + (random.Next(50) * 1_000_000L)) is { Nanoseconds: < 1_000_000_000 } later
                    ? later
                    : new Timestamp(state.Uptime.Seconds + (random.Next(5) == 0 ? -1 : 1), 0),
                100),
        };
    }
}
