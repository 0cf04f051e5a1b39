// What a get tells about the puts and appends before it. If no written text is the beginning of another (a
// prefix code; then each is written once, too), a value can be taken apart into written texts in one way
// only: the put or the start that it goes back to, and the appends in order. BlockForesight.cs makes an
// order of it. Where texts are no such code, nothing is foreseen.
using Checking.Linearizability;

namespace Harness.Histories.Models;

/// <summary>What can be told of the history of one key before any search.</summary>
internal static class KeyValueForesight
{
    /// <summary>Looks at the history of one key.</summary>
    public static Foresight Of(IReadOnlyList<HistoryOperation<KeyValueOperation, KeyValueResponse>> part)
    {
        (string Text, int Write)[] code =
        [
            .. Enumerable.Range(0, part.Count).Where(index => Text(part[index].Operation) is not null)
                .Select(index => (Text(part[index].Operation)!, index)).OrderBy(word => word.Item1, StringComparer.Ordinal),
        ];
        for (int word = 0; word < code.Length; word++)
        {
            if (code[word].Text.Length == 0 || (word > 0 && code[word].Text.StartsWith(code[word - 1].Text, StringComparison.Ordinal)))
            {
                return Foresight.None;
            }
        }

        string[] texts = [.. code.Select(word => word.Text)];
        List<Shown> shown = [];
        List<int> impossible = [];
        Parse previous = new(string.Empty, [], []);
        foreach ((int index, string value) in Values(part).OrderBy(get => get.Value, StringComparer.Ordinal))
        {
            // Sorted, each value shares its beginning with the one before, and the work that was done for it.
            previous = previous.Next(value, texts);
            int[] chain = [.. previous.Words.Select(word => code[word].Write)];
            bool isWhole = previous.Ends is [.., int end] ? end == value.Length : value.Length == 0;
            bool isChain = chain.Skip(1).All(write => part[write].Operation is KeyValueOperation.Append) && chain.Distinct().Count() == chain.Length;
            if (isWhole && isChain)
            {
                shown.Add(new Shown(index, chain, chain.Length == 0 || part[chain[0]].Operation is KeyValueOperation.Append));
            }
            else
            {
                impossible.Add(index);
            }
        }

        return BlockForesight.Of(part, code.Select(word => word.Write), shown, impossible);
    }

    private static string? Text(KeyValueOperation operation) => operation switch
    {
        KeyValueOperation.Put put => put.Value,
        KeyValueOperation.Append append => append.Value,
        _ => null,
    };

    private static IEnumerable<(int Index, string Value)> Values(IReadOnlyList<HistoryOperation<KeyValueOperation, KeyValueResponse>> part)
    {
        for (int index = 0; index < part.Count; index++)
        {
            if (part[index].Answer is { IsSeen: true, Response: KeyValueResponse.Holds holds })
            {
                yield return (index, holds.Value);
            }
        }
    }

    /// <summary>A value, the words that it consists of from its beginning on, and where each ends. It stops at what is no word.</summary>
    private sealed record Parse(string Value, List<int> Words, List<int> Ends)
    {
        public Parse Next(string value, string[] texts)
        {
            int common = value.AsSpan().CommonPrefixLength(Value);
            int kept = Ends.Count(end => end <= common);
            (List<int> words, List<int> ends) = (Words[..kept], Ends[..kept]);
            int at = kept == 0 ? 0 : ends[^1];
            while (at < value.Length && WordAt(value.AsSpan(at), texts) is >= 0 and int word)
            {
                words.Add(word);
                at += texts[word].Length;
                ends.Add(at);
            }

            return new(value, words, ends);
        }

        /// <summary>The word that a text begins with: of the words up to the text in order the last, as no word lies between a text and its beginning.</summary>
        private static int WordAt(ReadOnlySpan<char> text, string[] texts)
        {
            (int low, int high) = (0, texts.Length);
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = texts[middle].AsSpan().SequenceCompareTo(text) <= 0 ? (middle + 1, high) : (low, middle);
            }

            return low > 0 && text.StartsWith(texts[low - 1], StringComparison.Ordinal) ? low - 1 : -1;
        }
    }
}
