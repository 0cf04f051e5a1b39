// The order of one execution that is left when the order of independent accesses is forgotten, as vector
// clocks: for each access, how many accesses of each thread come before it (itself included). Two
// schedules with the same order are the same for every thread; that is a class, a Mazurkiewicz trace.
//
// A lock's accesses are ordered, but a release is no rival of what comes after it: who takes a lock
// could have taken it before the one who took it last, not between that one's taking and giving back.
namespace Checking.Schedules;

/// <summary>Vector clocks of one execution's accesses, and the pairs whose order could have been the other one.</summary>
internal sealed class HappensBefore
{
    private const int None = -1;

    // Stryker disable once CollectionExpression : it is cleared before it is used
    private readonly List<int> _rivals = [];
    private int _threads;
    private int _locations;
    private int[] _clocks = NotMade;
    private int[] _sequence = NotMade;
    private int[] _now = NotMade;
    private int[] _before = NotMade;

    // Of each location: the last write, or the last release of a lock; of each location and thread the last read since then.
    private int[] _lastWrite = NotMade;
    private int[] _lastReads = NotMade;

    // Of each lock: who took it last.
    private int[] _lastEnter = NotMade;

    // Of each thread: the last operation that was invoked, and the last that returned.
    private int[] _lastInvoke = NotMade;
    private int[] _lastReturn = NotMade;

    // Stryker disable once CollectionExpression : it is made before it is looked at
    private static int[] NotMade => [];

    /// <summary>How many accesses of a thread come before an access, itself included.</summary>
    public int Clock(int access, int thread) => _clocks[(access * _threads) + thread];

    /// <summary>Which of its thread's accesses an access is, from 1 on.</summary>
    public int Sequence(int access) => _sequence[access];

    /// <summary>Whether an access comes before another one, or is that.</summary>
    public bool IsBefore(int access, int thread, int other) => Clock(other, thread) >= _sequence[access];

    /// <summary>Orders the accesses of an execution.</summary>
    /// <param name="run">The execution.</param>
    /// <param name="from">Races are told from this access on.</param>
    /// <param name="race">Is told of each race: first access, second access or the number of accesses where it was not done, the second's thread.</param>
    public void Order(ControlledRun run, int from, Action<int, int, int> race)
    {
        ReadOnlySpan<Access> accesses = run.Accesses;
        Reset(run, accesses.Length);
        for (int index = 0; index < accesses.Length; index++)
        {
            ref readonly Access access = ref accesses[index];
            Span<int> now = _now.AsSpan(access.Thread * _threads, _threads);
            now.CopyTo(_before);
            FindRivals(access.Kind, access.Location, access.Thread);
            Join(now, access.Kind, access.Location);
            now[access.Thread]++;
            _sequence[index] = now[access.Thread];
            now.CopyTo(_clocks.AsSpan(index * _threads));
            if (index >= from)
            {
                TellRaces(accesses, _before, index, access.Thread, race);
            }

            Remember(access, index);
        }

        // Who waits for a lock might have had it before, if nothing had come between.
        foreach (ControlledThread thread in run.Threads)
        {
            if (thread.BlockedOn is int location and >= 0)
            {
                FindRivals(AccessKind.Enter, location, thread.Id);
                TellRaces(accesses, _now.AsSpan(thread.Id * _threads, _threads), accesses.Length, thread.Id, race);
            }
        }
    }

    /// <summary>
    /// The threads that could begin a schedule in which the second access of a race comes without the first: what is left between them
    /// when the first and everything after it is taken out, and then the second (notdep(e, E).p, and its initials).
    /// </summary>
    public ulong Initials(ControlledRun run, int first, int second, int secondThread)
    {
        ReadOnlySpan<Access> accesses = run.Accesses;
        int firstThread = accesses[first].Thread;
        Span<int> begin = stackalloc int[_threads];
        ulong seen = 0;
        ulong initials = 0;
        for (int index = first + 1; index < second; index++)
        {
            int thread = accesses[index].Thread;
            if ((seen & 1UL << thread) == 0 && !IsBefore(first, firstThread, index))
            {
                // Stryker disable once Assignment : each thread is met once
                initials |= HasNoneBefore(_clocks.AsSpan(index * _threads, _threads), seen, begin) ? 1UL << thread : 0;
                begin[thread] = _sequence[index];
                // Stryker disable once Assignment : each thread is met once
                seen |= 1UL << thread;
            }
        }

        // A lock is taken before it was taken: what its release came after does not count, only what its thread did before. That is none of
        // the above, or the thread was met.
        bool isDone = second < accesses.Length && accesses[second].Kind != AccessKind.Enter;
        bool canBegin = isDone ? HasNoneBefore(_clocks.AsSpan(second * _threads, _threads), seen, begin) : (seen & 1UL << secondThread) == 0;
        // Stryker disable once Assignment : each thread is met once
        initials |= canBegin ? 1UL << secondThread : 0;
        return initials;
    }

