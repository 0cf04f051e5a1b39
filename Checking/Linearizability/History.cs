// A concurrent history as data: what each process asked, what it was answered, and when. The times are
// only an order: operation a precedes operation b when a returned before b was invoked, and two
// operations of which neither precedes the other are concurrent. Read next: SequentialSpecification.cs
// (what a history is held against), then LinearizabilityChecker.cs.
namespace Checking.Linearizability;

/// <summary>What a caller saw of a response: the response, or nothing (a time-out, a crash, a lost message).</summary>
/// <typeparam name="TResponse">The responses.</typeparam>
public readonly record struct Answer<TResponse>
    where TResponse : notnull
{
    private readonly TResponse? _response;

    private Answer(TResponse response)
    {
        (IsSeen, _response) = (true, response);
    }

    /// <summary>No answer was seen.</summary>
    public static Answer<TResponse> Unseen => default;

    /// <summary>Whether an answer was seen.</summary>
    public bool IsSeen { get; }

    /// <summary>The answer that was seen.</summary>
    public TResponse Response => IsSeen ? _response! : throw new InvalidOperationException("No answer was seen.");

    /// <summary>An answer that was seen.</summary>
    /// <param name="response">The answer.</param>
    /// <returns>The answer as seen.</returns>
    public static Answer<TResponse> Of(TResponse response) => new(response);

    /// <inheritdoc />
    public override string ToString() => IsSeen ? $"{Response}" : "?";
}

/// <summary>One operation of a history, from its invocation to its return.</summary>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Process">Who asked.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="Answer">What was answered, where that was seen.</param>
/// <param name="Invoked">When it was invoked.</param>
/// <param name="Returned">When it returned, or null: it is pending, and may take effect at any time after its invocation, or never.</param>
public sealed record HistoryOperation<TOperation, TResponse>(
    long Process, TOperation Operation, Answer<TResponse> Answer, long Invoked, long? Returned)
    where TOperation : notnull
    where TResponse : notnull
{
    /// <summary>Whether this operation returned before another was invoked.</summary>
    /// <param name="other">The other operation.</param>
    /// <returns>Whether it precedes the other. Equal times are concurrent (the intervals are closed).</returns>
    public bool Precedes(HistoryOperation<TOperation, TResponse> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Returned < other.Invoked;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Operation} -> {(Returned is null ? "pending" : Answer.ToString())}";
}

/// <summary>
/// A concurrent history. A quiescent observation (the whole state, seen when nothing runs any more) needs no
/// place of its own: it is one more operation, invoked after everything else returned.
/// </summary>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
public sealed class History<TOperation, TResponse>
    where TOperation : notnull
    where TResponse : notnull
{
    /// <summary>A history of given operations.</summary>
    /// <param name="operations">The operations, in any order.</param>
    /// <exception cref="ArgumentException">An operation returned before it was invoked, has an answer without a return, or a process had two operations open.</exception>
    public History(IEnumerable<HistoryOperation<TOperation, TResponse>> operations)
    {
        Operations = [.. operations];
        foreach (HistoryOperation<TOperation, TResponse> operation in Operations)
        {
            if (operation.Returned < operation.Invoked)
            {
                throw new ArgumentException($"{operation.Operation} of process {operation.Process} returned before it was invoked.", nameof(operations));
            }

            if (operation is { Answer.IsSeen: true, Returned: null })
            {
                throw new ArgumentException($"{operation.Operation} of process {operation.Process} has an answer and no return.", nameof(operations));
            }
        }

        foreach (IGrouping<long, HistoryOperation<TOperation, TResponse>> process in Operations.GroupBy(operation => operation.Process))
        {
            HistoryOperation<TOperation, TResponse>? open = null;
            foreach (HistoryOperation<TOperation, TResponse> operation in process.OrderBy(operation => operation.Invoked).ThenBy(operation => operation.Returned ?? long.MaxValue))
            {
                if (open is not null && !(open.Returned <= operation.Invoked))
                {
                    throw new ArgumentException(
                        $"Process {operation.Process} invoked {operation.Operation} while its {open.Operation} was open.", nameof(operations));
                }

                open = operation;
            }
        }
    }

    /// <summary>The operations, in the order in which they were given.</summary>
    public IReadOnlyList<HistoryOperation<TOperation, TResponse>> Operations { get; }
}

/// <summary>Writes a history event by event. Not thread-safe: threads that record together need a lock or one list each.</summary>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
public sealed class HistoryRecorder<TOperation, TResponse>
    where TOperation : notnull
    where TResponse : notnull
{
    private readonly List<HistoryOperation<TOperation, TResponse>> _operations = [];
    private readonly Dictionary<long, int> _open = [];
    private long _now;

    /// <summary>A process asks.</summary>
    /// <param name="process">The process; it has no operation open.</param>
    /// <param name="operation">What it asks.</param>
    public void Invoke(long process, TOperation operation)
    {
        if (!_open.TryAdd(process, _operations.Count))
        {
            throw new InvalidOperationException($"Process {process} has an operation open.");
        }

        _operations.Add(new(process, operation, Answer<TResponse>.Unseen, _now++, Returned: null));
    }

    /// <summary>A process is answered.</summary>
    /// <param name="process">The process; it has an operation open.</param>
    /// <param name="response">The answer.</param>
    public void Return(long process, TResponse response) => Return(process, Answer<TResponse>.Of(response));

    /// <summary>A process goes on without an answer: its operation took effect by now, and nobody saw what it answered.</summary>
    /// <param name="process">The process; it has an operation open.</param>
    public void ReturnUnseen(long process) => Return(process, Answer<TResponse>.Unseen);

    /// <summary>The history so far; operations that are still open are pending.</summary>
    /// <returns>The history.</returns>
    public History<TOperation, TResponse> ToHistory() => new(_operations);

    private void Return(long process, Answer<TResponse> answer)
    {
        if (!_open.Remove(process, out int index))
        {
            throw new InvalidOperationException($"Process {process} has no operation open.");
        }

        _operations[index] = _operations[index] with { Answer = answer, Returned = _now++ };
    }
}
