// Reads recorded traces, one JSON object a line, plain or gzip (told by the first two bytes). One
// trace is in memory at a time. Whatever cannot be read is an UnreadableException that names line
// and field. TraceLineReader.cs reads one line.
namespace Harness.Recordings;

/// <summary>Reads recorded traces from a stream.</summary>
public static class TraceReader
{
    private const int BufferSize = 1 << 16;

    /// <summary>Reads traces, lazily.</summary>
    /// <param name="path">A .jsonl or .jsonl.gz file.</param>
    /// <param name="progress">Called with the number of bytes read from the file.</param>
    /// <returns>The traces, in order.</returns>
    /// <exception cref="UnreadableException">Thrown on the way: a line that is no trace.</exception>
    /// <exception cref="IOException">Thrown on the way: the file cannot be read.</exception>
    public static IEnumerable<Trace> Read(string path, Action<long>? progress = null)
    {
        using FileStream file = JsonLinesFile.Open(path);
        foreach (Trace trace in Read(file))
        {
            progress?.Invoke(file.Position);
            yield return trace;
        }
    }

    /// <summary>Reads traces, lazily.</summary>
    /// <param name="stream">Plain or gzip; it must be able to seek.</param>
    /// <returns>The traces, in order.</returns>
    /// <exception cref="UnreadableException">Thrown on the way: a line that is no trace.</exception>
    public static IEnumerable<Trace> Read(Stream stream)
    {
        using Stream? unpacked = JsonLinesFile.Gunzip(stream);
        LineBuffer lines = new(unpacked ?? stream);
        while (lines.MoveNext())
        {
            if (!lines.IsBlank)
            {
                yield return TraceLineReader.Read(lines.Current, lines.Number);
            }
        }
    }

    /// <summary>The lines of a stream, one at a time, in one buffer that grows to the longest line.</summary>
    private sealed class LineBuffer(Stream stream)
    {
        private byte[] _buffer = new byte[BufferSize];
        private int _start;
        private int _length;
        private int _end;

        public long Number { get; private set; }

        public ReadOnlySpan<byte> Current => _buffer.AsSpan(_start, _length);

        public bool IsBlank => Current.Trim(" \t\r"u8).IsEmpty;

        public bool MoveNext()
        {
            _start += Number == 0 ? 0 : _length + 1;
            int searched = 0;
            while (true)
            {
                int newline = _start + searched < _end ? _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n') : -1;
                if (newline >= 0)
                {
                    return Found(searched + newline);
                }

                searched = Math.Max(0, _end - _start);
                if (!Fill())
                {
                    return searched > 0 && Found(searched);
                }
            }
        }

        private bool Found(int length)
        {
            _length = length;
            if (Number++ == 0 && Current.StartsWith("\uFEFF"u8)) // some editors put a mark before the first line
            {
                _start += "\uFEFF"u8.Length;
                _length -= "\uFEFF"u8.Length;
            }

            return true;
        }

        private bool Fill()
        {
            if (_start > 0)
            {
                int rest = Math.Max(0, _end - _start);
                _buffer.AsSpan(Math.Min(_start, _end), rest).CopyTo(_buffer);
                (_start, _end) = (0, rest);
            }

            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            int read;
            try
            {
                read = stream.Read(_buffer, _end, _buffer.Length - _end);
            }
            catch (InvalidDataException)
            {
                throw new UnreadableException(Number + 1, string.Empty, JsonLinesFile.Broken);
            }

            _end += read;
            return read > 0;
        }
    }
}
