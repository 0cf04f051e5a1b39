using Checking.Schedules;

namespace Checking.Discovery;

/// <summary>An order that a seed draws: for what is too much for one run, so that each run does another part of it.</summary>
public static class DrawnOrder
{
    /// <summary>All items, in an order that the seed draws: the same on every machine (Fisher and Yates).</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="items">The items.</param>
    /// <param name="seed">The seed.</param>
    /// <returns>The items in another order; each order is as likely as any other.</returns>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items, ulong seed)
    {
        SplitMix random = new(seed);
        T[] order = [.. items];
        for (int left = order.Length; left > 0; left--)
        {
            int chosen = random.Next(left);
            (order[chosen], order[left - 1]) = (order[left - 1], order[chosen]);
        }

        return order;
    }
}
