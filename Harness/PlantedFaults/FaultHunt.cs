// Asks each kind of check whether it sees a planted fault: the recordings, sequences in lockstep with the
// right model, of a wrong model the claims one by one, of a wrong port small scopes and crowds. What
// comes out is one row of the table.
using Checking;
using Clones;
using Harness.Claims;
using Harness.Recordings;
using Harness.Scopes;

namespace Harness.PlantedFaults;

/// <summary>Which checks see one planted fault.</summary>
/// <param name="Fault">The fault.</param>
/// <param name="Recordings">The first difference from each recording, or null where there is none.</param>
/// <param name="Sequence">The shrunk sequence on which the wrong model and the right one part ways, or null.</param>
/// <param name="Scope">A shortest path of a small scope on which the wrong port and the model part ways, or null.</param>
/// <param name="Rescan">What a rescan of the wrong port's indexes finds in a crowd, or null.</param>
/// <param name="Claims">The claims that do not hold of the wrong model.</param>
public sealed record FaultRow(
    PlantedFault Fault,
    IReadOnlyList<TraceDifference?> Recordings,
    Counterexample<Operation>? Sequence,
    Counterexample<Operation>? Scope,
    string? Rescan,
    IReadOnlyList<string> Claims)
{
    /// <summary>
    /// Whether everything sees it that should. A fault of the model: a recording (unless none can), sequences, and the claims that say
    /// so. A fault of the port: sequences, and a recording, a scope or a rescan.
    /// </summary>
    public bool IsSeen =>
        Sequence is not null
        && (Fault.NotInRecordings is not null || Recordings.Any(difference => difference is not null) || (Fault.IsInPort && (Scope is not null || Rescan is not null)))
        && !Fault.Claims.Except(Claims, StringComparer.Ordinal).Any();
}

/// <summary>Looks for planted faults.</summary>
public static class FaultHunt
{
    private const int CrowdSequences = 20;

    /// <summary>Around the widths of the unit tree: 64 children a node.</summary>
    private static readonly int[] CrowdSizes = [15, 63, 70, 4_100];

    /// <summary>Small enough to be done for every fault; the second one has threads.</summary>
    private static readonly Scope[] PortScopes =
    [
        KnownScopes.All[0].Scope,
        new(0, ManagerFlags.Enable | ManagerFlags.GcEnable | ManagerFlags.GcUnref | ManagerFlags.GcLastRef | ManagerFlags.GcExpired, NoWait: true, Threads: true),
        KnownScopes.All[1].Scope,
    ];

    /// <summary>Asks every check about a fault.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="recordings">Recordings of the original.</param>
    /// <param name="bounds">How many random sequences to run.</param>
    /// <returns>What they see.</returns>
    public static FaultRow Hunt(PlantedFault fault, IReadOnlyList<IReadOnlyList<Trace>> recordings, SearchBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return fault.IsInPort ? HuntInPort(fault, recordings, bounds) : HuntInModel(fault, recordings, bounds);
    }

    private static FaultRow HuntInModel(PlantedFault fault, IReadOnlyList<IReadOnlyList<Trace>> recordings, SearchBounds bounds)
    {
        CloneSpecificationOf wrong = WrongModel.Compile(fault);
        return new(
            fault,
            [.. recordings.Select(traces => TraceReplay.Replay(wrong, traces).Difference)],
            CloneChecks.Agreement(fault.Name, () => new SpecificationSubject<State, Operation, Response>(wrong)).Search(bounds).Counterexample,
            Scope: null,
            Rescan: null,
            BrokenClaims(wrong, bounds));
    }

    private static FaultRow HuntInPort(PlantedFault fault, IReadOnlyList<IReadOnlyList<Trace>> recordings, SearchBounds bounds)
    {
        Func<ISubject<State, Operation, Response>> wrong = WrongPort.Compile(fault);
        CloneSearch agreement = CloneChecks.Agreement(fault.Name, wrong);
        CloneSearch answers = CloneChecks.Answers(fault.Name, wrong);
        return new(
            fault,
            [.. recordings.Select(traces => TraceReplay.Replay([new TraceSubject(fault.Name, wrong)], traces).Difference)],
            agreement.Search(bounds).Counterexample ?? answers.Search(bounds).Counterexample ?? CrowdSizes
                .Select(entries => CloneChecks.Crowd(entries, fault.Name, wrong).Search(bounds with { Sequences = CrowdSequences }).Counterexample)
                .FirstOrDefault(counterexample => counterexample is not null),
            PortScopes
                .Select(scope => new StateSpace<State, Operation, Response>(answers, CloneSpecification.Model, [], scope.Bounds, wrong).Explore().Counterexample)
                .FirstOrDefault(counterexample => counterexample is not null),
            CrowdSizes.Select(entries => RescanOf(CloneChecks.Crowded(entries, wrong))).FirstOrDefault(errors => errors is not null),
            Claims: []);
    }

    private static string? RescanOf(ISubject<State, Operation, Response> crowded)
    {
        using IDisposable? disposable = crowded as IDisposable;
        return ((IRescannable)crowded).FindDerivedErrors() is [var first, ..] ? first : null;
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
