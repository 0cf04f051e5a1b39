// One register, in the two forms of the format: "register" (starts at 0, read and write) and
// "etcd-register" (starts without a value, and has a compare-and-set). A failed compare-and-set is a read.
using Checking;
using Checking.Linearizability;

namespace Harness.Histories.Models;

/// <summary>What a register holds: an integer, or nothing.</summary>
/// <param name="Number">The integer, or null.</param>
public readonly record struct RegisterValue(long? Number)
{
    /// <inheritdoc />
    public override string ToString() => Number?.ToString() ?? "nil";
}

/// <summary>What can be asked of a register.</summary>
public abstract record RegisterOperation
{
    private RegisterOperation()
    {
        // Closed: every case stands below.
    }

    /// <summary>Answers the value.</summary>
    public sealed record Read : RegisterOperation
    {
        /// <inheritdoc />
        public override string ToString() => "read";
    }

    /// <summary>Replaces the value.</summary>
    /// <param name="Value">The new value.</param>
    public sealed record Write(RegisterValue Value) : RegisterOperation
    {
        /// <inheritdoc />
        public override string ToString() => $"write {Value}";
    }

    /// <summary>Replaces the value if it is a given one, and answers whether it was.</summary>
    /// <param name="From">The value that it has to be.</param>
    /// <param name="To">The new value.</param>
    public sealed record CompareAndSet(RegisterValue From, RegisterValue To) : RegisterOperation
    {
        /// <inheritdoc />
        public override string ToString() => $"cas {From} {To}";
    }
}

/// <summary>What a register answers.</summary>
public abstract record RegisterResponse
{
    private RegisterResponse()
    {
        // Closed: every case stands below.
    }

    /// <summary>The value.</summary>
    /// <param name="Value">The value.</param>
    public sealed record Holds(RegisterValue Value) : RegisterResponse
    {
        /// <inheritdoc />
        public override string ToString() => Value.ToString();
    }

    /// <summary>It is written.</summary>
    public sealed record Written : RegisterResponse
    {
        /// <inheritdoc />
        public override string ToString() => "done";
    }

    /// <summary>What a compare-and-set did.</summary>
    /// <param name="IsSet">Whether the value was the expected one, and is replaced.</param>
    public sealed record Compared(bool IsSet) : RegisterResponse
    {
        /// <inheritdoc />
        public override string ToString() => IsSet ? "true" : "false";
    }
}

/// <summary>The two register models.</summary>
public static class RegisterModels
{
    /// <summary>Starts at 0; read and write.</summary>
    public static HistoryModel Register { get; } =
        new HistoryModel<RegisterValue, RegisterOperation, RegisterResponse>(Of("register", new RegisterValue(0)), ReadOperation, ReadResponse);

    /// <summary>Starts without a value; read, write and compare-and-set.</summary>
    public static HistoryModel EtcdRegister { get; } =
        new HistoryModel<RegisterValue, RegisterOperation, RegisterResponse>(Of("etcd-register", new RegisterValue(null)), ReadEtcdOperation, ReadEtcdResponse);

    /// <summary>A register as a specification.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="initial">What it holds at first.</param>
    /// <returns>The specification.</returns>
    public static SequentialSpecification<RegisterValue, RegisterOperation, RegisterResponse> Of(string name, RegisterValue initial) =>
        SequentialSpecification<RegisterValue, RegisterOperation, RegisterResponse>.From(
            new Specification<RegisterValue, RegisterOperation, RegisterResponse> { Name = name, Initial = initial, Step = Step }) with
        {
            ChangesNothing = static (operation, answer) =>
                operation is RegisterOperation.Read || answer is { IsSeen: true, Response: RegisterResponse.Compared { IsSet: false } },
            Foresee = part => Foresee(part, initial),
        };

    /// <summary>A read names its write where the value is written once, and never where it is that of the start.</summary>
    private static Foresight Foresee(IReadOnlyList<HistoryOperation<RegisterOperation, RegisterResponse>> part, RegisterValue initial)
    {
        if (part.Any(operation => operation.Operation is RegisterOperation.CompareAndSet))
        {
            return Foresight.None; // It is a read and a write at once, which no block has.
        }

        ILookup<RegisterValue, int> writes = Enumerable.Range(0, part.Count)
            .Where(index => part[index].Operation is RegisterOperation.Write)
            .ToLookup(index => ((RegisterOperation.Write)part[index].Operation).Value);
        List<Shown> shown = [];
        List<int> impossible = [];
        for (int index = 0; index < part.Count; index++)
        {
            if (part[index].Answer is { IsSeen: true, Response: RegisterResponse.Holds holds })
            {
                int[] sources = [.. writes[holds.Value].Take(2)];
                bool isInitial = holds.Value == initial;
                if (sources.Length == 0 && !isInitial)
                {
                    impossible.Add(index);
                }
                else if (sources.Length + (isInitial ? 1 : 0) == 1)
                {
                    shown.Add(new Shown(index, sources, isInitial));
                }
            }
        }

        return BlockForesight.Of(part, writes.SelectMany(write => write), shown, impossible);
    }

    private static (RegisterValue State, RegisterResponse Response) Step(RegisterValue state, RegisterOperation operation) => operation switch
    {
        RegisterOperation.Read => (state, new RegisterResponse.Holds(state)),
        RegisterOperation.Write write => (write.Value, new RegisterResponse.Written()),
        RegisterOperation.CompareAndSet cas when cas.From == state => (cas.To, new RegisterResponse.Compared(IsSet: true)),
        RegisterOperation.CompareAndSet => (state, new RegisterResponse.Compared(IsSet: false)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static RegisterOperation? ReadOperation(string name, JsonArguments arguments) => name switch
    {
        "read" => arguments.None(new RegisterOperation.Read()),
        "write" => arguments.One(value => new RegisterOperation.Write(new RegisterValue(value.Integer()))),
        _ => null,
    };

    private static RegisterOperation? ReadEtcdOperation(string name, JsonArguments arguments) => name switch
    {
        "cas" => arguments.Two((from, to) => new RegisterOperation.CompareAndSet(new RegisterValue(from.Integer()), new RegisterValue(to.Integer()))),
        _ => ReadOperation(name, arguments),
    };

    private static RegisterResponse ReadResponse(RegisterOperation operation, JsonValue result) =>
        operation is RegisterOperation.Read ? new RegisterResponse.Holds(new RegisterValue(result.Integer())) : ReadEtcdResponse(operation, result);

    private static RegisterResponse ReadEtcdResponse(RegisterOperation operation, JsonValue result) => operation switch
    {
        RegisterOperation.Read => new RegisterResponse.Holds(new RegisterValue(result.IsNull ? null : result.Integer())),
        RegisterOperation.Write => result.Null(new RegisterResponse.Written()),
        RegisterOperation.CompareAndSet => new RegisterResponse.Compared(result.Boolean()),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
