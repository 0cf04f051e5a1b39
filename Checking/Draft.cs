// One operation before it knows the state that it will meet: a kind and four small numbers. A list of
// drafts is generated and shrunk without the state; each draft becomes an operation when its turn
// comes, from the state at hand. So arguments make sense (a device that exists, a deadline that is
// about to pass), and an operation can be taken out of the list without making the rest senseless.
using CsCheck;

namespace Checking;

/// <summary>An operation that is not resolved yet.</summary>
/// <param name="Kind">Which operation; the smaller, the simpler.</param>
/// <param name="First">A choice that the operation needs.</param>
/// <param name="Second">A choice that the operation needs.</param>
/// <param name="Third">A choice that the operation needs.</param>
/// <param name="Fourth">A choice that the operation needs.</param>
public readonly record struct Draft(byte Kind, byte First, byte Second, byte Third, byte Fourth)
{
    /// <summary>Every draft, each equally likely.</summary>
    public static Gen<Draft> Any { get; } =
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte, Gen.Byte, Gen.Byte, static (kind, first, second, third, fourth) => new Draft(kind, first, second, third, fourth));

    /// <summary>Simpler drafts, the simplest first.</summary>
    /// <returns>Drafts of which each has one smaller number.</returns>
    public IEnumerable<Draft> Simpler()
    {
        foreach (byte kind in Smaller(Kind))
        {
            yield return this with { Kind = kind };
        }

        foreach (byte first in Smaller(First))
        {
            yield return this with { First = first };
        }

        foreach (byte second in Smaller(Second))
        {
            yield return this with { Second = second };
        }

        foreach (byte third in Smaller(Third))
        {
            yield return this with { Third = third };
        }

        foreach (byte fourth in Smaller(Fourth))
        {
            yield return this with { Fourth = fourth };
        }
    }

    private static IEnumerable<byte> Smaller(byte number)
    {
        // 0, then from far to near: the nearest ones settle the exact boundary.
        for (int step = number; step > 0; step /= 2)
        {
            yield return (byte)(number - step);
        }
    }
}

/// <summary>Choices that a draft makes once the state is known.</summary>
public static class DraftChoice
{
    /// <summary>One of <paramref name="items"/>: 0 is the first one, and a larger choice never an earlier one.</summary>
    /// <typeparam name="T">What is chosen.</typeparam>
    /// <param name="items">What there is; not empty. Of more than 256 some are never chosen: they take a second choice.</param>
    /// <param name="choice">The choice.</param>
    /// <returns>The item.</returns>
    public static T At<T>(this IReadOnlyList<T> items, byte choice)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items[choice * items.Count / 256];
    }

    /// <summary>One of many <paramref name="items"/>: two zeros are the first one, and a larger choice is never an earlier one.</summary>
    /// <typeparam name="T">What is chosen.</typeparam>
    /// <param name="items">What there is: 1 to 65,536 items.</param>
    /// <param name="choice">The choice.</param>
    /// <param name="finer">What decides between items that are near to each other.</param>
    /// <returns>The item.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are more items than two bytes can choose from.</exception>
    public static T At<T>(this IReadOnlyList<T> items, byte choice, byte finer)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, 65_536, nameof(items));
        return items[(int)(((choice * 256L) + finer) * items.Count / 65_536)];
    }
}
