using Checking;
using Spectre.Console;
using Spectre.Console.Rendering;
using Verify.Evidence;

namespace Verify.Board;

/// <summary>A table of all checks that is drawn anew while they run, and below it the last things that were found.</summary>
internal sealed class LiveBoard : CheckBoard
{
    private const int FoundShown = 3;

    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(150);

    private readonly Terminal _terminal;
    private readonly LiveDisplayContext _context;
    private readonly Dictionary<string, Line> _lines;
    private readonly Queue<string> _found = [];
    private long _last;

    private LiveBoard(Terminal terminal, IReadOnlyList<string> checks, LiveDisplayContext context)
    {
        (_terminal, _context) = (terminal, context);
        _lines = checks.ToDictionary(check => check, _ => new Line(string.Empty, string.Empty, string.Empty, 0), StringComparer.Ordinal);
        Draw();
    }

    /// <summary>Shows a board while something runs.</summary>
    /// <typeparam name="T">What comes out.</typeparam>
    /// <param name="terminal">Where.</param>
    /// <param name="checks">The names of the checks.</param>
    /// <param name="work">What runs.</param>
    /// <returns>What came out.</returns>
    public static new T Show<T>(Terminal terminal, IReadOnlyList<string> checks, Func<CheckBoard, T> work) =>
        terminal.Error.Live(Text.Empty).AutoClear(enabled: true).Overflow(VerticalOverflow.Ellipsis).Start(context => work(new LiveBoard(terminal, checks, context)));

    public override void Begin(string check) => Change(check, line => line with { State = "runs" });

    public override void Progress(string check, double part, string word)
    {
        _lines[check] = new("runs", $"{part:p0}", word, _lines[check].Seconds);
        if (_terminal.Time.GetElapsedTime(_last) >= BetweenFrames)
        {
            Draw();
        }
    }

    public override void End(CheckRow row) => Change(row.Check, _ => new(Terminal.Word(row.Verdict), string.Empty, row.Covered, row.Seconds));

    public override void Found(string line)
    {
        _found.Enqueue(line);
        while (_found.Count > FoundShown)
        {
            _found.Dequeue();
        }

        Draw();
    }

    private void Change(string check, Func<Line, Line> change)
    {
        _lines[check] = change(_lines[check]);
        Draw();
    }

    private void Draw()
    {
        _last = _terminal.Time.GetTimestamp();
        Table table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("check").AddColumn("state").AddColumn(new TableColumn("part").RightAligned())
            .AddColumn(new TableColumn("seconds").RightAligned()).AddColumn(new TableColumn("word").NoWrap());
        foreach ((string check, Line line) in _lines)
        {
            table.AddRow(
                new Text(check),
                new Text(line.State, StyleOf(line.State)),
                new Text(line.Part),
                new Text(line.Seconds > 0 ? $"{line.Seconds:f1} s" : string.Empty),
                new Text(line.Word) { Overflow = Overflow.Ellipsis });
        }

        _context.UpdateTarget(new Rows([table, .. _found.Select(line => (IRenderable)new Text(line) { Overflow = Overflow.Ellipsis })]));
        _context.Refresh();
    }

    private static Style StyleOf(string state) =>
        string.Equals(state, Terminal.Word(Verdict.Holds), StringComparison.Ordinal) ? new Style(Color.Green)
        : string.Equals(state, Terminal.Word(Verdict.Violated), StringComparison.Ordinal) ? new Style(Color.Red)
        : Style.Plain;

    /// <summary>What is shown of a check.</summary>
    private sealed record Line(string State, string Part, string Word, double Seconds);
}
