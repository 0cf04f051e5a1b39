using Verify.Evidence;

namespace Verify.Board;

/// <summary>Plain lines: the beginning of nothing, progress now and then, the end of each check, and what is found at once.</summary>
/// <param name="terminal">Where.</param>
internal sealed class LineBoard(Terminal terminal) : CheckBoard
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private long _last = terminal.Time.GetTimestamp();

    public override void Begin(string check)
    {
        // Most checks are over in a moment, and their end is told.
    }

    public override void Progress(string check, double part, string word)
    {
        if (terminal.Time.GetElapsedTime(_last) >= BetweenLines)
        {
            Write($"{check}: {word} ({part:p0})");
        }
    }

    public override void End(CheckRow row) => Write($"{row.Check}: {Terminal.Word(row.Verdict)}, {row.Covered}, {row.Seconds:f1} s");

    public override void Found(string line) => Write($"found: {line}");

    private void Write(string line)
    {
        _last = terminal.Time.GetTimestamp();
        terminal.Error.Profile.Out.Writer.WriteLine(line);
    }
}
