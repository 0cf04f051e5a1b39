using System.IO.Compression;
using System.Text.Json;

namespace Harness.Recordings;

/// <summary>What recordings and histories are stored in: JSON lines in UTF-8, plain or gzip, told by the first two bytes.</summary>
internal static class JsonLinesFile
{
    /// <summary>What is wrong with a packed file that was cut off or changed. The runtime's own words speak of a compression that is not supported.</summary>
    public const string Broken = "the file is no whole gzip file";

    private const int BufferSize = 1 << 16;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The file.</returns>
    /// <exception cref="IOException">It cannot be opened, or is none.</exception>
    public static FileStream Open(string path)
    {
        const string Expected = "expected a .jsonl or .jsonl.gz file";
        if (path.Length == 0)
        {
            throw new IOException($"no name of a file; {Expected}");
        }

        if (Directory.Exists(path))
        {
            throw new IOException($"it is a directory; {Expected}");
        }

        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
        if (file.CanSeek)
        {
            return file;
        }

        file.Dispose();
        throw new IOException($"it is a pipe; {Expected}");
    }

    /// <summary>What unpacks a packed stream.</summary>
    /// <param name="stream">Plain or gzip, at its beginning; it must be able to seek, and stays open.</param>
    /// <returns>The unpacked stream, or null where the stream is plain and is to be read as it is.</returns>
    public static GZipStream? Gunzip(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        bool isGzip = stream.ReadByte() == 0x1f && stream.ReadByte() == 0x8b;
        stream.Position = 0;
        return isGzip ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : null;
    }

    /// <summary>Why a line is no JSON, for somebody who may not know that each line is to be one object.</summary>
    /// <param name="exception">What the parser said.</param>
    /// <returns>The reason.</returns>
    public static string Explain(JsonException exception)
    {
        string said = exception.Message.Split(" LineNumber:")[0];
        string place = exception.BytePositionInLine is { } position ? $" at byte {position}" : string.Empty;
        string[] notOneObject = ["end of data", "Expected depth to be zero", "after a single JSON value"];
        return Array.Exists(notOneObject, phrase => said.Contains(phrase, StringComparison.Ordinal))
            ? $"no JSON{place}: {said} Each line has to be one whole JSON object."
            : said.StartsWith("'0xFF'", StringComparison.Ordinal) || said.StartsWith("'0xFE'", StringComparison.Ordinal) ? $"no JSON{place}: expected UTF-8, found other bytes"
            : $"no JSON{place}: {said}";
    }
}
