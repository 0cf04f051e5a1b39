// One part of a history as the search walks through it. Only returns push the search forward, so time is
// counted in returns: at position k, k operations have returned, and the next to return is operation k.
// Operations that need not be linearized (pending ones) come last. Everything the search asks in its
// inner loop is an array here.
namespace Checking.Linearizability;

/// <summary>The operations of one part, numbered by return.</summary>
internal sealed class Timeline
{
    private Timeline(int required, int[] source, int[] openFrom)
    {
        (Required, Source, OpenFrom) = (required, source, openFrom);
        Kind = new int[source.Length];
        Slot = new int[source.Length];
        Array.Fill(Slot, -1);
        EarlierTwin = new int[source.Length];
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
    public int[] Candidates { get; private set; } = [];

    /// <summary>See <see cref="Candidates"/>.</summary>
    public int[] CandidateStart { get; private set; } = [];

    /// <summary>Operations that have to be linearized before each operation, on top of real time; null where none are known.</summary>
    public int[]?[] Predecessors { get; private set; } = [];

    /// <summary>Whether an operation is open at a position.</summary>
    public bool IsOpen(int operation, int position) =>
        OpenFrom[operation] <= position && (operation >= position || operation >= Required);

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
                    if (!isLinearized[operation] && Array.TrueForAll(Predecessors[operation] ?? [], before => isLinearized[before]))
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
        // An unseen answer that comes when everything that was seen is over binds nobody: put last, it is always explained.
        long lastSeen = part.Where(operation => operation.Answer.IsSeen).Select(operation => operation.Returned!.Value).DefaultIfEmpty(long.MinValue).Max();
        bool IsRequired(HistoryOperation<TOperation, TResponse> operation) => operation.Answer.IsSeen || operation.Returned <= lastSeen;
        int[] source =
        [
            .. Enumerable.Range(0, part.Count).Where(index => IsRequired(part[index])).OrderBy(index => part[index].Returned),
            .. Enumerable.Range(0, part.Count).Where(index => !IsRequired(part[index])).OrderBy(index => part[index].Invoked),
        ];
        int required = part.Count(IsRequired);
        long[] returns = [.. source.Take(required).Select(index => part[index].Returned!.Value)];
        int[] openFrom = [.. source.Select(index => CountBelow(returns, part[index].Invoked))];
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

    private static int CountBelow(long[] sorted, long time)
    {
        (int low, int high) = (0, sorted.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle] < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private bool IsCandidate(int operation) => Slot[operation] >= 0;

    private void TakePredecessors(Foresight foresight)
    {
        Predecessors = new int[Count][];
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
        foreach (IGrouping<int, (int Before, int After)> pairs in foresight.Order.Where(pair => IsCandidate(operationAt[pair.Before])).GroupBy(pair => pair.After))
        {
            Predecessors[operationAt[pairs.Key]] = [.. pairs.Select(pair => operationAt[pair.Before]).Distinct()];
        }
    }

    private bool TakeCandidates(Predicate<int> changesNothing, SearchBudget budget)
    {
        // A pending operation that changes nothing explains nothing; one invoked after the last return neither.
        int[] optional = [.. Enumerable.Range(Required, Count - Required).Where(operation => OpenFrom[operation] < Required && !changesNothing(Kind[operation]))];
        long total = Enumerable.Range(0, Required).Sum(operation => (long)operation - OpenFrom[operation] + 1)
            + optional.Sum(operation => (long)Required - OpenFrom[operation]);
        if (total > Array.MaxLength)
        {
            budget.RanOutOfMemory();
        }

        if (!budget.MayAllocate(total * sizeof(int)))
        {
            return false;
        }

        int[] invokedAt = [.. Enumerable.Range(0, Required).Concat(optional).OrderBy(operation => OpenFrom[operation]).ThenBy(operation => operation)];
        Candidates = new int[total];
        CandidateStart = new int[Required + 1];
        SortedSet<int> open = [];
        PriorityQueue<int, int> freeSlots = new();
        int invoked = 0;
        for (int position = 0; position < Required; position++)
        {
            for (; invoked < invokedAt.Length && OpenFrom[invokedAt[invoked]] <= position; invoked++)
            {
                open.Add(invokedAt[invoked]);
                Slot[invokedAt[invoked]] = freeSlots.TryDequeue(out int slot, out _) ? slot : Slots++;
            }

            open.CopyTo(Candidates, CandidateStart[position]);
            CandidateStart[position + 1] = CandidateStart[position] + open.Count;
            open.Remove(position);
            freeSlots.Enqueue(Slot[position], Slot[position]);
        }

        return true;
    }
}
