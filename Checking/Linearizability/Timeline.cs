// One part of a history as the search walks through it. Only returns push the search forward, so time is
// counted in returns: at position k, k operations have returned, and the next to return is operation k.
// Operations that need not be linearized (pending ones) come last. Everything the search asks in its
// inner loop is an array here.
namespace Checking.Linearizability;

/// <summary>The operations of one part, numbered by return.</summary>
internal sealed class Timeline
{
    // Stryker disable once CollectionExpression : it is not looked at while there are no predecessors
    private int[] _predecessorStart = [];
    private int[] _predecessors = [];

    private Timeline(int required, int[] source, int[] openFrom)
    {
        (Required, Source, OpenFrom) = (required, source, openFrom);
        Kind = new int[source.Length];
        EarlierTwin = new int[source.Length];
        Slot = new int[source.Length];
    }

    /// <summary>How many operations have to be linearized: those that returned. They are operations 0, 1, ... in order of return; the optional ones follow.</summary>
    public int Required { get; }

    /// <summary>How many operations there are.</summary>
    public int Count => Source.Length;

    /// <summary>Each operation's place in the part that it was made from.</summary>
    public int[] Source { get; }

    /// <summary>The position from which on each operation is open: how many operations returned before it was invoked.</summary>
    public int[] OpenFrom { get; }

    /// <summary>The number of each operation with its answer.</summary>
    public int[] Kind { get; }

    /// <summary>Each operation's bit in the set of linearized open operations. Operations that are never open together share bits; one that is no candidate has none (-1).</summary>
    public int[] Slot { get; }

    /// <summary>How many bits that set has.</summary>
    public int Slots { get; private set; }

    /// <summary>The operation of the same kind that comes just before in this numbering, or -1.</summary>
    public int[] EarlierTwin { get; }

    /// <summary>The operations that are open at each position, in this numbering: those from CandidateStart[k] up to CandidateStart[k + 1].</summary>
    // Stryker disable once CollectionExpression : it is made before it is looked at
    public int[] Candidates { get; private set; } = [];

    /// <summary>See <see cref="Candidates"/>.</summary>
    // Stryker disable once CollectionExpression : it is made before it is looked at
    public int[] CandidateStart { get; private set; } = [];

    /// <summary>Whether an operation is open at a position.</summary>
    public bool IsOpen(int operation, int position) =>
        OpenFrom[operation] <= position && operation >= position;

    /// <summary>The operations that have to be linearized before an operation, on top of real time.</summary>
    public ReadOnlySpan<int> Predecessors(int operation) =>
        _predecessors.Length == 0 ? [] : _predecessors.AsSpan(_predecessorStart[operation].._predecessorStart[operation + 1]);

    /// <summary>
    /// The first position that cannot be left because real time and the predecessors contradict each other, or null where
    /// they do not. States play no part in it.
    /// </summary>
    public int? Contradiction()
    {
        bool[] isLinearized = new bool[Count];
        for (int position = 0; position < Required; position++)
        {
            bool isSettled = isLinearized[position];
            while (!isSettled)
            {
                isSettled = true;
                foreach (int operation in Candidates.AsSpan(CandidateStart[position]..CandidateStart[position + 1]))
                {
                    if (!isLinearized[operation] && AreAll(isLinearized, Predecessors(operation)))
                    {
                        (isLinearized[operation], isSettled) = (true, false);
                    }
                }
            }

            if (!isLinearized[position])
            {
                return position;
            }
        }

        return null;
    }

    /// <summary>Makes the timeline of a part.</summary>
    /// <returns>The timeline, or null where it would not fit into memory; then the budget has ended.</returns>
    public static Timeline? Of<TState, TOperation, TResponse>(
        IReadOnlyList<HistoryOperation<TOperation, TResponse>> part,
        TransitionTable<TState, TOperation, TResponse> transitions,
        Foresight foresight,
        SearchBudget budget)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        // An unseen answer that comes when the last that was seen does, or later, binds nobody: put last, it is always explained.
        long lastSeen = long.MinValue;
        foreach (HistoryOperation<TOperation, TResponse> operation in part)
        {
            lastSeen = operation.Answer.IsSeen ? Math.Max(lastSeen, operation.Returned!.Value) : lastSeen;
        }

        int required = 0;
        int[] source = new int[part.Count];
        long[] times = new long[part.Count];
        for (int index = 0, last = part.Count; index < part.Count; index++)
        {
            // Stryker disable once Equality : nobody whose answer was seen was invoked after the last of them returned
            bool isRequired = part[index].Answer.IsSeen || part[index].Returned < lastSeen;
            int place = isRequired ? required++ : --last;
            (source[place], times[place]) = (index, isRequired ? part[index].Returned!.Value : part[index].Invoked);
        }

