using Harness.Concurrency;

namespace Verify.Commands;

/// <summary>The scenarios that one run explores.</summary>
/// <param name="All">The scenarios, named ones first.</param>
/// <param name="Count">How many there are.</param>
internal sealed record Scenarios(IEnumerable<CloneScenario> All, int Count)
{
    private const int SampledPairs = 200;
    private const int SampledTriples = 100;

    /// <summary>A generated scenario is one of many: of each fewer schedules are run.</summary>
    private const int FewerOfGenerated = 20;

    /// <summary>One scenario.</summary>
    public static Scenarios OfName(string name) => new([NamedScenarios.Named(name)], 1);

    /// <summary>Those that have names, and generated ones: a sample, or every pair and every triple.</summary>
    public static Scenarios NamedAndGenerated(uint seed, bool all)
    {
        (IEnumerable<CloneScenario> pairs, IEnumerable<CloneScenario> triples) = all
            ? (GeneratedScenarios.Every(threads: 2), GeneratedScenarios.Every(threads: 3))
            : (GeneratedScenarios.Sample(threads: 2, seed).Take(SampledPairs), GeneratedScenarios.Sample(threads: 3, seed).Take(SampledTriples));
        int generated = all ? GeneratedScenarios.Count(threads: 2) + GeneratedScenarios.Count(threads: 3) : SampledPairs + SampledTriples;
        return new(NamedScenarios.All.Concat(pairs).Concat(triples), NamedScenarios.All.Count + generated);
    }

    /// <summary>Each with how far to look.</summary>
    public IEnumerable<(CloneScenario Scenario, ScheduleBounds Bounds)> WithBounds(ScheduleBounds bounds) => All.Select((scenario, index) =>
        (scenario, index < NamedScenarios.All.Count ? bounds : bounds with { Schedules = Math.Max(1, bounds.Schedules / FewerOfGenerated) }));
}
