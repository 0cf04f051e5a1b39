using System.IO.Compression;
using System.Text;
using Checking;
using Harness;
using Harness.Recordings;
using Xunit;

namespace Mutation.Tests;

/// <summary>
/// What judges the mutants of the model: the recordings, read anew each time and one trace at a time, because what a mutant leaves in a
/// static field would judge the next one; then claims, and the port in lockstep.
/// </summary>
public sealed class ModelTests
{
    private static readonly SearchBounds Bounds = new(Seed: 20_070_531, Sequences: 100, Length: 100);

    /// <summary>In parts, each with every so-many-th recording: a mutant is dead with the first part that sees it, and no part is as long as a loop.</summary>
    [Theory]
    [InlineData("drafts.jsonl.gz", 0, 2)]
    [InlineData("drafts.jsonl.gz", 1, 2)]
    [InlineData("traces.jsonl.gz", 0, 10)]
    [InlineData("traces.jsonl.gz", 1, 10)]
    [InlineData("traces.jsonl.gz", 2, 10)]
    [InlineData("traces.jsonl.gz", 3, 10)]
    [InlineData("traces.jsonl.gz", 4, 10)]
    [InlineData("traces.jsonl.gz", 5, 10)]
    [InlineData("traces.jsonl.gz", 6, 10)]
    [InlineData("traces.jsonl.gz", 7, 10)]
    [InlineData("traces.jsonl.gz", 8, 10)]
    [InlineData("traces.jsonl.gz", 9, 10)]
    public void The_model_answers_as_the_original_did_and_has_its_states(string file, int part, int parts)
    {
        using MemoryStream recordings = new(Encoding.UTF8.GetBytes(string.Join('\n', Lines(file).Where((_, index) => index % parts == part))));
        TraceReplayReport report = TraceReplay.Replay(CloneSpecification.Model, TraceReader.Read(recordings));

        Assert.Null(report.Difference?.Counterexample.ToString());
        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.InRange(report.Operations, 5_000, 15_000);
    }

    [Fact]
    public void Every_claim_holds_along_sequences_and_the_port_agrees() => Assert.Null(CloneChecks.ClaimsAndPort().Search(Bounds).Counterexample?.ToString());

    /// <summary>At each step; the check above looks at the state only at the end.</summary>
    [Fact]
    public void The_port_agrees_at_each_state_along_sequences() => Assert.Null(CloneChecks.AgreementWithPort().Search(Bounds).Counterexample?.ToString());

    private static IEnumerable<string> Lines(string file)
    {
        using StreamReader lines = new(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Recordings", file)), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
