// How a failing run of a scenario is shown: verdict and origin; the starting sequence; a column a thread with
// invocations, returns and, between them, how far a thread went before another one had its turn; the longest
// orders that explain a part of it, and what has no place behind them; the line that replays it.
using System.Globalization;
using System.Text;
using Checking.Linearizability;

namespace Checking.Scenarios;

/// <summary>A stretch of a schedule: a thread makes some steps without another one between them.</summary>
/// <param name="Thread">The thread.</param>
/// <param name="Steps">How many steps: scheduling points that it passes.</param>
/// <param name="Before">The time of the event before which it makes them: its own next one, or another thread's.</param>
public sealed record ScheduleStretch(int Thread, int Steps, long Before);

/// <summary>A run that shows that something does not hold.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
public sealed record ScenarioCounterexample<TState, TOperation, TResponse>
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    /// <summary>What was checked.</summary>
    public required string Check { get; init; }

    /// <summary>Where the run came from: a strategy, a seed and its place; a replay.</summary>
    public required string Origin { get; init; }

    /// <summary>The run.</summary>
    public required ScenarioRun<TState, TOperation, TResponse> Run { get; init; }

    /// <summary>Why it fails.</summary>
    public required ScenarioFailure<TState, TOperation, TResponse> Failure { get; init; }

    /// <summary>The stretches of its schedule, in their order; empty where the schedule is not known (real threads).</summary>
    public required IReadOnlyList<ScheduleStretch> Schedule { get; init; }

    /// <summary>States as named facts.</summary>
    public required Func<TState, IReadOnlyList<Fact>> Describe { get; init; }

    /// <summary>The command that replays it.</summary>
    public required string Replay { get; init; }

    /// <inheritdoc />
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Check}: {Failure.Headline} ({Run.Scenario.Name}; {Origin})\n");
        for (int place = 0; place < Run.Scenario.Start.Count; place++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {(place == 0 ? "start" : "     ")} {place + 1,3}  {Run.Scenario.Start[place]}");
            text.Append(CultureInfo.InvariantCulture, $"  {(place < Run.Start.Count ? Run.Start[place].ToString() : "not done")}\n");
        }

        Violation<TState, ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>>? violation =
            (Failure as ScenarioFailure<TState, TOperation, TResponse>.Unexplained)?.Report.Violated!.Violation!;
        HistoryPicture.DrawLanes(
            text,
            [.. Run.Operations.Where(operation => operation.Operation is ScenarioStep<TOperation>.Ask)],
            Run.Scenario.NameOf,
            [.. Schedule.Select(stretch => new LaneNote(stretch.Before, stretch.Thread, stretch.Steps == 1 ? "1 step" : $"{stretch.Steps} steps"))],
            violation);
        Explain(text, violation);
        text.Append(CultureInfo.InvariantCulture, $"replay: {Replay}");
        return text.ToString();
    }

    private void Explain(StringBuilder text, Violation<TState, ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>>? violation)
    {
        switch (Failure)
        {
            case ScenarioFailure<TState, TOperation, TResponse>.Threw threw:
                text.Append(CultureInfo.InvariantCulture, $"  {threw.Exception}\n");
                break;
            case ScenarioFailure<TState, TOperation, TResponse>.Derived derived:
                text.AppendJoin(string.Empty, derived.Errors.Select(error => $"  {error}\n"));
                break;
            case ScenarioFailure<TState, TOperation, TResponse>.Unexplained:
                foreach (PartialLinearization<TState, ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>> order in violation!.Longest)
                {
                    ExplainOrder(text, order);
                }

                break;
            default:
                break; // the headline says it
        }
    }

    private void ExplainOrder(StringBuilder text, PartialLinearization<TState, ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>> order)
    {
        text.Append(CultureInfo.InvariantCulture, $"an order that goes furthest: {(order.Placed.Count == 0 ? "none of them" : string.Join(", then ", order.Placed.Select(placed => $"{placed.Operation.Operation} ({Run.Scenario.NameOf(placed.Operation.Process)})")))}\n");
        foreach (UnplacedOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>> unplaced in order.Unplaced)
        {
            if (unplaced.Operation.Operation is ScenarioStep<TOperation>.Observe)
            {
                foreach (StateDifference difference in StateDifference.OfUnequal(Describe(order.State), Describe(Run.State!)))
                {
                    text.Append(CultureInfo.InvariantCulture, $"  then at rest: {difference.Fact}: expected {difference.Expected.Text}, actual {difference.Actual.Text}\n");
                }
            }
            else
            {
                string expected = unplaced.WouldAnswer is { } answer ? $"expected {answer.Text}, " : string.Empty;
                text.Append(CultureInfo.InvariantCulture, $"  then {unplaced.Operation.Operation} ({Run.Scenario.NameOf(unplaced.Operation.Process)}): {expected}actual {unplaced.Operation.Answer}\n");
            }
        }
    }
}