        Array.Sort(times, source, 0, required);
        Array.Sort(times, source, required, part.Count - required);
        int[] openFrom = new int[part.Count];
        for (int operation = 0; operation < part.Count; operation++)
        {
            openFrom[operation] = CountBelow(times.AsSpan(0, required), part[source[operation]].Invoked);
        }

        Timeline timeline = new(required, source, openFrom);
        Dictionary<int, int> latest = [];
        for (int operation = 0; operation < source.Length; operation++)
        {
            int kind = transitions.Kind(part[source[operation]].Operation, part[source[operation]].Answer);
            timeline.Kind[operation] = kind;
            timeline.EarlierTwin[operation] = latest.GetValueOrDefault(kind, -1);
            latest[kind] = operation;
        }

        if (!timeline.TakeCandidates(transitions.ChangesNothing, budget))
        {
            return null;
        }

        timeline.TakePredecessors(foresight);
        return timeline;
    }

    private static int CountBelow(ReadOnlySpan<long> sorted, long time)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static bool AreAll(bool[] flags, ReadOnlySpan<int> indexes)
    {
        foreach (int index in indexes)
        {
            if (!flags[index])
            {
                return false;
            }
        }

        return true;
    }

    private void TakePredecessors(Foresight foresight)
    {
        // Stryker disable once Block,Statement : of no pairs nothing is made
        if (foresight.Order.Count == 0)
        {
            return;
        }

        int[] operationAt = new int[Count];
        for (int operation = 0; operation < Count; operation++)
        {
            operationAt[Source[operation]] = operation;
        }

        // Leaving out a pair is never wrong. An operation that is no candidate has no bit in the set to look at.
        _predecessorStart = new int[Count + 2];
        foreach ((int before, int after) in foresight.Order)
        {
            _predecessorStart[operationAt[after] + 2] += Slot[operationAt[before]] >= 0 ? 1 : 0;
        }

        for (int operation = 2; operation < _predecessorStart.Length; operation++)
        {
            _predecessorStart[operation] += _predecessorStart[operation - 1];
        }

        _predecessors = new int[_predecessorStart[^1]];
        foreach ((int before, int after) in foresight.Order)
        {
            if (Slot[operationAt[before]] >= 0)
            {
                _predecessors[_predecessorStart[operationAt[after] + 1]++] = operationAt[before];
            }
        }
    }

    private bool TakeCandidates(Predicate<int> changesNothing, SearchBudget budget)
    {
        // A pending operation that changes nothing explains nothing; one invoked after the last return neither.
        long total = 0;
        int[] opened = new int[Required + 1];
        for (int operation = 0; operation < Count; operation++)
        {
            // Stryker disable once Equality : what is invoked behind the last return is open at no position
            bool isCandidate = operation < Required || (OpenFrom[operation] < Required && !changesNothing(Kind[operation]));
            Slot[operation] = isCandidate ? 0 : -1;
            total += isCandidate ? Math.Min(operation + 1, Required) - OpenFrom[operation] : 0;
            opened[isCandidate ? OpenFrom[operation] : Required]++;
        }

        if (!budget.MayAllocate(total, sizeof(int)))
        {
            return false;
        }

        Candidates = new int[total];
        CandidateStart = new int[Required + 1];
        FillCandidates(opened);
        return true;
    }

    /// <summary>Walks through the positions, and gives out bits.</summary>
    /// <param name="opened">How many candidates open at each position; in the last place how many operations are none.</param>
    private void FillCandidates(int[] opened)
    {
        int[] byInvocation = new int[Count];
        for (int position = Required, end = Count; position >= 0; position--)
        {
            (opened[position], end) = (end - opened[position], end - opened[position]);
        }

        int[] next = [.. opened];
        for (int operation = 0; operation < Count; operation++)
        {
            byInvocation[next[Slot[operation] < 0 ? Required : OpenFrom[operation]]++] = operation;
        }

        Stack<int> freeSlots = [];
        for (int position = 0; position < Required; position++)
        {
            // What was open at the position before, without the one that returned, and what was invoked since, sorted in.
            int start = CandidateStart[position];
            int end = start;
            if (position > 0)
            {
                ReadOnlySpan<int> before = Candidates.AsSpan((CandidateStart[position - 1] + 1)..start);
                before.CopyTo(Candidates.AsSpan(start));
                end += before.Length;
            }

            foreach (int operation in byInvocation.AsSpan(opened[position]..next[position]))
            {
                Slot[operation] = freeSlots.TryPop(out int slot) ? slot : Slots++;
                int place = ~Candidates.AsSpan(start..end).BinarySearch(operation);
                Candidates.AsSpan((start + place)..end).CopyTo(Candidates.AsSpan(start + place + 1));
                Candidates[start + place] = operation;
                end++;
            }

            CandidateStart[position + 1] = end;
            freeSlots.Push(Slot[position]);
        }
    }
}
