// Reads recorded histories in the neutral format: JSON lines, one history a line, plain or gzip (told by
// the first two bytes), one history in memory at a time. Whatever cannot be read is an UnreadableException
// that names line and field. The format, as far as a reader has to know it:
//   {"name": ..., "model": ..., "expected": true if linearizable, "events": [
//     {"process": 0, "kind": "invoke", "id": 0, "op": "write", "args": [100]},
//     {"process": 0, "kind": "return", "id": 0, "result": null}, ...]}
// Events are in real-time order. A return with "unknown": true has no result: nobody saw the answer. An
// invoke without a return is pending. Read next: EventReader.cs, HistoryModel.cs, then HistoryCheck.cs.
using System.Text;
using System.Text.Json;
using Harness.Recordings;

namespace Harness.Histories;

/// <summary>Reads recorded histories.</summary>
public static class HistoryReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads histories, lazily.</summary>
    /// <param name="path">A .jsonl or .jsonl.gz file.</param>
    /// <returns>The histories, in order.</returns>
    /// <exception cref="UnreadableException">Thrown on the way: a line that is no history.</exception>
    /// <exception cref="IOException">Thrown on the way: the file cannot be read.</exception>
    public static IEnumerable<RecordedHistory> Read(string path)
    {
        using FileStream file = JsonLinesFile.Open(path);
        foreach (RecordedHistory history in Read(file))
        {
            yield return history;
        }
    }

    /// <summary>Reads histories, lazily.</summary>
    /// <param name="stream">Plain or gzip; it must be able to seek.</param>
    /// <returns>The histories, in order.</returns>
    /// <exception cref="UnreadableException">Thrown on the way: a line that is no history.</exception>
    public static IEnumerable<RecordedHistory> Read(Stream stream)
    {
        using Stream? unpacked = JsonLinesFile.Gunzip(stream);
        using StreamReader lines = new(unpacked ?? stream, Utf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        for (long line = 1; NextLine(lines, line) is { } text; line++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                yield return ReadLine(text, line);
            }
        }
    }

    private static string? NextLine(StreamReader lines, long line)
    {
        try
        {
            return line == 1 ? lines.ReadLine()?.TrimStart('\uFEFF') : lines.ReadLine(); // some editors put a mark before the first line
        }
        catch (InvalidDataException)
        {
            throw new UnreadableException(line, string.Empty, JsonLinesFile.Broken);
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableException(line, string.Empty, "expected UTF-8, found other bytes in or behind this line");
        }
    }

    private static RecordedHistory ReadLine(string text, long line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return ReadHistory(new JsonValue(document.RootElement, string.Empty), line);
        }
        catch (JsonException exception)
        {
            throw new UnreadableException(line, string.Empty, JsonLinesFile.Explain(exception));
        }
        catch (InvalidOperationException exception)
        {
            throw new UnreadableException(line, string.Empty, $"a string that is no text: {exception.Message}");
        }
        catch (FieldException exception)
        {
            throw new UnreadableException(line, exception.Path, exception.Message);
        }
    }

    private static RecordedHistory ReadHistory(JsonValue value, long line)
    {
        JsonFields fields = new(value, "an object {\"name\": ..., \"model\": ..., \"events\": [...]}"); // What else the line says of its history (where a violation is, who recorded it) is not looked at.
        string name = fields["name"].Text();
        if (name.Any(char.IsControl))
        {
            throw new FieldException("name", "it has control characters, which would change how it prints");
        }

        string modelName = fields["model"].Text();
        bool? expected = fields.Optional("expected") is { IsNull: false } said ? said.Boolean() : null;
        HistoryModel model = HistoryModel.All.FirstOrDefault(model => string.Equals(model.Name, modelName, StringComparison.Ordinal))
            ?? throw new FieldException("model", $"unknown model '{modelName}'; expected {string.Join(", ", HistoryModel.All.Select(known => known.Name))}");
        return model.Read(new HistoryHeader(name, modelName, expected, line), fields["events"].Element);
    }
}
