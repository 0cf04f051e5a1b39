// A register that holds a set of integers, and on put-any takes any subset of what it is given. Nobody sees
// which, so a state of this specification is what can be known: all sets between two, the members that
// answers have shown (certain) and the members that can be there (possible). The sets that answers leave
// over are always of that shape: put-any leaves all subsets; an answer of some members leaves those sets
// that have them; an answer of all members leaves one. So following the interval is following the set of
// possible states exactly, in two lists instead of up to 2^n states.
using Checking.Linearizability;
using Clones;

namespace Harness.Histories.Models;

/// <summary>All sets that have the certain members, and none beyond the possible ones.</summary>
/// <param name="Certain">Sorted; possible as well.</param>
/// <param name="Possible">Sorted.</param>
public sealed record SetInterval(ValueList<long> Certain, ValueList<long> Possible)
{
    /// <inheritdoc />
    public override string ToString() => Certain.Equals(Possible) ? $"{Certain}" : $"between {Certain} and {Possible}";
}

/// <summary>What can be asked of the register.</summary>
public abstract record SubsetOperation
{
    private SubsetOperation()
    {
        // Closed: every case stands below.
    }

    /// <summary>Puts any subset.</summary>
    /// <param name="Values">The set, sorted.</param>
    public sealed record PutAny(ValueList<long> Values) : SubsetOperation
    {
        /// <inheritdoc />
        public override string ToString() => $"put-any {Values}";
    }

    /// <summary>Answers any subset of the members.</summary>
    public sealed record GetAny : SubsetOperation
    {
        /// <inheritdoc />
        public override string ToString() => "get-any";
    }

    /// <summary>Answers all members.</summary>
    public sealed record GetAll : SubsetOperation
    {
        /// <inheritdoc />
        public override string ToString() => "get-all";
    }
}

/// <summary>What the register answers.</summary>
public abstract record SubsetResponse
{
    private SubsetResponse()
    {
        // Closed: every case stands below.
    }

    /// <summary>It is put.</summary>
    public sealed record Put : SubsetResponse
    {
        /// <inheritdoc />
        public override string ToString() => "done";
    }

    /// <summary>Some members or all, as was asked.</summary>
    /// <param name="Values">Sorted, each once.</param>
    public sealed record Members(ValueList<long> Values) : SubsetResponse
    {
        /// <inheritdoc />
        public override string ToString() => Values.ToString();
    }
}

/// <summary>The model of a register that takes any subset.</summary>
public static class NondeterministicRegisterModel
{
    /// <summary>The specification.</summary>
    public static SequentialSpecification<SetInterval, SubsetOperation, SubsetResponse> Specification { get; } =
        new() { Name = "nondeterministic-register", Initial = new([], []), Explain = Explain };

    /// <summary>The model.</summary>
    public static HistoryModel Model { get; } = new HistoryModel<SetInterval, SubsetOperation, SubsetResponse>(Specification, ReadOperation, ReadResponse);

    private static IEnumerable<SetInterval> Explain(SetInterval state, SubsetOperation operation, Answer<SubsetResponse> answer) => operation switch
    {
        SubsetOperation.PutAny put => [new SetInterval([], put.Values)],
        _ when !answer.IsSeen => [state],
        SubsetOperation.GetAny when IsSubset(Members(answer), state.Possible) => [state with { Certain = Union(Members(answer), state.Certain) }],
        SubsetOperation.GetAll when IsSubset(state.Certain, Members(answer)) && IsSubset(Members(answer), state.Possible) =>
            [new SetInterval(Members(answer), Members(answer))],
        _ => [],
    };

    private static ValueList<long> Members(Answer<SubsetResponse> answer) => ((SubsetResponse.Members)answer.Response).Values;

    private static bool IsSubset(ValueList<long> part, ValueList<long> whole) => part.All(value => whole.Items.BinarySearch(value) >= 0);

    private static ValueList<long> Union(ValueList<long> left, ValueList<long> right) => Set(left.Concat(right));

    private static ValueList<long> Set(IEnumerable<long> values) => [.. values.Distinct().Order()];

    private static SubsetOperation? ReadOperation(string name, JsonArguments arguments) => name switch
    {
        "put-any" => arguments.One(values => new SubsetOperation.PutAny(Set(values.Integers()))),
        "get-any" => arguments.None(new SubsetOperation.GetAny()),
        "get-all" => arguments.None(new SubsetOperation.GetAll()),
        _ => null,
    };

    private static SubsetResponse ReadResponse(SubsetOperation operation, JsonValue result) =>
        operation is SubsetOperation.PutAny ? result.Null(new SubsetResponse.Put()) : new SubsetResponse.Members(Set(result.Integers()));
}
