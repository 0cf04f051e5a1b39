// The checks of a component that run threads: scenarios under every interleaving, every pair of operations from
// every state, and real threads.
using Checking.Linearizability;
using Checking.Scenarios;
using Checking.Schedules;

namespace Checking;

public sealed partial record Component<TState, TOperation, TResponse>
{
    /// <summary>
    /// Every interleaving of a scenario, one of each class: linearizable, no data race, no deadlock. To be run in a
    /// <see cref="ControlledCopy"/>, where the component's accesses are scheduling points.
    /// </summary>
    /// <param name="scenario">The scenario; its operations are among <see cref="Operations"/>.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="ArgumentException">No thread of the scenario has an operation, or one has an operation that the component has not.</exception>
    /// <exception cref="InvalidOperationException">No access of the component is under control: there is nothing to interleave.</exception>
    public CheckReport Interleavings(Scenario<TOperation> scenario) => Interleavings(scenario, [Checked(scenario)]);

    /// <summary>
    /// From every state that the operations lead to every pair of operations on two threads, under every interleaving. Each state is entered
    /// along a shortest path, and once more for each question.
    /// </summary>
    /// <param name="mayMeet">Whether two operations may be done at once: what a caller must not do is not checked. By default any two.</param>
    /// <param name="questions">
    /// Operations that change no state of the specification, and after which a component keeps another state for itself than before: one that
    /// puts work off does it when it is asked. Each state is entered once more with each of them before the path's last operation.
    /// </param>
    /// <returns>What it came to; it ends at the first pair that fails. Where the specification throws or breaks a claim, that is what is found.</returns>
    /// <exception cref="ArgumentException">
    /// No two operations may be done at once: no pair is left. Or a question is none of <see cref="Operations"/>, or changes a state.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// No access of the component is under control: there is nothing to interleave. Or <see cref="Write"/> gives two states that are not equal one form.
    /// </exception>
    public CheckReport Pairs(Func<TOperation, TOperation, bool>? mayMeet = null, params IReadOnlyList<TOperation> questions)
    {
        CheckQuestions(questions);
        StateSpace<TState, TOperation, TResponse> space = Space(makeSubject: null);
        if (Explore(space).Counterexample is { } wrong)
        {
            return new(CheckOf(InterleavingsName), Verdict.Violated, $"{space.FoundStates} states", wrong.ToString());
        }

        (int One, int Other)[] pairs =
        [
            .. from one in Enumerable.Range(0, Operations.Count)
               from other in Enumerable.Range(one, Operations.Count - one)
               where mayMeet?.Invoke(Operations[one], Operations[other]) ?? true
               select (one, other),
        ];
        if (pairs.Length == 0)
        {
            throw new ArgumentException($"of {Name}'s operations no pair is left that may meet, so there is nothing to check", nameof(mayMeet));
        }

        (string Name, IReadOnlyList<TOperation> Path)[] ways =
            [.. Enumerable.Range(0, space.FoundStates).SelectMany(state => WaysInto($"state-{state}", space.PathTo(state), questions))];
        IEnumerable<Scenario<TOperation>> scenarios =
            from way in ways
            from pair in pairs
            select new Scenario<TOperation>($"{way.Name}-pair-{pair.One}-{pair.Other}", way.Path, [[Operations[pair.One]], [Operations[pair.Other]]]);
        return Interleavings(null, scenarios, $"{space.FoundStates} states, ");
    }

    /// <summary>A scenario on real threads, again and again: what compiler and processor reorder is among what can happen. Nobody chooses the schedules.</summary>
    /// <param name="scenario">The scenario; its operations are among <see cref="Operations"/>.</param>
    /// <param name="runs">How often: at least once.</param>
    /// <returns>What it came to. How many histories there were is another number each time.</returns>
    /// <exception cref="ArgumentException">
    /// No thread of the scenario has an operation, or one has an operation that the component has not, or it is not run once.
    /// </exception>
    public CheckReport RealThreads(Scenario<TOperation> scenario, int runs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        (int histories, ScenarioCounterexample<TState, TOperation, TResponse>? counterexample) = RealThreadRuns.Run(
            Target(RealThreadsName) with { ReplayCommand = "every interleaving of it is in Interleavings" }, Checked(scenario), runs);
        return new(
            $"{Name}:{RealThreadsName}",
            counterexample is null ? Verdict.Holds : Verdict.Violated,
            $"{runs} runs of {scenario.Name} at most, {histories} histories",
            counterexample?.ToString());
    }

