// What scenarios are run on: a subject, what it is held to, and how a run is shown and replayed. Whoever runs
// scenarios (an explorer, real threads) takes one of these.
using Checking.Linearizability;

namespace Checking.Scenarios;

/// <summary>A subject that scenarios are run on, and what it is held to.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
public sealed record ScenarioTarget<TState, TOperation, TResponse>
    where TState : notnull
    where TOperation : notnull
    where TResponse : notnull
{
    /// <summary>The check's name: it stands in reports and tokens, so no slash in it.</summary>
    public required string Check { get; init; }

    /// <summary>What should happen.</summary>
    public required SequentialSpecification<TState, TOperation, TResponse> Specification { get; init; }

    /// <summary>Makes a subject with which nothing was done yet.</summary>
    public required Func<ISubject<TState, TOperation, TResponse>> MakeSubject { get; init; }

    /// <summary>States as named facts.</summary>
    public required Func<TState, IReadOnlyList<Fact>> Describe { get; init; }

    /// <summary>Writes an operation as a word of a token.</summary>
    public required Func<TOperation, string> Format { get; init; }

    /// <summary>The command that takes a token as its last argument.</summary>
    public required string ReplayCommand { get; init; }

    /// <summary>How scenarios are made simpler.</summary>
    public ScenarioEdits<TOperation> Edits { get; init; } = new();

    /// <summary>Holds runs of a scenario against the specification.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <returns>The check.</returns>
    public ScenarioCheck<TState, TOperation, TResponse> CheckOf(Scenario<TOperation> scenario) => new(scenario, Specification);
}
