// One run of a scenario: the starting sequence, a body for each thread, and the observation at the end. It
// starts no thread and takes no lock, so that whoever controls threads can run the bodies, and nothing here
// orders what the subject leaves unordered but one counter: events are numbered as they happen.
using Checking.Linearizability;

namespace Checking.Scenarios;

/// <summary>What a scheduler wants to be told of a run.</summary>
public sealed record ScenarioHooks
{
    /// <summary>Nothing.</summary>
    public static ScenarioHooks None { get; } = new();

    /// <summary>
    /// Called by a thread between two operations, where another one may have its turn; also before and after an operation of a callback.
    /// Before a thread's first operation and after its last one a scheduler has points of its own.
    /// </summary>
    public Action? Between { get; init; }

    /// <summary>Called by a thread at each event, an invocation or a return, with its time.</summary>
    public Action<long>? Happened { get; init; }
}

/// <summary>Runs a scenario on a subject, and writes down what was asked and answered in which order.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
public sealed class ScenarioExecution<TState, TOperation, TResponse>
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    private readonly Scenario<TOperation> _scenario;
    private readonly ISubject<TState, TOperation, TResponse> _subject;
    private readonly ScenarioHooks _hooks;

    // One list a process, so that threads share nothing but the counter.
    private readonly List<HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>>>[] _operations;
    private readonly List<TResponse> _start = [];
    private long _now;

    [ThreadStatic]
    private static int _callbacksOfOperation;

    [ThreadStatic]
    private static int _thread;

    /// <summary>A run that has not begun.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="subject">The subject; nothing was done with it yet.</param>
    /// <param name="hooks">What the scheduler wants to be told.</param>
    public ScenarioExecution(Scenario<TOperation> scenario, ISubject<TState, TOperation, TResponse> subject, ScenarioHooks? hooks = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        (_scenario, _subject, _hooks) = (scenario, subject, hooks ?? ScenarioHooks.None);
        _operations = [.. Enumerable.Range(0, 2 * scenario.Threads.Count)
            .Select(_ => new List<HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>>>())];
        Bodies = [.. scenario.Threads.Select((operations, thread) => (Action)(() => Run(thread, operations)))];
    }

    /// <summary>What each thread does. Each is run once, on a thread of its own, after <see cref="Start"/>.</summary>
    public IReadOnlyList<Action> Bodies { get; }

    /// <summary>Does the starting sequence.</summary>
    public void Start()
    {
        foreach (TOperation operation in _scenario.Start)
        {
            _start.Add(_subject.Apply(operation));
        }

        if (_scenario.Callback.Count > 0)
        {
            ((ICallingBack)_subject).Callback = CallBack;
        }
    }

    /// <summary>Observes the subject at rest, when every body has ended.</summary>
    /// <returns>What was seen.</returns>
    public ScenarioRun<TState, TOperation, TResponse> Finish()
    {
        if (_subject is ICallingBack callingBack)
        {
            callingBack.Callback = null; // what the caller does to be rid of the subject is no part of the run
        }

        (TState? state, ScenarioAnswer<TState, TResponse> answer) = Observe();
        long time = _now;
        return Seen(
            state,
            [new(0, new ScenarioStep<TOperation>.Observe(), Answer<ScenarioAnswer<TState, TResponse>>.Of(answer), time, time)],
            answer is ScenarioAnswer<TState, TResponse>.Threw ? [] : Rescan());
    }

    // Threads that were not kept apart may have left anything behind: what looking at it throws is what was seen.
    private (TState? State, ScenarioAnswer<TState, TResponse> Answer) Observe()
    {
        try
        {
            TState state = _subject.Observe();
            return (state, new ScenarioAnswer<TState, TResponse>.Observed(state));
        }
        catch (Exception exception)
        {
            return (default, new ScenarioAnswer<TState, TResponse>.Threw(exception));
        }
    }

    private IReadOnlyList<string> Rescan()
    {
        try
        {
            return (_subject as IRescannable)?.FindDerivedErrors() ?? [];
        }
        catch (Exception exception)
        {
            return [$"the rescan threw {exception.GetType().Name}: {exception.Message}"];
        }
    }

    /// <summary>What was seen so far, of a run that does not come to its end.</summary>
    /// <returns>What was seen; operations that were not answered are pending.</returns>
    public ScenarioRun<TState, TOperation, TResponse> Abandon() => Seen(default, [], []);

    private ScenarioRun<TState, TOperation, TResponse> Seen(
        TState? state, HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>>[] observation, IReadOnlyList<string> derivedErrors) =>
        new(_scenario, _start, [.. _operations.SelectMany(list => list.ToArray()).OrderBy(operation => operation.Invoked), .. observation], state, derivedErrors);

    private void Run(int thread, IReadOnlyList<TOperation> operations)
    {
        // A scheduler may run one thread on top of another one that is stopped.
        (int stopped, int callbacksOfStopped) = (_thread, _callbacksOfOperation);
        _thread = thread;
        for (int place = 0; place < operations.Count; place++)
        {
            if (place > 0)
            {
                _hooks.Between?.Invoke();
            }

            _callbacksOfOperation = 0;
            if (!Do(thread, operations[place]))
            {
                break;
            }
        }

        (_thread, _callbacksOfOperation) = (stopped, callbacksOfStopped);
    }

    private bool Do(int process, TOperation operation)
    {
        List<HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>>> list = _operations[process];
        HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>> asked = new(
            process, new ScenarioStep<TOperation>.Ask(operation), Answer<ScenarioAnswer<TState, TResponse>>.Unseen, Happens(), null);
        int place = list.Count;
        list.Add(asked);
        ScenarioAnswer<TState, TResponse> answer;
        try
        {
            answer = new ScenarioAnswer<TState, TResponse>.Answered(_subject.Apply(operation));
        }
        catch (Exception exception) when (exception is not ThreadInterruptedException and not Schedules.ExecutionAbandonedException) // by which a scheduler ends a run
        {
            answer = new ScenarioAnswer<TState, TResponse>.Threw(exception);
        }

        list[place] = asked with { Answer = Answer<ScenarioAnswer<TState, TResponse>>.Of(answer), Returned = Happens() };
        return answer is not ScenarioAnswer<TState, TResponse>.Threw;
    }

    private long Happens()
    {
        long time = Interlocked.Increment(ref _now) - 1;
        _hooks.Happened?.Invoke(time);
        return time;
    }

    private void CallBack()
    {
        if (_callbacksOfOperation++ > 0)
        {
            return; // the first one only, or a callback of a callback would have no end
        }

        foreach (TOperation operation in _scenario.Callback)
        {
            _hooks.Between?.Invoke();
            Do(_scenario.CallbackProcess(_thread), operation);
            _hooks.Between?.Invoke();
        }
    }
}

/// <summary>What was seen of a scenario.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Scenario">The scenario.</param>
/// <param name="Start">The answers to the starting sequence.</param>
/// <param name="Operations">The operations of threads and callbacks, by their invocation, and the observation at the end. Each event has a time of its own.</param>
/// <param name="State">The state at rest, where it was observed.</param>
/// <param name="DerivedErrors">What a rescan found wrong at rest.</param>
public sealed record ScenarioRun<TState, TOperation, TResponse>(
    Scenario<TOperation> Scenario,
    IReadOnlyList<TResponse> Start,
    IReadOnlyList<HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>>> Operations,
    TState? State,
    IReadOnlyList<string> DerivedErrors)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    /// <summary>The run as a history.</summary>
    public History<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>> History => new(Operations);
}
