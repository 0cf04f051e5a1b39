// A failing run of a scenario as one word: what was checked, the starting sequence, each thread, what the
// callback does, and the schedule, in the words of whoever made it.
//   CHECK/start+start/thread+thread/thread/!callback@SCHEDULE
namespace Checking.Scenarios;

/// <summary>A scenario and a schedule as one word.</summary>
/// <param name="Check">The check's name: no slash in it.</param>
/// <param name="Start">The operations of the starting sequence, each as a word without plus sign, slash, exclamation mark or at sign.</param>
/// <param name="Threads">The operations of each thread.</param>
/// <param name="Callback">The operations of the callback.</param>
/// <param name="Schedule">The schedule: a word without a slash.</param>
public sealed record ScenarioToken(
    string Check, IReadOnlyList<string> Start, IReadOnlyList<IReadOnlyList<string>> Threads, IReadOnlyList<string> Callback, string Schedule)
{
    /// <summary>A token of a scenario.</summary>
    /// <typeparam name="TOperation">The operations.</typeparam>
    /// <param name="check">The check's name.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="format">An operation as a word.</param>
    /// <param name="schedule">The schedule as a word.</param>
    /// <returns>The token.</returns>
    public static ScenarioToken Of<TOperation>(string check, Scenario<TOperation> scenario, Func<TOperation, string> format, string schedule)
        where TOperation : notnull
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return new(
            check,
            [.. scenario.Start.Select(format)],
            [.. scenario.Threads.Select(thread => thread.Select(format).ToArray())],
            [.. scenario.Callback.Select(format)],
            schedule);
    }

    /// <summary>The scenario of a token.</summary>
    /// <typeparam name="TOperation">The operations.</typeparam>
    /// <param name="parse">Reads an operation.</param>
    /// <returns>The scenario.</returns>
    public Scenario<TOperation> ToScenario<TOperation>(Func<string, TOperation> parse)
        where TOperation : notnull =>
        new("replayed", [.. Start.Select(parse)], [.. Threads.Select(thread => thread.Select(parse).ToArray())])
        {
            Callback = [.. Callback.Select(parse)],
        };

    /// <summary>Reads a token.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <param name="token">The token.</param>
    /// <returns>Whether the text has the shape of a token.</returns>
    public static bool TryParse(string text, out ScenarioToken? token)
    {
        ArgumentNullException.ThrowIfNull(text);
        token = null;
        int at = text.LastIndexOf('@');
        string[] parts = text[..Math.Max(at, 0)].Split('/');
        if (parts.Length < 3 || parts[0].Length == 0 || at == text.Length - 1)
        {
            return false;
        }

        string[] callback = parts[^1].StartsWith('!') ? Words(parts[^1][1..]) : [];
        string[] threads = callback.Length > 0 ? parts[2..^1] : parts[2..];
        token = new(parts[0], Words(parts[1]), [.. threads.Select(Words)], callback, text[(at + 1)..]);
        return threads.Length > 0;
    }

    /// <inheritdoc />
    public override string ToString() =>
        $"{Check}/{string.Join('/', Threads.Prepend(Start).Select(words => string.Join('+', words)))}{(Callback.Count > 0 ? $"/!{string.Join('+', Callback)}" : string.Empty)}@{Schedule}";

    private static string[] Words(string text) => text.Length == 0 ? [] : text.Split('+');
}
