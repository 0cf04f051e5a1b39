// Scenarios that were found by going through the mutants which those of NamedScenarios leave alive: each says in a
// comment what it shows.
using Harness.Concurrency;

namespace Harness.Mutants;

/// <summary>Scenarios beside <see cref="NamedScenarios"/>.</summary>
public static class MutantScenarios
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<CloneScenario> All { get; } = [];
}
