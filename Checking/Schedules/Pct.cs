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
    // Stryker disable once CollectionExpression : it is cleared before it is used
    private readonly List<int> _changes = [];
    // Stryker disable once CollectionExpression : it is made before it is looked at
    private long[] _priorities = [];
    private int _longest = 1;

    /// <inheritdoc />
    public override string Name => $"PCT of depth {depth} (seed {Seed})";

    internal override int Choose(ControlledRun run, ulong enabled)
    {
        int chosen = Highest(run, enabled, _priorities);
        int change = _changes.IndexOf(run.Count);
        if (change >= 0)
        {
            _priorities[chosen] = ~change; // below all, and below who fell before
            chosen = Highest(run, enabled, _priorities);
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
            _priorities[thread] = Priority();
        }

        _changes.Clear();
        for (int change = 1; change < depth; change++)
        {
            _changes.Add(Random.Next(_longest));
        }
    }
}
