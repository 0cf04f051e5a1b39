// Asks each kind of check whether it sees a planted fault: the recordings, the claims one by one, and
// sequences in lockstep with the right model. What comes out is one row of the table.
using Checking;
using Clones;
using Harness.Claims;
using Harness.Recordings;

namespace Harness.PlantedFaults;

/// <summary>Which checks see one planted fault.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Recordings">The first difference from each recording, or null where there is none.</param>
/// <param name="Sequence">The shrunk sequence on which the wrong model and the right one part ways, or null.</param>
/// <param name="Claims">The claims that do not hold of the wrong model.</param>
public sealed record FaultRow(
    PlantedFault Fault, IReadOnlyList<TraceDifference?> Recordings, Counterexample<Operation>? Sequence, IReadOnlyList<string> Claims)
{
    /// <summary>Whether everything sees it that should: a recording (unless none can), sequences, and the claims that say so.</summary>
    public bool IsSeen =>
        (Fault.NotInRecordings is not null || Recordings.Any(difference => difference is not null))
        && Sequence is not null
        && !Fault.Claims.Except(Claims, StringComparer.Ordinal).Any();
}

/// <summary>Looks for planted faults.</summary>
public static class FaultHunt
{
    /// <summary>Asks every check about a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="recordings">Recordings of the original.</param>
    /// <param name="bounds">How many random sequences to run.</param>
    /// <returns>What they see.</returns>
    public static FaultRow Hunt(PlantedFault fault, IReadOnlyList<IReadOnlyList<Trace>> recordings, SearchBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(fault);
        CloneSpecificationOf wrong = WrongModel.Compile(fault);
        return new(
            fault,
            [.. recordings.Select(traces => TraceReplay.Replay(wrong, traces).Difference)],
            CloneChecks.Agreement(fault.Name, () => new SpecificationSubject<State, Operation, Response>(wrong)).Search(bounds).Counterexample,
            BrokenClaims(wrong, bounds));
    }

    private static string[] BrokenClaims(CloneSpecificationOf wrong, SearchBounds bounds)
    {
        SortedSet<string> broken = new(StringComparer.Ordinal);
        CloneLockstep lockstep = new(wrong, []);
        for (int sequence = 0; sequence < bounds.Sequences; sequence++)
        {
            Draft[] drafts = CloneSearch.Generate(bounds, sequence);
            lockstep.Run(drafts.Length, (index, state) => CloneDrafts.Resolve(state, drafts[index]), observe: transition =>
            {
                foreach (CloneClaim claim in CloneClaims.All)
                {
                    if (!broken.Contains(claim.Name) && claim.Examine(wrong, transition).Broken is not null)
                    {
                        broken.Add(claim.Name);
                    }
                }
            });
        }

        return [.. broken];
    }
}
