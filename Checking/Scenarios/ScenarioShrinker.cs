// Makes a failing scenario short and simple: without a thread, without an operation of a thread or of the
// callback, without an operation of the start, with an operation made simpler; again and again until nothing
// of it still fails. What a candidate fails with may be another failure, and another schedule: whoever asks
// runs each candidate anew. Deterministic where the asking is.
namespace Checking.Scenarios;

/// <summary>How the operations of a component are left out and made simpler.</summary>
/// <typeparam name="TOperation">The operations.</typeparam>
public sealed record ScenarioEdits<TOperation>
    where TOperation : notnull
{
    /// <summary>
    /// A scenario without the operation at a place of its start, and without what depends on it. By default only the operation goes.
    /// </summary>
    public Func<Scenario<TOperation>, int, Scenario<TOperation>> WithoutStart { get; init; } =
        static (scenario, place) => scenario with { Start = Without(scenario.Start, place) };

    /// <summary>Simpler operations to put in the place of one, the simplest first. By default none.</summary>
    public Func<TOperation, IEnumerable<TOperation>> Simpler { get; init; } = static _ => [];

    /// <summary>A list without one place.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="list">The list.</param>
    /// <param name="place">The place.</param>
    /// <returns>What is left.</returns>
    internal static IReadOnlyList<T> Without<T>(IReadOnlyList<T> list, int place) => [.. list.Take(place), .. list.Skip(place + 1)];

    internal static IReadOnlyList<T> With<T>(IReadOnlyList<T> list, int place, T item) => [.. list.Take(place), item, .. list.Skip(place + 1)];
}

/// <summary>Shrinks scenarios.</summary>
public static class ScenarioShrinker
{
    /// <summary>Shrinks a scenario that fails.</summary>
    /// <typeparam name="TOperation">The operations.</typeparam>
    /// <typeparam name="TFailure">What a failing run tells.</typeparam>
    /// <param name="scenario">The scenario; it fails.</param>
    /// <param name="failure">What its run told.</param>
    /// <param name="fails">Runs a candidate; null where it does not fail.</param>
    /// <param name="edits">How operations are left out and made simpler.</param>
    /// <param name="maxAttempts">How many candidates to run at most.</param>
    /// <returns>The simplest scenario that was found to fail, what its run told, and how many times it became simpler.</returns>
    public static (Scenario<TOperation> Scenario, TFailure Failure, int Shrinks) Shrink<TOperation, TFailure>(
        Scenario<TOperation> scenario,
        TFailure failure,
        Func<Scenario<TOperation>, TFailure?> fails,
        ScenarioEdits<TOperation> edits,
        int maxAttempts = 500)
        where TOperation : notnull
        where TFailure : class
    {
        ArgumentNullException.ThrowIfNull(fails);
        ArgumentNullException.ThrowIfNull(edits);
        int shrinks = 0;
        int attempts = 0;
        bool simpler = true;
        while (simpler)
        {
            simpler = false;
            foreach (Scenario<TOperation> candidate in Candidates(scenario, edits))
            {
                if (attempts++ >= maxAttempts)
                {
                    return (scenario, failure, shrinks);
                }

                if (fails(candidate) is { } found)
                {
                    (scenario, failure, simpler) = (candidate, found, true);
                    shrinks++;
                    break;
                }
            }
        }

        return (scenario, failure, shrinks);
    }

    /// <summary>The scenarios that are one edit simpler, the much simpler ones first.</summary>
    private static IEnumerable<Scenario<TOperation>> Candidates<TOperation>(Scenario<TOperation> scenario, ScenarioEdits<TOperation> edits)
        where TOperation : notnull
    {
        if (scenario.Callback.Count > 0)
        {
            yield return scenario with { Callback = [] };
        }

        for (int thread = scenario.Threads.Count - 1; thread >= 0 && scenario.Threads.Count > 1; thread--)
        {
            yield return scenario with { Threads = ScenarioEdits<TOperation>.Without(scenario.Threads, thread) };
        }

        foreach ((int thread, int place) in Places(scenario.Threads).Where(at => scenario.Threads[at.Thread].Count > 1))
        {
            yield return WithThread(scenario, thread, ScenarioEdits<TOperation>.Without(scenario.Threads[thread], place));
        }

        for (int place = scenario.Callback.Count - 1; place >= 0 && scenario.Callback.Count > 1; place--)
        {
            yield return scenario with { Callback = ScenarioEdits<TOperation>.Without(scenario.Callback, place) };
        }

        for (int place = scenario.Start.Count - 1; place >= 0; place--)
        {
            yield return edits.WithoutStart(scenario, place);
        }

        foreach ((int thread, int place) in Places(scenario.Threads))
        {
            foreach (TOperation operation in edits.Simpler(scenario.Threads[thread][place]))
            {
                yield return WithThread(scenario, thread, ScenarioEdits<TOperation>.With(scenario.Threads[thread], place, operation));
            }
        }

        for (int place = scenario.Start.Count - 1; place >= 0; place--)
        {
            foreach (TOperation operation in edits.Simpler(scenario.Start[place]))
            {
                yield return scenario with { Start = ScenarioEdits<TOperation>.With(scenario.Start, place, operation) };
            }
        }
    }

    private static IEnumerable<(int Thread, int Place)> Places<TOperation>(IReadOnlyList<IReadOnlyList<TOperation>> threads) =>
        from thread in Enumerable.Range(0, threads.Count)
        from place in Enumerable.Range(0, threads[thread].Count).Reverse()
        select (thread, place);

    private static Scenario<TOperation> WithThread<TOperation>(Scenario<TOperation> scenario, int thread, IReadOnlyList<TOperation> operations)
        where TOperation : notnull =>
        scenario with { Threads = ScenarioEdits<TOperation>.With(scenario.Threads, thread, operations) };
}
