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

    /// <summary>The last return that cannot be passed, and the states in which the orders end that pass all returns before and cannot go on.</summary>
    public static (HistoryOperation<TOperation, TResponse> Blocked, IReadOnlyCollection<TState> States) Stuck<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, History<TOperation, TResponse> history)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        HistoryOperation<TOperation, TResponse>? blocked = null;
        HashSet<TState> states = [];
        HashSet<(TState, string)> seen = [];
        Visit(specification.Initial, [.. history.Operations]);
        return (blocked!, states);

        void Visit(TState state, List<HistoryOperation<TOperation, TResponse>> rest)
        {
            if (!seen.Add((state, string.Join(' ', rest.Select(operation => history.Operations.ToList().IndexOf(operation))))))
            {
                return;
            }

            long lastSeen = history.Operations.Where(operation => operation.Answer.IsSeen).Max(operation => operation.Returned!.Value);
            HistoryOperation<TOperation, TResponse>? next = rest.Where(IsRequired).MinBy(operation => operation.Returned);
            bool isStuck = true;
            foreach (HistoryOperation<TOperation, TResponse> operation in rest.Where(operation => operation.Invoked <= next!.Returned))
            {
                foreach (TState after in specification.Explain(state, operation.Operation, operation.Answer).Where(after => IsRequired(operation) || !after.Equals(state)))
                {
                    isStuck = false;
                    Visit(after, [.. rest.Where(other => !ReferenceEquals(other, operation))]);
                }
            }

            if (isStuck && (blocked is null || next!.Returned >= blocked.Returned))
            {
                states = next == blocked ? states : [];
                states.Add(state);
                blocked = next;
            }

            bool IsRequired(HistoryOperation<TOperation, TResponse> operation) => operation.Answer.IsSeen || operation.Returned < lastSeen;
        }
    }
}
