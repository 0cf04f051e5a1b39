// What a component and a scenario have to be before a check begins: a check that has nothing to look at would hold,
// and what its token cannot say could not be replayed.
using Checking.Scenarios;

namespace Checking;

public sealed partial record Component<TState, TOperation, TResponse>
{
    /// <summary>The words of the operations, where there is something to check and a token can say it.</summary>
    private Func<TOperation, string> Words()
    {
        string[] words = [.. Operations.Select(Format)];
        return Operations.Count == 0
            ? throw new InvalidOperationException($"{Name} has no operation, so there is nothing to check: {nameof(Operations)} is empty")
            : Array.Find(words, word => word.Length == 0 || word.Any("/+!@' \t\n\r".Contains)) is { } odd
            ? throw new InvalidOperationException($"'{odd}' cannot stand in a token of {Name}: an operation's word has no blank, quote, plus sign, slash, exclamation mark or at sign. Set {nameof(Format)}.")
            : words.Distinct(StringComparer.Ordinal).Count() < words.Length
            ? throw new InvalidOperationException($"two operations of {Name} have one word: {string.Join(", ", words)}. Set {nameof(Format)}, or override ToString.")
            : Format;
    }

    /// <summary>A scenario that has something to check.</summary>
    private static Scenario<TOperation> Checked(Scenario<TOperation> scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return scenario.Threads.Any(static thread => thread.Count > 0)
            ? scenario
            : throw new ArgumentException($"no thread of {scenario.Name} has an operation, so there is nothing to check", nameof(scenario));
    }
}
