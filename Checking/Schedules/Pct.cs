// Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with probabilistic guarantees of
// finding bugs", ASPLOS 2010: threads have random priorities, the highest goes on, and at d - 1 random
// accesses the one that runs falls below all others. A fault that needs d orderings is found with a
// chance of at least 1 / (n k^(d-1)) an execution, for n threads and k accesses.
namespace Checking.Schedules;

/// <summary>Random priorities with a few random changes.</summary>
/// <param name="seed">The seed.</param>
/// <param name="executions">How many.</param>
/// <param name="depth">d: the orderings that a fault needs.</param>
public sealed class Pct(ulong seed, long executions, int depth = 3) : SampledSchedules(seed, executions)
{
    private readonly List<int> _changes = [];
    private long[] _priorities = [];
    private int _longest = 1;

    /// <inheritdoc />
    public override string Name => $"PCT of depth {depth} (seed {Seed})";

    internal override int Choose(ControlledRun run, ulong enabled)
    {
        int chosen = Highest(enabled);
        int change = _changes.IndexOf(run.Count);
        if (change >= 0)
        {
            _priorities[chosen] = -1 - change;
            chosen = Highest(enabled);
        }

        return chosen;
    }

    internal override bool End(ControlledRun run)
    {
        // k is not known beforehand: the longest execution so far stands for it.
        _longest = Math.Max(_longest, run.Count);
        return base.End(run);
    }

    private protected override void Draw(int threads)
    {
        _priorities = new long[threads];
        for (int thread = 0; thread < threads; thread++)
        {
            _priorities[thread] = (long)(Random.Next() >> 1);
        }

        _changes.Clear();
        for (int change = 1; change < depth; change++)
        {
            _changes.Add(Random.Next(_longest));
        }
    }

    private int Highest(ulong enabled)
    {
        int highest = -1;
        for (int thread = 0; thread < _priorities.Length; thread++)
        {
            if ((enabled >> thread & 1) != 0 && (highest < 0 || _priorities[thread] > _priorities[highest]))
            {
                highest = thread;
            }
        }

        return highest;
    }
}
