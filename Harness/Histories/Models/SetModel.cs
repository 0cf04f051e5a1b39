// A set of integers, empty at first. A read answers the members in any order; they are sorted on reading,
// and kept as often as they were answered, so that an answer with a member twice is no set's.
using Checking;
using Checking.Linearizability;
using Clones;

namespace Harness.Histories.Models;

/// <summary>What can be asked of the set.</summary>
public abstract record SetOperation
{
    private SetOperation()
    {
        // Closed: every case stands below.
    }

    /// <summary>Adds a member.</summary>
    /// <param name="Value">The member.</param>
    public sealed record Add(long Value) : SetOperation
    {
        /// <inheritdoc />
        public override string ToString() => $"add {Value}";
    }

    /// <summary>Answers all members.</summary>
    public sealed record Read : SetOperation
    {
        /// <inheritdoc />
        public override string ToString() => "read";
    }
}

/// <summary>What the set answers.</summary>
public abstract record SetResponse
{
    private SetResponse()
    {
        // Closed: every case stands below.
    }

    /// <summary>It is added.</summary>
    public sealed record Added : SetResponse
    {
        /// <inheritdoc />
        public override string ToString() => "done";
    }

    /// <summary>The members.</summary>
    /// <param name="Values">The members as answered, sorted.</param>
    public sealed record Members(ValueList<long> Values) : SetResponse
    {
        /// <inheritdoc />
        public override string ToString() => Values.ToString();
    }
}

/// <summary>The set model.</summary>
public static class SetModel
{
    /// <summary>The specification; the state is the members, sorted.</summary>
    public static SequentialSpecification<ValueList<long>, SetOperation, SetResponse> Specification { get; } =
        SequentialSpecification<ValueList<long>, SetOperation, SetResponse>.From(
            new Specification<ValueList<long>, SetOperation, SetResponse> { Name = "set", Initial = [], Step = Step }) with
        {
            ChangesNothing = static (operation, _) => operation is SetOperation.Read,
        };

    /// <summary>The model.</summary>
    public static HistoryModel Model { get; } = new HistoryModel<ValueList<long>, SetOperation, SetResponse>(Specification, ReadOperation, ReadResponse);

    private static (ValueList<long> State, SetResponse Response) Step(ValueList<long> state, SetOperation operation) => operation switch
    {
        SetOperation.Read => (state, new SetResponse.Members(state)),
        SetOperation.Add add => (state.Items.BinarySearch(add.Value) is < 0 and int at ? state.Insert(~at, add.Value) : state, new SetResponse.Added()),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static SetOperation? ReadOperation(string name, JsonArguments arguments) => name switch
    {
        "add" => arguments.One(value => new SetOperation.Add(value.Integer())),
        "read" => arguments.None(new SetOperation.Read()),
        _ => null,
    };

    private static SetResponse ReadResponse(SetOperation operation, JsonValue result) =>
        operation is SetOperation.Read ? new SetResponse.Members([.. result.Integers().Order()]) : result.Null(new SetResponse.Added());
}
