// One execution under control. There is no scheduler's thread: whoever comes to an access asks the
// strategy who goes on, and hands over only when that is somebody else. So an execution costs as many
// handings-over as its schedule has switches.
using System.Numerics;

namespace Checking.Schedules;

/// <summary>One execution of a program.</summary>
/// <param name="maxSteps">How many accesses it may have.</param>
/// <param name="maxThreadSteps">How many accesses each thread may have, or empty: who has had them is stopped, and the execution is cut.</param>
internal sealed class ControlledRun(int maxSteps, IReadOnlyList<int> maxThreadSteps)
{
    // Stryker disable once CollectionExpression : it is cleared before it is used
    private readonly List<ControlledLock> _locks = [];
    private ControlledThread[] _threads = null!;
    private IReadOnlyList<Action> _bodies = null!;
    private ScheduleStrategy _strategy = null!;
    private Access[] _accesses = new Access[128];
    private int _drained;

    public LocationTable Locations { get; } = new();

    /// <summary>
    /// Numbers for the detector of data races, which sees plain accesses as well. Those must not disturb the numbers that strategies see:
    /// where a reference to a local lies is for the compiler to choose, and it compiles a method more than once.
    /// </summary>
    public LocationTable SeenLocations { get; } = new();

    public RunMode Mode { get; private set; }

    /// <summary>How many accesses were done under control.</summary>
    public int Count { get; private set; }

    public ReadOnlySpan<Access> Accesses => _accesses.AsSpan(0, Count);

    public ReadOnlySpan<ControlledThread> Threads => _threads;

    /// <summary>Which stores the reads read, where they had a choice (<see cref="WeakMemory"/>).</summary>
    // Stryker disable once CollectionExpression : it is cleared before it is used
    public List<int> StoreChoices { get; } = [];

    /// <summary>What is wrong with the execution itself.</summary>
    public ScheduleProblem? Problem { get; private set; }

    /// <summary>What threads may read that is not the latest; null where memory is sequentially consistent.</summary>
    public WeakMemory? Memory { get; init; }

    /// <summary>Looks for data races; null where nobody asked.</summary>
    public DataRaceDetector? Races { get; init; }

    /// <summary>How many steps the start and the observation may have, or 0 for any number.</summary>
    public int MaxStepsAtRest { get; init; }

    /// <summary>Whether plain accesses that are seen are scheduling points.</summary>
    public bool StopsAtPlainAccesses { get; init; }

    /// <summary>What each access read and wrote, where somebody wants to see it.</summary>
    public AccessValues? Values { get; set; }

    /// <summary>Whether a thread was stopped that had not ended.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether the strategy gave it up.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Where the execution did something else than before under the same schedule, or null.</summary>
    public string? Divergence { get; private set; }

    /// <summary>
    /// Whether threads may run on top of each other: one that begins while another is stopped is called by that one's OS thread, and nothing is
    /// handed over. That goes well as long as who was stopped goes on only when all above have ended.
    /// </summary>
    public bool IsNested { get; set; }

    /// <summary>Whether it did not go well: the execution has to be done again, with an OS thread each.</summary>
    public bool NeedsThreads { get; private set; }

    /// <summary>Whether a collection has made two addresses of one location, or one of two.</summary>
    public bool WasDisturbed { get; private set; }

    /// <summary>Runs to the end; the calling OS thread is the program's first thread.</summary>
    public void Run(IReadOnlyList<ControlledThread> threads, IReadOnlyList<Action> bodies, ScheduleStrategy strategy)
    {
        (_threads, _bodies, _strategy) = ([.. threads.Take(bodies.Count)], bodies, strategy);
        (Mode, Count, Problem, _drained) = (RunMode.Controlled, 0, null, 0);
        (Divergence, IsCut, IsGivenUp, NeedsThreads) = (null, false, false, false);
        Locations.Clear();
        SeenLocations.Clear();
        _locks.Clear();
        StoreChoices.Clear();
        Memory?.Clear(bodies.Count);
        Races?.Clear(bodies.Count);
        Values?.Clear();
        foreach (ControlledThread thread in Threads)
        {
            thread.Reset(this);
        }

        byte here = 0;
        ControlledThread.BeginStack(ref here);
        int collections = GC.CollectionCount(0);
        if (IsNested)
        {
            while (!AllFinished())
            {
                RunBody(_threads[Next()]);
            }
        }
        else if (!AllFinished())
        {
            RunBesideOthers();
        }

        WasDisturbed = GC.CollectionCount(0) != collections;
    }

