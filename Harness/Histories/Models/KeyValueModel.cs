// A map from keys to strings, every key at first "". Keys neither see nor touch one another, so each key is
// a part of its own, and the state is the value of one key.
using Checking;
using Checking.Linearizability;

namespace Harness.Histories.Models;

/// <summary>What can be asked of the map.</summary>
public abstract record KeyValueOperation
{
    private KeyValueOperation(string key)
    {
        Key = key;
    }

    /// <summary>The key that is asked about.</summary>
    public string Key { get; }

    /// <summary>Answers the key's value.</summary>
    /// <param name="Key">The key.</param>
    public sealed record Get(string Key) : KeyValueOperation(Key)
    {
        /// <inheritdoc />
        public override string ToString() => $"get {Key}";
    }

    /// <summary>Replaces the key's value.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Value">The new value.</param>
    public sealed record Put(string Key, string Value) : KeyValueOperation(Key)
    {
        /// <inheritdoc />
        public override string ToString() => $"put {Key} '{Value}'";
    }

    /// <summary>Puts a text behind the key's value.</summary>
    /// <param name="Key">The key.</param>
    /// <param name="Value">The text.</param>
    public sealed record Append(string Key, string Value) : KeyValueOperation(Key)
    {
        /// <inheritdoc />
        public override string ToString() => $"append {Key} '{Value}'";
    }
}

/// <summary>What the map answers.</summary>
public abstract record KeyValueResponse
{
    private KeyValueResponse()
    {
        // Closed: every case stands below.
    }

    /// <summary>A key's value.</summary>
    /// <param name="Value">The value.</param>
    public sealed record Holds(string Value) : KeyValueResponse
    {
        /// <inheritdoc />
        public override string ToString() => $"'{Value}'";
    }

    /// <summary>It is changed.</summary>
    public sealed record Changed : KeyValueResponse
    {
        /// <inheritdoc />
        public override string ToString() => "done";
    }
}

/// <summary>The key-value model.</summary>
public static class KeyValueModel
{
    /// <summary>The specification of one key.</summary>
    public static SequentialSpecification<string, KeyValueOperation, KeyValueResponse> Specification { get; } =
        SequentialSpecification<string, KeyValueOperation, KeyValueResponse>.From(
            new Specification<string, KeyValueOperation, KeyValueResponse> { Name = "kv", Initial = string.Empty, Step = Step }) with
        {
            Part = static operation => operation.Key,
            ChangesNothing = static (operation, _) => operation is KeyValueOperation.Get,
            Foresee = KeyValueForesight.Of,
        };

    /// <summary>The model.</summary>
    public static HistoryModel Model { get; } = new HistoryModel<string, KeyValueOperation, KeyValueResponse>(Specification, ReadOperation, ReadResponse);

    private static (string State, KeyValueResponse Response) Step(string state, KeyValueOperation operation) => operation switch
    {
        KeyValueOperation.Get => (state, new KeyValueResponse.Holds(state)),
        KeyValueOperation.Put put => (put.Value, new KeyValueResponse.Changed()),
        KeyValueOperation.Append append => (state + append.Value, new KeyValueResponse.Changed()),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static KeyValueOperation? ReadOperation(string name, JsonArguments arguments) => name switch
    {
        "get" => arguments.One(key => new KeyValueOperation.Get(key.Text())),
        "put" => arguments.Two((key, value) => new KeyValueOperation.Put(key.Text(), value.Text())),
        "append" => arguments.Two((key, value) => new KeyValueOperation.Append(key.Text(), value.Text())),
        _ => null,
    };

    private static KeyValueResponse ReadResponse(KeyValueOperation operation, JsonValue result) =>
        operation is KeyValueOperation.Get ? new KeyValueResponse.Holds(result.Text()) : result.Null(new KeyValueResponse.Changed());
}
