// The entry: is there, for each part of a history, an order of its operations that keeps real time and in
// which the specification explains every answer? It takes the history apart, tries the order of the returns
// (OrderOfReturns.cs), lets the specification say what it can tell beforehand, searches
// (LinearizationSearch.cs), and puts numbers back into operations.
// Pictures are in HistoryPicture.cs.
namespace Checking.Linearizability;

/// <summary>
/// Checks concurrent histories against a sequential specification. Several threads may check at once; they share the limit of memory, which
/// is the process's (<see cref="SearchLimits.Bytes"/>).
/// </summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="specification">What should happen.</param>
public sealed class LinearizabilityChecker<TState, TOperation, TResponse>(SequentialSpecification<TState, TOperation, TResponse> specification)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    // Where foresight has decided, a search only looks for an order to show.
    private const int ConfigurationsToExplain = 10_000;

    // How much a search may take that need not decide: at least this, and for each operation as much as is said of it;
    // along a guess, where each operation is one step if the guess is right, this.
    private const int ConfigurationsAtLeast = 100;
    private const int ConfigurationsToGuess = 4;

    /// <summary>A checker against a deterministic specification.</summary>
    /// <param name="specification">What should happen.</param>
    public LinearizabilityChecker(Specification<TState, TOperation, TResponse> specification)
        : this(SequentialSpecification<TState, TOperation, TResponse>.From(specification))
    {
    }

    /// <summary>Checks a history.</summary>
    /// <param name="history">The history.</param>
    /// <param name="limits">How much the check may take.</param>
    /// <param name="clock">The clock of the time limit.</param>
    /// <param name="cancellation">Ends the check; it is then undecided.</param>
    /// <returns>What the check came to.</returns>
    public LinearizabilityReport<TState, TOperation, TResponse> Check(
        History<TOperation, TResponse> history, SearchLimits limits, TimeProvider clock, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(history);
        SearchBudget budget = new(limits, clock, Heap.OfProcess, cancellation);
        List<PartReport<TState, TOperation, TResponse>> reports = [];
        Verdict verdict = Verdict.Holds;
        foreach ((object? part, IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations) in Parts(history))
        {
            PartReport<TState, TOperation, TResponse> report = Check(part, operations, budget);
            reports.Add(report);
            if (report.Verdict != Verdict.Holds)
            {
                verdict = report.Verdict;
                break;
            }
        }

        return new(specification.Name, verdict, verdict == Verdict.Undecided ? budget.End : null, history.Operations.Count, reports);
    }

    /// <summary>The parts, the smallest first: a hard part does not use up the time in which another one is found violated.</summary>
    private IEnumerable<(object? Part, IReadOnlyList<HistoryOperation<TOperation, TResponse>> Operations)> Parts(History<TOperation, TResponse> history)
    {
        if (specification.Part is null)
        {
            yield return (null, history.Operations);
            yield break;
        }

        Dictionary<object, List<HistoryOperation<TOperation, TResponse>>> operationsByPart = [];
        List<object> parts = [];
        foreach (HistoryOperation<TOperation, TResponse> operation in history.Operations)
        {
            object part = specification.Part(operation.Operation);
            if (!operationsByPart.TryGetValue(part, out List<HistoryOperation<TOperation, TResponse>>? operations))
            {
                operationsByPart.Add(part, operations = []);
                parts.Add(part);
            }

            operations.Add(operation);
        }

        foreach (object part in parts.OrderBy(part => operationsByPart[part].Count))
        {
            yield return (part, operationsByPart[part]);
        }
    }

    private PartReport<TState, TOperation, TResponse> Check(
        object? part, IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations, SearchBudget budget)
    {
        PartReport<TState, TOperation, TResponse> report = new(part, operations, Verdict.Undecided, null, 0, null, null);
        try
        {
            if (OrderOfReturns.TryPlace(specification, operations, budget) is { } placed)
            {
                return report with { Verdict = Verdict.Holds, Configurations = placed.Count, Linearization = placed };
            }

            TransitionTable<TState, TOperation, TResponse> transitions = new(specification, budget);
            return CheckPart(report, transitions, budget);
        }
        catch (OutOfMemoryException)
        {
            budget.RanOutOfMemory();
        }

        return report with { End = budget.End };
    }

    private PartReport<TState, TOperation, TResponse> CheckPart(
        PartReport<TState, TOperation, TResponse> report, TransitionTable<TState, TOperation, TResponse> transitions, SearchBudget budget)
    {
        if (specification.Foresee is null || specification.ForeseeAfter > 0)
        {
            if (Timeline.Of(report.Operations, transitions, Foresight.None, budget) is not { } plain)
            {
                return report with { End = budget.End };
            }

            LinearizationSearch first = new(plain, transitions, budget, specification.Foresee is null ? long.MaxValue : Few(report.Operations.Count, specification.ForeseeAfter));
            SearchOutcome outcome = first.Run();
            report = Report(report, first, plain, transitions, outcome, budget);
            if (outcome != SearchOutcome.Undecided || budget.End is not null)
            {
                return report;
            }
        }

        return CheckForeseen(report, transitions, budget);
    }

    private PartReport<TState, TOperation, TResponse> CheckForeseen(
        PartReport<TState, TOperation, TResponse> report, TransitionTable<TState, TOperation, TResponse> transitions, SearchBudget budget)
    {
        Foresight foresight = Foresee(report.Operations);
        if (Timeline.Of(report.Operations, transitions, foresight, budget) is not { } timeline)
        {
            return report with { End = budget.End };
        }

        if (IsContradiction(foresight, timeline))
        {
            return ExplainForeseen(report, transitions, budget);
        }

        (timeline, LinearizationSearch search, SearchOutcome outcome, long guessing) = Search(report.Operations, foresight, timeline, transitions, budget, long.MaxValue);
        return Report(report with { Configurations = report.Configurations + guessing }, search, timeline, transitions, outcome, budget);
    }

    private PartReport<TState, TOperation, TResponse> Report(
        PartReport<TState, TOperation, TResponse> report,
        LinearizationSearch search,
        Timeline timeline,
        TransitionTable<TState, TOperation, TResponse> transitions,
        SearchOutcome outcome,
        SearchBudget budget)
    {
        report = report with { Configurations = report.Configurations + search.Configurations };
        return outcome switch
        {
            SearchOutcome.Linearizable => report with { Verdict = Verdict.Holds, Linearization = Place(search.Longest[0], report.Operations, timeline, transitions) },
            SearchOutcome.NotLinearizable => report with { Verdict = Verdict.Violated, Violation = Explain(search, report.Operations, timeline, transitions) },
            _ => report with { End = budget.End },
        };
    }

    private static long Few(int operations, int perOperation) => ConfigurationsAtLeast + (perOperation * (long)operations);

    /// <summary>Searches along the specification's guess, where it has one, and if that comes to nothing, everywhere.</summary>
    /// <returns>The search that came to something, what it searched and came to, and how many configurations a guess took that came to nothing.</returns>
    private static (Timeline Searched, LinearizationSearch Search, SearchOutcome Outcome, long Guessing) Search(
        IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations,
        Foresight foresight,
        Timeline timeline,
        TransitionTable<TState, TOperation, TResponse> transitions,
        SearchBudget budget,
        long maxConfigurations)
    {
        long guessing = 0;
        if (foresight.Likely.Count > 0)
        {
            Foresight guess = new([.. foresight.Order, .. foresight.Likely], []);
            if (Timeline.Of(operations, transitions, guess, budget) is { } guessed && !IsContradiction(guess, guessed))
            {
                LinearizationSearch first = new(guessed, transitions, budget, Math.Min(maxConfigurations, Few(operations.Count, ConfigurationsToGuess)));
                if (first.Run() == SearchOutcome.Linearizable)
                {
                    return (guessed, first, SearchOutcome.Linearizable, 0);
                }

                guessing = first.Configurations;
            }
        }

        LinearizationSearch search = new(timeline, transitions, budget, maxConfigurations);
        return (timeline, search, search.Run(), guessing);
    }

    /// <summary>Explains a violation that the specification and real time alone show, without a search.</summary>
    private PartReport<TState, TOperation, TResponse> ExplainForeseen(
        PartReport<TState, TOperation, TResponse> report, TransitionTable<TState, TOperation, TResponse> transitions, SearchBudget budget)
    {
        // What holds of all linearizations of a history holds of those of its beginnings the less, the shorter they are: bisect.
        HistoryOperation<TOperation, TResponse>[] returned = [.. report.Operations.Where(operation => operation.Returned is not null).OrderBy(operation => operation.Returned)];
        (int fine, int broken) = (-1, returned.Length - 1);
        while (broken - fine > 1)
        {
            int middle = (fine + broken) / 2;
            (fine, broken) = IsContradiction(Beginning(report.Operations, returned[middle]), transitions, budget) ? (fine, middle) : (middle, broken);
        }

        HistoryOperation<TOperation, TResponse> blocked = returned[broken];
        report = report with { Verdict = Verdict.Violated, Violation = new(blocked, []) };
        if (fine < 0)
        {
            return report;
        }

        HistoryOperation<TOperation, TResponse>[] before = Beginning(report.Operations, returned[fine]);
        Foresight foresight = Foresee(before);
        if (Timeline.Of(before, transitions, foresight, budget) is not { } whole)
        {
            return report;
        }

        (Timeline timeline, LinearizationSearch search, SearchOutcome outcome, long guessing) = Search(before, foresight, whole, transitions, budget, ConfigurationsToExplain);
        report = report with { Configurations = report.Configurations + guessing + search.Configurations };
        return outcome switch
        {
            SearchOutcome.Linearizable => report with { Violation = new(blocked, [Partial(search.Longest[0], [blocked], before, timeline, transitions)]) },
            SearchOutcome.NotLinearizable => report with { Violation = Explain(search, before, timeline, transitions) },
            _ => report,
        };
    }

    private bool IsContradiction(
        IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations, TransitionTable<TState, TOperation, TResponse> transitions, SearchBudget budget)
    {
        Foresight foresight = Foresee(operations);
        return Timeline.Of(operations, transitions, foresight, budget) is { } timeline && IsContradiction(foresight, timeline);
    }

    private static bool IsContradiction(Foresight foresight, Timeline timeline) =>
        foresight.Impossible.Count > 0 || timeline.Contradiction() is not null;

    private Foresight Foresee(IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations) => specification.Foresee?.Invoke(operations) ?? Foresight.None;

    /// <summary>A history as it was when an operation returned: what returned later is pending.</summary>
    private static HistoryOperation<TOperation, TResponse>[] Beginning(IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations, HistoryOperation<TOperation, TResponse> last) =>
    [
        .. operations.Where(operation => operation.Invoked <= last.Returned)
            .Select(operation => operation.Returned <= last.Returned ? operation : operation with { Answer = Answer<TResponse>.Unseen, Returned = null }),
    ];

    private Violation<TState, TOperation, TResponse> Explain(
        LinearizationSearch search,
        IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations,
        Timeline timeline,
        TransitionTable<TState, TOperation, TResponse> transitions)
    {
        HistoryOperation<TOperation, TResponse> blocked = operations[timeline.Source[search.LongestPosition]];
        return new(blocked, [.. search.Longest.Select(order => Partial(order, Unplaced(order), operations, timeline, transitions))]);

        IEnumerable<HistoryOperation<TOperation, TResponse>> Unplaced(FoundOrder order)
        {
            HashSet<int> placed = [.. order.Order.Select(operation => timeline.Source[operation])];
            return operations.Where((operation, index) => operation.Returned is not null && operation.Invoked <= blocked.Returned && !placed.Contains(index));
        }
    }

    private PartialLinearization<TState, TOperation, TResponse> Partial(
        FoundOrder order,
        IEnumerable<HistoryOperation<TOperation, TResponse>> unplaced,
        IReadOnlyList<HistoryOperation<TOperation, TResponse>> searched,
        Timeline timeline,
        TransitionTable<TState, TOperation, TResponse> transitions)
    {
        TState state = order.States is [.., int last] ? transitions.State(last) : specification.Initial;
        return new(
            Place(order, searched, timeline, transitions),
            state,
            [
                .. unplaced.Select(operation => new UnplacedOperation<TOperation, TResponse>(
                    operation, specification.WouldAnswer(state, operation.Operation) is { } text ? new Expected(text) : null)),
            ]);
    }

    private static PlacedOperation<TState, TOperation, TResponse>[] Place(
        FoundOrder order,
        IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations,
        Timeline timeline,
        TransitionTable<TState, TOperation, TResponse> transitions) =>
        [.. order.Order.Zip(order.States, (operation, state) => new PlacedOperation<TState, TOperation, TResponse>(operations[timeline.Source[operation]], transitions.State(state)))];
}
