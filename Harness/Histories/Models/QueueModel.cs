// A first-in-first-out queue of integers, empty at first. QueueForesight.cs tells what can be known of a
// whole history of it before any search.
using Checking;
using Checking.Linearizability;
using Clones;

namespace Harness.Histories.Models;

/// <summary>What can be asked of the queue.</summary>
public abstract record QueueOperation
{
    private QueueOperation()
    {
        // Closed: every case stands below.
    }

    /// <summary>Puts a value in at the end.</summary>
    /// <param name="Value">The value.</param>
    public sealed record Enqueue(long Value) : QueueOperation
    {
        /// <inheritdoc />
        public override string ToString() => $"enqueue {Value}";
    }

    /// <summary>Takes the oldest value out.</summary>
    public sealed record Dequeue : QueueOperation
    {
        /// <inheritdoc />
        public override string ToString() => "dequeue";
    }
}

/// <summary>What the queue answers.</summary>
public abstract record QueueResponse
{
    private QueueResponse()
    {
        // Closed: every case stands below.
    }

    /// <summary>It is in.</summary>
    public sealed record Enqueued : QueueResponse
    {
        /// <inheritdoc />
        public override string ToString() => "done";
    }

    /// <summary>What was taken out.</summary>
    /// <param name="Value">The oldest value, or null: the queue was empty.</param>
    public sealed record Dequeued(long? Value) : QueueResponse
    {
        /// <inheritdoc />
        public override string ToString() => Value?.ToString() ?? "empty";
    }
}

/// <summary>The queue model.</summary>
public static class QueueModel
{
    /// <summary>The specification; the state is the values, the oldest first.</summary>
    public static SequentialSpecification<ValueList<long>, QueueOperation, QueueResponse> Specification { get; } =
        SequentialSpecification<ValueList<long>, QueueOperation, QueueResponse>.From(
            new Specification<ValueList<long>, QueueOperation, QueueResponse> { Name = "queue", Initial = [], Step = Step }) with
        {
            ChangesNothing = static (_, answer) => answer is { IsSeen: true, Response: QueueResponse.Dequeued { Value: null } },
            Foresee = QueueForesight.Of,
        };

    /// <summary>The model.</summary>
    public static HistoryModel Model { get; } = new HistoryModel<ValueList<long>, QueueOperation, QueueResponse>(Specification, ReadOperation, ReadResponse);

    private static (ValueList<long> State, QueueResponse Response) Step(ValueList<long> state, QueueOperation operation) => operation switch
    {
        QueueOperation.Enqueue enqueue => (state.Insert(state.Count, enqueue.Value), new QueueResponse.Enqueued()),
        QueueOperation.Dequeue when state.Count == 0 => (state, new QueueResponse.Dequeued(null)),
        QueueOperation.Dequeue => ([.. state.Items[1..]], new QueueResponse.Dequeued(state[0])),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static QueueOperation? ReadOperation(string name, JsonArguments arguments) => name switch
    {
        "enqueue" => arguments.One(value => new QueueOperation.Enqueue(value.Integer())),
        "dequeue" => arguments.None(new QueueOperation.Dequeue()),
        _ => null,
    };

    private static QueueResponse ReadResponse(QueueOperation operation, JsonValue result) => operation is QueueOperation.Enqueue
        ? result.Null(new QueueResponse.Enqueued())
        : new QueueResponse.Dequeued(result.IsNull ? null : result.Integer());
}
