// The oracle: tries every order of every choice of operations, straight from the definition. Without a
// memory, a timeline or any rule that leaves something out: it shares nothing with the checker but the
// specification. For tiny histories only.
using Checking.Linearizability;

namespace Checking.Tests.Linearizability;

/// <summary>Linearizability by its definition.</summary>
public static class BruteForce
{
    /// <summary>Whether some order keeps real time and explains every answer; what is pending may be left out.</summary>
    public static bool IsLinearizable<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, History<TOperation, TResponse> history)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull =>
        CanContinue(specification, specification.Initial, history.Operations);

    private static bool CanContinue<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, TState state, IReadOnlyList<HistoryOperation<TOperation, TResponse>> rest)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull =>
        rest.All(operation => operation.Returned is null)
        || rest.Where(next => !rest.Any(other => other.Precedes(next)))
            .Any(next => specification.Explain(state, next.Operation, next.Answer)
                .Any(after => CanContinue(specification, after, [.. rest.Where(other => !ReferenceEquals(other, next))])));
}
