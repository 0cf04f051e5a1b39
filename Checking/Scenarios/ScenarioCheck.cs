// What is held against a run of a scenario: that nothing threw, that some order of the operations explains
// every answer and the state at rest, and that what the subject derives is what a rescan gives.
using Checking.Linearizability;

namespace Checking.Scenarios;

/// <summary>Why a run of a scenario fails.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
public abstract record ScenarioFailure<TState, TOperation, TResponse>
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    private ScenarioFailure()
    {
        // Closed: every case stands below.
    }

    /// <summary>What fails, in a few words.</summary>
    public abstract string Headline { get; }

    /// <summary>No order explains the run.</summary>
    /// <param name="Report">What the checker found.</param>
    public sealed record Unexplained(
        LinearizabilityReport<TState, ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>> Report) : ScenarioFailure<TState, TOperation, TResponse>
    {
        /// <inheritdoc />
        public override string Headline => "no order explains the answers and the state at rest";
    }

    /// <summary>The subject threw.</summary>
    /// <param name="Exception">What it threw.</param>
    public sealed record Threw(Exception Exception) : ScenarioFailure<TState, TOperation, TResponse>
    {
        /// <inheritdoc />
        public override string Headline => $"the subject threw {Exception.GetType().Name}";
    }

    /// <summary>What the subject derives is wrong at rest.</summary>
    /// <param name="Errors">What is wrong.</param>
    public sealed record Derived(IReadOnlyList<string> Errors) : ScenarioFailure<TState, TOperation, TResponse>
    {
        /// <inheritdoc />
        public override string Headline => "what the subject derives is not what a rescan gives";
    }

    /// <summary>The starting sequence already answers otherwise.</summary>
    /// <param name="Place">The place of the operation.</param>
    /// <param name="Expected">What the specification answers.</param>
    /// <param name="Actual">What was answered.</param>
    public sealed record WrongStart(int Place, Expected Expected, Actual Actual) : ScenarioFailure<TState, TOperation, TResponse>
    {
        /// <inheritdoc />
        public override string Headline => $"operation {Place + 1} of the start answers {Actual.Text}, expected {Expected.Text}";
    }

    /// <summary>The run does not come to its end: a deadlock, a livelock.</summary>
    /// <param name="What">What was met.</param>
    public sealed record Stuck(string What) : ScenarioFailure<TState, TOperation, TResponse>
    {
        /// <inheritdoc />
        public override string Headline => What;
    }
}

/// <summary>Holds runs of scenarios against a specification. Not thread-safe: it remembers the histories it has decided.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="scenario">The scenario of the runs.</param>
/// <param name="specification">What should happen. In the starting sequence, where nothing runs beside, the first of the next states it gives counts.</param>
public sealed class ScenarioCheck<TState, TOperation, TResponse>(
    Scenario<TOperation> scenario,
    SequentialSpecification<TState, TOperation, TResponse> specification)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    // A run is judged by its history alone, and most schedules give a history that was seen before.
    private readonly HashSet<HistoryKey> _explained = [];
    private readonly TState _initial = scenario.Start.Aggregate(specification.Initial, (state, operation) => specification.Explain(state, operation, Answer<TResponse>.Unseen).First());

    /// <summary>How many different histories were explained.</summary>
    public int Histories => _explained.Count;

    /// <summary>The state after the starting sequence.</summary>
    public TState Initial => _initial;

    /// <summary>Holds a run against the specification.</summary>
    /// <param name="run">The run.</param>
    /// <returns>Why it fails, or null.</returns>
    /// <exception cref="InvalidOperationException">A history could not be decided within the default limits.</exception>
    public ScenarioFailure<TState, TOperation, TResponse>? Examine(ScenarioRun<TState, TOperation, TResponse> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        HistoryKey key = new([.. run.Start], [.. run.Operations]);
        if (run.DerivedErrors.Count == 0 && _explained.Contains(key))
        {
            return null;
        }

        ScenarioFailure<TState, TOperation, TResponse>? failure = ExamineStart(run);
        failure ??= ExamineThrown(run);
        failure ??= ExamineHistory(run);
        failure ??= run.DerivedErrors.Count > 0 ? new ScenarioFailure<TState, TOperation, TResponse>.Derived(run.DerivedErrors) : null;
        if (failure is null)
        {
            _explained.Add(key);
        }

        return failure;
    }

    private ScenarioFailure<TState, TOperation, TResponse>.WrongStart? ExamineStart(ScenarioRun<TState, TOperation, TResponse> run)
    {
        TState state = specification.Initial;
        for (int place = 0; place < scenario.Start.Count; place++)
        {
            TState[] next = [.. specification.Explain(state, scenario.Start[place], Answer<TResponse>.Of(run.Start[place]))];
            if (next.Length == 0)
            {
                return new(place, new Expected(specification.WouldAnswer(state, scenario.Start[place]) ?? "another answer"), new Actual($"{run.Start[place]}"));
            }

            state = next[0];
        }

        return null;
    }

    private static ScenarioFailure<TState, TOperation, TResponse>.Threw? ExamineThrown(ScenarioRun<TState, TOperation, TResponse> run)
    {
        foreach (HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>> operation in run.Operations)
        {
            if (operation.Answer is { IsSeen: true, Response: ScenarioAnswer<TState, TResponse>.Threw threw })
            {
                return new(threw.Exception);
            }
        }

        return null;
    }

    private ScenarioFailure<TState, TOperation, TResponse>.Unexplained? ExamineHistory(ScenarioRun<TState, TOperation, TResponse> run)
    {
        LinearizabilityReport<TState, ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>> report =
            new LinearizabilityChecker<TState, ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>>(ScenarioSpecification.Of(specification, _initial))
                .Check(run.History, SearchLimits.Default, TimeProvider.System);
        return report.Verdict switch
        {
            Verdict.Holds => null,
            Verdict.Violated => new(report),
            _ => throw new InvalidOperationException($"a history of '{scenario.Name}' was not decided: {report}"),
        };
    }

    /// <summary>A history by value: what was answered, asked, and in which order.</summary>
    private sealed class HistoryKey(TResponse[] start, HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>>[] operations)
        : IEquatable<HistoryKey>
    {
        private readonly TResponse[] _start = start;
        private readonly HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>>[] _operations = operations;

        public bool Equals(HistoryKey? other) => other is not null && _start.AsSpan().SequenceEqual(other._start) && _operations.AsSpan().SequenceEqual(other._operations);

        public override bool Equals(object? obj) => Equals(obj as HistoryKey);

        // Stryker disable once Block,Statement : histories with one hash are compared
        public override int GetHashCode()
        {
            HashCode hash = default;
            foreach (HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>> operation in _operations)
            {
                hash.Add(operation);
            }

            return hash.ToHashCode();
        }
    }
}
