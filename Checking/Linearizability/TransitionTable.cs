// The specification as the search sees it: states are numbers, so are operations with their answers, and
// each step is computed once. States with value equality are one state and get one number, which makes
// the search itself free of the user's types: comparing two states is comparing two ints.
namespace Checking.Linearizability;

/// <summary>Steps between numbered states.</summary>
internal interface ITransitions
{
    /// <summary>The next state; <see cref="Transitions.None"/>; or below that the list <see cref="Many"/> of them.</summary>
    /// <param name="state">The state's number.</param>
    /// <param name="kind">The number of the operation with its answer.</param>
    int Next(int state, int kind);

    /// <summary>The next states, where <see cref="Next"/> is below <see cref="Transitions.None"/>.</summary>
    int[] Many(int next);

    /// <summary>Whether this operation with this answer leaves every state as it is.</summary>
    bool ChangesNothing(int kind);
}

/// <summary>Constants of <see cref="ITransitions"/>.</summary>
internal static class Transitions
{
    /// <summary>No next state explains the answer.</summary>
    public const int None = -1;

    /// <summary>The number of the state before the first operation.</summary>
    public const int Initial = 0;
}

/// <summary>The steps of one part, computed when they are first asked for.</summary>
internal sealed class TransitionTable<TState, TOperation, TResponse> : ITransitions
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    private const int InitialCapacity = 1 << 5;

    private readonly SequentialSpecification<TState, TOperation, TResponse> _specification;
    private readonly SearchBudget _budget;
    private readonly List<TState> _states = [];
    private readonly Dictionary<TState, int> _numbers = [];
    private readonly List<(TOperation Operation, Answer<TResponse> Answer)> _kinds = [];
    private readonly Dictionary<(TOperation, Answer<TResponse>), int> _kindNumbers = [];
    private readonly List<bool> _changesNothing = [];
    // Stryker disable once CollectionExpression : numbers that begin one later are numbers as well
    private readonly List<int[]> _many = [];

    // Open addressing: (state, kind) in one word plus one, so that 0 is "free".
    private ulong[] _keys = new ulong[InitialCapacity];
    private int[] _next = new int[InitialCapacity];
    private int _count;

    public TransitionTable(SequentialSpecification<TState, TOperation, TResponse> specification, SearchBudget budget)
    {
        (_specification, _budget) = (specification, budget);
        StateNumber(specification.Initial);
    }

    public TState State(int number) => _states[number];

    public int Kind(TOperation operation, Answer<TResponse> answer)
    {
        if (!_kindNumbers.TryGetValue((operation, answer), out int number))
        {
            number = _kinds.Count;
            _kindNumbers.Add((operation, answer), number);
            _kinds.Add((operation, answer));
            _changesNothing.Add(_specification.ChangesNothing(operation, answer));
        }

        return number;
    }

    public bool ChangesNothing(int kind) => _changesNothing[kind];

    public int[] Many(int next) => _many[Transitions.None - 1 - next];

    public int Next(int state, int kind)
    {
        ulong key = (((ulong)(uint)state << 32) | (uint)kind) + 1;
        int slot = Find(key);
        return _keys[slot] == key ? _next[slot] : Compute(state, kind, key);
    }

    private int Find(ulong key)
    {
        ulong[] keys = _keys;
        int mask = keys.Length - 1;
        int slot = Spread.Of(key) & mask;
        while (keys[slot] != 0 && keys[slot] != key)
        {
            // Stryker disable once Arithmetic : which way the next free place is looked for makes no difference to what is in the table
            slot = (slot + 1) & mask;
        }

        return slot;
    }

    private int Compute(int state, int kind, ulong key)
    {
        if (!_budget.MayStep())
        {
            return Transitions.None; // The search is about to end undecided: nothing is asked any more.
        }

        (TOperation operation, Answer<TResponse> answer) = _kinds[kind];
        int first = Transitions.None;
        List<int>? all = null;
        foreach (TState nextState in _specification.Explain(_states[state], operation, answer))
        {
            int number = StateNumber(nextState);
            if (first == Transitions.None)
            {
                first = number;
            }
            else
            {
                all ??= [first];
                all.Add(number);
            }

            if (!_budget.MayStep())
            {
                return first; // Nothing incomplete is remembered.
            }
        }

        Hold(state, kind, first, all);
        if (all is not null)
        {
            _many.Add([.. all.Distinct()]);
            first = Transitions.None - _many.Count;
        }

        Remember(key, first);
        return first;
    }

    /// <summary>Holds the specification to what it declares of itself.</summary>
    private void Hold(int state, int kind, int first, List<int>? all)
    {
        (TOperation operation, Answer<TResponse> answer) = _kinds[kind];
        if (first == Transitions.None && !answer.IsSeen)
        {
            throw new InvalidOperationException($"{_specification.Name} explains no unseen answer of {operation} in {_states[state]}.");
        }

        if (first != Transitions.None && _changesNothing[kind])
        {
            foreach (int next in all ?? [first])
            {
                _specification.Hold(_states[state], operation, answer, _states[next]);
            }
        }
    }

    private void Remember(ulong key, int next)
    {
        if (_count >= _keys.Length / 8 * 5)
        {
            if (!_budget.MayAllocate(2L * _keys.Length, sizeof(ulong) + sizeof(int)))
            {
                return;
            }

            (ulong[] oldKeys, int[] oldNext) = (_keys, _next);
            (_keys, _next) = (new ulong[2 * oldKeys.Length], new int[2 * oldKeys.Length]);
            for (int old = 0; old < oldKeys.Length; old++)
            {
                if (oldKeys[old] != 0)
                {
                    Put(oldKeys[old], oldNext[old]);
                }
            }
        }

        Put(key, next);
        _count++;
    }

    private void Put(ulong key, int next)
    {
        int slot = Find(key);
        (_keys[slot], _next[slot]) = (key, next);
    }

    private int StateNumber(TState state)
    {
        ref int number = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_numbers, state, out bool known);
        if (!known)
        {
            number = _states.Count;
            _states.Add(state);
        }

        return number;
    }
}
