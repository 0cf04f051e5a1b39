// Scenarios on real threads and real cores: what compiler and processor reorder is among what can happen here,
// as it is not where one thread runs at a time. Which schedules come, nobody chooses, and none can be replayed:
// the history that was recorded is what there is. Invocations and returns are numbered by one counter.
using Checking.Schedules;

namespace Checking.Scenarios;

/// <summary>Runs scenarios on real threads.</summary>
public static class RealThreadRuns
{
    /// <summary>Runs a scenario many times.</summary>
    /// <typeparam name="TState">The states.</typeparam>
    /// <typeparam name="TOperation">The operations.</typeparam>
    /// <typeparam name="TResponse">The responses.</typeparam>
    /// <param name="target">The subject, and what it is held to.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="runs">How often.</param>
    /// <param name="cancellation">Stops between two runs.</param>
    /// <returns>How many different histories there were, and the first run that fails, or null.</returns>
    public static (int Histories, ScenarioCounterexample<TState, TOperation, TResponse>? Counterexample) Run<TState, TOperation, TResponse>(
        ScenarioTarget<TState, TOperation, TResponse> target, Scenario<TOperation> scenario, int runs, CancellationToken cancellation = default)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(scenario);
        ScenarioCheck<TState, TOperation, TResponse> check = target.CheckOf(scenario);
        using Gang gang = new(scenario.Threads.Count);
        for (int run = 0; run < runs && !cancellation.IsCancellationRequested; run++)
        {
            ISubject<TState, TOperation, TResponse> subject = target.MakeSubject();
            using IDisposable? disposable = subject as IDisposable;
            ScenarioExecution<TState, TOperation, TResponse> execution = new(scenario, subject);
            execution.Start();
            gang.RunTogether(execution.Bodies);
            ScenarioRun<TState, TOperation, TResponse> seen = execution.Finish();
            if (check.Examine(seen) is { } failure)
            {
                return (check.Histories, new ScenarioCounterexample<TState, TOperation, TResponse>
                {
                    Check = target.Check,
                    Origin = $"run {run}",
                    Run = seen,
                    Failure = failure,
                    Schedule = [],
                    Describe = target.Describe,
                    Replay = $"none: nobody chose the schedule; {target.ReplayCommand}",
                });
            }
        }

        return (check.Histories, null);
    }

    /// <summary>Threads that begin together, again and again.</summary>
    private sealed class Gang : IDisposable
    {
        private readonly Member[] _members;
        // Stryker disable once CollectionExpression : it is set before it is used
        private IReadOnlyList<Action> _bodies = [];
        private int _arrived;

        public Gang(int count)
        {
            _members = [.. Enumerable.Range(0, count).Select(index => new Member(index, Work))];
            Array.ForEach(_members, static member => member.Thread.Start());
        }

        public void RunTogether(IReadOnlyList<Action> bodies)
        {
            (_bodies, _arrived) = (bodies, 0);
            Array.ForEach(_members, static member => member.Begin.Give());
            Array.ForEach(_members, static member => member.End.Take());
        }

        public void Dispose()
        {
            Array.ForEach(_members, static member => member.Begin.Close());
            // Stryker disable once Statement : who comes to his end does so also where nobody waits for him
            Array.ForEach(_members, static member => member.Thread.Join());
            // Stryker disable once Statement : what is not disposed of is collected
            Array.ForEach(_members, static member => member.Dispose());
        }

        private void Work(Member member)
        {
            while (member.Begin.Take())
            {
                // Batons wake threads one after the other, and a body is over in less than that takes.
                Interlocked.Increment(ref _arrived);
                SpinWait spin = default;
                // Stryker disable once Block,Equality : threads that do not begin at one moment run all the same
                while (Volatile.Read(ref _arrived) < _members.Length)
                {
                    // Stryker disable once Statement,Unary : threads that do not begin at one moment run all the same
                    spin.SpinOnce(sleep1Threshold: -1);
                }

                _bodies[member.Index]();
                member.End.Give();
            }
        }

        private sealed class Member : IDisposable
        {
            public Member(int index, Action<Member> work)
            {
                Index = index;
                // Stryker disable once Boolean,Initializer : the threads end before the process does
                Thread = new Thread(() => work(this)) { IsBackground = true };
            }

            public int Index { get; }

            public Baton Begin { get; } = new();

            public Baton End { get; } = new();

            public Thread Thread { get; }

            // Stryker disable once Block,Statement : what is not disposed of is collected
            public void Dispose()
            {
                Begin.Dispose();
                End.Dispose();
            }
        }
    }
}
