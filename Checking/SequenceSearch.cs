// Looks for a sequence of operations that breaks a claim, or on which subject and specification part
// ways. Sequences are generated with CsCheck from a printed seed: sequence i of a seed is the same on
// every machine and with any number of threads. What is found is shrunk and explained.
using CsCheck;

namespace Checking;

/// <summary>How much to search.</summary>
/// <param name="Seed">The random seed.</param>
/// <param name="Sequences">How many sequences at most: 1 or more.</param>
/// <param name="Length">How many operations a sequence has at most: 1 or more.</param>
public sealed record SearchBounds(ulong Seed, int Sequences, int Length);

/// <summary>What a search came to.</summary>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <param name="Verdict">Violated, if there is a counterexample; undecided, if a claim never applied or the search was stopped.</param>
/// <param name="Sequences">How many sequences were run.</param>
/// <param name="Operations">How many operations were run.</param>
/// <param name="Tally">How often each claim applied.</param>
/// <param name="Counterexample">The shrunk counterexample, or null.</param>
public sealed record SearchReport<TOperation>(
    Verdict Verdict, long Sequences, long Operations, ClaimTally Tally, Counterexample<TOperation>? Counterexample);

/// <summary>
/// Takes one operation out of a sequence, for shrinking: what depends on it goes with it, and where it had given out a number, later
/// numbers move up.
/// </summary>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="operations">The operations.</param>
/// <param name="responses">What was answered to them; it may be shorter by the last.</param>
/// <param name="place">Which one to take out.</param>
/// <returns>The operations that are left.</returns>
public delegate IReadOnlyList<TOperation> TakeOut<TOperation, TResponse>(
    IReadOnlyList<TOperation> operations, IReadOnlyList<TResponse> responses, int place);

/// <summary>Random sequences over a specification, its claims and perhaps a subject.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="check">The check's name: it stands in reports and replay tokens.</param>
/// <param name="lockstep">Runs a sequence.</param>
/// <param name="resolve">Makes a draft an operation, from the state at hand.</param>
/// <param name="format">Writes an operation as a word for the replay token.</param>
/// <param name="replayCommand">The command that takes a replay token as its last argument.</param>
/// <param name="takeOut">Takes an operation out of a sequence; by default it is just left out.</param>
public sealed class SequenceSearch<TState, TOperation, TResponse>(
    string check,
    Lockstep<TState, TOperation, TResponse> lockstep,
    Func<TState, Draft, TOperation> resolve,
    Func<TOperation, string> format,
    string replayCommand,
    TakeOut<TOperation, TResponse>? takeOut = null)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    /// <summary>Runs sequences until one fails or the bounds are reached.</summary>
    /// <param name="bounds">How much to search.</param>
    /// <param name="observe">Called with each transition.</param>
    /// <param name="progress">Called with the number of sequences and of operations after each sequence.</param>
    /// <param name="cancellation">Stops between two sequences; what was found so far is reported.</param>
    /// <returns>What the search came to.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bounds allow no sequence, or no operation of one.</exception>
    public SearchReport<TOperation> Search(
        SearchBounds bounds,
        Action<Transition<TState, TOperation, TResponse>>? observe = null,
        Action<long, long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        AtLeastOne(bounds.Sequences, nameof(SearchBounds.Sequences));
        ClaimTally tally = new();
        long operations = 0;
        int sequence = 0;
        for (; sequence < bounds.Sequences && !cancellation.IsCancellationRequested; sequence++)
        {
            Draft[] drafts = Generate(bounds, sequence);
            Run<TState, TOperation, TResponse> run = Run(drafts, tally, observe);
            operations += run.Steps.Count;
            if (run.Failure is not null)
            {
                string origin = $"seed {bounds.Seed:x}, sequence {sequence}";
                return new(Verdict.Violated, sequence + 1, operations, tally, Explain(drafts, origin));
            }

            progress?.Invoke(sequence + 1, operations);
        }

        bool complete = sequence == bounds.Sequences && !tally.Vacuous.Any();
        return new(complete ? Verdict.Holds : Verdict.Undecided, sequence, operations, tally, null);
    }

    /// <summary>Runs one list of drafts, as another generator made it.</summary>
    /// <param name="drafts">The drafts.</param>
    /// <param name="origin">Where they came from.</param>
    /// <returns>The shrunk counterexample, or null where nothing fails.</returns>
    public Counterexample<TOperation>? Check(IReadOnlyList<Draft> drafts, string origin) =>
        Run(drafts, null, null).Failure is null ? null : Explain(drafts, origin);

    /// <summary>Runs given operations, as a replay token has them.</summary>
    /// <param name="operations">The operations.</param>
    /// <param name="origin">Where they came from.</param>
    /// <returns>The counterexample as it is, or null where nothing fails.</returns>
    public Counterexample<TOperation>? Replay(IReadOnlyList<TOperation> operations, string origin)
    {
        Run<TState, TOperation, TResponse> run = lockstep.Run(operations);
        return run.Failure is null ? null : Explain(run, origin);
    }

    /// <summary>The drafts of one sequence.</summary>
    /// <param name="bounds">Seed and length.</param>
    /// <param name="sequence">Which sequence.</param>
    /// <returns>The drafts.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bounds allow no operation.</exception>
    public static Draft[] Generate(SearchBounds bounds, int sequence)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        AtLeastOne(bounds.Length, nameof(SearchBounds.Length));
        return Draft.Any.Array[1, bounds.Length].Generate(new PCG((uint)sequence, bounds.Seed), null, out _);
    }

    private static void AtLeastOne(int number, string name)
    {
        if (number < 1)
        {
            throw new ArgumentOutOfRangeException(name, number, $"where {name} is less than 1 nothing is run, and everything would hold");
        }
    }

    private Run<TState, TOperation, TResponse> Run(
        IReadOnlyList<Draft> drafts, ClaimTally? tally, Action<Transition<TState, TOperation, TResponse>>? observe) =>
        lockstep.Run(drafts.Count, (index, state) => resolve(state, drafts[index]), tally, observe);

    private Counterexample<TOperation> Explain(IReadOnlyList<Draft> drafts, string origin)
    {
        (IReadOnlyList<Draft> shrunk, int shrinks) = SequenceShrinker.Shrink(
            drafts, candidate => Run(candidate, null, null) is { Failure: not null, Steps.Count: int length } ? length : 0);
        (Run<TState, TOperation, TResponse> shortest, int further) = SequenceShrinker.ShrinkOperations(
            Run(shrunk, null, null), run => run.Steps.Count, RunWithout);
        return Explain(shortest, $"{origin}, {shrinks + further} shrinks");
    }

    private Run<TState, TOperation, TResponse>? RunWithout(Run<TState, TOperation, TResponse> run, int place)
    {
        TOperation[] operations = [.. run.Steps.Select(step => step.Operation)];
        IReadOnlyList<TOperation> left = takeOut is null ? [.. operations[..place], .. operations[(place + 1)..]] : takeOut(operations, run.Responses, place);
        return lockstep.Run(left) is { Failure: not null } shorter ? shorter : null;
    }

    private Counterexample<TOperation> Explain(Run<TState, TOperation, TResponse> run, string origin) => new()
    {
        Check = check,
        Origin = origin,
        Steps = run.Steps,
        Failure = run.Failure!,
        Replay = $"{replayCommand} {new ReplayToken(check, [.. run.Steps.Select(step => format(step.Operation))])}",
    };
}
