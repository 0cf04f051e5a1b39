// The short way to something: a sequence of operations that reaches a class, without the operations that are not
// needed for it.
namespace Checking.Discovery;

/// <summary>Runs sequences for the classes that their steps reach.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="specification">What is run.</param>
/// <param name="classOf">The class of a step.</param>
/// <param name="takeOut">Takes an operation out of a sequence.</param>
public sealed class SequenceReach<TState, TOperation, TResponse>(
    Specification<TState, TOperation, TResponse> specification,
    Func<Transition<TState, TOperation, TResponse>, UInt128> classOf,
    TakeOut<TOperation, TResponse> takeOut)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    /// <summary>The class of each step of a sequence.</summary>
    /// <param name="operations">The sequence.</param>
    /// <returns>The classes.</returns>
    public IReadOnlyList<UInt128> Of(IReadOnlyList<TOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        List<UInt128> classes = [];
        TState state = specification.Initial;
        foreach (TOperation operation in operations)
        {
            (TState after, TResponse response) = specification.Step(state, operation);
            classes.Add(classOf(new(state, operation, response, after)));
            state = after;
        }

        return classes;
    }

    /// <summary>Makes a sequence that reaches a class shorter.</summary>
    /// <param name="operations">The sequence.</param>
    /// <param name="target">The class.</param>
    /// <returns>A sequence of which no single operation can be taken out; its last step reaches the class.</returns>
    /// <exception cref="ArgumentException">The sequence does not reach the class.</exception>
    public IReadOnlyList<TOperation> Shrink(IReadOnlyList<TOperation> operations, UInt128 target)
    {
        int first = Of(operations).ToList().IndexOf(target);
        if (first < 0)
        {
            throw new ArgumentException("the sequence does not reach the class", nameof(operations));
        }

        return SequenceShrinker.ShrinkOperations(
            Run([.. operations.Take(first + 1)], target)!, run => run.Operations.Count, (run, place) => Run(takeOut(run.Operations, run.Responses, place), target)).Run.Operations;
    }

    /// <summary>Runs a sequence; null where its last step does not reach a class. Only that one is looked at: classes may take longer than steps.</summary>
    private Reached? Run(IReadOnlyList<TOperation> operations, UInt128 target)
    {
        List<TResponse> responses = new(operations.Count);
        TState state = specification.Initial;
        Transition<TState, TOperation, TResponse>? last = null;
        foreach (TOperation operation in operations)
        {
            (TState after, TResponse response) = specification.Step(state, operation);
            responses.Add(response);
            last = new(state, operation, response, after);
            state = after;
        }

        return last is not null && classOf(last) == target ? new(operations, responses) : null;
    }

    private sealed record Reached(IReadOnlyList<TOperation> Operations, IReadOnlyList<TResponse> Responses);
}
