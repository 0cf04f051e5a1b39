// A named sentence about a specification that can be held against each of its transitions: an
// invariant looks at the state after, a law compares the transition with other steps. A claim also
// says where it does not apply: a claim that applied nowhere was not tested (always with sometimes).
namespace Checking;

/// <summary>Something that is said of every transition.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
public sealed class Claim<TState, TOperation, TResponse>
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    private readonly Func<Specification<TState, TOperation, TResponse>, Transition<TState, TOperation, TResponse>, Outcome> _examine;

    /// <summary>A law: it may take further steps of the specification to compare with.</summary>
    /// <param name="name">Short, in words joined by hyphens; it stands in replay tokens.</param>
    /// <param name="says">The sentence.</param>
    /// <param name="examine">What the sentence comes to for one transition.</param>
    public Claim(
        string name,
        string says,
        Func<Specification<TState, TOperation, TResponse>, Transition<TState, TOperation, TResponse>, Outcome> examine)
    {
        Name = name;
        Says = says;
        _examine = examine;
    }

    /// <summary>An invariant of states.</summary>
    /// <param name="name">Short, in words joined by hyphens; it stands in replay tokens.</param>
    /// <param name="says">The sentence.</param>
    /// <param name="examine">What the sentence comes to for the state after a transition.</param>
    public Claim(string name, string says, Func<TState, Outcome> examine)
        : this(name, says, (_, transition) => examine(transition.After))
    {
    }

    /// <summary>Short, in words joined by hyphens.</summary>
    public string Name { get; }

    /// <summary>The sentence that is claimed.</summary>
    public string Says { get; }

    /// <summary>Holds the claim against one transition.</summary>
    /// <param name="specification">The specification that made the transition.</param>
    /// <param name="transition">The transition.</param>
    /// <returns>What the claim comes to.</returns>
    public Outcome Examine(Specification<TState, TOperation, TResponse> specification, Transition<TState, TOperation, TResponse> transition) =>
        _examine(specification, transition);
}

/// <summary>What a claim comes to in one case.</summary>
public readonly record struct Outcome
{
    private Outcome(bool applies, string? broken)
    {
        Applies = applies;
        Broken = broken;
    }

    /// <summary>The claim speaks of this case, and is right.</summary>
    public static Outcome Holds => new(applies: true, null);

    /// <summary>The claim does not speak of this case.</summary>
    public static Outcome DoesNotApply => new(applies: false, null);

    /// <summary>Whether the claim speaks of this case.</summary>
    public bool Applies { get; }

    /// <summary>Why the claim is wrong here, or null where it is not.</summary>
    public string? Broken { get; }

    /// <summary>The claim speaks of this case, and is wrong.</summary>
    /// <param name="why">What was found instead.</param>
    /// <returns>The outcome.</returns>
    public static Outcome Breaks(string why) => new(applies: true, why);

    /// <summary>The claim speaks of this case, and is right where <paramref name="holds"/>.</summary>
    /// <param name="holds">Whether it is right.</param>
    /// <param name="why">What was found where it is not.</param>
    /// <returns>The outcome.</returns>
    public static Outcome Of(bool holds, Func<string> why) => holds ? Holds : Breaks(why());

    /// <summary>This outcome where it is wrong, else the other one.</summary>
    /// <param name="other">What is claimed as well.</param>
    /// <returns>The outcome of both.</returns>
    public Outcome And(Func<Outcome> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Broken is null ? other() : this;
    }

    /// <summary>The two things are equal.</summary>
    /// <typeparam name="T">What is compared.</typeparam>
    /// <param name="left">One.</param>
    /// <param name="right">The other.</param>
    /// <returns>The outcome.</returns>
    public static Outcome Equal<T>(T left, T right) =>
        EqualityComparer<T>.Default.Equals(left, right) ? Holds : Breaks($"{left} is not {right}");
}

/// <summary>How often each claim applied.</summary>
public sealed class ClaimTally
{
    private readonly SortedDictionary<string, long> _applied = new(StringComparer.Ordinal);

    /// <summary>How often each claim applied, by name.</summary>
    public IReadOnlyDictionary<string, long> Applied => _applied;

    /// <summary>The claims that never applied: what they say was not tested.</summary>
    public IEnumerable<string> Vacuous => _applied.Where(claim => claim.Value == 0).Select(claim => claim.Key);

    /// <summary>Counts one case.</summary>
    /// <param name="claim">The claim's name.</param>
    /// <param name="applies">Whether it applied.</param>
    public void Add(string claim, bool applies) => _applied[claim] = _applied.GetValueOrDefault(claim) + (applies ? 1 : 0);

    /// <summary>Adds what another tally counted.</summary>
    /// <param name="other">The other tally.</param>
    public void Add(ClaimTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach ((string claim, long applied) in other._applied)
        {
            _applied[claim] = _applied.GetValueOrDefault(claim) + applied;
        }
    }
}
