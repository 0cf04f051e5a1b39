// A scenario as a program: its bodies on the subject, where every operation's beginning and end is a
// scheduling point, and its check as the observation.
using Checking.Scenarios;

namespace Checking.Schedules;

/// <summary>A scenario whose schedules are explored.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="scenario">The scenario.</param>
/// <param name="check">What is held against each execution.</param>
/// <param name="makeSubject">Makes the subject; it synchronises by the stand-ins of this kit.</param>
public sealed class ScenarioProgram<TState, TOperation, TResponse>(
    Scenario<TOperation> scenario, ScenarioCheck<TState, TOperation, TResponse> check, Func<ISubject<TState, TOperation, TResponse>> makeSubject)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    private static readonly ScenarioHooks Hooks = new() { Between = OperationBoundary.Invoke };

    private ScenarioExecution<TState, TOperation, TResponse>? _execution;

    /// <summary>The last execution that came to its end or did not, and why it fails, or null.</summary>
    public (ScenarioRun<TState, TOperation, TResponse> Run, ScenarioFailure<TState, TOperation, TResponse>? Failure)? Last { get; private set; }

    /// <summary>The scenario.</summary>
    public Scenario<TOperation> Scenario => scenario;

    /// <summary>The scenario as a program.</summary>
    /// <returns>The program.</returns>
    public ConcurrentProgram ToProgram() => new(scenario.Name, Start);

    /// <summary>What was seen of an execution that the explorer gave up, and what the explorer found.</summary>
    /// <param name="problem">What is wrong with it.</param>
    /// <returns>The run and its failure.</returns>
    public (ScenarioRun<TState, TOperation, TResponse> Run, ScenarioFailure<TState, TOperation, TResponse> Failure) Abandon(ScheduleProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return Last is { Failure: { } failure } last
            ? (last.Run, failure)
            : (_execution!.Abandon(), new ScenarioFailure<TState, TOperation, TResponse>.Stuck(problem.ToString()!));
    }

    private ProgramInstance Start()
    {
        ISubject<TState, TOperation, TResponse> subject = makeSubject();
        ScenarioExecution<TState, TOperation, TResponse> execution = new(scenario, new MarkedSubject(subject), Hooks);
        _execution = execution;
        Last = null;
        execution.Start();
        return new ProgramInstance(execution.Bodies)
        {
            Observe = () =>
            {
                ScenarioRun<TState, TOperation, TResponse> run = execution.Finish();
                ScenarioFailure<TState, TOperation, TResponse>? failure = check.Examine(run);
                Last = (run, failure);
                (subject as IDisposable)?.Dispose();
                return new ProgramOutcome(null, failure?.Headline);
            },
        };
    }

    /// <summary>A subject whose operations end with a scheduling point.</summary>
    private sealed class MarkedSubject(ISubject<TState, TOperation, TResponse> subject) : ISubject<TState, TOperation, TResponse>, IRescannable, ICallingBack
    {
        public Action? Callback
        {
            get => (subject as ICallingBack)?.Callback;
            set
            {
                if (subject is ICallingBack callingBack)
                {
                    callingBack.Callback = value;
                }
            }
        }

        public TResponse Apply(TOperation operation)
        {
            TResponse response = subject.Apply(operation);
            OperationBoundary.Return();
            return response;
        }

        public TState Observe() => subject.Observe();

        public IReadOnlyList<string> FindDerivedErrors() => subject is IRescannable rescannable ? rescannable.FindDerivedErrors() : [];
    }
}
