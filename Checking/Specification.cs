// What a component should do, as data: a first state and a pure function. Everything else in this kit
// consumes a Specification or compares something with one. Read next: Claim.cs, then SequenceSearch.cs.
namespace Checking;

/// <summary>A component as a pure function of state and operation.</summary>
/// <typeparam name="TState">Immutable, with value equality.</typeparam>
/// <typeparam name="TOperation">What can be asked, as data.</typeparam>
/// <typeparam name="TResponse">What is answered, as data with value equality.</typeparam>
public sealed record Specification<TState, TOperation, TResponse>
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    /// <summary>What the specification is called in reports.</summary>
    public required string Name { get; init; }

    /// <summary>The state before the first operation.</summary>
    public required TState Initial { get; init; }

    /// <summary>Does one operation. Pure (equal arguments give equal results) and total (what is refused is a response).</summary>
    public required Func<TState, TOperation, (TState State, TResponse Response)> Step { get; init; }

    /// <summary>The state as named facts, so that two states can be told apart line by line. By default the state's own text.</summary>
    public Func<TState, IReadOnlyList<Fact>> Describe { get; init; } = static state => [new Fact("state", state.ToString() ?? string.Empty)];
}

/// <summary>One line of a described state.</summary>
/// <param name="Name">What it is about.</param>
/// <param name="Value">What it is.</param>
public readonly record struct Fact(string Name, string Value);

/// <summary>One step of a specification, with both its ends.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Before">The state before.</param>
/// <param name="Operation">What was asked.</param>
/// <param name="Response">What was answered.</param>
/// <param name="After">The state after.</param>
public sealed record Transition<TState, TOperation, TResponse>(TState Before, TOperation Operation, TResponse Response, TState After);
