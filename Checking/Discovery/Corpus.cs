// What earlier searches have found, kept in a file, one entry a line: sequences and schedules as replay tokens. An
// entry is added by one write at the end of the file, so that a process that is killed loses at most the entry that
// it was about to write; a line that was cut short is left out when the file is opened again. All else that cannot be
// read is an error, with its line: a corpus is evidence, and nobody should lose some of it without a word.
using System.Text;
using System.Text.Json;

namespace Checking.Discovery;

/// <summary>A corpus that cannot be read.</summary>
/// <param name="path">The file.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="problem">What is wrong.</param>
public sealed class UnreadableCorpusException(string path, int line, string problem) : Exception($"{path}:{line}: {problem}");

/// <summary>Why something is kept.</summary>
public enum CorpusReason
{
    /// <summary>It reached something that nothing had reached before.</summary>
    Reached,

    /// <summary>It failed once.</summary>
    Failed,
}

/// <summary>Something that is kept.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Token">The replay token.</param>
/// <param name="Origin">Where it came from.</param>
public sealed record CorpusEntry(CorpusReason Reason, string Token, string Origin);

/// <summary>A folder of what is kept. One process has it open at a time.</summary>
public sealed class Corpus : IDisposable
{
    private const string FileName = "corpus.jsonl";
    private const string LockName = "corpus.lock";

    private readonly List<CorpusEntry> _entries = [];
    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);
    private readonly FileStream _lock;

    private Corpus(string folder)
    {
        Directory.CreateDirectory(folder);
        Path = System.IO.Path.Combine(folder, FileName);
        _lock = new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        try
        {
            CutShort = Read();
        }
        catch
        {
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What is kept, in the order in which it came.</summary>
    public IReadOnlyList<CorpusEntry> Entries => _entries;

    /// <summary>What was cut off the end when it was opened: the beginning of an entry that a process was killed over. Mostly empty.</summary>
    public string CutShort { get; }

    /// <summary>Opens a corpus, which is made where there is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The corpus.</returns>
    /// <exception cref="UnreadableCorpusException">A line cannot be read.</exception>
    /// <exception cref="IOException">The folder cannot be used, or another process has it open.</exception>
    public static Corpus Open(DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new(folder.FullName);
    }

    /// <summary>Reads what a folder has, also while another process has it open. An entry that is being written is not there yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The file, and what is kept in it.</returns>
    /// <exception cref="UnreadableCorpusException">A line cannot be read.</exception>
    /// <exception cref="IOException">There is no corpus.</exception>
    public static (string Path, IReadOnlyList<CorpusEntry> Entries) Read(DirectoryInfo folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string path = System.IO.Path.Combine(folder.FullName, FileName);
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        string[] lines = reader.ReadToEnd().Split('\n');
        return (path, [.. lines.SkipLast(1).Select((line, index) => Read(path, line, index + 1))]);
    }

    /// <summary>Keeps something, at once: when this returns, the end of the process loses it no more.</summary>
    /// <param name="entry">What is kept.</param>
    /// <returns>Whether its token is new.</returns>
    public bool Add(CorpusEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        RefuseIfClosed();
        if (!_tokens.Add(entry.Token))
        {
            return false;
        }

        File.AppendAllBytes(Path, Encoding.UTF8.GetBytes(LineOf(entry))); // in one write
        _entries.Add(entry);
        return true;
    }

    /// <summary>Keeps only some of what there is. The file is written anew and takes the old one's place in one step.</summary>
    /// <param name="stays">Which entries stay.</param>
    /// <returns>How many have gone.</returns>
    public int Keep(Func<CorpusEntry, bool> stays)
    {
        RefuseIfClosed();
        int gone = _entries.RemoveAll(entry => !stays(entry));
        string next = $"{Path}.next";
        File.WriteAllText(next, string.Concat(_entries.Select(LineOf)));
        File.Move(next, Path, overwrite: true);
        _tokens.IntersectWith(_entries.Select(entry => entry.Token));
        return gone;
    }

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();

    /// <summary>Another process may have it now.</summary>
    private void RefuseIfClosed() => ObjectDisposedException.ThrowIf(!_lock.CanWrite, this);

    private static string LineOf(CorpusEntry entry) =>
        JsonSerializer.Serialize(new { reason = entry.Reason == CorpusReason.Failed ? "failed" : "reached", token = entry.Token, origin = entry.Origin }) + "\n";

    /// <summary>Reads what is kept, and leaves out what was cut short.</summary>
    /// <returns>What was cut short.</returns>
    private string Read()
    {
        using FileStream file = new(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        string[] lines = Encoding.UTF8.GetString(bytes).Split('\n');
        for (int line = 0; line < lines.Length - 1; line++)
        {
            CorpusEntry entry = Read(Path, lines[line], line + 1);
            if (_tokens.Add(entry.Token))
            {
                _entries.Add(entry);
            }
        }

        file.SetLength(bytes.AsSpan().LastIndexOf((byte)'\n') + 1);
        return lines[^1];
    }

    private static CorpusEntry Read(string path, string text, int line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(text);
            return new(
                Text("reason") switch
                {
                    "reached" => CorpusReason.Reached,
                    "failed" => CorpusReason.Failed,
                    var other => throw new UnreadableCorpusException(path, line, $"reason: expected \"reached\" or \"failed\", found \"{other}\""),
                },
                Text("token"),
                Text("origin"));

            string Text(string name) => json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw new UnreadableCorpusException(path, line, $"expected an object with a text \"{name}\"");
        }
        catch (JsonException exception)
        {
            throw new UnreadableCorpusException(path, line, $"no JSON: {exception.Message.Split(" LineNumber", 2)[0]}");
        }
    }
}
