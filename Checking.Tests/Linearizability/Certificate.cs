// Holds what a report says against the definition, without trusting the search: a linearization that was
// found must be one, and the longest order of a violation must be one of what it places.
using Checking.Linearizability;

namespace Checking.Tests.Linearizability;

/// <summary>Checks the certificates in a report.</summary>
public static class Certificate
{
    /// <summary>Why a report's certificate is wrong, or null.</summary>
    public static string? Refute<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, LinearizabilityReport<TState, TOperation, TResponse> report)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull =>
        report.Parts.Select(part => Refute(specification, part)).FirstOrDefault(problem => problem is not null);

    private static string? Refute<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification, PartReport<TState, TOperation, TResponse> part)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        if (part.Linearization is { } linearization)
        {
            return part.Operations.Where(operation => operation.Answer.IsSeen).Any(operation => !linearization.Any(placed => placed.Operation == operation))
                ? "an answered operation has no place"
                : RefuteOrder(specification, part.Operations, linearization);
        }

        return part.Violation?.Longest.Select(order => RefuteOrder(specification, part.Operations, order.Placed)).FirstOrDefault(problem => problem is not null);
    }

    private static string? RefuteOrder<TState, TOperation, TResponse>(
        SequentialSpecification<TState, TOperation, TResponse> specification,
        IReadOnlyList<HistoryOperation<TOperation, TResponse>> part,
        IReadOnlyList<PlacedOperation<TState, TOperation, TResponse>> order)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        TState state = specification.Initial;
        HashSet<HistoryOperation<TOperation, TResponse>> placed = new(ReferenceEqualityComparer.Instance);
        foreach (PlacedOperation<TState, TOperation, TResponse> next in order)
        {
            HistoryOperation<TOperation, TResponse>? overtaken =
                part.FirstOrDefault(other => other.Precedes(next.Operation) && other.Answer.IsSeen && !placed.Contains(other));
            if (overtaken is not null)
            {
                return $"{next.Operation} stands before {overtaken}, which precedes it";
            }

            if (!specification.Explain(state, next.Operation.Operation, next.Operation.Answer).Contains(next.After))
            {
                return $"{next.After} after {state} does not explain {next.Operation}";
            }

            if (!placed.Add(next.Operation))
            {
                return $"{next.Operation} stands there twice";
            }

            state = next.After;
        }

        return null;
    }
}
