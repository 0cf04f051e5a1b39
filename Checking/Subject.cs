namespace Checking;

/// <summary>Something that claims to do what a specification says: a mutable implementation behind one adapter.</summary>
/// <typeparam name="TState">The states of the specification.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
public interface ISubject<TState, TOperation, TResponse>
{
    /// <summary>Does one operation.</summary>
    /// <param name="operation">What is asked.</param>
    /// <returns>What it answers.</returns>
    TResponse Apply(TOperation operation);

    /// <summary>The subject's whole state, as far as a caller can come to depend on it.</summary>
    /// <returns>The state in the terms of the specification.</returns>
    TState Observe();
}

/// <summary>A subject that keeps what it could compute again: indexes, counters, caches.</summary>
public interface IRescannable
{
    /// <summary>Computes again what is derived, and compares. It is asked at the end of each sequence, and after each operation where <see cref="Watch.Everything"/> is watched.</summary>
    /// <returns>What is wrong, one sentence each; empty where nothing is.</returns>
    IReadOnlyList<string> FindDerivedErrors();
}

/// <summary>A specification that is driven as a subject: to hold a wrong one against the right one.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="specification">The specification to drive.</param>
/// <param name="observe">Called with each transition.</param>
public sealed class SpecificationSubject<TState, TOperation, TResponse>(
    Specification<TState, TOperation, TResponse> specification, Action<Transition<TState, TOperation, TResponse>>? observe = null)
    : ISubject<TState, TOperation, TResponse>
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    private TState _state = specification.Initial;

    /// <inheritdoc />
    public TResponse Apply(TOperation operation)
    {
        (TState after, TResponse response) = specification.Step(_state, operation);
        observe?.Invoke(new(_state, operation, response, after));
        _state = after;
        return response;
    }

    /// <inheritdoc />
    public TState Observe() => _state;
}
