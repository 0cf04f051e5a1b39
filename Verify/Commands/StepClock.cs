using Clones;

namespace Verify.Commands;

/// <summary>A specification that takes the time of its own steps, once the runtime has compiled them.</summary>
internal sealed class StepClock
{
    private const int WarmUpSteps = 10_000;

    private readonly TimeProvider _time;
    private long _ticks;
    private long _steps;

    public StepClock(CloneSpecificationOf specification, TimeProvider time)
    {
        _time = time;
        Timed = specification with { Step = (state, operation) => Step(specification, state, operation) };
    }

    /// <summary>The specification to run.</summary>
    public CloneSpecificationOf Timed { get; }

    /// <summary>What the steps took, in words: nothing but the steps, without the first ones, or nothing where there were no more.</summary>
    public string Summary => _steps <= WarmUpSteps
        ? string.Empty
        : $"; the model alone takes {(_steps - WarmUpSteps) * (double)_time.TimestampFrequency / _ticks:n0} steps a second (the first {WarmUpSteps:n0} left out)";

    private (State State, Response Response) Step(CloneSpecificationOf specification, State state, Operation operation)
    {
        long start = _time.GetTimestamp();
        (State State, Response Response) result = specification.Step(state, operation);
        long ticks = _time.GetTimestamp() - start;
        _ticks += ++_steps > WarmUpSteps ? ticks : 0;
        return result;
    }
}
