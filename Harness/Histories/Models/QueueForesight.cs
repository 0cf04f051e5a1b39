// What the order of the dequeues tells about the order of the enqueues. In a queue the choice between two
// concurrent enqueues comes to light only when their values are dequeued, which in a queue that grows is
// long after; a search that finds out then has tried every order of everything between. But a whole history
// shows it beforehand. Of equal values the j-th one in is the j-th one out, so take the j-th enqueue and the
// j-th dequeue of a value, whichever operations they are: it lies between the j-th invocation and the j-th
// return of those. Then
//   - if a was dequeued before b's dequeue was invoked, or b was never dequeued, a was enqueued before b;
//   - no value is dequeued more often than it is enqueued, or before that is invoked;
//   - "empty" cannot be answered while at each moment some value is certainly in: from the return of its
//     enqueue to the invocation of its dequeue.
// Where values are unique and nothing is pending, a history that breaks none of these is linearizable
// (Henzinger, Sezgin and Vafeiadis, CONCUR 2013). That is why they suffice to be fast; soundness needs only
// that each holds of every linearization. A dequeue whose answer nobody saw may have taken any value, from
// its invocation on.
using Checking.Linearizability;

namespace Harness.Histories.Models;

/// <summary>What can be told of a history of a queue before any search.</summary>
public static class QueueForesight
{
    /// <summary>Looks at a history.</summary>
    /// <param name="operations">Its operations.</param>
    /// <returns>What holds of each of its linearizations.</returns>
    public static Foresight Of(IReadOnlyList<HistoryOperation<QueueOperation, QueueResponse>> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        ILookup<long, int> enqueues = Enumerable.Range(0, operations.Count)
            .Where(index => operations[index].Operation is QueueOperation.Enqueue)
            .ToLookup(index => ((QueueOperation.Enqueue)operations[index].Operation).Value);
        ILookup<long?, int> dequeues = Enumerable.Range(0, operations.Count)
            .Where(index => operations[index].Answer is { IsSeen: true, Response: QueueResponse.Dequeued })
            .ToLookup(index => ((QueueResponse.Dequeued)operations[index].Answer.Response).Value);
        long firstUnseen = operations.Where(operation => operation is { Operation: QueueOperation.Dequeue, Answer.IsSeen: false })
            .Select(operation => operation.Invoked).DefaultIfEmpty(long.MaxValue).Min();
        Life[] lives = [.. enqueues.SelectMany(enqueue => Lives(operations, enqueue, dequeues[enqueue.Key], firstUnseen))];
        List<int> impossible = [.. NeverIn(operations, enqueues, dequeues), .. OutOfOrder(lives), .. NotEmpty(operations, dequeues[null], lives)];
        bool isCertain = firstUnseen == long.MaxValue && Array.TrueForAll(lives, life => life.IsUnique) && !dequeues[null].Any();
        return new([.. Order(lives.Where(life => life.IsUnique))], impossible)
        {
            Likely = isCertain ? [] : [.. Order(Guess(lives)), .. GuessEmpty(operations, dequeues[null], lives)],
        };
    }

    /// <summary>The copies of a value: the first one in, the second one in, ...</summary>
    private static IEnumerable<Life> Lives(
        IReadOnlyList<HistoryOperation<QueueOperation, QueueResponse>> operations, IEnumerable<int> enqueues, IEnumerable<int> dequeues, long firstUnseen)
    {
        int[] byReturn = [.. enqueues.OrderBy(index => operations[index].Returned ?? long.MaxValue)];
        long[] invoked = [.. byReturn.Select(index => operations[index].Invoked).Order()];
        (long Invoked, long Returned)[] answered =
        [
            .. dequeues.Select(index => operations[index].Invoked).Order().Zip(dequeues.Select(index => operations[index].Returned!.Value).Order()),
        ];
        int[] dequeueByInvocation = [.. dequeues.OrderBy(index => operations[index].Invoked)];

        // Where each copy has an answer, nothing is left for a dequeue whose answer nobody saw.
        long earliest = answered.Length < byReturn.Length ? firstUnseen : long.MaxValue;
        for (int copy = 0; copy < byReturn.Length; copy++)
        {
            HistoryOperation<QueueOperation, QueueResponse>? likely = copy < answered.Length ? operations[dequeueByInvocation[copy]] : null;
            yield return new Life
            {
                Enqueue = byReturn[copy],
                IsUnique = byReturn.Length == 1,
                EnqueueInvoked = invoked[copy],
                EnqueueReturned = operations[byReturn[copy]].Returned ?? long.MaxValue,
                DequeueInvoked = Math.Min(earliest, copy < answered.Length ? answered[copy].Invoked : long.MaxValue),
                LikelyDequeue = copy < answered.Length ? dequeueByInvocation[copy] : -1,
                LikelyInvoked = likely?.Invoked ?? long.MaxValue,
                LikelyReturned = likely?.Returned ?? long.MaxValue,
                DequeueReturned = copy < answered.Length ? answered[copy].Returned : long.MaxValue,
            };
        }
    }

