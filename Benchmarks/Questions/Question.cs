// What the benchmarks have in common: one class is one question, asked of the port and of the list over crowds of several
// sizes. The list is the baseline, so that the column Ratio says what the port gains; it is left out where it takes minutes.
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;

namespace Benchmarks.Questions;

/// <summary>A question that is asked over crowds of several sizes.</summary>
[Config(typeof(Configuration))]
public abstract class Question
{
    /// <summary>A card in a desk machine, a busy server, a thousand, as many as the original was measured with, and far more than it can bear.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [10, 100, 1_000, 30_000, 1_000_000];

    /// <summary>How many entries there are.</summary>
    [ParamsSource(nameof(Sizes))]
    public int Entries { get; set; } = 10;

    private sealed class Configuration : ManualConfig
    {
        public Configuration()
        {
            HideColumns(Column.Error, Column.RatioSD);
            AddFilter(new SimpleFilter(static benchmark =>
                !benchmark.Descriptor.Baseline || (int)benchmark.Parameters[nameof(Entries)] <= ListContestant.LargestCrowd));
        }
    }
}
