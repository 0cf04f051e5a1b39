// The order in which operations returned keeps real time, and where few overlap it mostly explains every answer. So it is
// tried first, without the tables of a search: a history of one process is decided by that alone.
namespace Checking.Linearizability;

/// <summary>One order, which may be a linearization.</summary>
internal static class OrderOfReturns
{
    /// <summary>Places what returned in the order of the returns; what is pending is left out.</summary>
    /// <param name="specification">What explains answers.</param>
    /// <param name="operations">The operations of a part.</param>
    /// <param name="budget">Is asked at each step.</param>
    /// <returns>The order with the state after each operation; null where it does not explain an answer, or leaves open what comes next, or the budget has ended.</returns>
    public static PlacedOperation<TState, TOperation, TResponse>[]? TryPlace<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations, SearchBudget budget)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        HistoryOperation<TOperation, TResponse>[] order = InOrder(operations);
        PlacedOperation<TState, TOperation, TResponse>[] placed = new PlacedOperation<TState, TOperation, TResponse>[order.Length];
        TState state = specification.Initial;
        for (int place = 0; place < order.Length; place++)
        {
            HistoryOperation<TOperation, TResponse> next = order[place];
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
            (state, placed[place]) = (after, new(next, after));
        }

        return placed;
    }

    private static HistoryOperation<TOperation, TResponse>[] InOrder<TOperation, TResponse>(IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations)
        where TOperation : notnull
        where TResponse : notnull
    {
        List<HistoryOperation<TOperation, TResponse>> order = new(operations.Count);
        bool isInOrder = true;
        foreach (HistoryOperation<TOperation, TResponse> operation in operations)
        {
            if (operation.Returned is { } returned)
            {
                isInOrder &= order.Count == 0 || order[^1].Returned <= returned;
                order.Add(operation);
            }
        }

        return isInOrder ? [.. order] : [.. order.OrderBy(static operation => operation.Returned)];
    }
}
