// The order in which operations returned keeps real time, and where few overlap it mostly explains every answer. So it is
// tried first, without the tables of a search: a history of one process is decided by that alone.
namespace Checking.Linearizability;

/// <summary>One order, which may be a linearization.</summary>
internal static class OrderOfReturns
{
    /// <summary>Places what returned in the order of the returns, where it is listed so; what is pending is left out.</summary>
    /// <param name="specification">What explains answers.</param>
    /// <param name="operations">The operations of a part.</param>
    /// <param name="budget">Is asked at each step.</param>
    /// <returns>The order with the state after each operation; null where operations are listed otherwise, where it does not explain an answer, or leaves open what comes next, or the budget has ended.</returns>
    public static List<PlacedOperation<TState, TOperation, TResponse>>? TryPlace<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations, SearchBudget budget)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        if (!AreListedByReturn(operations))
        {
            return null; // to sort what overlaps costs more than it saves: its order seldom is the one
        }

        List<PlacedOperation<TState, TOperation, TResponse>> placed = new(operations.Count);
        TState state = specification.Initial;
        foreach (HistoryOperation<TOperation, TResponse> next in operations)
        {
            if (next.Returned is null)
            {
                continue;
            }

            using IEnumerator<TState> explained = specification.Explain(state, next.Operation, next.Answer).GetEnumerator();
            if (!explained.MoveNext() || !budget.MayStep())
            {
                return null;
            }

            TState after = explained.Current;
            if (explained.MoveNext())
            {
                return null; // which one it is, a search finds out
            }

            specification.Hold(state, next.Operation, next.Answer, after);
            state = after;
            placed.Add(new(next, after));
        }

        return placed;
    }

    private static bool AreListedByReturn<TOperation, TResponse>(IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations)
        where TOperation : notnull
        where TResponse : notnull
    {
        long last = long.MinValue;
        foreach (HistoryOperation<TOperation, TResponse> operation in operations)
        {
            if (operation.Returned < last)
            {
                return false;
            }

            last = operation.Returned ?? last;
        }

        return true;
    }
}
