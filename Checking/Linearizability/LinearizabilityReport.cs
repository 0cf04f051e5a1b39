// What a check of a history came to, as data: for reports, for tests, and for ToString, which prints the
// verdict and, of a violation, the picture that HistoryPicture.cs draws. A linearization that was found is
// part of the report, so that anybody can hold it against the specification without trusting the search.
using System.Globalization;
using System.Text;

namespace Checking.Linearizability;

/// <summary>What a check came to.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Specification">The name of the specification.</param>
/// <param name="Verdict">Whether the history is linearizable.</param>
/// <param name="End">Why it is not decided, where it is not.</param>
/// <param name="Operations">How many operations the history has.</param>
/// <param name="Parts">The parts that were looked at, the smallest first; a violated one is the last.</param>
public sealed record LinearizabilityReport<TState, TOperation, TResponse>(
    string Specification, Verdict Verdict, SearchEnd? End, int Operations, IReadOnlyList<PartReport<TState, TOperation, TResponse>> Parts)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    /// <summary>How many configurations were visited.</summary>
    public long Configurations => Parts.Sum(part => part.Configurations);

    /// <summary>The part that is not linearizable, or null.</summary>
    public PartReport<TState, TOperation, TResponse>? Violated => Parts.FirstOrDefault(part => part.Violation is not null);

    /// <inheritdoc />
    public override string ToString() => Verdict switch
    {
        Verdict.Holds => $"{Specification}: linearizable ({Operations} operations, {Configurations} configurations)",
        Verdict.Undecided => $"{Specification}: not decided: {Describe(End)} ({Operations} operations, {Configurations} configurations)",
        _ => Explain(),
    };

    private static string Describe(SearchEnd? end) => end switch
    {
        SearchEnd.OutOfTime => "out of time",
        SearchEnd.OutOfMemory => "out of memory",
        _ => "stopped",
    };

    private string Explain()
    {
        PartReport<TState, TOperation, TResponse> part = Violated!;
        Violation<TState, TOperation, TResponse> violation = part.Violation!;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Specification}: not linearizable ({Operations} operations");
        text.Append(part.Part is null ? ")" : string.Create(CultureInfo.InvariantCulture, $", {part.Operations.Count} of them in part {part.Part})"));
        text.Append(CultureInfo.InvariantCulture, $": no order explains what returned up to {violation.Blocked.Operation} of process {violation.Blocked.Process}\n");
        HistoryPicture.Draw(text, part.Operations, violation);
        return text.ToString().TrimEnd('\n');
    }
}

/// <summary>What the check of one part came to.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Part">The part, or null where the history was taken as a whole.</param>
/// <param name="Operations">Its operations.</param>
/// <param name="Verdict">Whether it is linearizable.</param>
/// <param name="End">Why it is not decided, where it is not.</param>
/// <param name="Configurations">How many configurations were visited.</param>
/// <param name="Linearization">An order that explains every answer, where there is one.</param>
/// <param name="Violation">What cannot be explained, where something cannot.</param>
public sealed record PartReport<TState, TOperation, TResponse>(
    object? Part,
    IReadOnlyList<HistoryOperation<TOperation, TResponse>> Operations,
    Verdict Verdict,
    SearchEnd? End,
    long Configurations,
    IReadOnlyList<PlacedOperation<TState, TOperation, TResponse>>? Linearization,
    Violation<TState, TOperation, TResponse>? Violation)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull;

/// <summary>An operation in an order.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Operation">The operation.</param>
/// <param name="After">The state after it.</param>
public sealed record PlacedOperation<TState, TOperation, TResponse>(HistoryOperation<TOperation, TResponse> Operation, TState After)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull;

/// <summary>Why a part is not linearizable: what returned before Blocked has an order, and with the return of Blocked there is none.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Blocked">The operation with whose return no order is left.</param>
/// <param name="Longest">
/// The longest orders of what came before that return, at most one for each state in which they end. Empty where the violation was
/// told from the history as a whole and an order of what came before was not found within limits.
/// </param>
public sealed record Violation<TState, TOperation, TResponse>(
    HistoryOperation<TOperation, TResponse> Blocked, IReadOnlyList<PartialLinearization<TState, TOperation, TResponse>> Longest)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull;

/// <summary>An order of some operations, and what cannot be placed behind it.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Placed">The order.</param>
/// <param name="State">The state in which it ends.</param>
/// <param name="Unplaced">The operations that were invoked by then and have no place in the order.</param>
public sealed record PartialLinearization<TState, TOperation, TResponse>(
    IReadOnlyList<PlacedOperation<TState, TOperation, TResponse>> Placed,
    TState State,
    IReadOnlyList<UnplacedOperation<TOperation, TResponse>> Unplaced)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull;

/// <summary>An operation that cannot be placed.</summary>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Operation">The operation.</param>
/// <param name="WouldAnswer">What the specification would have answered, where it says so.</param>
public sealed record UnplacedOperation<TOperation, TResponse>(HistoryOperation<TOperation, TResponse> Operation, Expected? WouldAnswer)
    where TOperation : notnull
    where TResponse : notnull;
