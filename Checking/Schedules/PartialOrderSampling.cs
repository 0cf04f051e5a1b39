// Yuan, Yang and Gu, "Partial order aware concurrency sampling", CAV 2018 (POS): each access that a thread
// is about to do has a random priority, the highest goes on, and the priorities of those that race with it
// are drawn anew.
namespace Checking.Schedules;

/// <summary>Random priorities of accesses.</summary>
/// <param name="seed">The seed.</param>
/// <param name="executions">How many.</param>
public sealed class PartialOrderSampling(ulong seed, long executions) : SampledSchedules(seed, executions)
{
    // Stryker disable once CollectionExpression : it is made before it is looked at
    private long[] _priorities = [];

    /// <inheritdoc />
    public override string Name => $"partial order sampling (seed {Seed})";

    internal override int Choose(ControlledRun run, ulong enabled)
    {
        int chosen = Highest(run, enabled, _priorities);
        ControlledThread next = run.Threads[chosen];
        foreach (ControlledThread thread in run.Threads)
        {
            if (thread.Id == chosen || Access.AreDependent(thread.Kind, thread.Location, next.Kind, next.Location))
            {
                _priorities[thread.Id] = Priority();
            }
        }

        return chosen;
    }

    private protected override void Draw(int threads)
    {
        _priorities = new long[threads];
        for (int thread = 0; thread < threads; thread++)
        {
            _priorities[thread] = Priority();
        }
    }
}