    private void RunBesideOthers()
    {
        int first = Next();
        if (first != 0)
        {
            _threads[first].Baton.Give();
            _threads[0].Baton.Take();
        }

        RunBody(_threads[0]);
        if (!AllFinished())
        {
            _threads[Next()].Baton.Give();
            _threads[0].Baton.Take();
        }
    }

    /// <summary>Runs others on top of a thread, until it is its turn again.</summary>
    private void RunOnTop(ControlledThread stopped, int next)
    {
        while (next != stopped.Id && Mode != RunMode.Abandoned)
        {
            if (_threads[next].IsStarted)
            {
                // It lies below. Where the execution counts, it has to be done again.
                NeedsThreads = Mode == RunMode.Controlled || IsCut;
                Mode = RunMode.Abandoned;
            }
            else
            {
                RunBody(_threads[next]);
                ControlledThread.Current = stopped;
                next = Next();
            }
        }
    }

    /// <summary>Runs a thread other than the first, on the OS thread that is made for it.</summary>
    public void RunOther(ControlledThread thread)
    {
        RunBody(thread);
        _threads[AllFinished() ? 0 : Next()].Baton.Give();
    }

    /// <summary>A thread has come to an access.</summary>
    public void Reached(ControlledThread thread)
    {
        int next = Mode == RunMode.Abandoned ? thread.Id : Next();
        if (next != thread.Id && IsNested)
        {
            RunOnTop(thread, next);
        }
        else if (next != thread.Id)
        {
            _threads[next].Baton.Give();
            thread.Baton.Take();
        }

        if (Mode == RunMode.Abandoned)
        {
            throw new ExecutionAbandonedException();
        }

        Record(thread);
    }

    /// <summary>The lock of an object, free where it was never taken.</summary>
    public ControlledLock LockOf(object target)
    {
        foreach (ControlledLock known in _locks)
        {
            if (ReferenceEquals(known.Target, target))
            {
                return known;
            }
        }

        ControlledLock made = new(target, Locations.Next());
        _locks.Add(made);
        return made;
    }

    /// <summary>Reports what is wrong with the execution; the first report counts.</summary>
    public void Report(ScheduleProblem problem) => Problem ??= problem;

    /// <summary>A thread does a plain access that is no scheduling point. One that does nothing else loops, and would never come back.</summary>
    public void PassPlainly(ControlledThread thread, Place place)
    {
        const int Most = 1_000_000;
        if (++thread.PlainSteps > Most)
        {
            Report(new ScheduleProblem.Endless(thread.Id, Most, [place], CanOthersGoOn: false));
            Mode = RunMode.Abandoned;
            throw new ExecutionAbandonedException();
        }
    }

    /// <summary>The program did not do what it did before.</summary>
    public void Diverge(string how) => Divergence ??= how;

    /// <summary>Which of several stores a read reads.</summary>
    /// <param name="count">How many there are.</param>
    /// <returns>Its place, the latest first.</returns>
    public int ChooseStore(int count)
    {
        if (count == 1 || Mode != RunMode.Controlled)
        {
            return 0;
        }

        int choice = _strategy.ChooseStore(this, count);
        StoreChoices.Add(choice);
        return choice;
    }

    /// <summary>Whether a thread can do what it has announced.</summary>
    private bool IsEnabled(ControlledThread thread) =>
        !thread.IsFinished
        && (thread.Done < MaxSteps(thread) || Mode != RunMode.Controlled)
        && (thread.Kind != AccessKind.Enter || OwnerOf(thread.Location) < 0);

