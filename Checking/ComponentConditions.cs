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
        string[] claims = [.. Claims.Select(static claim => claim.Name)];
        string? problem = Name.Length == 0 || !Name.All(static letter => char.IsLetterOrDigit(letter) || letter == '-')
            ? $"'{Name}' cannot stand in a token: {nameof(Name)} has letters, digits and hyphens, one at least"
            : words.Length == 0
            ? $"{Name} has no operation, so there is nothing to check: {nameof(Operations)} is empty"
            : HasTwice(claims)
            ? $"two claims of {Name} have one name, so that nobody could tell which of them applied: {string.Join(", ", claims)}"
            : Array.Find(words, word => word.Length == 0 || word.Any("/+!@' \t\n\r".Contains)) is { } odd
            ? $"'{odd}' cannot stand in a token of {Name}: an operation's word has no blank, quote, plus sign, slash, exclamation mark or at sign. Set {nameof(Format)}."
            : HasTwice(words)
            ? $"two operations of {Name} have one word: {string.Join(", ", words)}. Set {nameof(Format)}, or override ToString."
            : null;
        return problem is null ? Format : throw new InvalidOperationException(problem);
    }

    private static bool HasTwice(string[] words) => words.Distinct(StringComparer.Ordinal).Count() < words.Length;

    /// <summary>A scenario that has something to check, and that a token of this component can say.</summary>
    private Scenario<TOperation> Checked(Scenario<TOperation> scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        TOperation[] asked = [.. scenario.Start, .. scenario.Threads.SelectMany(static thread => thread), .. scenario.Callback];
        string? problem = scenario.Threads.All(static thread => thread.Count == 0)
            ? $"no thread of {scenario.Name} has an operation, so there is nothing to check"
            : ForeignAmong(asked, $" of {scenario.Name}");
        return problem is null ? scenario : throw new ArgumentException(problem, nameof(scenario));
    }

    private void CheckQuestions(IReadOnlyList<TOperation> questions)
    {
        ArgumentNullException.ThrowIfNull(questions);
        if (ForeignAmong(questions, string.Empty) is { } problem)
        {
            throw new ArgumentException(problem, nameof(questions));
        }
    }

    /// <summary>What is wrong with operations that the component has not, or null.</summary>
    private string? ForeignAmong(IEnumerable<TOperation> asked, string where)
    {
        TOperation[] foreign = [.. asked.Except(Operations)];
        return foreign.Length == 0
            ? null
            : $"{string.Join(", ", foreign)}{where} is none of {Name}'s operations, so a counterexample could not be replayed: it has to be in {nameof(Operations)}";
    }
}
