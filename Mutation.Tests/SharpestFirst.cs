// The order in which tests judge mutants. A mutant is dead with the first test that fails, so the short ones come first; those that
// replay recordings and run whole sequences come last. Linked into each project that judges mutants.
using Xunit.Sdk;
using Xunit.v3;

[assembly: Xunit.TestCollectionOrderer(typeof(Mutation.Tests.SharpestFirst))]

namespace Mutation.Tests;

/// <summary>Test classes whose name ends as one of those listed come first or last, in this order.</summary>
public sealed class SharpestFirst : ITestCollectionOrderer
{
    private static readonly string[] First = ["FindingTests", "CountTests", "EndTests", "LitmusTests"]; // of the explorer

    private static readonly string[] Last =
    [
        "StrategyTests", "PlainLoopTests", "ReductionTests", "WeavingTests", "ControlledCopyTests", "WeakMemoryTests", // of the explorer
        "LimitTests", "ForesightCostTests", "CheckerProperties", "ForesightTests", "EstimateTests", // of the kit
        "LoadedPortTests", "CrowdTests", "MutantTests",
    ];

    /// <inheritdoc />
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(static collection => Rank(collection.TestCollectionDisplayName)).ThenBy(static collection => collection.TestCollectionDisplayName, StringComparer.Ordinal)];

    private static int Rank(string name) =>
        Array.FindIndex(First, name.Contains) is >= 0 and int first ? first - First.Length : Array.FindIndex(Last, name.Contains) + 1;
}
