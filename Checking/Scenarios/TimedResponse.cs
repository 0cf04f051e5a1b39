// A component that reads a clock reads it at some moment of a call, which need not be the moment at which the
// call takes effect. Where threads also set the clock, that shows. So that the rest of such an answer can be
// held to the specification as strictly as any other, the reading is a part of it.
using Checking.Linearizability;

namespace Checking.Scenarios;

/// <summary>A response, and the reading of the clock that it rests on.</summary>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Response">The response.</param>
/// <param name="Read">What the operation read, or null where it read no clock.</param>
public sealed record TimedResponse<TResponse>(TResponse Response, long? Read)
    where TResponse : notnull
{
    /// <inheritdoc />
    public override string ToString() => Response.ToString() ?? string.Empty;
}

/// <summary>Specifications of components that read a clock.</summary>
public static class TimedSpecification
{
    /// <summary>A specification in which an operation sees the clock as it was read.</summary>
    /// <typeparam name="TState">The states; the clock is a part of them.</typeparam>
    /// <typeparam name="TOperation">The operations.</typeparam>
    /// <typeparam name="TResponse">The responses.</typeparam>
    /// <param name="specification">What should happen.</param>
    /// <param name="at">A state whose clock shows a reading.</param>
    /// <param name="withClockOf">The first state, with the clock of the second.</param>
    /// <returns>The specification.</returns>
    public static SequentialSpecification<TState, TOperation, TimedResponse<TResponse>> Of<TState, TOperation, TResponse>(
        Specification<TState, TOperation, TResponse> specification, Func<TState, long, TState> at, Func<TState, TState, TState> withClockOf)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        ArgumentNullException.ThrowIfNull(specification);
        return new()
        {
            Name = specification.Name,
            Initial = specification.Initial,
            Explain = (state, operation, answer) =>
            {
                TState seen = answer is { IsSeen: true, Response.Read: { } read } ? at(state, read) : state;
                (TState next, TResponse response) = specification.Step(seen, operation);
                return answer.IsSeen && !EqualityComparer<TResponse>.Default.Equals(response, answer.Response.Response) ? []
                    : seen.Equals(state) ? [next]
                    : [withClockOf(next, state)];
            },
            WouldAnswer = (state, operation) => specification.Step(state, operation).Response.ToString(),
        };
    }
}
