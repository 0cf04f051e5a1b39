// The histories of scenarios: what is asked is an operation of the subject, or, at the end, its whole state.
using Checking.Linearizability;

namespace Checking.Scenarios;

/// <summary>What is asked in a scenario.</summary>
/// <typeparam name="TOperation">The operations.</typeparam>
public abstract record ScenarioStep<TOperation>
    where TOperation : notnull
{
    private ScenarioStep()
    {
        // Closed: every case stands below.
    }

    /// <summary>An operation.</summary>
    /// <param name="Operation">The operation.</param>
    public sealed record Ask(TOperation Operation) : ScenarioStep<TOperation>
    {
        /// <inheritdoc />
        public override string ToString() => Operation.ToString() ?? string.Empty;
    }

    /// <summary>The whole state, when nothing runs any more.</summary>
    public sealed record Observe : ScenarioStep<TOperation>
    {
        /// <inheritdoc />
        public override string ToString() => "the state at rest";
    }
}

/// <summary>What is seen of a step.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
public abstract record ScenarioAnswer<TState, TResponse>
    where TState : notnull
    where TResponse : notnull
{
    private ScenarioAnswer()
    {
        // Closed: every case stands below.
    }

    /// <summary>A response.</summary>
    /// <param name="Response">The response.</param>
    public sealed record Answered(TResponse Response) : ScenarioAnswer<TState, TResponse>
    {
        /// <inheritdoc />
        public override string ToString() => Response.ToString() ?? string.Empty;
    }

    /// <summary>The state that was observed.</summary>
    /// <param name="State">The state.</param>
    public sealed record Observed(TState State) : ScenarioAnswer<TState, TResponse>
    {
        /// <inheritdoc />
        public override string ToString() => "observed";
    }

    /// <summary>
    /// The subject threw where it should have answered: nothing explains that. Two are equal where type and message are, so that a run and
    /// its replay, which throws an exception of its own, can be compared.
    /// </summary>
    /// <param name="Exception">What it threw.</param>
    public sealed record Threw(Exception Exception) : ScenarioAnswer<TState, TResponse>
    {
        /// <inheritdoc />
        public bool Equals(Threw? other) =>
            other is not null && Exception.GetType() == other.Exception.GetType() && string.Equals(Exception.Message, other.Exception.Message, StringComparison.Ordinal);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(Exception.GetType(), Exception.Message);

        /// <inheritdoc />
        public override string ToString() => $"threw {Exception.GetType().Name}: {Exception.Message}";
    }
}

/// <summary>Specifications of the histories of scenarios.</summary>
public static class ScenarioSpecification
{
    /// <summary>A specification that explains what is seen of a scenario.</summary>
    /// <typeparam name="TState">The states.</typeparam>
    /// <typeparam name="TOperation">The operations.</typeparam>
    /// <typeparam name="TResponse">The responses.</typeparam>
    /// <param name="specification">What explains answers to operations.</param>
    /// <param name="initial">The state after the starting sequence.</param>
    /// <returns>The specification.</returns>
    public static SequentialSpecification<TState, ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>> Of<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, TState initial)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        ArgumentNullException.ThrowIfNull(specification);
        return new()
        {
            Name = specification.Name,
            Initial = initial,
            Explain = (state, step, answer) => (step, answer) switch
            {
                (ScenarioStep<TOperation>.Ask ask, { IsSeen: false }) => specification.Explain(state, ask.Operation, Answer<TResponse>.Unseen),
                (ScenarioStep<TOperation>.Ask ask, { Response: ScenarioAnswer<TState, TResponse>.Answered answered }) =>
                    specification.Explain(state, ask.Operation, Answer<TResponse>.Of(answered.Response)),
                (ScenarioStep<TOperation>.Observe, { IsSeen: true, Response: ScenarioAnswer<TState, TResponse>.Observed observed })
                    when EqualityComparer<TState>.Default.Equals(state, observed.State) => [state],
                _ => [],
            },
            WouldAnswer = (state, step) => step is ScenarioStep<TOperation>.Ask ask ? specification.WouldAnswer(state, ask.Operation) : null,
        };
    }
}
