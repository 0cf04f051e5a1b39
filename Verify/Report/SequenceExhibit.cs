// A sequence of operations as an exhibit. An operation names a process only where it asks for a unit; what is done with a device stands
// in the lane of the process that was last given it, for that is who would do it.
using Checking;
using Clones;
using Harness;

namespace Verify.Report;

/// <summary>Makes exhibits of sequences.</summary>
internal static class SequenceExhibit
{
    private const string Caller = "caller";
    private const string Clock = "clock";
    private const int MostEntries = 40;

    /// <param name="counterexample">The sequence, from the first state of the model.</param>
    /// <param name="id">The exhibit's name.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="title">What it shows.</param>
    public static Exhibit Of(Counterexample<Operation> counterexample, string id, string kind, string title)
    {
        Operation[] operations = [.. counterexample.Steps.Select(step => step.Operation)];
        State[] states = Along(operations);
        string[] laneOf = LanesOf(operations, states);
        string[] lanes = [.. laneOf.Distinct(StringComparer.Ordinal).OrderBy(Rank).ThenBy(lane => lane, StringComparer.Ordinal)];
        return new Exhibit
        {
            Id = id,
            Kind = kind,
            Title = title,
            Origin = counterexample.Origin,
            Replay = counterexample.Replay,
            Lanes = lanes,
            Steps =
            [
                .. counterexample.Steps.Select((step, index) => new ExhibitStep(
                    string.Empty, Array.IndexOf(lanes, laneOf[index]), StepMark.Operation, $"{step.Operation}", step.Response, FactsOf(states[index + 1]), EntriesOf(states[index + 1]))),
            ],
            Parting = PartingOf(counterexample),
        };
    }

    /// <summary>The facts of a state, but for its entries.</summary>
    internal static IReadOnlyList<Fact> FactsOf(State state) =>
        [.. StateText.Describe(state).Where(fact => state.Manager is not { } manager || !manager.Entries.Any(entry => string.Equals(fact.Name, $"{entry.Id}", StringComparison.Ordinal)))];

    /// <summary>The entries of a state, unless there are too many to be shown.</summary>
    internal static IReadOnlyList<ShownEntry>? EntriesOf(State state) => state.Manager is not { Entries.Count: <= MostEntries } manager ? null :
    [
        .. manager.Entries.Select(entry => new ShownEntry(
            entry.Id.Value, entry.Unit, entry.Flags == DeviceFlags.None ? "idle" : $"{entry.Flags}", $"{entry.Process}", $"{entry.Time}", entry.Device?.Id.ToString(), entry.Device?.Threads ?? 0)),
    ];

    private static State[] Along(Operation[] operations)
    {
        State[] states = new State[operations.Length + 1];
        states[0] = State.Initial;
        for (int index = 0; index < operations.Length; index++)
        {
            states[index + 1] = Model.Step(states[index], operations[index]).State;
        }

        return states;
    }

    private static string[] LanesOf(Operation[] operations, State[] states)
    {
        Dictionary<DeviceId, ProcessId> owners = [];
        string[] lanes = new string[operations.Length];
        for (int index = 0; index < operations.Length; index++)
        {
            foreach (Entry entry in states[index].Manager?.Entries ?? [])
            {
                if (entry.Device is { } device && entry.Process != ProcessId.None)
                {
                    owners[device.Id] = entry.Process;
                }
            }

            lanes[index] = operations[index] switch
            {
                Operation.SetClock or Operation.SetPrecision or Operation.SysctlPrecision => Clock,
                Operation.Alloc alloc => $"{alloc.Process}",
                Operation.Register register => NameOf(states[index].Manager?.Entries.FirstOrDefault(entry => entry.Id == register.Entry)?.Process),
                Operation.Acquire acquire => OwnerOf(acquire.Device),
                Operation.Release release => OwnerOf(release.Device),
                Operation.Ref reference => OwnerOf(reference.Device),
                Operation.Unref unref => OwnerOf(unref.Device),
                Operation.SetThreads threads => OwnerOf(threads.Device),
                Operation.SetDeviceFlags flags => OwnerOf(flags.Device),
                _ => Caller,
            };
        }

        return lanes;

        string OwnerOf(DeviceId device) => NameOf(owners.TryGetValue(device, out ProcessId owner) ? owner : null);
    }

    private static string NameOf(ProcessId? process) => process is { } known && known != ProcessId.None ? $"{known}" : Caller;

    private static int Rank(string lane) => lane switch { Clock => 0, Caller => 1, _ => 2 };

    private static Parting PartingOf(Counterexample<Operation> counterexample)
    {
        int last = counterexample.Steps.Count - 1;
        return counterexample.Failure switch
        {
            Failure.Difference difference => new(last, difference.Expected.Text, difference.Actual.Text, "expected", "actual", ShownDifference.Of(difference.States)),
            Failure.BrokenClaim claim => new(last, claim.Says, claim.Found, "before", "after", ShownDifference.Of(claim.Changes)),
            Failure.Threw threw => new(last, "an answer", $"{threw.Who} threw {threw.Exception.GetType().Name}: {threw.Exception.Message}", string.Empty, string.Empty, []),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
