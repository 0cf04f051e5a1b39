// A mistyped option or command gets the name that was most likely meant.
namespace Verify;

/// <summary>Finds names that differ in few letters.</summary>
internal static class NearestName
{
    /// <summary>The name that is nearest, or null where none is near: more than a third of the letters would have to change.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="names">The names.</param>
    /// <returns>The first of the nearest names.</returns>
    public static string? Of(string typed, IEnumerable<string> names) => names
        .Select(name => (Name: name, Distance: Distance(typed, name)))
        .Where(one => one.Distance <= Math.Max(1, Math.Max(typed.Length, one.Name.Length) / 3))
        .OrderBy(one => one.Distance)
        .Select(one => one.Name)
        .FirstOrDefault();

    /// <summary>How many letters have to be put in, left out, changed, or swapped with the next (optimal string alignment).</summary>
    private static int Distance(string one, string other)
    {
        int[][] distance = [.. Enumerable.Range(0, one.Length + 1).Select(_ => new int[other.Length + 1])];
        for (int i = 0; i <= one.Length; i++)
        {
            for (int j = 0; j <= other.Length; j++)
            {
                distance[i][j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        Math.Min(distance[i - 1][j], distance[i][j - 1]) + 1,
                        distance[i - 1][j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    distance[i][j] = Math.Min(distance[i][j], distance[i - 2][j - 2] + 1);
                }
            }
        }

        return distance[one.Length][other.Length];
    }
}
