// What the order of the dequeues tells about the order of the enqueues. In a queue the choice between two
// concurrent enqueues comes to light only when their values are dequeued, which in a queue that grows is
// long after; a search that finds out then has tried every order of everything between. But a whole history
// shows it beforehand. For values that are enqueued once (the others are left to the search):
//   - if a was dequeued before b's dequeue was invoked, or b was never dequeued, a was enqueued before b;
//   - a value is dequeued once, after its enqueue was invoked, and never if it was never enqueued;
//   - "empty" cannot be answered while at each moment some value is certainly in: from the return of its
//     enqueue to the invocation of its dequeue.
// Where values are unique and nothing is pending, a history that breaks none of these is linearizable
// (Henzinger, Sezgin and Vafeiadis, CONCUR 2013). That is why they suffice to be fast; soundness needs only
// that each holds of every linearization. A dequeue whose answer nobody saw may have taken any value that
// no other dequeue answered, from its invocation on.
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
        List<Life> lives = [.. enqueues.Where(enqueue => enqueue.Count() == 1).SelectMany(enqueue => Lives(operations, enqueue, dequeues[enqueue.Key], firstUnseen))];
        List<int> impossible = [.. NeverIn(operations, enqueues, dequeues), .. NotEmpty(operations, dequeues[null], lives)];
        bool isCertain = firstUnseen == long.MaxValue && lives.Count == enqueues.Sum(enqueue => enqueue.Count());
        return new([.. Order(lives)], impossible)
        {
            // The guess: an unseen dequeue took nothing, and equal values went out as they came in.
            Likely = isCertain ? [] : [.. Order([.. enqueues.SelectMany(enqueue => Lives(operations, enqueue, dequeues[enqueue.Key], long.MaxValue))])],
        };
    }

    /// <summary>The enqueues of a value, each with the dequeue that took it out.</summary>
    private static IEnumerable<Life> Lives(
        IReadOnlyList<HistoryOperation<QueueOperation, QueueResponse>> operations, IEnumerable<int> enqueues, IEnumerable<int> dequeues, long firstUnseen)
    {
        int[] taken = [.. dequeues.OrderBy(index => operations[index].Invoked)];
        int copy = 0;
        foreach (int at in enqueues.OrderBy(index => operations[index].Returned ?? long.MaxValue))
        {
            HistoryOperation<QueueOperation, QueueResponse>? dequeue = copy < taken.Length ? operations[taken[copy++]] : null;
            yield return new(at, operations[at].Returned ?? long.MaxValue, dequeue?.Invoked ?? firstUnseen, dequeue?.Returned ?? long.MaxValue);
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
        IReadOnlyList<HistoryOperation<QueueOperation, QueueResponse>> operations, IEnumerable<int> empties, List<Life> lives)
    {
        Life[] certain = [.. lives.Where(life => life.EnqueueReturned < life.DequeueInvoked).OrderBy(life => life.EnqueueReturned)];
        foreach (int empty in empties)
        {
            // The times of the answer are covered up to here, this moment left out.
            long covered = operations[empty].Invoked;
            bool isCovered = false;
            foreach (Life life in certain)
            {
                if (life.EnqueueReturned >= covered)
                {
                    break;
                }

                covered = Math.Max(covered, life.DequeueInvoked);
                isCovered = covered > operations[empty].Returned;
                if (isCovered)
                {
                    break;
                }
            }

            if (isCovered)
            {
                yield return empty;
            }
        }
    }

    /// <summary>The order of the enqueues, without pairs that follow from others.</summary>
    private static IEnumerable<(int Before, int After)> Order(List<Life> lives)
    {
        Life[] byReturn = [.. lives.Where(life => life.DequeueReturned < long.MaxValue).OrderBy(life => life.DequeueReturned)];
        long[] latestInvocation = new long[byReturn.Length + 1];
        latestInvocation[0] = long.MinValue;
        for (int index = 0; index < byReturn.Length; index++)
        {
            latestInvocation[index + 1] = Math.Max(latestInvocation[index], byReturn[index].DequeueInvoked);
        }

        foreach (Life after in lives)
        {
            int count = byReturn.Length - byReturn.Count(life => life.DequeueReturned >= after.DequeueInvoked);

            // One that is dequeued before the dequeue of another of these was invoked comes before that one, and so before this.
            for (int index = count - 1; index >= 0 && byReturn[index].DequeueReturned >= latestInvocation[count]; index--)
            {
                yield return (byReturn[index].Enqueue, after.Enqueue);
            }
        }
    }

    /// <summary>One value: its enqueue, and when it went in and out. Never out is out at the end of time.</summary>
    private sealed record Life(int Enqueue, long EnqueueReturned, long DequeueInvoked, long DequeueReturned);
}
