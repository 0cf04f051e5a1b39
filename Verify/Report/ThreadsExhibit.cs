// A run of threads as an exhibit: the start, the events of the threads with what a thread does between them (stretches of a schedule that
// Coyote ran, or each access of one that the explorer ran), and then an order that explains as much as any does, with the state of the
// model after each operation, up to the one for which there is no place.
using Checking;
using Checking.Scenarios;
using Clones;
using Asked = Checking.Linearizability.HistoryOperation<Checking.Scenarios.ScenarioStep<Clones.Operation>, Checking.Scenarios.ScenarioAnswer<Clones.State, Checking.Scenarios.TimedResponse<Clones.Response>>>;
using Order = Checking.Linearizability.PartialLinearization<Clones.State, Checking.Scenarios.ScenarioStep<Clones.Operation>, Checking.Scenarios.ScenarioAnswer<Clones.State, Checking.Scenarios.TimedResponse<Clones.Response>>>;
using Unexplained = Checking.Scenarios.ScenarioFailure<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>.Unexplained;

namespace Verify.Report;

/// <summary>Makes exhibits of runs of threads.</summary>
internal static class ThreadsExhibit
{
    private const string Before = "before the threads";
    private const string Explanation = "the order that explains most";

    /// <summary>A run whose schedule is known by its stretches.</summary>
    public static Exhibit Of(CloneScenarioCounterexample counterexample, string id, string kind, string title) =>
        Make(counterexample, id, kind, title, Events(counterexample));

    /// <summary>A run of which each access is known.</summary>
    public static Exhibit Of(FailingInterleaving failing, string id, string kind, string title)
    {
        Exhibit exhibit = Make(failing.Counterexample, id, kind, title, AccessSteps.Of(failing));
        return exhibit with { Notes = [new("preemptions", failing.Preemptions is { } fewest ? $"{fewest}: no schedule with fewer shows it" : "not known"), .. exhibit.Notes] };
    }

    private static Exhibit Make(CloneScenarioCounterexample counterexample, string id, string kind, string title, IEnumerable<ExhibitStep> events)
    {
        CloneScenario scenario = (CloneScenario)counterexample.Run.Scenario;
        List<ExhibitStep> steps = [.. StartSteps(counterexample), .. events];
        Order? order = FurthestOf(counterexample);
        steps.AddRange(order is null ? [] : PlacedSteps(order));
        return new Exhibit
        {
            Id = id,
            Kind = kind,
            Title = title,
            Notes = [new("scenario", scenario.Name), new("fails", counterexample.Failure.Headline)],
            Origin = counterexample.Origin,
            Replay = counterexample.Replay,
            Lanes = ["start", .. Enumerable.Range(0, Lanes(counterexample)).Select(lane => scenario.NameOf(lane))],
            Steps = steps,
            Parting = PartingOf(counterexample, order, steps.Count - 1),
        };
    }

    private static Order? FurthestOf(CloneScenarioCounterexample counterexample)
    {
        IReadOnlyList<Order> longest = (counterexample.Failure as Unexplained)?.Report.Violated?.Violation?.Longest ?? [];
        return longest.Count > 0 ? longest[0] : null;
    }

    /// <summary>Lanes for the threads, and for their callbacks where there are any.</summary>
    private static int Lanes(CloneScenarioCounterexample counterexample) =>
        counterexample.Run.Operations.Where(IsAsked).Select(operation => (int)operation.Process + 1).Append(counterexample.Run.Scenario.Threads.Count).Max();

    private static bool IsAsked(Asked operation) => operation.Operation is ScenarioStep<Operation>.Ask;

    private static IEnumerable<ExhibitStep> StartSteps(CloneScenarioCounterexample counterexample)
    {
        State state = State.Initial;
        for (int index = 0; index < counterexample.Run.Scenario.Start.Count; index++)
        {
            Operation operation = counterexample.Run.Scenario.Start[index];
            (state, Response response) = Model.Step(state, operation);
            yield return new(Before, 0, StepMark.Operation, $"{operation}", $"{response}", SequenceExhibit.FactsOf(state), SequenceExhibit.EntriesOf(state));
        }
    }

    private static IEnumerable<ExhibitStep> Events(CloneScenarioCounterexample counterexample)
    {
        const string Part = "the threads";
        Dictionary<long, Asked> invoked = [];
        Dictionary<long, Asked> returned = [];
        foreach (Asked operation in counterexample.Run.Operations.Where(IsAsked))
        {
            invoked.Add(operation.Invoked, operation);
            if (operation.Returned is { } time)
            {
                returned.Add(time, operation);
            }
        }

        ILookup<long, ScheduleStretch> stretches = counterexample.Schedule.ToLookup(stretch => stretch.Before);
        foreach (long time in invoked.Keys.Concat(returned.Keys).Concat(stretches.Select(stretch => stretch.Key)).Distinct().Order())
        {
            foreach (ScheduleStretch stretch in stretches[time])
            {
                yield return new(Part, stretch.Thread + 1, StepMark.Stretch, stretch.Steps == 1 ? "1 step" : $"{stretch.Steps} steps", null, [], null);
            }

            if (invoked.TryGetValue(time, out Asked? begins))
            {
                yield return new(Part, (int)begins.Process + 1, StepMark.Invoke, $"{begins.Operation}", null, [], null);
            }

            if (returned.TryGetValue(time, out Asked? ends))
            {
                yield return new(Part, (int)ends.Process + 1, StepMark.Return, $"{ends.Operation}", $"{ends.Answer}", [], null);
            }
        }
    }

    private static IEnumerable<ExhibitStep> PlacedSteps(Order order) =>
    [
        .. order.Placed.Select(placed => new ExhibitStep(
            Explanation, LaneOf(placed.Operation), StepMark.Placed, $"{placed.Operation.Operation}", $"{placed.Operation.Answer}", SequenceExhibit.FactsOf(placed.After), SequenceExhibit.EntriesOf(placed.After))),
        .. order.Unplaced.Take(1).Select(unplaced => new ExhibitStep(
            Explanation, LaneOf(unplaced.Operation), StepMark.Unplaced, $"{unplaced.Operation.Operation}", $"{unplaced.Operation.Answer}", SequenceExhibit.FactsOf(order.State), SequenceExhibit.EntriesOf(order.State))),
    ];

    private static int LaneOf(Asked operation) => IsAsked(operation) ? (int)operation.Process + 1 : 0;

    private static Parting PartingOf(CloneScenarioCounterexample counterexample, Order? order, int last)
    {
        if (order is not { Unplaced: [var unplaced, ..] })
        {
            return new(last, "a run that some order explains", $"{counterexample.Failure.Headline}{Details(counterexample)}", string.Empty, string.Empty, []);
        }

        if (IsAsked(unplaced.Operation) || counterexample.Run.State is not { } seen)
        {
            return new(last, unplaced.WouldAnswer?.Text ?? "another answer", $"{unplaced.Operation.Answer}", string.Empty, string.Empty, []);
        }

        return new(
            last, "the state that the model has after these operations", "another state, when all threads have ended", "expected", "actual",
            ShownDifference.Of(StateDifference.Between(counterexample.Describe(order.State), counterexample.Describe(seen))));
    }

    private static string Details(CloneScenarioCounterexample counterexample) => counterexample.Failure switch
    {
        ScenarioFailure<State, Operation, TimedResponse<Response>>.Derived derived => $": {string.Join("; ", derived.Errors)}",
        ScenarioFailure<State, Operation, TimedResponse<Response>>.Threw threw => $": {threw.Exception.Message}",
        _ => string.Empty,
    };
}