    /// <summary>
    /// A guess at what nobody saw: that equal values came in as they returned, and that of the values which no dequeue answered only
    /// those were taken that were in the way, namely in before one that was answered; and taken just before that one.
    /// </summary>
    private static IEnumerable<Life> Guess(Life[] lives)
    {
        Life[] byInvocation = [.. lives.Where(life => life.DequeueReturned < long.MaxValue).OrderByDescending(life => life.EnqueueInvoked)];
        long[] firstTaken = new long[byInvocation.Length + 1];
        firstTaken[0] = long.MaxValue;
        for (int index = 0; index < byInvocation.Length; index++)
        {
            firstTaken[index + 1] = Math.Min(firstTaken[index], byInvocation[index].LikelyInvoked - 1);
        }

        foreach (Life life in lives)
        {
            int behind = byInvocation.TakeWhile(other => other.EnqueueInvoked > life.EnqueueReturned).Count();
            yield return life.DequeueReturned < long.MaxValue
                ? life with { DequeueInvoked = life.LikelyInvoked, DequeueReturned = life.LikelyReturned }
                : life with { DequeueInvoked = firstTaken[behind], DequeueReturned = firstTaken[behind] };
        }
    }

    /// <summary>Values that went out before others, and certainly came in behind them.</summary>
    private static IEnumerable<int> OutOfOrder(Life[] lives)
    {
        Life[] byReturn = [.. lives.OrderBy(life => life.DequeueReturned)];
        long lastEnqueue = long.MinValue;
        int earlier = 0;
        foreach (Life life in lives.OrderBy(life => life.DequeueInvoked))
        {
            for (; earlier < byReturn.Length && byReturn[earlier].DequeueReturned < life.DequeueInvoked; earlier++)
            {
                lastEnqueue = Math.Max(lastEnqueue, byReturn[earlier].EnqueueInvoked);
            }

            if (life.EnqueueReturned < lastEnqueue)
            {
                yield return life.Enqueue;
            }
        }
    }

    /// <summary>Dequeues of a value that was not in, or is out already.</summary>
    private static IEnumerable<int> NeverIn(
        IReadOnlyList<HistoryOperation<QueueOperation, QueueResponse>> operations, ILookup<long, int> enqueues, ILookup<long?, int> dequeues)
    {
        foreach (IGrouping<long?, int> dequeue in dequeues.Where(dequeue => dequeue.Key is not null))
        {
            int[] sources = [.. enqueues[dequeue.Key!.Value]];
            int[] tooMany = [.. dequeue.Skip(sources.Length)];
            int[] tooEarly = [.. dequeue.Where(taken => Array.TrueForAll(sources, source => operations[taken].Precedes(operations[source])))];
            foreach (int taken in tooMany.Union(tooEarly))
            {
                yield return taken;
            }
        }
    }

    /// <summary>Answers of "empty" while the queue was certainly not.</summary>
    private static IEnumerable<int> NotEmpty(
        IReadOnlyList<HistoryOperation<QueueOperation, QueueResponse>> operations, IEnumerable<int> empties, Life[] lives)
    {
        Life[] certain = CertainlyIn(lives);
        return empties.Where(empty => FirstMaybeEmpty(operations[empty].Invoked, certain) > operations[empty].Returned);
    }

