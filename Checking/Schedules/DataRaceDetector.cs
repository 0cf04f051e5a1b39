// Happens-before as the program makes it, by vector clocks (Mattern; Flanagan and Freund, "FastTrack:
// efficient and precise dynamic race detection", PLDI 2009): a volatile write and a lock's release are
// taken over by the volatile read and the lock's taking that see them, an update does both. Two accesses
// of one location, at least one plain and at least one a write, must be ordered by that. Each class of
// schedules needs to be seen once only: schedules of one class have one happens-before.
namespace Checking.Schedules;

/// <summary>Looks for data races in one execution.</summary>
internal sealed class DataRaceDetector
{
    // Stryker disable once CollectionExpression : it is cleared before it is used
    private readonly List<Shadow> _shadows = [];
    private readonly Dictionary<int, int[]> _locks = [];
    private int[][] _clocks = null!;

    // Stryker disable once CollectionExpression : a clock in which nothing has happened adds nothing
    private static int[] NothingHappened => [];

    public void Clear(int threads)
    {
        _shadows.Clear();
        _locks.Clear();
        _clocks = new int[threads][];
        for (int thread = 0; thread < threads; thread++)
        {
            _clocks[thread] = new int[threads];
            _clocks[thread][thread] = 1;
        }
    }

    /// <summary>A volatile or plain read was done.</summary>
    /// <param name="run">The execution.</param>
    /// <param name="access">The read.</param>
    /// <param name="isPlain">Whether it is plain.</param>
    /// <param name="store">How many stores there are after the one that was read.</param>
    public void Read(ControlledRun run, in Access access, bool isPlain, int store)
    {
        Shadow shadow = ShadowOf(access.Location);
        if (!isPlain)
        {
            // First, since what comes before the store that it reads comes before the read itself.
            Join(access.Thread, shadow.Release(store));
        }

        shadow.Hold(run, _clocks[access.Thread], access, isPlain);
    }

    /// <summary>A volatile or plain write was done.</summary>
    public void Write(ControlledRun run, in Access access, bool isPlain)
    {
        Shadow shadow = ShadowOf(access.Location);
        shadow.Hold(run, _clocks[access.Thread], access, isPlain);
        shadow.Stored(isPlain ? NothingHappened : [.. _clocks[access.Thread]]);
        if (!isPlain)
        {
            _clocks[access.Thread][access.Thread]++;
        }
    }

    /// <summary>An update was done.</summary>
    public void Update(ControlledRun run, in Access access, bool isWritten)
    {
        Shadow shadow = ShadowOf(access.Location);
        Join(access.Thread, shadow.Release(0)); // first, as in Read
        shadow.Hold(run, _clocks[access.Thread], access, isPlain: false);
        if (isWritten)
        {
            shadow.Stored([.. _clocks[access.Thread]]);
            _clocks[access.Thread][access.Thread]++;
        }
    }

    public void Entered(ControlledThread thread, ControlledLock taken)
    {
        if (_locks.TryGetValue(taken.Number, out int[]? clock))
        {
            Join(thread.Id, clock);
        }
    }

    public void Exited(ControlledThread thread, ControlledLock given)
    {
        _locks[given.Number] = [.. _clocks[thread.Id]];
        _clocks[thread.Id][thread.Id]++;
    }

    private void Join(int thread, int[] clock)
    {
        int[] own = _clocks[thread];
        for (int other = 0; other < clock.Length; other++)
        {
            own[other] = Math.Max(own[other], clock[other]);
        }
    }

    private Shadow ShadowOf(int location)
    {
        while (_shadows.Count <= location)
        {
            _shadows.Add(new Shadow(_clocks.Length));
        }

        return _shadows[location];
    }

    /// <summary>What was done with a location: the last plain and the last other read and write of each thread.</summary>
    private sealed class Shadow(int threads)
    {
        private readonly List<int[]> _releases = [NothingHappened];
        private readonly Done[] _plainReads = new Done[threads];
        private readonly Done[] _plainWrites = new Done[threads];
        private readonly Done[] _reads = new Done[threads];
        private readonly Done[] _writes = new Done[threads];

        /// <summary>What came before a store, if whoever did it released it.</summary>
        public int[] Release(int later) => _releases[^(later + 1)];

        public void Stored(int[] clock) => _releases.Add(clock);

        public void Hold(ControlledRun run, int[] clock, in Access access, bool isPlain)
        {
            bool isWrite = access.Kind != AccessKind.Read;
            Hold(run, clock, access, _plainWrites);
            if (isPlain)
            {
                Hold(run, clock, access, _writes);
            }

            if (isWrite)
            {
                Hold(run, clock, access, _plainReads);
            }

            if (isWrite && isPlain)
            {
                Hold(run, clock, access, _reads);
            }

            Done[] done = (isPlain, isWrite) switch
            {
                (true, true) => _plainWrites,
                (true, false) => _plainReads,
                (false, true) => _writes,
                _ => _reads,
            };
            done[access.Thread] = new Done(clock[access.Thread], access);
        }

        private static void Hold(ControlledRun run, int[] clock, in Access access, Done[] earlier)
        {
            for (int thread = 0; thread < earlier.Length; thread++)
            {
                if (thread != access.Thread && earlier[thread].Time > clock[thread])
                {
                    run.Report(new ScheduleProblem.DataRace(earlier[thread].Access, access));
                }
            }
        }
    }

    private readonly record struct Done(int Time, Access Access);
}
