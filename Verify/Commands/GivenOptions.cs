using System.CommandLine;
using System.CommandLine.Parsing;

namespace Verify.Commands;

/// <summary>Which options stand on a line. One that has no effect there is refused: who gives it believes that it has one.</summary>
internal static class GivenOptions
{
    /// <summary>Whether an option stands on the line, and has not only its usual value.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="option">The option.</param>
    /// <returns>Whether it does.</returns>
    public static bool Has(ParseResult parsed, Option option) => parsed.GetResult(option) is OptionResult { Implicit: false };

    /// <summary>The first of some options that stands on the line; null where none does.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="options">The options.</param>
    /// <returns>Its name.</returns>
    public static string? FirstOf(ParseResult parsed, params IEnumerable<Option> options) => options.FirstOrDefault(option => Has(parsed, option))?.Name;
}
