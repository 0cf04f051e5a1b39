using System.IO.Compression;

namespace Harness.Recordings;

/// <summary>What recordings and histories are stored in: JSON lines, plain or gzip, told by the first two bytes.</summary>
internal static class JsonLinesFile
{
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
}
