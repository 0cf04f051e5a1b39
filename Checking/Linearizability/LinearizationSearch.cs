// The search for a linearization of one part: depth first over configurations, with memory (Wing and Gong
// 1993, Lowe 2017). A configuration is (position, set of open operations that are linearized, state); its
// position is how many returns are passed, see Timeline.cs.
//
// Invariants of each configuration on the stack and in the memory:
//   1. every operation before the position is linearized; none is that is not open by then;
//   2. the path is an order of exactly the linearized operations that keeps real time, in which each answer
//      is explained, from the initial state to the configuration's state;
//   3. the operation that returns next is not linearized (else its return is passed at once), and no
//      operation that changes nothing and is explained by the state is open and not linearized.
//
// An operation can be linearized next if it is open: all that precede it in real time have returned, and
// returned means linearized (1). Three rules leave out choices; each keeps at least one linearization if
// there is any:
//   - Reads first. If r changes nothing (in no state that explains its answer) and the state explains it,
//     r is linearized at once and nothing else is tried. For take any linearization from here and move r to
//     the front of the rest: r may stand there since it is open; what stood before it sees the same states,
//     and so does what stood after it, as r changed no state at its old place either.
//   - Twins in order. Of two open operations with the same operation and answer the one that returns first
//     is linearized first. For take a linearization in which y comes before its twin x that returns no later:
//     with x and y exchanged all states are the same, x stands where it is open, and y before x's return,
//     which is no later than its own. If y is linearized and its pending twin x never is, x can stand for y.
//   - A pending operation is left out where it would change nothing: without it all states are the same.
// Operations are tried in order of return: the one whose return is next comes first, so that others are
// linearized only where it cannot be, or where that came to nothing.
namespace Checking.Linearizability;

/// <summary>How a search ended.</summary>
internal enum SearchOutcome
{
    /// <summary>There is a linearization.</summary>
    Linearizable,

    /// <summary>There is none.</summary>
    NotLinearizable,

    /// <summary>The budget ended.</summary>
    Undecided,
}

/// <summary>An order of operations that was found, from the initial state on.</summary>
/// <param name="Order">The operations in the timeline's numbers, in order.</param>
/// <param name="States">The number of the state after each.</param>
internal sealed record FoundOrder(int[] Order, int[] States);

/// <summary>Looks for a linearization of one part.</summary>
internal sealed class LinearizationSearch
{
    private const int LongestKept = 4;
    private const int BitsPerWord = 64;

    private readonly Timeline _timeline;
    private readonly ITransitions _transitions;
    private readonly SearchBudget _budget;
    private readonly long _maxConfigurations;
    private readonly VisitedConfigurations _visited;
    private readonly int _words;

    // The stack: frame f has its set in the words from f * _words on.
    private Frame[] _frames = new Frame[16];
    private ulong[] _sets;
    private int _depth;

    // The path: the operations in the order in which they are linearized, and the state after each.
    private readonly int[] _path;
    private readonly int[] _pathStates;
    private int _length;

    // Stryker disable once CollectionExpression : it is cleared before it is used
    private readonly List<FoundOrder> _longest = [];

    // Stryker disable once CollectionExpression : it is cleared before it is used
    private readonly List<int> _longestStates = [];

    public LinearizationSearch(Timeline timeline, ITransitions transitions, SearchBudget budget, long maxConfigurations = long.MaxValue)
    {
        (_timeline, _transitions, _budget, _maxConfigurations) = (timeline, transitions, budget, maxConfigurations);
        _words = WordsFor(timeline.Slots);
        _visited = new(_words, budget);
        _sets = new ulong[16 * _words];
        _path = new int[timeline.Count];
        _pathStates = new int[timeline.Count];
    }

    /// <summary>How many words so many bits take; one at least.</summary>
    internal static int WordsFor(int bits) => Math.Max(1, (bits + BitsPerWord - 1) / BitsPerWord);

    /// <summary>How many configurations were visited.</summary>
    public long Configurations => _visited.Count;

    /// <summary>After a search: the linearization if there is one, else the longest orders after which nothing can be linearized any more, one a state.</summary>
    public IReadOnlyList<FoundOrder> Longest => _longest;

    /// <summary>How many returns the longest orders pass.</summary>
    public int LongestPosition { get; private set; } = -1;

    public SearchOutcome Run()
    {
        _frames[0] = new Frame { State = Transitions.Initial, IsStuck = true };
        if (Settle(ref _frames[0], _sets.AsSpan(0, _words)))
        {
            return Found();
        }

        _visited.Add(_sets.AsSpan(0, _words), _frames[0].Position, _frames[0].State);
        while (_depth >= 0)
        {
            if (!_budget.MayGoOn() || _visited.Count >= _maxConfigurations)
            {
                return SearchOutcome.Undecided;
            }

            if (!TakeNext(ref _frames[_depth], out int operation, out int state))
            {
                Leave(in _frames[_depth]);
                continue;
            }

            if (Enter(operation, state))
            {
                return Found();
            }
        }

        return _budget.End is null ? SearchOutcome.NotLinearizable : SearchOutcome.Undecided;
    }

