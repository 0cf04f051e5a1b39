// Holds a specification to recorded traces: every answer, and every state that was recorded. The
// first difference ends the replay.
using Checking;
using Clones;

namespace Harness.Recordings;

/// <summary>Where a specification and a recording part ways.</summary>
/// <param name="Trace">The trace's number.</param>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Operation">The operation's place in the trace, from 0.</param>
/// <param name="Expected">The answer recorded.</param>
/// <param name="Actual">The answer given.</param>
/// <param name="States">Where the states differ.</param>
/// <param name="Counterexample">The whole trace up to the operation.</param>
public sealed record TraceDifference(
    long Trace, long Line, int Operation, Expected Expected, Actual Actual, IReadOnlyList<StateDifference> States, Counterexample<Operation> Counterexample);

/// <summary>What a replay came to.</summary>
/// <param name="Traces">How many traces were read.</param>
/// <param name="Operations">How many operations were done; of each the answer was compared.</param>
/// <param name="StatesCompared">After how many of them the whole state was compared.</param>
/// <param name="Difference">The first difference, or null.</param>
/// <param name="IsStopped">Whether it was stopped before the last trace.</param>
public sealed record TraceReplayReport(long Traces, long Operations, long StatesCompared, TraceDifference? Difference, bool IsStopped)
{
    /// <summary>Violated, if there is a difference; undecided, if it was stopped or there was nothing to compare.</summary>
    public Verdict Verdict => Difference is not null ? Verdict.Violated : IsStopped || Operations == 0 ? Verdict.Undecided : Verdict.Holds;
}

/// <summary>Replays recorded traces.</summary>
public static class TraceReplay
{
    /// <summary>Replays traces until one differs.</summary>
    /// <param name="specification">What is held to the traces.</param>
    /// <param name="traces">The traces; read one at a time.</param>
    /// <param name="observe">Called with each transition.</param>
    /// <param name="compareStates">Whether to compare the states, too.</param>
    /// <param name="cancellation">Stops between two traces.</param>
    /// <returns>What the replay came to.</returns>
    public static TraceReplayReport Replay(
        Specification<State, Operation, Response> specification,
        IEnumerable<Trace> traces,
        Action<Transition<State, Operation, Response>>? observe = null,
        bool compareStates = true,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentNullException.ThrowIfNull(traces);
        long count = 0;
        long operations = 0;
        long states = 0;
        foreach (Trace trace in traces)
        {
            if (cancellation.IsCancellationRequested)
            {
                return new(count, operations, states, null, IsStopped: true);
            }

            count++;
            State state = specification.Initial;
            for (int index = 0; index < trace.Operations.Count; index++)
            {
                RecordedOperation recorded = trace.Operations[index];
                (State after, Response response) = specification.Step(state, recorded.Operation);
                operations++;
                bool compare = compareStates && recorded.State is not null;
                states += compare ? 1 : 0;
                if (!recorded.Answer.Agrees(response) || (compare && !recorded.State!.Agrees(after)))
                {
                    return new(count, operations, states, Explain(trace, index, response, after), IsStopped: false);
                }

                observe?.Invoke(new(state, recorded.Operation, response, after));
                state = after;
            }
        }

        return new(count, operations, states, null, IsStopped: false);
    }

    private static TraceDifference Explain(Trace trace, int index, Response response, State after)
    {
        RecordedOperation failed = trace.Operations[index];
        Expected expected = new(failed.Answer.Response.ToString());
        Actual actual = new(response.ToString());
        IReadOnlyList<StateDifference> states = failed.State is null ? [] : StateDifference.Between(
            StateText.Describe(failed.State.Manager),
            after.Manager is { } manager ? StateText.Describe(manager with { NextEntry = -1 }) : []);
        return new(trace.Number, trace.Line, index, expected, actual, states, new Counterexample<Operation>
        {
            Check = "recordings",
            Origin = $"trace {trace.Number} ({trace.Kind}), line {trace.Line}, operation {index}",
            Steps = [.. trace.Operations.Take(index + 1).Select(recorded => new Step<Operation>(recorded.Operation, recorded.Answer.Response.ToString()))],
            Failure = new Failure.Difference(expected, actual, states),
            Replay = $"{CloneChecks.ReplayCommand} FILE --trace {trace.Number}",
        });
    }
}
