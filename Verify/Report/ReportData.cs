// All that the page shows, as data: it is embedded in the page as JSON.
using Harness.Coverage;
using Verify.Evidence;

namespace Verify.Report;

/// <summary>What the page shows.</summary>
/// <param name="Receipt">The receipt.</param>
/// <param name="Findings">What is odd in the original.</param>
/// <param name="Faults">Planted faults, an example of each kind.</param>
/// <param name="Counterexamples">What does not hold.</param>
/// <param name="Functions">The functions of clone.c.</param>
/// <param name="Statements">Its lines that hold a statement.</param>
/// <param name="Scopes">The states of small scopes, by level.</param>
/// <param name="Mutation">What the last mutation run came to.</param>
/// <param name="Speed">What was measured of speed; null where nothing was.</param>
internal sealed record ReportData(
    Receipt Receipt,
    IReadOnlyList<Exhibit> Findings,
    IReadOnlyList<Exhibit> Faults,
    IReadOnlyList<Exhibit> Counterexamples,
    IReadOnlyList<CloneFunction> Functions,
    IReadOnlyList<int> Statements,
    IReadOnlyList<ScopeLevels> Scopes,
    IReadOnlyList<MutatedProject> Mutation,
    SpeedMeasurement? Speed);

/// <summary>The states of a scope, by the level of the search at which they are found.</summary>
/// <param name="Name">The scope.</param>
/// <param name="New">How many are new at each level.</param>
internal sealed record ScopeLevels(string Name, IReadOnlyList<long> New);

/// <summary>The mutants of a project.</summary>
internal sealed record MutatedProject(string Project, IReadOnlyList<ShownFile> Files);

/// <summary>The mutants of a file.</summary>
internal sealed record ShownFile(string Path, int Killed, int Timeout, int Survived, int NoCoverage, int Equivalent, IReadOnlyList<ShownMutant> Survivors);

/// <summary>A mutant that no test sees.</summary>
internal sealed record ShownMutant(int Line, string Mutator, string Status, string Before, string After);
