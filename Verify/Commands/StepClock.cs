using Clones;

namespace Verify.Commands;

/// <summary>A specification that takes the time of its own steps.</summary>
internal sealed class StepClock
{
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

    /// <summary>Steps a second, with nothing but the steps counted.</summary>
    public double PerSecond => _ticks == 0 ? 0 : (double)_steps * _time.TimestampFrequency / _ticks;

    private (State State, Response Response) Step(CloneSpecificationOf specification, State state, Operation operation)
    {
        long start = _time.GetTimestamp();
        (State State, Response Response) result = specification.Step(state, operation);
        _ticks += _time.GetTimestamp() - start;
        _steps++;
        return result;
    }
}
