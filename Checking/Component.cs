// A component as this kit sees it: what it should do, how it is driven, what can be asked of it. Each check is
// one call from here, with one shape of report. Who wants more of a check than these calls give (coverage, other
// generators, whole states of a counterexample) takes the class that does it: SequenceSearch, StateSpace,
// InterleavingSearch, RealThreadRuns. The checks of threads are in Scenarios/ComponentThreads.cs, and what is refused
// before a check begins in ComponentConditions.cs.
namespace Checking;

/// <summary>A component and its checks.</summary>
/// <typeparam name="TState">Immutable, with value equality.</typeparam>
/// <typeparam name="TOperation">What can be asked, as data with value equality.</typeparam>
/// <typeparam name="TResponse">What is answered, as data with value equality.</typeparam>
public sealed partial record Component<TState, TOperation, TResponse>
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    private const string SequencesName = "sequences";
    private const string StatesName = "states";
    private const string InterleavingsName = "interleavings";
    private const string RealThreadsName = "real-threads";

    /// <summary>What it is called in reports and tokens: letters, digits, hyphens; not empty.</summary>
    public required string Name { get; init; }

    /// <summary>What it should do.</summary>
    public required Specification<TState, TOperation, TResponse> Specification { get; init; }

    /// <summary>Creates a fresh component behind its adapter.</summary>
    public required Func<ISubject<TState, TOperation, TResponse>> MakeSubject { get; init; }

    /// <summary>All operations the checks may perform, simplest first: 1 to 65,536. Each is one transition out of every state.</summary>
    public required IReadOnlyList<TOperation> Operations { get; init; }

    /// <summary>
    /// Writes the state's identity; states with equal forms are explored once. So states that are not equal need forms that are not equal: a
    /// list is written with its length (<see cref="CanonicalForm.Add(IReadOnlyCollection{int})"/>).
    /// </summary>
    public required Action<TState, CanonicalForm> Write { get; init; }

    /// <summary>What is said of every step of the specification; each claim has a name of its own.</summary>
    public IReadOnlyList<Claim<TState, TOperation, TResponse>> Claims { get; init; } = [];

    /// <summary>
    /// An operation as a word of a token. By default its text, with one comma for whatever is neither letter, digit nor minus sign:
    /// <c>Put { Value = 1 }</c> is <c>Put,Value,1</c>.
    /// </summary>
    public Func<TOperation, string> Format { get; init; } = static operation => Word(operation.ToString() ?? string.Empty);

    /// <summary>How a counterexample is replayed: it stands before the token.</summary>
    public string ReplayCommand { get; init; } = "Component.Replay";

    /// <summary>How far the checks of schedules look, and what they look at.</summary>
    public Schedules.InterleavingBounds Interleaving { get; init; } = new();

    /// <summary>Random sequences of operations, component and specification in lockstep: every answer, the whole state, every claim.</summary>
    /// <param name="bounds">How much.</param>
    /// <returns>What it came to.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bounds allow no sequence, or no operation of one.</exception>
    /// <exception cref="InvalidOperationException">The component is not described well enough to be checked; the message says where.</exception>
    public CheckReport Sequences(SearchBounds bounds)
    {
        SearchReport<TOperation> report = SearchNamed(CheckOf(SequencesName), MakeSubject).Search(bounds);
        string covered = $"{report.Sequences} sequences, {report.Operations} operations, seed {bounds.Seed:x}{Vacuous(report.Tally)}";
        return new(CheckOf(SequencesName), report.Verdict, covered, report.Counterexample?.ToString());
    }

    /// <summary>
    /// Every state that the operations lead to, and every transition: the claims hold there, and the component does the same. Every state is
    /// kept in memory; what is too large for that is for <see cref="StateSpace{TState, TOperation, TResponse}"/>, which keeps 24 bytes of it.
    /// </summary>
    /// <returns>What it came to.</returns>
    /// <exception cref="InvalidOperationException">
    /// The component is not described well enough to be checked, or <see cref="Write"/> gives two states that are not equal one form; the message
    /// says where.
    /// </exception>
    public CheckReport States()
    {
        StateSpaceReport<TOperation> report = Explore(Space(MakeSubject));
        string covered = $"{report.All.States} states, {report.All.Transitions} transitions, depth {report.Depth}{Vacuous(report.Tally)}";
        bool isVacuous = report.Verdict == Verdict.Holds && report.Tally.Vacuous.Any();
        return new(CheckOf(StatesName), isVacuous ? Verdict.Undecided : report.Verdict, covered, report.Counterexample?.ToString());
    }

    /// <summary>Runs what a counterexample printed once more.</summary>
    /// <param name="token">The token. One of interleavings is replayed where it was found: in a <see cref="Schedules.ControlledCopy"/>.</param>
    /// <returns>What it came to now: undecided where the component has been changed so that it no longer follows the schedule.</returns>
    /// <exception cref="FormatException">It is no token of this component.</exception>
    public CheckReport Replay(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (Scenarios.ScenarioToken.TryParse(token, out Scenarios.ScenarioToken? scenario) && IsOwn(scenario!.Check, InterleavingsName))
        {
            return Replay(scenario);
        }

        if (ReplayToken.TryParse(token, out ReplayToken? sequence) && (IsOwn(sequence!.Check, SequencesName) || IsOwn(sequence.Check, StatesName)))
        {
            TOperation[] operations = [.. sequence.Operations.Select(Parse)];
            Counterexample<TOperation>? counterexample = SearchNamed(sequence.Check, MakeSubject).Replay(operations, "replayed");
            return new(sequence.Check, counterexample is null ? Verdict.Holds : Verdict.Violated, $"{operations.Length} operations", counterexample?.ToString());
        }

        throw new FormatException(
            $"'{token}' is no token of this component; expected {Name}:{SequencesName}/OPERATION+OPERATION or {Name}:{InterleavingsName}/START/THREAD/THREAD@SCHEDULE");
    }

    private string CheckOf(string name) => $"{Name}:{name}";

    private bool IsOwn(string check, string name) => string.Equals(check, CheckOf(name), StringComparison.Ordinal);

    private SequenceSearch<TState, TOperation, TResponse> SearchNamed(string check, Func<ISubject<TState, TOperation, TResponse>>? makeSubject) => new(
        check,
        // A path to a state is run without a look in between, so that is how it fails again.
        new Lockstep<TState, TOperation, TResponse>(Specification, Claims, makeSubject, string.Equals(check, CheckOf(StatesName), StringComparison.Ordinal) ? Watch.Answers : Watch.Everything),
        (_, draft) => Operations.At(draft.Kind, draft.First),
        Words(),
        ReplayCommand);

    private StateSpace<TState, TOperation, TResponse> Space(Func<ISubject<TState, TOperation, TResponse>>? makeSubject) =>
        new(SearchNamed(CheckOf(StatesName), makeSubject), Specification, Claims, new([], _ => Operations, Write), makeSubject);

    private StateSpaceReport<TOperation> Explore(StateSpace<TState, TOperation, TResponse> space)
    {
        DistinctForms<TState> forms = new(Write);
        forms.Add(Specification.Initial);
        return space.Explore(transition => forms.Add(transition.After));
    }

    /// <summary>The operation that a word stands for.</summary>
    private TOperation Parse(string word)
    {
        TOperation[] meant = [.. Operations.Where(operation => string.Equals(Format(operation), word, StringComparison.Ordinal))];
        return meant.Length == 1
            ? meant[0]
            : throw new FormatException($"'{word}' is none of {Name}'s operations, which are {string.Join(", ", Operations.Select(Format))}");
    }

    private static string Word(string text) =>
        string.Join(',', string.Concat(text.Select(letter => char.IsLetterOrDigit(letter) || letter == '-' ? letter : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Vacuous(ClaimTally tally) => tally.Vacuous.Any() ? $"; never applied: {string.Join(", ", tally.Vacuous)}" : string.Empty;
}