    private static bool HasNoneBefore(ReadOnlySpan<int> clock, ulong seen, ReadOnlySpan<int> begin)
    {
        // Stryker disable once Equality : who is none of the threads was not met
        for (int thread = 0; thread < begin.Length; thread++)
        {
            if ((seen & 1UL << thread) != 0 && clock[thread] >= begin[thread])
            {
                return false;
            }
        }

        return true;
    }

    private void Reset(ControlledRun run, int count)
    {
        _threads = run.Threads.Length;
        _locations = run.Locations.Count;
        Resize(ref _clocks, count * _threads);
        Resize(ref _sequence, count);
        Resize(ref _now, _threads * _threads);
        Resize(ref _before, _threads);
        Resize(ref _lastWrite, _locations);
        Resize(ref _lastReads, _locations * _threads);
        Resize(ref _lastEnter, _locations);
        Resize(ref _lastInvoke, _threads);
        Resize(ref _lastReturn, _threads);
        // Stryker disable once Statement : clocks that go on from those of the last execution order this one as well, until they overflow
        _now.AsSpan(0, _threads * _threads).Clear();
        _lastWrite.AsSpan(0, _locations).Fill(None);
        _lastReads.AsSpan(0, _locations * _threads).Fill(None);
        _lastEnter.AsSpan(0, _locations).Fill(None);
        _lastInvoke.AsSpan(0, _threads).Fill(None);
        _lastReturn.AsSpan(0, _threads).Fill(None);
    }

    private static void Resize(ref int[] array, int length)
    {
        // Stryker disable once Equality : room that is made anew is room as well
        if (array.Length < length)
        {
            array = new int[2 * length];
        }
    }

    /// <summary>The accesses of other threads that depend on this one, without those that come before another such.</summary>
    private void FindRivals(AccessKind kind, int location, int thread)
    {
        _rivals.Clear();
        switch (kind)
        {
            case AccessKind.Read:
                AddRival(_lastWrite[location]);
                break;
            case AccessKind.Write or AccessKind.Update or AccessKind.Fence when location >= 0:
                for (int reader = 0; reader < _threads; reader++)
                {
                    if (reader != thread)
                    {
                        AddRival(_lastReads[(location * _threads) + reader]);
                    }
                }

                AddRival(_lastWrite[location]);
                break;
            case AccessKind.Enter:
                AddRival(_lastEnter[location]);
                break;
            case AccessKind.Begin or AccessKind.Invoke:
                AddRivals(_lastReturn, thread);
                break;
            case AccessKind.Return:
                AddRivals(_lastInvoke, thread);
                break;
            default:
                break;
        }
    }

    private void AddRivals(int[] ofThreads, int thread)
    {
        for (int other = 0; other < _threads; other++)
        {
            if (other != thread)
            {
                AddRival(ofThreads[other]);
            }
        }
    }

    private void AddRival(int access)
    {
        if (access != None)
        {
            _rivals.Add(access);
        }
    }

    private void TellRaces(ReadOnlySpan<Access> accesses, ReadOnlySpan<int> before, int index, int thread, Action<int, int, int> race)
    {
        foreach (int rival in _rivals)
        {
            int rivalThread = accesses[rival].Thread;
            if (rivalThread == thread || before[rivalThread] >= _sequence[rival])
            {
                continue;
            }

            bool isImmediate = true;
            foreach (int other in _rivals)
            {
                isImmediate &= other == rival || !IsBefore(rival, rivalThread, other);
            }

            if (isImmediate)
            {
                race(rival, index, thread);
            }
        }
    }

    private void Join(Span<int> now, AccessKind kind, int location)
    {
        if (kind == AccessKind.Enter)
        {
            Join(now, _lastWrite[location]);
        }

        foreach (int rival in _rivals)
        {
            Join(now, rival);
        }
    }

    private void Join(Span<int> now, int access)
    {
        if (access == None)
        {
            return;
        }

        for (int thread = 0; thread < _threads; thread++)
        {
            now[thread] = Math.Max(now[thread], Clock(access, thread));
        }
    }

    private void Remember(in Access access, int index)
    {
        switch (access.Kind)
        {
            case AccessKind.Read:
                _lastReads[(access.Location * _threads) + access.Thread] = index;
                break;
            case AccessKind.Write or AccessKind.Update or AccessKind.Fence when access.Location >= 0:
                _lastWrite[access.Location] = index;
                // Stryker disable once Statement : what was read before comes before the write
                _lastReads.AsSpan(access.Location * _threads, _threads).Fill(None);
                break;
            case AccessKind.Exit:
                _lastWrite[access.Location] = index;
                break;
            case AccessKind.Enter:
                _lastEnter[access.Location] = index;
                break;
            case AccessKind.Begin or AccessKind.Invoke:
                _lastInvoke[access.Thread] = index;
                break;
            case AccessKind.Return:
                _lastReturn[access.Thread] = index;
                break;
            default:
                break;
        }
    }
}
