// A strategy is asked at each access who goes on, and after each execution whether there is another one.
// One strategy a file: SourceDpor (all, one of each kind), AllSchedules (all, or all with few
// preemptions), RandomWalk, Pct, PartialOrderSampling (samples), ReplaySchedule.
using System.Numerics;

namespace Checking.Schedules;

/// <summary>Chooses schedules.</summary>
public abstract class ScheduleStrategy
{
    /// <summary>What it is called in reports, with its bound or seed.</summary>
    public abstract string Name { get; }

    /// <summary>Whether it is exhaustive: when it ends, everything within its bound was seen.</summary>
    public abstract bool IsExhaustive { get; }

    /// <summary>Begins an execution; also one that has to be done again.</summary>
    internal abstract void Begin(int threads);

    /// <summary>Who goes on.</summary>
    /// <param name="run">The execution so far, and what each thread is about to do.</param>
    /// <param name="enabled">Who can; not nobody.</param>
    /// <returns>The thread, or -1 where whatever follows was seen before.</returns>
    internal abstract int Choose(ControlledRun run, ulong enabled);

    /// <summary>Which of several stores a read reads.</summary>
    internal abstract int ChooseStore(ControlledRun run, int count);

    /// <summary>Ends an execution.</summary>
    /// <returns>Whether there is another one.</returns>
    internal abstract bool End(ControlledRun run);

    /// <summary>The thread that ran last, if it can go on and may: it costs nothing. Else the first that may.</summary>
    private protected static int Prefer(ControlledRun run, ulong among)
    {
        int last = run.Count > 0 ? run.Accesses[^1].Thread : 0;
        return (among & 1UL << last) != 0 ? last : BitOperations.TrailingZeroCount(among);
    }
}
