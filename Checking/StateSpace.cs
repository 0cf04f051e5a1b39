// Visits every state within bounds, breadth-first, so that the path to whatever is found is a shortest
// one. Of a visited state only its fingerprint, its parent and the operation that led to it are kept;
// whole states live as long as their level. Counts are exact: the same on every run and machine.
namespace Checking;

/// <summary>What to explore.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <param name="Prefix">The operations that lead to the state at level 0.</param>
/// <param name="Enabled">The operations to try in a state, in a fixed order. Each is one transition, also where it changes nothing.</param>
/// <param name="Write">Writes a state's canonical form.</param>
/// <param name="Images">
/// Write the form of what a state becomes by each renaming that makes no difference, but the one that renames nothing. Then one state is
/// explored of those that are renamings of each other. They have to be a group, and the specification has to follow them: the step of
/// the renamed is the renaming of the step. Where it does not, the counts of all states are wrong.
/// </param>
public sealed record StateSpaceBounds<TState, TOperation>(
    IReadOnlyList<TOperation> Prefix,
    Func<TState, IReadOnlyList<TOperation>> Enabled,
    Action<TState, CanonicalForm> Write,
    IReadOnlyList<Action<TState, CanonicalForm>>? Images = null);

/// <summary>How much an exploration found.</summary>
/// <param name="States">How many states.</param>
/// <param name="Transitions">How many transitions.</param>
public readonly record struct StateCount(long States, long Transitions);

/// <summary>What an exploration came to.</summary>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <param name="Verdict">Violated, if there is a counterexample; undecided, if it was stopped before every state was visited.</param>
/// <param name="Explored">How many states were found, and transitions made.</param>
/// <param name="All">How many those stand for: more than were explored where states are renamings of each other.</param>
/// <param name="Depth">The level at which the last state was found; the first state is at level 0.</param>
/// <param name="BytesPerState">What is kept of a visited state, in bytes, on average.</param>
/// <param name="Tally">How often each claim applied: within bounds, some speak of nothing.</param>
/// <param name="Counterexample">A shortest path to a transition that breaks a claim, throws, or leads the subject astray; or null.</param>
public sealed record StateSpaceReport<TOperation>(
    Verdict Verdict,
    StateCount Explored,
    StateCount All,
    int Depth,
    double BytesPerState,
    ClaimTally Tally,
    Counterexample<TOperation>? Counterexample);

