using System.Text.Json;
using System.Text.Json.Serialization;

namespace Verify.Evidence;

/// <summary>A receipt that cannot be read.</summary>
internal sealed class UnreadableReceiptException(string message) : Exception(message);

/// <summary>Reads and writes receipts.</summary>
internal static class ReceiptFile
{
    /// <summary>The version of their shape. It goes up with every change that a reader has to know of.</summary>
    public const int Schema = 1;

    private const string Source = "`verify --receipt FILE` writes";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Writes a receipt, and its page beside it.</summary>
    /// <param name="receipt">The receipt.</param>
    /// <param name="path">The file.</param>
    /// <returns>The path of the page.</returns>
    public static string Write(Receipt receipt, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string page = PageOf(path);
        File.WriteAllText(path, $"{Serialize(receipt)}\n");
        File.WriteAllText(page, ReceiptPage.Of(receipt));
        return page;
    }

    /// <summary>Where the page of a receipt goes.</summary>
    public static string PageOf(string path) => Path.ChangeExtension(path, ".md");

    /// <summary>A receipt as JSON.</summary>
    public static string Serialize(Receipt receipt) => JsonSerializer.Serialize(receipt, Options);

    /// <summary>Reads a receipt.</summary>
    /// <exception cref="UnreadableReceiptException">There is none, or it is of another version; the message says what is wrong.</exception>
    public static Receipt Read(string path)
    {
        string text;
        try
        {
            text = Terminal.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableReceiptException($"{path}: {Terminal.ProblemOfFile(exception, $"{Source} one")}");
        }

        return Parse(text, path);
    }

    /// <summary>Reads a receipt from text.</summary>
    /// <exception cref="UnreadableReceiptException">It is none, or of another version; the message says what is wrong.</exception>
    public static Receipt Parse(string text, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (!document.RootElement.TryGetProperty("schema", out JsonElement schema) || !schema.TryGetInt32(out int version))
            {
                throw new UnreadableReceiptException($"{path}: no receipt: it has no number 'schema'");
            }

            if (version != Schema)
            {
                throw new UnreadableReceiptException($"{path}: a receipt of schema {version}; expected {Schema}");
            }

            Receipt receipt = document.RootElement.Deserialize<Receipt>(Options)!;
            return receipt.Claims.CountBy(claim => claim.Name, StringComparer.Ordinal).FirstOrDefault(name => name.Value > 1) is { Key: { } twice }
                ? throw new UnreadableReceiptException($"{path}: the claim '{twice}' stands in it twice")
                : receipt;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new UnreadableReceiptException($"{path}: no receipt: it is not what {Source}{JsonPlace.Of(exception)}");
        }
    }
}