    private static Life[] CertainlyIn(Life[] lives) => [.. lives.Where(life => life.EnqueueReturned < life.DequeueInvoked).OrderBy(life => life.EnqueueReturned)];

    /// <summary>The first moment from a given one on at which no value is certainly in.</summary>
    private static long FirstMaybeEmpty(long from, Life[] certain)
    {
        long moment = from;
        foreach (Life life in certain)
        {
            if (life.EnqueueReturned >= moment)
            {
                break;
            }

            moment = Math.Max(moment, life.DequeueInvoked);
        }

        return moment;
    }

    /// <summary>
    /// A guess at when the queue was empty: at the first moment at which it can have been. What was in by then was out by then, and
    /// what may have come in later did.
    /// </summary>
    private static IEnumerable<(int Before, int After)> GuessEmpty(
        IReadOnlyList<HistoryOperation<QueueOperation, QueueResponse>> operations, IEnumerable<int> empties, Life[] lives)
    {
        Life[] certain = CertainlyIn(lives);
        foreach (int empty in empties)
        {
            long moment = FirstMaybeEmpty(operations[empty].Invoked, certain);
            foreach (Life life in lives.Where(life => life.EnqueueInvoked <= operations[empty].Returned && life.LikelyReturned >= operations[empty].Invoked))
            {
                if (life.EnqueueReturned < moment || life.LikelyReturned < moment)
                {
                    yield return life.LikelyDequeue < 0 ? (empty, life.Enqueue) : (life.LikelyDequeue, empty);
                }
                else
                {
                    yield return (empty, life.Enqueue);
                }
            }
        }
    }

    /// <summary>The order of the enqueues, without pairs that follow from others.</summary>
    private static IEnumerable<(int Before, int After)> Order(IEnumerable<Life> lives)
    {
        lives = [.. lives];
        Life[] byReturn = [.. lives.Where(life => life.DequeueReturned < long.MaxValue).OrderBy(life => life.DequeueReturned)];
        long[] latestInvocation = new long[byReturn.Length + 1];
        latestInvocation[0] = long.MinValue;
        for (int index = 0; index < byReturn.Length; index++)
        {
            latestInvocation[index + 1] = Math.Max(latestInvocation[index], byReturn[index].DequeueInvoked);
        }

        foreach (Life after in lives)
        {
            int count = CountBelow(byReturn, after.DequeueInvoked);

            // One that is dequeued before the dequeue of another of these was invoked comes before that one, and so before this.
            for (int index = count - 1; index >= 0 && byReturn[index].DequeueReturned >= latestInvocation[count]; index--)
            {
                yield return (byReturn[index].Enqueue, after.Enqueue);
            }
        }
    }

    private static int CountBelow(Life[] byReturn, long time)
    {
        (int low, int high) = (0, byReturn.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = byReturn[middle].DequeueReturned < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>One value, or one copy of it, and when it went in and out. Never out is out at the end of time.</summary>
    private sealed record Life
    {
        /// <summary>Its enqueue; of equal values the one that returned in its place.</summary>
        public required int Enqueue { get; init; }

        /// <summary>Whether no other enqueue has this value.</summary>
        public required bool IsUnique { get; init; }

        /// <summary>It was not in before.</summary>
        public required long EnqueueInvoked { get; init; }

        /// <summary>It was in by then.</summary>
        public required long EnqueueReturned { get; init; }

        /// <summary>It was not out before.</summary>
        public required long DequeueInvoked { get; init; }

        /// <summary>The dequeue that answered it, at a guess; -1 for none.</summary>
        public required int LikelyDequeue { get; init; }

        /// <summary>When the dequeue was invoked that answered it, at a guess.</summary>
        public required long LikelyInvoked { get; init; }

        /// <summary>When the dequeue returned that answered it, at a guess.</summary>
        public required long LikelyReturned { get; init; }

        /// <summary>It was out by then.</summary>
        public required long DequeueReturned { get; init; }
    }
}
