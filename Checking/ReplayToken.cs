namespace Checking;

/// <summary>A counterexample as one word: what was checked, and the operations that show it.</summary>
/// <param name="Check">The check's name: no slash in it.</param>
/// <param name="Operations">The operations, each as a word without a plus sign.</param>
public sealed record ReplayToken(string Check, IReadOnlyList<string> Operations)
{
    /// <summary>Reads a token.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <param name="token">The token.</param>
    /// <returns>Whether the text has the shape of a token.</returns>
    public static bool TryParse(string text, out ReplayToken? token)
    {
        ArgumentNullException.ThrowIfNull(text);
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        token = slash > 0 && slash < text.Length - 1 ? new(text[..slash], text[(slash + 1)..].Split('+')) : null;
        return token is not null;
    }

    /// <inheritdoc />
    public override string ToString() => $"{Check}/{string.Join('+', Operations)}";
}
