// What reads tell about the order of writes, in a register or in one key of a map. A read whose answer can
// have come about in one way only names the write that it saw, and the appends between (its chain). All
// reads that go back to one write, that write and the chain make a block, and in every linearization
//   - the chain has the order in which the answers show it, and a read stands behind what it shows and
//     before what it does not show;
//   - no other write stands inside a block: after the block's write it would have replaced what the last
//     read shows, or be shown by it. So of two blocks one is wholly before the other, and if any operation
//     of A returned before one of B was invoked, it is A.
// A write that no read shows for certain is a block of its own. Reads of the value at the start make a block
// whose write is before everything. Two blocks that are each before the other are a contradiction; without
// such a pair the blocks have an order (Gibbons and Korach, SIAM J. Comput. 1997). The order is told between
// neighbours only: what follows from two pairs is left out.
using Checking.Linearizability;

namespace Harness.Histories.Models;

/// <summary>What a read shows.</summary>
/// <param name="Read">The read, by its place in the part.</param>
/// <param name="Chain">The write that it goes back to, if it does not go back to the start, and the appends that it shows, in order.</param>
/// <param name="IsFromStart">Whether it goes back to the value at the start.</param>
internal sealed record Shown(int Read, IReadOnlyList<int> Chain, bool IsFromStart);

/// <summary>Finds the order of blocks.</summary>
internal static class BlockForesight
{
    /// <summary>Looks at a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="writes">The places of all operations that change the state.</param>
    /// <param name="reads">What the reads show; those of which that is not certain are left out.</param>
    /// <param name="impossible">Operations that are known to be impossible.</param>
    public static Foresight Of<TOperation, TResponse>(
        IReadOnlyList<HistoryOperation<TOperation, TResponse>> part, IEnumerable<int> writes, IEnumerable<Shown> reads, IEnumerable<int> impossible)
        where TOperation : notnull
        where TResponse : notnull
    {
        List<(int Before, int After)> order = [];
        List<int> contradictions = [.. impossible];
        Dictionary<int, Block> blockOfWrite = [];
        List<Block> blocks = [];
        foreach (IGrouping<int, Shown> group in reads.GroupBy(read => read.IsFromStart ? -1 : read.Chain[0]))
        {
            Shown[] shortestFirst = [.. group.OrderBy(read => read.Chain.Count)];
            IReadOnlyList<int> chain = shortestFirst[^1].Chain;
            contradictions.AddRange(shortestFirst.Where(read => !chain.Take(read.Chain.Count).SequenceEqual(read.Chain)).Select(read => read.Read));
            Block block = new(group.Key, chain, [.. shortestFirst.Where(read => read.Chain.Count == chain.Count).Select(read => read.Read)]);
            blocks.Add(block);
            contradictions.AddRange(chain.Where(write => !blockOfWrite.TryAdd(write, block)));
            order.AddRange(chain.Zip(chain.Skip(1)));
            foreach (Shown read in shortestFirst)
            {
                order.AddRange(read.Chain.TakeLast(1).Select(last => (last, read.Read)));
                order.AddRange(chain.Skip(read.Chain.Count).Take(1).Select(next => (read.Read, next)));
                block.Cover(part[read.Read].Invoked, part[read.Read].Returned);
            }

            foreach (int write in chain)
            {
                block.Cover(part[write].Invoked, part[write].Returned);
            }
        }

        foreach (int write in writes.Where(write => !blockOfWrite.ContainsKey(write)))
        {
            Block block = new(write, [write], []);
            block.Cover(part[write].Invoked, part[write].Returned);
            blocks.Add(block);
        }

        Block[] sorted = [.. blocks.OrderBy(block => block.FirstReturn)];
        contradictions.AddRange(Contradictions(sorted).Select(block => block.Members.First()));
        if (contradictions.Count == 0)
        {
            AddOrder(order, sorted);
        }

        return new(order, contradictions) { Likely = Guess(blocks) };
    }

