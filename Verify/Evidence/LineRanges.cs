using System.Globalization;

namespace Verify.Evidence;

/// <summary>Lines as text, as in "106-110, 130".</summary>
internal static class LineRanges
{
    public static string Format(IEnumerable<int> lines)
    {
        List<(int First, int Last)> ranges = [];
        foreach (int line in lines.Order())
        {
            if (ranges is [.., var (first, last)] && line <= last + 1)
            {
                ranges[^1] = (first, line);
            }
            else
            {
                ranges.Add((line, line));
            }
        }

        return string.Join(", ", ranges.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}"));
    }

    /// <exception cref="FormatException">The text is no such list.</exception>
    public static IEnumerable<int> Parse(string text)
    {
        foreach (string range in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            int[] ends = [.. range.Split('-').Select(end => int.Parse(end, NumberStyles.None, CultureInfo.InvariantCulture))];
            for (int line = ends[0]; line <= ends[^1]; line++)
            {
                yield return line;
            }
        }
    }
}
