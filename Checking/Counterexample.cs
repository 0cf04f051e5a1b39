// The one shape in which every checker shows that something does not hold: verdict, where it came
// from, the steps one a line, expected and actual, the difference of the states, and the line that
// replays it. A reader sees this more often than any code here.
using System.Globalization;
using System.Text;

namespace Checking;

/// <summary>One step of a counterexample.</summary>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <param name="Operation">What was asked.</param>
/// <param name="Response">What the specification answers, as text.</param>
public sealed record Step<TOperation>(TOperation Operation, string Response);

/// <summary>What the specification says, as text. A type of its own, so that it cannot be swapped with <see cref="Actual"/>.</summary>
/// <param name="Text">The text.</param>
public readonly record struct Expected(string Text);

/// <summary>What was found, as text.</summary>
/// <param name="Text">The text.</param>
public readonly record struct Actual(string Text);

/// <summary>A fact about which two states differ.</summary>
/// <param name="Fact">What it is about.</param>
/// <param name="Expected">What it should be.</param>
/// <param name="Actual">What it is.</param>
public sealed record StateDifference(string Fact, Expected Expected, Actual Actual)
{
    /// <summary>The facts about which two states differ, in the order of the first state.</summary>
    /// <param name="expected">The facts that should be.</param>
    /// <param name="actual">The facts that are.</param>
    /// <returns>One difference a fact.</returns>
    public static IReadOnlyList<StateDifference> Between(IReadOnlyList<Fact> expected, IReadOnlyList<Fact> actual)
    {
        const string Absent = "absent";
        Dictionary<string, string> expectedByName = expected.ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);
        Dictionary<string, string> actualByName = actual.ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.Ordinal);
        return
        [
            .. expected.Concat(actual).Select(fact => fact.Name).Distinct(StringComparer.Ordinal)
                .Select(name => new StateDifference(
                    name,
                    new Expected(expectedByName.GetValueOrDefault(name, Absent)),
                    new Actual(actualByName.GetValueOrDefault(name, Absent))))
                .Where(difference => !string.Equals(difference.Expected.Text, difference.Actual.Text, StringComparison.Ordinal)),
        ];
    }

    /// <summary>
    /// As <see cref="Between"/>, of two states that are not equal: where their facts are alike, the difference is that, and never none.
    /// </summary>
    /// <param name="expected">The facts that should be.</param>
    /// <param name="actual">The facts that are.</param>
    /// <returns>One difference at least.</returns>
    internal static IReadOnlyList<StateDifference> OfUnequal(IReadOnlyList<Fact> expected, IReadOnlyList<Fact> actual) =>
        Between(expected, actual) is { Count: > 0 } differences
            ? differences
            : [new("equality", new("equal states"), new("the states print alike but are not equal: TState needs value equality, or Describe leaves out what differs"))];
}

/// <summary>Why a sequence failed.</summary>
public abstract record Failure
{
    private Failure()
    {
        // Closed: every case stands below.
    }

    /// <summary>Answer or state are not what the specification says.</summary>
    /// <param name="Expected">The answer that the specification gives.</param>
    /// <param name="Actual">The answer that was given.</param>
    /// <param name="States">Where the states differ.</param>
    public sealed record Difference(Expected Expected, Actual Actual, IReadOnlyList<StateDifference> States) : Failure;

    /// <summary>A claim does not hold.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Says">The sentence.</param>
    /// <param name="Found">What was found instead.</param>
    /// <param name="Changes">What the step changed.</param>
    public sealed record BrokenClaim(string Name, string Says, string Found, IReadOnlyList<StateDifference> Changes) : Failure;

    /// <summary>Something threw where it should have answered.</summary>
    /// <param name="Who">What threw.</param>
    /// <param name="Exception">What it threw.</param>
    public sealed record Threw(string Who, Exception Exception) : Failure;
}

/// <summary>A sequence that shows that something does not hold.</summary>
/// <typeparam name="TOperation">The operations.</typeparam>
public sealed record Counterexample<TOperation>
{
    /// <summary>How many steps are printed; of a longer sequence the last ones.</summary>
    public const int StepsShown = 30;

    /// <summary>What was checked.</summary>
    public required string Check { get; init; }

    /// <summary>Where the sequence came from: a seed and its place, a trace, a path.</summary>
    public required string Origin { get; init; }

    /// <summary>The steps; the last one fails.</summary>
    public required IReadOnlyList<Step<TOperation>> Steps { get; init; }

    /// <summary>Why the last step fails.</summary>
    public required Failure Failure { get; init; }

    /// <summary>The command that replays it.</summary>
    public required string Replay { get; init; }

    /// <inheritdoc />
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Check}: {Headline()} at step {Steps.Count} of {Steps.Count} ({Origin})\n");
        int first = Math.Max(0, Steps.Count - StepsShown);
        if (first > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ... {first} earlier steps\n");
        }

        int width = Steps.Skip(first).Max(step => step.Operation!.ToString()!.Length);
        for (int index = first; index < Steps.Count; index++)
        {
            string response = index == Steps.Count - 1 ? LastResponse() : Steps[index].Response;
            text.Append(CultureInfo.InvariantCulture, $"  {index + 1,3}  {Steps[index].Operation!.ToString()!.PadRight(width)}  {response}\n");
        }

        if (Failure is Failure.BrokenClaim claim)
        {
            foreach (StateDifference change in claim.Changes)
            {
                text.Append(CultureInfo.InvariantCulture, $"  step {Steps.Count} changed {change.Fact}: from {change.Expected.Text} to {change.Actual.Text}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"  found: {claim.Found}\n");
        }

        foreach (StateDifference difference in (Failure as Failure.Difference)?.States ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"  state: {difference.Fact}: expected {difference.Expected.Text}, actual {difference.Actual.Text}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"replay: {Replay}");
        return text.ToString();
    }

    private string Headline() => Failure switch
    {
        Failure.Difference { States: [], Expected.Text: var expected, Actual.Text: var actual } => string.Equals(expected, actual, StringComparison.Ordinal)
            ? "the answers print alike but are not equal: TResponse needs value equality"
            : "the answers differ",
        Failure.Difference { Expected.Text: var expected, Actual.Text: var actual } when string.Equals(expected, actual, StringComparison.Ordinal) => "the states differ",
        Failure.Difference => "answers and states differ",
        Failure.BrokenClaim claim => $"'{claim.Says}' does not hold",
        Failure.Threw threw => $"{threw.Who} threw {threw.Exception.GetType().Name}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private string LastResponse() => Failure switch
    {
        Failure.Difference { Expected.Text: var expected, Actual.Text: var actual } when string.Equals(expected, actual, StringComparison.Ordinal) => expected,
        Failure.Difference difference => $"expected {difference.Expected.Text}, actual {difference.Actual.Text}",
        Failure.BrokenClaim => Steps[^1].Response,
        Failure.Threw threw => threw.Exception.ToString(),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
