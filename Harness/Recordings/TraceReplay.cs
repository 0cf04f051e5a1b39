// Holds the model, the port or a wrong model to recorded traces: every answer, and every state that was
// recorded. The first difference ends the replay.
using Checking;
using Clones;
using Harness.Port;

namespace Harness.Recordings;

/// <summary>Where a subject and a recording part ways.</summary>
/// <param name="Subject">What was held to the recording.</param>
/// <param name="Trace">The trace's number.</param>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Operation">The operation's place in the trace, from 0.</param>
/// <param name="Expected">The answer recorded.</param>
/// <param name="Actual">The answer given.</param>
/// <param name="States">Where the states differ.</param>
/// <param name="Counterexample">The whole trace up to the operation.</param>
public sealed record TraceDifference(
    string Subject, long Trace, long Line, int Operation, Expected Expected, Actual Actual, IReadOnlyList<StateDifference> States, Counterexample<Operation> Counterexample);

/// <summary>Something that is held to recordings.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Make">Makes it, without a manager yet.</param>
/// <param name="Problem">Says which operation it cannot be asked, and why; null of what takes all that the original takes.</param>
public sealed record TraceSubject(
    string Name, Func<ISubject<State, Operation, Response>> Make, Func<IReadOnlyList<Operation>, (int Place, string Problem)?>? Problem = null)
{
    /// <summary>The port.</summary>
    public static TraceSubject Port { get; } = new("port", static () => new PortSubject(), PortRange.Problem);
}

/// <summary>What a replay came to.</summary>
/// <param name="Traces">How many traces were read.</param>
/// <param name="Operations">How many operations these have; of each the answer was compared.</param>
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
    /// <summary>Replays traces on a specification until one differs.</summary>
    /// <param name="specification">What is held to the traces.</param>
    /// <param name="traces">The traces; read one at a time.</param>
    /// <param name="observe">Called with each transition.</param>
    /// <returns>What the replay came to.</returns>
    public static TraceReplayReport Replay(CloneSpecificationOf specification, IEnumerable<Trace> traces, Action<CloneTransition>? observe = null)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return Replay([new TraceSubject(specification.Name, () => new SpecificationSubject<State, Operation, Response>(specification, observe))], traces);
    }

    /// <summary>Replays traces until one differs.</summary>
    /// <param name="subjects">What is held to the traces: each of them to each trace.</param>
    /// <param name="traces">The traces; read one at a time.</param>
    /// <param name="cancellation">Stops between two traces.</param>
    /// <returns>What the replay came to.</returns>
    /// <exception cref="UnreadableException">A trace has an operation that a subject cannot be asked.</exception>
    public static TraceReplayReport Replay(IReadOnlyList<TraceSubject> subjects, IEnumerable<Trace> traces, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(subjects);
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
            operations += trace.Operations.Count;
            states += trace.Operations.Count(recorded => recorded.State is not null);
            foreach (TraceSubject subject in subjects)
            {
                if (ReplayTrace(subject, trace) is { } difference)
                {
                    return new(count, operations, states, difference, IsStopped: false);
                }
            }
        }

        return new(count, operations, states, null, IsStopped: false);
    }

    private static TraceDifference? ReplayTrace(TraceSubject subject, Trace trace)
    {
        if (subject.Problem?.Invoke([.. trace.Operations.Select(static recorded => recorded.Operation)]) is { } problem)
        {
            throw new UnreadableException(trace.Line, $"ops[{problem.Place}]", $"{problem.Problem}; --against model takes it");
        }

        ISubject<State, Operation, Response> driven = subject.Make();
        using IDisposable? disposable = driven as IDisposable;
        for (int index = 0; index < trace.Operations.Count; index++)
        {
            RecordedOperation recorded = trace.Operations[index];
            Response response = driven.Apply(recorded.Operation);
            if (!recorded.Answer.Agrees(response) || (recorded.State is { } state && !state.Agrees(driven.Observe())))
            {
                return Explain(subject.Name, trace, index, response, driven.Observe());
            }
        }

        return null;
    }

    private static TraceDifference Explain(string subject, Trace trace, int index, Response response, State after)
    {
        RecordedOperation failed = trace.Operations[index];
        Expected expected = new(failed.Answer.Response.ToString());
        Actual actual = new(response.ToString());
        IReadOnlyList<StateDifference> states = failed.State is null ? [] : StateDifference.Between(
            StateText.Describe(failed.State.Manager),
            after.Manager is { } manager ? StateText.Describe(manager with { NextEntry = -1 }) : []);
        return new(subject, trace.Number, trace.Line, index, expected, actual, states, new Counterexample<Operation>
        {
            Check = $"recordings, {subject}",
            Origin = $"trace {trace.Number} ({trace.Kind}), line {trace.Line}, operation {index}",
            Steps = [.. trace.Operations.Take(index + 1).Select(recorded => new Step<Operation>(recorded.Operation, recorded.Answer.Response.ToString()))],
            Failure = new Failure.Difference(expected, actual, states),
            Replay = $"{CloneChecks.ReplayCommand} FILE --trace {trace.Number}",
        });
    }
}
