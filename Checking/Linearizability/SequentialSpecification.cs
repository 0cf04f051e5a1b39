// What a history is held against. A Specification computes the one answer and the one next state; a
// checker of histories asks the other way round: here is what was asked and what was answered, which
// next states explain that? Put so, a specification may leave open what happens (several next states,
// or a state that stands for "one of these"), an answer may be unseen, and a deterministic Specification
// is the case of at most one next state (From). The optional members make the search faster, never wrong
// where what they claim is true; what they claim is checked wherever the search can see it.
// Read next: LinearizabilityChecker.cs.
namespace Checking.Linearizability;

/// <summary>A sequential specification, asked for explanations.</summary>
/// <typeparam name="TState">Immutable, with value equality.</typeparam>
/// <typeparam name="TOperation">What can be asked, as data with value equality.</typeparam>
/// <typeparam name="TResponse">What is answered, as data with value equality.</typeparam>
public sealed record SequentialSpecification<TState, TOperation, TResponse>
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    /// <summary>What the specification is called in reports.</summary>
    public required string Name { get; init; }

    /// <summary>The state before the first operation; of each part, where there are parts.</summary>
    public required TState Initial { get; init; }

    /// <summary>
    /// The next states that explain an operation and its answer in a state; none, if there is no such state. Pure. An
    /// unseen answer is always explained: an operation can always be done, and then has some answer.
    /// </summary>
    public required Func<TState, TOperation, Answer<TResponse>, IEnumerable<TState>> Explain { get; init; }

    /// <summary>
    /// The part to which an operation belongs, where operations of different parts neither see nor touch one another
    /// (keys of a map). A history is linearizable exactly when each part is (Herlihy and Wing: linearizability is local).
    /// </summary>
    public Func<TOperation, object>? Part { get; init; }

    /// <summary>
    /// Whether an operation with this answer leaves every state as it is, in which the answer is possible: a read, a
    /// failed compare-and-set. By default nothing is known.
    /// </summary>
    public Func<TOperation, Answer<TResponse>, bool> ChangesNothing { get; init; } = static (_, _) => false;

    /// <summary>What can be told from a whole part before any search. By default nothing.</summary>
    public Func<IReadOnlyList<HistoryOperation<TOperation, TResponse>>, Foresight>? Foresee { get; init; }

    /// <summary>
    /// How many configurations for each operation a first search may visit before <see cref="Foresee"/> is asked. Most parts are
    /// decided by then, and looking at the whole would cost more than it saves. At 0 it is asked at once.
    /// </summary>
    public int ForeseeAfter { get; init; } = 4;

    /// <summary>What would have been answered in a state, for explanations. By default nothing is said.</summary>
    public Func<TState, TOperation, string?> WouldAnswer { get; init; } = static (_, _) => null;

    /// <summary>Holds the specification to what it declares of itself: that what changes nothing does not.</summary>
    /// <exception cref="InvalidOperationException">It does.</exception>
    internal void Hold(TState state, TOperation operation, Answer<TResponse> answer, TState next)
    {
        if (ChangesNothing(operation, answer) && !EqualityComparer<TState>.Default.Equals(state, next))
        {
            throw new InvalidOperationException($"{Name} declares that {operation} -> {answer} changes nothing, and it changes {state} to {next}.");
        }
    }

    /// <summary>A deterministic specification: a next state explains an answer if it is the step's.</summary>
    /// <param name="specification">The specification.</param>
    /// <returns>The same, asked for explanations.</returns>
    public static SequentialSpecification<TState, TOperation, TResponse> From(Specification<TState, TOperation, TResponse> specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        return new()
        {
            Name = specification.Name,
            Initial = specification.Initial,
            Explain = (state, operation, answer) =>
            {
                (TState next, TResponse response) = specification.Step(state, operation);
                return !answer.IsSeen || EqualityComparer<TResponse>.Default.Equals(response, answer.Response) ? [next] : [];
            },
            WouldAnswer = (state, operation) => specification.Step(state, operation).Response.ToString(),
        };
    }
}

/// <summary>
/// What holds of every linearization of a part, told from the part as a whole. It is for families of histories in
/// which a wrong choice comes to light much later than it is made, as in a queue that grows.
/// </summary>
/// <param name="Order">Pairs of operations, by their place in the part: no linearization has the second without the first before it.</param>
/// <param name="Impossible">Operations, by their place in the part, of which no linearization explains the answer.</param>
public sealed record Foresight(IReadOnlyList<(int Before, int After)> Order, IReadOnlyList<int> Impossible)
{
    /// <summary>
    /// Pairs that may hold of a linearization, if there is one: a guess. A first, short search keeps to them; if it finds nothing,
    /// that means nothing, and the guess is dropped.
    /// </summary>
    public IReadOnlyList<(int Before, int After)> Likely { get; init; } = [];

    /// <summary>Nothing is known beforehand.</summary>
    public static Foresight None => new([], []);
}
