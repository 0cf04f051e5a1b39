// What a ring should do: a queue with so many places.
using Checking;

namespace Example.Tests;

public abstract record RingOperation
{
    public sealed record Put(int Value) : RingOperation { public override string ToString() => $"Put({Value})"; }
    public sealed record Take : RingOperation { public override string ToString() => "Take"; }
    public sealed record Count : RingOperation { public override string ToString() => "Count"; }
}

/// <summary>A number, or none where the ring is full or empty.</summary>
public readonly record struct RingAnswer(int? Number)
{
    public override string ToString() => Number?.ToString() ?? "none";
}

/// <summary>What is in it, the first value first.</summary>
public sealed record RingState(IReadOnlyList<int> Values)
{
    public bool Equals(RingState? other) => other is not null && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);

    public override string ToString() => $"[{string.Join(", ", Values)}]";
}

public static class RingSpecification
{
    public const int Places = 2;

    public static Specification<RingState, RingOperation, RingAnswer> Ring { get; } = new()
    {
        Name = "ring",
        Initial = new([]),
        Step = (state, operation) => operation switch
        {
            RingOperation.Put put when state.Values.Count < Places => (new([.. state.Values, put.Value]), new(put.Value)),
            RingOperation.Take when state.Values.Count > 0 => (new([.. state.Values.Skip(1)]), new(state.Values[0])),
            RingOperation.Count => (state, new(state.Values.Count)),
            _ => (state, new(Number: null)),
        },
    };

    public static Claim<RingState, RingOperation, RingAnswer> FirstInFirstOut { get; } = new(
        "first-in-first-out",
        "of two values the one that was put first is taken first",
        static (specification, step) => step is { Operation: RingOperation.Put, Before.Values.Count: > 0, Response.Number: not null }
            ? Outcome.Equal(specification.Step(step.After, new RingOperation.Take()).Response.Number, step.Before.Values[0])
            : Outcome.DoesNotApply);
}