    /// <summary>The next operation that a frame can linearize, and the state after it.</summary>
    private bool TakeNext(ref Frame frame, out int operation, out int state)
    {
        ReadOnlySpan<ulong> set = _sets.AsSpan(_depth * _words, _words);
        int end = _timeline.CandidateStart[frame.Position + 1] - _timeline.CandidateStart[frame.Position];
        ReadOnlySpan<int> candidates = _timeline.Candidates.AsSpan(_timeline.CandidateStart[frame.Position], end);
        while (frame.Cursor < end)
        {
            operation = candidates[frame.Cursor];
            if (!Has(set, operation) && IsFirstTwin(set, operation, frame.Position) && HasPredecessors(set, operation, frame.Position))
            {
                int next = _transitions.Next(frame.State, _timeline.Kind[operation]);
                state = next;
                if (next < Transitions.None)
                {
                    int[] many = _transitions.Many(next);
                    state = many[frame.Successor++];
                    if (frame.Successor == many.Length)
                    {
                        (frame.Successor, frame.Cursor) = (0, frame.Cursor + 1);
                    }
                }
                else
                {
                    frame.Cursor++;
                }

                if (state != Transitions.None && (operation < _timeline.Required || state != frame.State))
                {
                    frame.IsStuck = false;
                    return true;
                }
            }
            else
            {
                frame.Cursor++;
            }
        }

        operation = state = default;
        return false;
    }

    /// <summary>Linearizes an operation on a new frame; leaves it again where the configuration is known.</summary>
    /// <returns>Whether everything is linearized.</returns>
    private bool Enter(int operation, int state)
    {
        MakeRoom();
        Span<ulong> set = _sets.AsSpan((_depth + 1) * _words, _words);
        _sets.AsSpan(_depth * _words, _words).CopyTo(set);
        ref Frame child = ref _frames[_depth + 1];
        child = new Frame { Position = _frames[_depth].Position, State = state, PathStart = _length, IsStuck = true };
        Linearize(set, operation, state);
        if (Settle(ref child, set))
        {
            return true;
        }

        if (_visited.Add(set, child.Position, state))
        {
            _depth++;
        }
        else
        {
            _length = child.PathStart;
        }

        return false;
    }

    /// <summary>Passes the returns of linearized operations and linearizes reads, until neither is left (invariant 3).</summary>
    /// <returns>Whether every return is passed.</returns>
    private bool Settle(ref Frame frame, Span<ulong> set)
    {
        do
        {
            while (frame.Position < _timeline.Required && Has(set, frame.Position))
            {
                Remove(set, frame.Position);
                frame.Position++;
            }

            if (frame.Position == _timeline.Required)
            {
                return true;
            }

            foreach (int operation in _timeline.Candidates.AsSpan(_timeline.CandidateStart[frame.Position].._timeline.CandidateStart[frame.Position + 1]))
            {
                if (_transitions.ChangesNothing(_timeline.Kind[operation])
                    && !Has(set, operation)
                    && _transitions.Next(frame.State, _timeline.Kind[operation]) == frame.State
                    && HasPredecessors(set, operation, frame.Position))
                {
                    Linearize(set, operation, frame.State);
                }
            }
        }
        while (Has(set, frame.Position));
        return false;
    }

    private void Linearize(Span<ulong> set, int operation, int state)
    {
        int slot = _timeline.Slot[operation];
        // Stryker disable once Assignment : the bit is not set yet: it was just asked
        set[slot / BitsPerWord] |= 1UL << slot;
        (_path[_length], _pathStates[_length]) = (operation, state);
        _length++;
    }

    /// <summary>Drops the frame on top; keeps its path if it got further than all before.</summary>
    private void Leave(in Frame frame)
    {
        if (frame.IsStuck && frame.Position >= LongestPosition)
        {
            if (frame.Position > LongestPosition)
            {
                LongestPosition = frame.Position;
                _longest.Clear();
                _longestStates.Clear();
            }

            if (_longest.Count < LongestKept && !_longestStates.Contains(frame.State))
            {
                _longest.Add(Path());
                _longestStates.Add(frame.State);
            }
        }

        _length = frame.PathStart;
        _depth--;
    }

    private SearchOutcome Found()
    {
        _longest.Clear();
        _longest.Add(Path());
        LongestPosition = _timeline.Required;
        return SearchOutcome.Linearizable;
    }

    private FoundOrder Path() => new(_path[.._length], _pathStates[.._length]);

    private bool Has(ReadOnlySpan<ulong> set, int operation)
    {
        int slot = _timeline.Slot[operation];
        return (set[slot / BitsPerWord] & (1UL << slot)) != 0;
    }

    private void Remove(Span<ulong> set, int operation)
    {
        int slot = _timeline.Slot[operation];
        set[slot / BitsPerWord] &= ~(1UL << slot);
    }

    private bool IsFirstTwin(ReadOnlySpan<ulong> set, int operation, int position)
    {
        int twin = _timeline.EarlierTwin[operation];
        return twin < 0 || !_timeline.IsOpen(twin, position) || Has(set, twin);
    }

    private bool HasPredecessors(ReadOnlySpan<ulong> set, int operation, int position)
    {
        foreach (int before in _timeline.Predecessors(operation))
        {
            if (before >= position && !(_timeline.IsOpen(before, position) && Has(set, before)))
            {
                return false;
            }
        }

        return true;
    }

    private void MakeRoom()
    {
        // Stryker disable once Equality : room that is made a frame early is room as well
        if (_depth + 2 > _frames.Length)
        {
            Array.Resize(ref _frames, 2 * _frames.Length);
            Array.Resize(ref _sets, 2 * _sets.Length);
        }
    }

    /// <summary>A configuration on the stack, and how far its choices are tried.</summary>
    private struct Frame
    {
        public int Position;
        public int State;
        public int Cursor;
        public int Successor;
        public int PathStart;
        public bool IsStuck;
    }
}
