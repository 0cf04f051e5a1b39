using System.Numerics;

namespace Checking.Schedules;

/// <summary>At each access any thread that can go on, all with equal chance.</summary>
/// <param name="seed">The seed.</param>
/// <param name="executions">How many.</param>
public sealed class RandomWalk(ulong seed, long executions) : SampledSchedules(seed, executions)
{
    /// <inheritdoc />
    public override string Name => $"random walk (seed {Seed})";

    internal override int Choose(ControlledRun run, ulong enabled)
    {
        for (int skip = Random.Next(BitOperations.PopCount(enabled)); skip > 0; skip--)
        {
            enabled &= enabled - 1;
        }

        return BitOperations.TrailingZeroCount(enabled);
    }

    private protected override void Draw(int threads)
    {
        // Nothing is drawn beforehand.
    }
}
