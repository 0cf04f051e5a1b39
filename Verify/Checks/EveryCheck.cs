using Harness;
using Harness.Scopes;

namespace Verify.Checks;

/// <summary>The list of all checks. A new one is a file in this folder and a line here.</summary>
internal static class EveryCheck
{
    /// <summary>The checks, in the order in which they are done; new ones for each run.</summary>
    /// <param name="mutationReports">The folder of the mutation reports.</param>
    public static IReadOnlyList<ICheck> New(string mutationReports) =>
    [
        .. ProjectFiles.Recordings.Select(path => new RecordingCheck(path)),
        .. KnownScopes.All.Select(known => new ScopeCheck(known)),
        new FindingsCheck(),
        new FaultsCheck(),
        new RacesCheck(),
        new CoyoteCheck(),
        new InterleavingCheck(),
        new RealCoresCheck(),
        new MutationRunCheck(mutationReports),
        new SequencesCheck("claims along sequences", CloneChecks.Claims()),
        new SequencesCheck("the port, unobserved until the end", CloneChecks.Answers()),
        new SequencesCheck("the port, rescanned after each", CloneChecks.Rescan()),
        new SequencesCheck("model and port along sequences", CloneChecks.AgreementWithPort()),
        new ScheduleSamplesCheck(),
    ];
}