    /// <summary>
    /// One order of all blocks that keeps to what is known: if A is before B for certain, A's first return is before B's last
    /// invocation and B's first return is not before A's last invocation, so the sum of the two is smaller for A. Where every write
    /// is known by its reads this is more than a guess.
    /// </summary>
    private static List<(int Before, int After)> Guess(List<Block> blocks)
    {
        Block[] line = [.. blocks.OrderBy(block => (Int128)block.FirstReturn + block.LastInvocation)];
        return [.. line.Zip(line.Skip(1)).SelectMany(pair => pair.First.Ends.Select(end => (end, pair.Second.Members.First())))];
    }

    /// <summary>
    /// Blocks that are before each other. Call the time between first return and last invocation, where that is later, a block's
    /// core: cores must not overlap, and no block that has none may be open inside another one's core alone.
    /// </summary>
    private static IEnumerable<Block> Contradictions(Block[] sorted)
    {
        Block[] withCore = [.. sorted.Where(block => block.FirstReturn < block.LastInvocation)];
        for (int index = 1; index < withCore.Length; index++)
        {
            if (withCore[index].FirstReturn < withCore[index - 1].LastInvocation)
            {
                yield return withCore[index];
                yield break;
            }
        }

        long[] starts = [.. withCore.Select(block => block.FirstReturn)];
        foreach (Block block in sorted.Where(block => block.FirstReturn >= block.LastInvocation))
        {
            int found = Array.BinarySearch(starts, block.LastInvocation);
            int before = (found < 0 ? ~found : found) - 1;
            if (before >= 0 && block.FirstReturn < withCore[before].LastInvocation)
            {
                yield return block;
            }
        }
    }

    private static void AddOrder(List<(int Before, int After)> order, Block[] sorted)
    {
        // latest[n]: of the first n blocks the three with the latest last invocation, the latest first.
        Block?[][] latest = new Block?[sorted.Length + 1][];
        latest[0] = [null, null, null];
        for (int index = 0; index < sorted.Length; index++)
        {
            latest[index + 1] = [.. latest[index].Append(sorted[index]).OrderByDescending(block => block?.LastInvocation ?? long.MinValue).Take(3)];
        }

        long[] firstReturns = [.. sorted.Select(block => block.FirstReturn)];
        foreach (Block after in sorted)
        {
            int found = Array.BinarySearch(firstReturns, after.LastInvocation);
            int count = found < 0 ? ~found : found;
            while (count > 0 && firstReturns[count - 1] >= after.LastInvocation)
            {
                count--;
            }

            Block?[] between = latest[count];
            for (int index = count - 1; index >= 0 && !(sorted[index].FirstReturn < between[2]?.LastInvocation); index--)
            {
                Block before = sorted[index];
                bool follows = Array.Exists(between, block => block is not null && block != before && block != after && before.FirstReturn < block.LastInvocation);
                if (before != after && !follows && !(before.IsSingle && after.IsSingle))
                {
                    order.AddRange(before.Ends.Select(end => (end, after.Members.First())));
                }
            }
        }
    }

    /// <summary>A write, the appends that are shown behind it, and the reads that show them. Key -1: the value at the start.</summary>
    private sealed class Block(int key, IReadOnlyList<int> chain, IReadOnlyList<int> lastReads)
    {
        /// <summary>When the first of its operations returned.</summary>
        public long FirstReturn { get; private set; } = key < 0 ? long.MinValue : long.MaxValue;

        /// <summary>When the last of its operations was invoked.</summary>
        public long LastInvocation { get; private set; } = long.MinValue;

        public bool IsSingle => chain.Count == 1 && lastReads.Count == 0;

        public IEnumerable<int> Members => chain.Concat(lastReads);

        /// <summary>The operations behind which everything in the block is.</summary>
        public IEnumerable<int> Ends => lastReads.Count > 0 ? lastReads : chain;

        public void Cover(long invoked, long? returned)
        {
            FirstReturn = Math.Min(FirstReturn, returned ?? long.MaxValue);
            LastInvocation = Math.Max(LastInvocation, invoked);
        }
    }
}
