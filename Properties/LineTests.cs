using Harness;
using Harness.Coverage;
using Harness.Recordings;
using Xunit;

namespace Properties;

/// <summary>The lines of clone.c that stand for transitions, held to what the original ran.</summary>
public sealed class LineTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Each_line_runs_as_often_as_the_original_ran_it_in_the_recording(int file)
    {
        IReadOnlyDictionary<int, long> original = OriginalLines.CountsIn(Path.GetFileName(RecordingFiles.Paths[file]));
        SortedDictionary<int, long> counts = new(original.Keys.ToDictionary(line => line, _ => 0L));
        TraceReplay.Replay(CloneSpecification.Model, RecordingFiles.All[file], transition =>
        {
            foreach (int line in CloneLines.Of(transition))
            {
                counts[line]++;
            }
        });
        string[] differences =
        [
            .. counts.Where(count => count.Value != original[count.Key]).Select(count => $"{count.Key}: {count.Value}, the original {original[count.Key]}"),
        ];
        Assert.True(differences is [], string.Join('\n', differences));
    }

    [Fact]
    public void Each_statement_belongs_to_one_function() => Assert.All(
        OriginalLines.Statements,
        line => Assert.Single(OriginalLines.Functions, function => line >= function.First && line <= function.Last));
}
