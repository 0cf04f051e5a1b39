// Small specifications to check histories against: a register with compare-and-set, plain and with its reads
// declared; a bag that gives out any of its values (nondeterministic by several next states).
using Checking.Linearizability;

namespace Checking.Tests.Linearizability;

/// <summary>What can be asked of the register: read, write a value, compare and set.</summary>
public readonly record struct Ask(char Kind, int Value = 0, int To = 0)
{
    public static Ask Read { get; } = new('r');

    public static Ask Write(int value) => new('w', value);

    public static Ask Cas(int from, int to) => new('c', from, to);

    public override string ToString() => Kind switch
    {
        'r' => "read",
        'w' => $"write {Value}",
        _ => $"cas {Value} {To}",
    };
}

/// <summary>What can be asked of the bag: put a value in, or take any out.</summary>
public readonly record struct BagAsk(int? Put)
{
    public override string ToString() => Put is { } value ? $"put {value}" : "take";
}

/// <summary>The values in a bag, sorted, as text: value equality for nothing.</summary>
public readonly record struct Bag(string Values)
{
    public static Bag Empty { get; } = new(string.Empty);

    public Bag With(int value) => new(new string([.. Values.Append((char)('0' + value)).Order()]));

    public Bag Without(int value) => new(Values.Remove(Values.IndexOf((char)('0' + value), StringComparison.Ordinal), 1));
}

/// <summary>The specifications.</summary>
public static class TestSpecifications
{
    /// <summary>A register that starts at 0. Write answers 0, read the value, compare-and-set 1 or 0.</summary>
    public static Specification<int, Ask, int> Register { get; } = new()
    {
        Name = "register",
        Initial = 0,
        Step = static (state, ask) => ask.Kind switch
        {
            'r' => (state, state),
            'w' => (ask.Value, 0),
            _ => state == ask.Value ? (ask.To, 1) : (state, 0),
        },
    };

    /// <summary>The register, as it is.</summary>
    public static SequentialSpecification<int, Ask, int> Plain { get; } = SequentialSpecification<int, Ask, int>.From(Register);

    /// <summary>The register, with what changes nothing declared.</summary>
    public static SequentialSpecification<int, Ask, int> Declared { get; } = Plain with
    {
        ChangesNothing = static (ask, answer) => ask.Kind == 'r' || (ask.Kind == 'c' && answer is { IsSeen: true, Response: 0 }),
    };

    /// <summary>A bag. Take answers a value that is in, or -1 if it is empty.</summary>
    public static SequentialSpecification<Bag, BagAsk, int> AnyBag { get; } = new()
    {
        Name = "bag",
        Initial = Bag.Empty,
        Explain = static (state, ask, answer) => (ask.Put, state.Values.Length, answer.IsSeen) switch
        {
            ({ } value, _, _) => [state.With(value)],
            (null, 0, _) => !answer.IsSeen || answer.Response == -1 ? [state] : [],
            (null, _, false) => [.. state.Values.Distinct().Select(value => state.Without(value - '0'))],
            (null, _, true) => state.Values.Contains((char)('0' + answer.Response), StringComparison.Ordinal) ? [state.Without(answer.Response)] : [],
        },
    };
}
