// Runs one sequence: the specification step by step, each claim held against each transition, and, if
// there is a subject, its answer and its whole state held against the specification's after every
// operation. Everything that runs sequences (random, recorded, replayed, shrunk) runs them here.
namespace Checking;

/// <summary>What of a subject is looked at after each operation. After the last one everything is.</summary>
public enum Watch
{
    /// <summary>What it answers. Looking at a state may put in order what a subject has put off, so that some mistakes show only unobserved.</summary>
    Answers,

    /// <summary>What it answers, and its whole state.</summary>
    States,

    /// <summary>As <see cref="States"/>, and what it derives, computed again (<see cref="IRescannable"/>).</summary>
    Everything,
}

/// <summary>Runs sequences of operations on a specification, its claims and perhaps a subject.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="specification">What should happen.</param>
/// <param name="claims">What is said of each transition.</param>
/// <param name="makeSubject">Makes what is to do the same, or null where the specification is checked alone.</param>
/// <param name="watch">What of the subject is looked at after each operation.</param>
public sealed class Lockstep<TState, TOperation, TResponse>(
    Specification<TState, TOperation, TResponse> specification,
    IReadOnlyList<Claim<TState, TOperation, TResponse>> claims,
    Func<ISubject<TState, TOperation, TResponse>>? makeSubject = null,
    Watch watch = Watch.States)
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    /// <summary>The specification.</summary>
    public Specification<TState, TOperation, TResponse> Specification => specification;

    /// <summary>Runs operations until one fails.</summary>
    /// <param name="length">How many there are.</param>
    /// <param name="operationAt">The operation to do next, from its place and the state at hand.</param>
    /// <param name="tally">Counts where each claim applied.</param>
    /// <param name="observe">Called with each transition.</param>
    /// <returns>The steps that were made, and the failure of the last one, if it failed.</returns>
    public Run<TState, TOperation, TResponse> Run(
        int length,
        Func<int, TState, TOperation> operationAt,
        ClaimTally? tally = null,
        Action<Transition<TState, TOperation, TResponse>>? observe = null)
    {
        ArgumentNullException.ThrowIfNull(operationAt);
        (ISubject<TState, TOperation, TResponse>? subject, Failure? unmade) = Make();
        using IDisposable? disposable = subject as IDisposable;
        List<Step<TOperation>> steps = new(length);
        List<TResponse> responses = new(length);
        TState state = specification.Initial;
        for (int index = 0; index < length; index++)
        {
            TOperation operation = operationAt(index, state);
            if (!TryStep(state, operation, out Transition<TState, TOperation, TResponse>? transition, out Failure? failure))
            {
                steps.Add(new Step<TOperation>(operation, "threw"));
                return new(steps, responses, failure);
            }

            steps.Add(new Step<TOperation>(operation, transition!.Response.ToString()!));
            responses.Add(transition.Response);
            failure = Examine(transition, tally)
                ?? (unmade is null ? Compare(transition, subject, isLast: index == length - 1) : unmade);
            if (failure is not null)
            {
                return new(steps, responses, failure);
            }

            observe?.Invoke(transition);
            state = transition.After;
        }

        return new(steps, responses, null);
    }

    /// <summary>Runs given operations until one fails.</summary>
    /// <param name="operations">The operations.</param>
    /// <returns>The steps that were made, and the failure of the last one, if it failed.</returns>
    public Run<TState, TOperation, TResponse> Run(IReadOnlyList<TOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        return Run(operations.Count, (index, _) => operations[index]);
    }

    /// <summary>The subject, if there is to be one; or why there is none, which is what is wrong with the first step.</summary>
    private (ISubject<TState, TOperation, TResponse>? Subject, Failure? Unmade) Make()
    {
        try
        {
            return (makeSubject?.Invoke(), null);
        }
        catch (Exception exception)
        {
            return (null, new Failure.Threw("MakeSubject", exception));
        }
    }

    private bool TryStep(TState state, TOperation operation, out Transition<TState, TOperation, TResponse>? transition, out Failure? failure)
    {
        (transition, failure) = (null, null);
        try
        {
            (TState after, TResponse response) = specification.Step(state, operation);
            transition = new(state, operation, response, after);
            return true;
        }
        catch (Exception exception)
        {
            failure = new Failure.Threw(specification.Name, exception);
            return false;
        }
    }

    private Failure? Examine(Transition<TState, TOperation, TResponse> transition, ClaimTally? tally)
    {
        foreach (Claim<TState, TOperation, TResponse> claim in claims)
        {
            Outcome outcome;
            try
            {
                outcome = claim.Examine(specification, transition);
            }
            catch (Exception exception)
            {
                return new Failure.Threw($"{specification.Name}, while '{claim.Says}' was examined", exception);
            }

            tally?.Add(claim.Name, outcome.Applies);
            if (outcome.Broken is not null)
            {
                return new Failure.BrokenClaim(
                    claim.Name,
                    claim.Says,
                    outcome.Broken,
                    StateDifference.Between(specification.Describe(transition.Before), specification.Describe(transition.After)));
            }
        }

        return null;
    }

    private Failure? Compare(Transition<TState, TOperation, TResponse> transition, ISubject<TState, TOperation, TResponse>? subject, bool isLast)
    {
        if (subject is null)
        {
            return null;
        }

        TResponse response;
        TState observed = transition.After;
        IReadOnlyList<string> derivedErrors;
        try
        {
            response = subject.Apply(transition.Operation);
            observed = isLast || watch >= Watch.States ? subject.Observe() : observed;
            derivedErrors = isLast || watch >= Watch.Everything ? (subject as IRescannable)?.FindDerivedErrors() ?? [] : [];
        }
        catch (Exception exception)
        {
            return new Failure.Threw("the subject", exception);
        }

        bool sameState = EqualityComparer<TState>.Default.Equals(transition.After, observed);
        if (!sameState || !EqualityComparer<TResponse>.Default.Equals(transition.Response, response))
        {
            return new Failure.Difference(
                new Expected(transition.Response.ToString()!),
                new Actual(response.ToString()!),
                sameState ? [] : StateDifference.OfUnequal(specification.Describe(transition.After), specification.Describe(observed)));
        }

        return derivedErrors.Count == 0 ? null
            : new Failure.BrokenClaim("rescan", "what the subject derives is what a rescan gives", string.Join("; ", derivedErrors), []);
    }
}

/// <summary>A sequence that was run.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
/// <param name="Steps">The steps, up to the one that failed.</param>
/// <param name="Responses">What the specification answered; one less than there are steps where it threw.</param>
/// <param name="Failure">What failed, or null.</param>
public sealed record Run<TState, TOperation, TResponse>(IReadOnlyList<Step<TOperation>> Steps, IReadOnlyList<TResponse> Responses, Failure? Failure);