/// <summary>Explores the states of a specification.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="search">
/// Explains a path that breaks a claim or leads the subject astray, and names the check. A subject is not looked at before the end of a path:
/// where looking changes what it does, this has to watch <see cref="Watch.Answers"/> too.
/// </param>
/// <param name="specification">What is explored.</param>
/// <param name="claims">What is held against each transition.</param>
/// <param name="bounds">What to explore.</param>
/// <param name="makeSubject">
/// Makes a subject that is held to every transition, or null. For each it is led anew along the shortest path, does the operation, and
/// must answer and be as the specification says.
/// </param>
public sealed class StateSpace<TState, TOperation, TResponse>(
    SequenceSearch<TState, TOperation, TResponse> search,
    Specification<TState, TOperation, TResponse> specification,
    IReadOnlyList<Claim<TState, TOperation, TResponse>> claims,
    StateSpaceBounds<TState, TOperation> bounds,
    Func<ISubject<TState, TOperation, TResponse>>? makeSubject = null)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    private readonly Orbit<TState> _orbit = new(bounds.Write, bounds.Images ?? []);
    private readonly FingerprintSet _visited = new();
    private readonly List<(int Parent, int Operation)> _cameFrom = [];
    private readonly ClaimTally _tally = new();
    private long _transitions;
    private StateCount _all;

    /// <summary>Visits every state; once, for what was visited is not visited again.</summary>
    /// <param name="observe">Called with each transition.</param>
    /// <param name="progress">Called after each level with its depth, and the states and transitions so far.</param>
    /// <param name="cancellation">Stops between two levels.</param>
    /// <returns>What the exploration came to.</returns>
    /// <exception cref="InvalidOperationException">
    /// This space was explored before; or a path that broke a claim does not break it again, so that the specification is no function.
    /// </exception>
    public StateSpaceReport<TOperation> Explore(
        Action<Transition<TState, TOperation, TResponse>>? observe = null,
        Action<int, long, long>? progress = null,
        CancellationToken cancellation = default)
    {
        if (FoundStates > 0)
        {
            throw new InvalidOperationException("a state space is explored once: another exploration takes another one");
        }

        TState first = specification.Initial;
        foreach (TOperation operation in bounds.Prefix)
        {
            first = specification.Step(first, operation).State;
        }

        List<Found> level = [];
        Visit(first, parent: -1, operation: 0, level); // without a parent nobody asks for the operation
        int depth = 0;
        while (level.Count > 0 && !cancellation.IsCancellationRequested)
        {
            List<Found> next = [];
            foreach (Found found in level)
            {
                if (Expand(found, next, observe) is { } broken)
                {
                    return Report(Verdict.Violated, depth + 1, broken);
                }
            }

            level = next;
            depth += next.Count > 0 ? 1 : 0;
            progress?.Invoke(depth, _visited.Count, _transitions);
        }

        return Report(level.Count > 0 ? Verdict.Undecided : Verdict.Holds, depth, null);
    }

    private Counterexample<TOperation>? Expand(Found found, List<Found> next, Action<Transition<TState, TOperation, TResponse>>? observe)
    {
        (TState state, int index, int renamings) = found;
        IReadOnlyList<TOperation> enabled = bounds.Enabled(state);
        IReadOnlyList<TOperation>? path = makeSubject is null ? null : PathTo(index);
        for (int choice = 0; choice < enabled.Count; choice++)
        {
            if (Step(state, enabled[choice], renamings) is not { } transition)
            {
                return Explain(index, enabled[choice]);
            }

            observe?.Invoke(transition);
            if (path is not null && !SubjectAgrees(path, transition))
            {
                return Explain(index, enabled[choice]);
            }

            Visit(transition.After, index, choice, next);
        }

        return null;
    }

    /// <summary>One transition, or null where a claim does not hold of it, or something throws: then its path is run once more to be explained.</summary>
    private Transition<TState, TOperation, TResponse>? Step(TState state, TOperation operation, int renamings)
    {
        try
        {
            (TState after, TResponse response) = specification.Step(state, operation);
            _transitions++;
            _all = _all with { Transitions = _all.Transitions + renamings };
            Transition<TState, TOperation, TResponse> transition = new(state, operation, response, after);
            foreach (Claim<TState, TOperation, TResponse> claim in claims)
            {
                Outcome outcome = claim.Examine(specification, transition);
                _tally.Add(claim.Name, outcome.Applies);
                if (outcome.Broken is not null)
                {
                    return null;
                }
            }

            return transition;
        }
        catch (Exception)
        // Stryker disable once Block : what is left out gives nothing as well
        {
            return null;
        }
    }

    private bool SubjectAgrees(IReadOnlyList<TOperation> path, Transition<TState, TOperation, TResponse> transition)
    {
        try
        {
            ISubject<TState, TOperation, TResponse> subject = makeSubject!();
            using IDisposable? disposable = subject as IDisposable;
            foreach (TOperation earlier in path)
            {
                subject.Apply(earlier);
            }

            return EqualityComparer<TResponse>.Default.Equals(subject.Apply(transition.Operation), transition.Response)
                && EqualityComparer<TState>.Default.Equals(subject.Observe(), transition.After);
        }
        catch (Exception)
        {
            return false; // the path is run once more to be explained, and then what was thrown is its failure
        }
    }

    /// <summary>Notes a state, and adds it to what was found, if it is new.</summary>
    private void Visit(TState state, int parent, int operation, List<Found> to)
    {
        (UInt128 fingerprint, int renamings) = _orbit.Of(state);
        if (_visited.Add(fingerprint))
        {
            to.Add(new(state, _cameFrom.Count, renamings));
            _cameFrom.Add((parent, operation));
            _all = _all with { States = _all.States + renamings };
        }
    }

    /// <summary>How many states were found.</summary>
    public int FoundStates => _cameFrom.Count;

    /// <summary>The operations that lead from the beginning to a state, by its index in the order in which they were found: a shortest path.</summary>
    /// <param name="index">The index.</param>
    /// <returns>The operations, the prefix among them.</returns>
    public IReadOnlyList<TOperation> PathTo(int index)
    {
        Stack<int> choices = [];
        for (int at = index; _cameFrom[at].Parent >= 0; at = _cameFrom[at].Parent)
        {
            choices.Push(_cameFrom[at].Operation);
        }

        List<TOperation> path = [.. bounds.Prefix];
        TState state = path.Aggregate(specification.Initial, (current, operation) => specification.Step(current, operation).State);
        foreach (int choice in choices)
        {
            TOperation operation = bounds.Enabled(state)[choice];
            path.Add(operation);
            state = specification.Step(state, operation).State;
        }

        return path;
    }

    private Counterexample<TOperation> Explain(int index, TOperation last)
    {
        List<TOperation> path = [.. PathTo(index), last];
        return search.Replay(path, $"breadth-first, state {index}, level {path.Count - bounds.Prefix.Count}")
            ?? throw new InvalidOperationException("the path does not break the claim again: the specification or its canonical form is not a function of what it is given");
    }

    private StateSpaceReport<TOperation> Report(Verdict verdict, int depth, Counterexample<TOperation>? counterexample)
    {
        double bytes = (_visited.Bytes + (_cameFrom.Capacity * 8.0)) / _visited.Count;
        return new(verdict, new(_visited.Count, _transitions), _all, depth, bytes, _tally, counterexample);
    }

    /// <summary>A state that was found.</summary>
    /// <param name="State">The state.</param>
    /// <param name="Index">Its index.</param>
    /// <param name="Renamings">How many states it stands for, itself among them.</param>
    private readonly record struct Found(TState State, int Index, int Renamings);
}
