// Where the program writes: results to standard output, progress and errors to standard error. On a
// terminal progress is a bar; redirected it is a plain line now and then. With --json standard output
// has one JSON object and nothing else.
using System.Text.Json;
using System.Text.Json.Serialization;
using Checking;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Verify;

/// <summary>Standard output, standard error, and the clock that times are taken with.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Progress and errors.</param>
/// <param name="Time">The clock.</param>
internal sealed record Terminal(IAnsiConsole Output, IAnsiConsole Error, TimeProvider Time)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Terminal OfProcess() => new(
        Console(System.Console.Out, System.Console.IsOutputRedirected),
        Console(System.Console.Error, System.Console.IsErrorRedirected),
        TimeProvider.System);

    /// <summary>Writes to a writer that is no terminal: plain text, no colour, no line broken.</summary>
    public static Terminal To(TextWriter output, TextWriter error, TimeProvider time) =>
        new(Console(output, redirected: true), Console(error, redirected: true), time);

    public void WriteJson<T>(T value) => Output.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Writes text as it is, in as many lines as it has.</summary>
    public void WriteText(string text) => Output.Profile.Out.Writer.WriteLine(text);

    public void WriteTable(IRenderable table) => Output.Write(table);

    /// <summary>Writes one line that says what cannot be read.</summary>
    public int Refuse(string problem)
    {
        Error.Profile.Out.Writer.WriteLine(problem);
        return ExitCode.Usage;
    }

    /// <summary>Writes one line that says which file cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="exception">What reading it threw.</param>
    /// <param name="source">What makes such a file, or nothing.</param>
    public int RefuseFile(string path, Exception exception, string? source = null) => Refuse($"{path}: {ProblemOfFile(exception, source)}");

    /// <summary>The text of a file.</summary>
    /// <param name="path">The path; an empty one is of no file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string ReadAllText(string path) => path.Length > 0 ? File.ReadAllText(path) : throw new FileNotFoundException();

    /// <summary>Why a file cannot be read, in words.</summary>
    /// <param name="exception">What reading it threw.</param>
    /// <param name="source">What makes such a file, or nothing.</param>
    public static string ProblemOfFile(Exception exception, string? source) => exception is FileNotFoundException or DirectoryNotFoundException
        ? $"no such file{(source is null ? string.Empty : $"; {source}")}"
        : exception.Message;

    /// <summary>Does work that reports how far it has come: a part from 0 to 1, or null where the end is not known, and a word on it.</summary>
    public T Follow<T>(string what, Func<Action<double?, string>, T> work)
    {
        if (Error.Profile.Capabilities.Interactive)
        {
            return Error.Progress().AutoClear(enabled: true).HideCompleted(enabled: true)
                .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
                .Start(context =>
                {
                    ProgressTask task = context.AddTask(Markup.Escape(what), maxValue: 1);
                    return work((part, word) =>
                    {
                        task.IsIndeterminate = part is null;
                        task.Value = part ?? 0;
                        task.Description = Markup.Escape($"{what}: {word}");
                    });
                });
        }

        long last = Time.GetTimestamp();
        return work((part, word) =>
        {
            if (Time.GetElapsedTime(last) >= BetweenLines)
            {
                last = Time.GetTimestamp();
                Error.Profile.Out.Writer.WriteLine(part is null ? $"{what}: {word}" : $"{what}: {word} ({part:p0})");
            }
        });
    }

    /// <summary>A verdict as a word; null is that of what was not run.</summary>
    public static string Word(Verdict? verdict) => verdict switch
    {
        null => "not run",
        Verdict.Holds => "holds",
        Verdict.Violated => "violated",
        _ => "undecided",
    };

    private static IAnsiConsole Console(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = 200;
        }

        return console;
    }
}