    private int MaxSteps(ControlledThread thread) => thread.Id < maxThreadSteps.Count ? maxThreadSteps[thread.Id] : int.MaxValue;

    /// <summary>Who has a lock that somebody has come to, or -1.</summary>
    private int OwnerOf(int number)
    {
        int place = 0;
        while (_locks[place].Number != number)
        {
            place++;
        }

        return _locks[place].Owner;
    }

    private void RunBody(ControlledThread thread)
    {
        thread.IsStarted = true;
        if (Mode != RunMode.Abandoned)
        {
            ControlledThread.Current = thread;
            Record(thread);
            Memory?.Invoked(thread);
            try
            {
                _bodies[thread.Id]();
            }
            catch (ExecutionAbandonedException)
            {
                // Thrown by this class to unwind the thread.
            }
            catch (Exception exception)
            {
                Report(new ScheduleProblem.Threw(thread.Id, exception));
            }
            finally
            {
                ControlledThread.Current = null;
            }
        }

        thread.IsFinished = true;
    }

    private bool AllFinished()
    {
        foreach (ControlledThread thread in Threads)
        {
            if (!thread.IsFinished)
            {
                return false;
            }
        }

        return true;
    }

    private void Record(ControlledThread thread)
    {
        if (Mode != RunMode.Controlled)
        {
            return;
        }

        if (Count == _accesses.Length)
        {
            Array.Resize(ref _accesses, 2 * Count);
        }

        _accesses[Count] = new Access(thread.Id, thread.Kind, thread.Location, thread.Place);
        Count++;
        thread.Done++;
    }

    private int Next()
    {
        if (Mode == RunMode.Controlled)
        {
            ulong enabled = Enabled();
            if (enabled == 0 && IsAnyStopped())
            {
                IsCut = true;
                Mode = RunMode.Draining;
            }
            else if (enabled == 0)
            {
                Report(ScheduleProblem.Deadlock.Of(Threads));
                Mode = RunMode.Abandoned;
            }
            else if (Count >= maxSteps)
            {
                Report(ScheduleProblem.Endless.Of(Accesses, enabled));
                Mode = RunMode.Abandoned;
            }
            else
            {
                int next = _strategy.Choose(this, enabled);
                if (next >= 0)
                {
                    return next;
                }

                IsGivenUp = true;
                Mode = RunMode.Draining;
            }
        }

        if (Mode == RunMode.Draining)
        {
            ulong enabled = Enabled();
            if (enabled != 0 && _drained++ < maxSteps)
            {
                // The one that is running, if it can: no switch.
                int running = ControlledThread.Current?.Id ?? 0;
                return (enabled & 1UL << running) != 0 ? running : BitOperations.TrailingZeroCount(enabled);
            }

            // Who was stopped goes on alone to its end. Who does not come to it waits for the others in a loop.
            if (IsCut && enabled != 0 && ControlledThread.Current is { } alone)
            {
                Report(new ScheduleProblem.Endless(alone.Id, Count + _drained, [alone.Place], CanOthersGoOn: false));
            }

            Mode = RunMode.Abandoned;
        }

        int first = 0;
        while (_threads[first].IsFinished)
        {
            first++;
        }

        return first;
    }

    /// <summary>Whether somebody has had all accesses that a thread may have; notes who waits for a lock meanwhile.</summary>
    private bool IsAnyStopped()
    {
        bool isAny = false;
        foreach (ControlledThread thread in Threads)
        {
            bool isStopped = !thread.IsFinished && thread.Done >= MaxSteps(thread);
            isAny |= isStopped;
            thread.BlockedOn = !thread.IsFinished && !isStopped ? thread.Location : -1;
        }

        return isAny;
    }

    private ulong Enabled()
    {
        ulong enabled = 0;
        foreach (ControlledThread thread in Threads)
        {
            // Stryker disable once Assignment : each thread is met once
            enabled |= IsEnabled(thread) ? 1UL << thread.Id : 0;
        }

        return enabled;
    }
}
