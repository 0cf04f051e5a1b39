using Checking.Discovery;
using Xunit;

namespace Checking.Tests.Discovery;

/// <summary>What is kept stays, and what cannot be read is said.</summary>
public sealed class CorpusTests : IDisposable
{
    private static readonly CorpusEntry One = new(CorpusReason.Reached, "counter/Increment", "seed 1");
    private static readonly CorpusEntry Two = new(CorpusReason.Failed, "counter/Increment+Decrement", "seed 2, \"quoted\"");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory(nameof(CorpusTests));

    private string FilePath => Path.Combine(_folder.FullName, "corpus.jsonl");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_is_added_is_in_the_file_before_anything_is_closed()
    {
        using Corpus corpus = Open();
        Assert.True(corpus.Add(One));
        long one = new FileInfo(FilePath).Length;
        Assert.True(corpus.Add(Two));
        long both = new FileInfo(FilePath).Length;
        Assert.False(corpus.Add(One with { Origin = "again" }));
        corpus.Dispose();

        Assert.InRange(one, 1, both - 1);
        Assert.Equal(both, new FileInfo(FilePath).Length);
        Assert.Equal([One, Two], corpus.Entries);
    }

    [Fact]
    public void What_was_added_is_there_when_it_is_opened_again()
    {
        Fill(One, Two);

        using Corpus corpus = Open();
        Assert.Equal([One, Two], corpus.Entries);
        Assert.Empty(corpus.CutShort);
        Assert.False(corpus.Add(Two));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public void An_entry_that_was_cut_short_is_left_out_and_the_next_one_has_a_line_of_its_own(int characters)
    {
        Fill(One, Two);
        string whole = File.ReadAllText(FilePath);
        File.WriteAllText(FilePath, whole[..^characters]);

        using (Corpus corpus = Open())
        {
            Assert.Equal([One], corpus.Entries);
            Assert.Equal(whole[(whole.IndexOf('\n', StringComparison.Ordinal) + 1)..^characters], corpus.CutShort);
            corpus.Add(Two);
        }

        Assert.Equal(whole, File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData("nonsense", "no JSON")]
    [InlineData("", "no JSON")]
    [InlineData("[]", "expected an object with a text \"reason\"")]
    [InlineData("""{"reason":"luck","token":"a/b","origin":"x"}""", "reason: expected \"reached\" or \"failed\", found \"luck\"")]
    [InlineData("""{"reason":"reached","token":7,"origin":"x"}""", "expected an object with a text \"token\"")]
    [InlineData("""{"reason":"reached","token":"a/b"}""", "expected an object with a text \"origin\"")]
    public void A_line_that_cannot_be_read_is_an_error_with_file_line_and_reason(string line, string problem)
    {
        Fill(One);
        File.AppendAllText(FilePath, $"{line}\n");

        UnreadableCorpusException exception = Assert.Throws<UnreadableCorpusException>(Open);
        Assert.StartsWith($"{FilePath}:2: {problem}", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.DoesNotContain("LineNumber", exception.Message, StringComparison.Ordinal); // of the line itself, where it is always 0
        Assert.Throws<UnreadableCorpusException>(Open); // nothing was mended, and nothing is locked
    }

    [Fact]
    public void Where_a_line_cannot_be_read_nothing_is_cut_off_the_end()
    {
        const string Whole = "nonsense\n{\"reason\":";
        File.WriteAllText(FilePath, Whole);

        Assert.Throws<UnreadableCorpusException>(Open);
        Assert.Equal(Whole, File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_folder_is_made_where_there_is_none()
    {
        DirectoryInfo folder = new(Path.Combine(_folder.FullName, "not", "there"));
        using Corpus corpus = Corpus.Open(folder);

        Assert.Empty(corpus.Entries);
        Assert.Empty(Corpus.Read(folder).Entries);
    }

    [Fact]
    public void Nothing_is_no_entry()
    {
        using Corpus corpus = Open();

        Assert.Throws<ArgumentNullException>("entry", () => corpus.Add(null!));
    }

    /// <summary>Another process may have it then.</summary>
    [Fact]
    public void What_was_closed_changes_no_more()
    {
        Fill(One);
        Corpus corpus = Open();
        corpus.Dispose();

        Assert.Throws<ObjectDisposedException>(() => corpus.Add(Two));
        Assert.Throws<ObjectDisposedException>(() => corpus.Keep(static _ => false));
        Assert.Equal([One], Corpus.Read(_folder).Entries);
    }

    [Fact]
    public void One_process_has_it_at_a_time()
    {
        using Corpus corpus = Open();

        Assert.Throws<IOException>(Open);
    }

    [Fact]
    public void Others_may_look_at_what_is_there_meanwhile()
    {
        using Corpus corpus = Open();
        corpus.Add(One);
        corpus.Add(Two);

        Assert.Equal([One, Two], Corpus.Read(_folder).Entries);
        corpus.Dispose();
        File.AppendAllText(FilePath, "{\"reason\":");
        Assert.Equal([One, Two], Corpus.Read(_folder).Entries);
        File.AppendAllText(FilePath, "\n");
        Assert.StartsWith($"{FilePath}:3: no JSON", Assert.Throws<UnreadableCorpusException>(() => Corpus.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_kept_is_gone_from_the_file_and_may_come_again()
    {
        Fill(One, Two);
        using (Corpus corpus = Open())
        {
            Assert.Equal(1, corpus.Keep(entry => entry.Reason == CorpusReason.Failed));
            Assert.Equal([Two], corpus.Entries);
            Assert.Throws<IOException>(Open);
            Assert.False(corpus.Add(Two));
            Assert.True(corpus.Add(One));
        }

        using Corpus again = Open();
        Assert.Equal([Two, One], again.Entries);
        Assert.Equal(["corpus.jsonl", "corpus.lock"], _folder.GetFiles().Select(file => file.Name).Order());
    }

    [Fact]
    public void What_reaches_nothing_that_the_rest_does_not_reach_is_redundant_the_longest_first()
    {
        IReadOnlyList<(string, int, IReadOnlyCollection<UInt128>)> entries =
        [
            ("long", 9, [1, 2, 3, 3]),
            ("short", 2, [1, 2]),
            ("own", 5, [3, 4]),
            ("twin", 2, [1, 2]),
            ("empty", 1, []),
        ];

        Assert.Equal(["long", "twin", "empty"], CorpusCover.Redundant(entries));
        Assert.Empty(CorpusCover.Redundant([("only", 1, [7])]));
    }

    private void Fill(params CorpusEntry[] entries)
    {
        using Corpus corpus = Open();
        Assert.All(entries, entry => Assert.True(corpus.Add(entry)));
    }

    private Corpus Open() => Corpus.Open(_folder);
}
