using System.Globalization;
using System.Text.Json;

namespace Verify;

/// <summary>Where JSON is not what was expected. What the serializer says of it itself names its types, which tell a user nothing.</summary>
internal static class JsonPlace
{
    /// <summary>The place, in brackets and with a space before it, as far as it is known; nothing where it is not.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>As in <c> (line 3, at $.claims[0])</c>.</returns>
    public static string Of(Exception exception)
    {
        if (exception is not JsonException { LineNumber: { } line } json)
        {
            return string.Empty;
        }

        string at = json.Path is { Length: > 1 } path ? $", at {path}" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $" (line {line + 1}{at})");
    }
}