    /// <summary>A path into a state, and the same with each question before its last operation.</summary>
    private IEnumerable<(string Name, IReadOnlyList<TOperation> Path)> WaysInto(
        string state, IReadOnlyList<TOperation> path, IReadOnlyList<TOperation> questions)
    {
        yield return (state, path);
        if (path.Count == 0)
        {
            yield break;
        }

        TOperation[] before = [.. path.SkipLast(1)];
        TState last = before.Aggregate(Specification.Initial, (at, operation) => Specification.Step(at, operation).State);
        foreach (TOperation question in questions)
        {
            yield return EqualityComparer<TState>.Default.Equals(Specification.Step(last, question).State, last)
                ? ($"{state}-asked-{Format(question)}", [.. before, question, path[^1]])
                : throw new ArgumentException($"{question} changes a state of {Name}, so it is no question", nameof(questions));
        }
    }

    private CheckReport Interleavings(Scenario<TOperation>? named, IEnumerable<Scenario<TOperation>> scenarios, string before = "")
    {
        using InterleavingSearch<TState, TOperation, TResponse> search = new(Target(InterleavingsName));
        (long count, long executions, long cut, long histories) = (0, 0, 0, 0);
        Verdict verdict = Verdict.Holds;
        string? counterexample = null;
        bool isControlled = false;
        foreach (Scenario<TOperation> scenario in scenarios)
        {
            isControlled = isControlled || search.SeesAccesses(scenario);
            InterleavingReport<TState, TOperation, TResponse> report = search.Search(scenario, Interleaving);
            (count, executions, cut, histories) = (count + 1, executions + report.Report.Executions, cut + report.Report.Cut, histories + report.Histories);
            if (report.Report.Verdict != Verdict.Holds)
            {
                verdict = report.Report.Verdict;
                counterexample = report.Failing is { } failing ? Text(failing) : $"{report.Report.Problem}{report.Report.End}"; // one of the two
                break;
            }
        }

        if (!isControlled && verdict == Verdict.Holds)
        {
            throw new InvalidOperationException(
                $"no access of {Name} is under control, so there is nothing to interleave: run the check in a {nameof(ControlledCopy)} of the component's assembly");
        }

        string what = named?.Name ?? $"{count} pairs";
        string bound = cut > 0 ? $" ({nameof(InterleavingBounds.MoreAccesses)} is {Interleaving.MoreAccesses})" : string.Empty;
        return new($"{Name}:{InterleavingsName}", verdict, $"{before}{what}, {executions} executions, {histories} histories, {cut} cut{bound}", counterexample);
    }

    private CheckReport Replay(ScenarioToken token)
    {
        if (!Schedule.TryParse(token.Schedule, out Schedule? schedule))
        {
            throw new FormatException($"'{token.Schedule}' is no schedule; expected THREADxACCESSES-THREADxACCESSES-...");
        }

        using InterleavingSearch<TState, TOperation, TResponse> search = new(Target(InterleavingsName));
        try
        {
            FailingInterleaving<TState, TOperation, TResponse>? failing = search.Replay(token.ToScenario(Parse), schedule!, Interleaving);
            return new(token.Check, failing is null ? Verdict.Holds : Verdict.Violated, "1 execution", failing is null ? null : Text(failing));
        }
        catch (NondeterministicProgramException exception)
        {
            // Mostly the component has been changed since, for example so that it is right.
            return new(token.Check, Verdict.Undecided, "0 executions", $"the component no longer follows the schedule: {exception.Message}");
        }
    }

    private static string Text(FailingInterleaving<TState, TOperation, TResponse> failing) => $"{failing.Counterexample}\n\n{failing.Execution.ToString().TrimEnd()}";

    private ScenarioTarget<TState, TOperation, TResponse> Target(string check) => new()
    {
        Check = $"{Name}:{check}",
        Specification = SequentialSpecification<TState, TOperation, TResponse>.From(Specification),
        MakeSubject = MakeSubject,
        Describe = Specification.Describe,
        Format = Words(),
        ReplayCommand = ReplayCommand,
    };
}
