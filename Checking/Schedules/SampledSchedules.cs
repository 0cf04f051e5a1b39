using System.Numerics;

namespace Checking.Schedules;

/// <summary>A strategy that draws a number of schedules. They depend on the seed and on the program, and on nothing else.</summary>
/// <param name="seed">The seed.</param>
/// <param name="executions">How many.</param>
public abstract class SampledSchedules(ulong seed, long executions) : ScheduleStrategy
{
    private long _done;

    /// <inheritdoc />
    public override bool IsExhaustive => false;

    /// <summary>The seed.</summary>
    protected ulong Seed => seed;

    /// <summary>Randomness of the execution at hand.</summary>
    private protected SplitMix Random { get; private set; } = new(seed);

    internal sealed override void Begin(int threads)
    {
        Random = new SplitMix(new SplitMix(seed ^ (ulong)_done).Next() + (ulong)_done);
        Draw(threads);
    }

    internal sealed override int ChooseStore(ControlledRun run, int count) => Random.Next(count);

    internal override bool End(ControlledRun run) => ++_done < executions;

    /// <summary>Of the threads that can go on, the one of the highest priority.</summary>
    private protected static int Highest(ControlledRun run, ulong enabled, long[] priorities)
    {
        int highest = BitOperations.TrailingZeroCount(enabled);
        foreach (ControlledThread thread in run.Threads)
        {
            // Stryker disable once Equality : no two are equal, but once in 2^63 times
            bool isHigher = priorities[thread.Id] > priorities[highest];
            if (isHigher && (enabled & 1UL << thread.Id) != 0)
            {
                highest = thread.Id;
            }
        }

        return highest;
    }

    /// <summary>A random priority: not negative.</summary>
    private protected long Priority() => (long)(Random.Next() / 2);

    /// <summary>Draws what is drawn once an execution.</summary>
    private protected abstract void Draw(int threads);
}
