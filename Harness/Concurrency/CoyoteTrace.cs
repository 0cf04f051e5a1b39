// A schedule of Coyote's as a word of a replay token, as what Coyote reads to replay it, and as the stretches
// of a picture. Coyote writes a step as op(1),sp(Default),next(2): operation 1 came to a scheduling point of a
// kind, and operation 2 goes on. In a word it is d2, and d25 stands for five of them. A word that begins with ~
// is of a run in which only atomic operations and locks were scheduling points.
using System.Globalization;
using System.Text;
using System.Text.Json;
using Checking.Scenarios;

namespace Harness.Concurrency;

/// <summary>A schedule: which thread goes on at each scheduling point.</summary>
public sealed class CoyoteTrace
{
    private const int MostSteps = 10_000_000;

    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    private const char OnlyAtomicOperations = '~';

    private static readonly Dictionary<char, string> Kinds = new()
    {
        ['d'] = "Default",
        ['c'] = "Create",
        ['s'] = "Start",
        ['n'] = "ContinueWith",
        ['i'] = "Interleave",
        ['y'] = "Yield",
        ['r'] = "Read",
        ['w'] = "Write",
        ['p'] = "Pause",
        ['a'] = "Acquire",
        ['e'] = "Complete",
    };

    private static readonly Dictionary<string, char> Letters = Kinds.ToDictionary(kind => kind.Value, kind => kind.Key, StringComparer.Ordinal);

    private readonly List<(int Current, string Kind, int Next)> _steps = [];

    private CoyoteTrace(bool seesPlainAccesses) => SeesPlainAccesses = seesPlainAccesses;

    /// <summary>How many steps it has.</summary>
    public int Length => _steps.Count;

    /// <summary>Whether plain accesses of fields are among the steps.</summary>
    public bool SeesPlainAccesses { get; }

    /// <summary>Reads what Coyote writes.</summary>
    /// <param name="steps">Steps as <c>op(1:...),sp(Default),next(2:...)</c>.</param>
    /// <param name="seesPlainAccesses">Whether plain accesses of fields are among them.</param>
    /// <returns>The trace.</returns>
    public static CoyoteTrace Of(IEnumerable<string> steps, bool seesPlainAccesses)
    {
        ArgumentNullException.ThrowIfNull(steps);
        CoyoteTrace trace = new(seesPlainAccesses);
        foreach (string step in steps)
        {
            // op, number, hash, sp, kind, next, number, hash
            string[] parts = step.Split(['(', ')', ',', ':'], StringSplitOptions.RemoveEmptyEntries);
            trace._steps.Add((int.Parse(parts[1], CultureInfo.InvariantCulture), parts[4], int.Parse(parts[6], CultureInfo.InvariantCulture)));
        }

        return trace;
    }

    /// <summary>Reads a word.</summary>
    /// <param name="word">What <see cref="ToWord"/> gave.</param>
    /// <returns>The trace.</returns>
    /// <exception cref="FormatException">The word is no trace.</exception>
    public static CoyoteTrace Parse(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        CoyoteTrace trace = new(!word.StartsWith(OnlyAtomicOperations));
        int current = 0;
        for (int place = trace.SeesPlainAccesses ? 0 : 1; place < word.Length;)
        {
            int next = place + 1 < word.Length ? Digits.IndexOf(word[place + 1], StringComparison.Ordinal) : -1;
            int end = place + 2;
            while (end < word.Length && char.IsAsciiDigit(word[end]))
            {
                end++;
            }

            if (!Kinds.TryGetValue(word[place], out string? kind) || next < 0)
            {
                throw new FormatException($"'{word[place..]}' is no step of a schedule: expected a letter and the number of a thread, as in d1");
            }

            int count = 1;
            if (end > place + 2 && (!int.TryParse(word[(place + 2)..end], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count > MostSteps - trace.Length))
            {
                throw new FormatException($"'{word[place..]}' has more steps than a schedule may have, which are {MostSteps:n0}");
            }

            for (; count > 0; count--)
            {
                trace._steps.Add((current, kind, next));
                current = next;
            }

            place = end;
        }

        return trace;
    }

    /// <summary>The trace as a word.</summary>
    /// <returns>Steps without anything between them.</returns>
    public string ToWord()
    {
        StringBuilder word = new(SeesPlainAccesses ? string.Empty : $"{OnlyAtomicOperations}");
        int current = 0;
        for (int first = 0; first < _steps.Count;)
        {
            (int by, string kind, int next) = _steps[first];
            if (by != current)
            {
                throw new InvalidOperationException($"step {first} is made by {by}, and {current} was to go on");
            }

            int end = first + 1;
            while (end < _steps.Count && _steps[end] == (next, kind, next))
            {
                end++;
            }

            word.Append(Letters[kind]).Append(Digits[next]);
            if (end - first > 1)
            {
                word.Append(CultureInfo.InvariantCulture, $"{end - first}");
            }

            (first, current) = (end, next);
        }

        return word.ToString();
    }

    /// <summary>The trace as Coyote reads it.</summary>
    /// <param name="settings">The settings to replay it under.</param>
    /// <returns>The report with these steps.</returns>
    internal string ToReport(object settings) => JsonSerializer.Serialize(new
    {
        TestName = string.Empty,
        CoyoteVersion = "1.7.11",
        Settings = settings,
        Steps = _steps.Select(step => $"op({step.Current}:{step.Current}),sp({step.Kind}),next({step.Next}:{step.Next})"),
    });

    /// <summary>How far each thread went before another one had its turn, put between the events of a run.</summary>
    /// <param name="threads">How many threads there are; the first is operation 1.</param>
    /// <param name="events">Each event's time, and how many steps were made before it.</param>
    /// <returns>The stretches.</returns>
    public IReadOnlyList<ScheduleStretch> Stretches(int threads, IReadOnlyList<(long Time, int Steps)> events)
    {
        List<ScheduleStretch> stretches = [];
        (long Time, int Steps)[] inOrder = [.. events.OrderBy(one => one.Time)];
        int next = 0;
        int length = 0;
        for (int step = 0; step < _steps.Count; step++)
        {
            int thread = _steps[step].Current - 1;
            while (next < inOrder.Length && inOrder[next].Steps <= step)
            {
                Flush(thread);
                next++;
            }

            length++;
            if (_steps[step].Next != _steps[step].Current)
            {
                Flush(thread);
            }
        }

        return stretches;

        void Flush(int thread)
        {
            if (length > 0 && thread >= 0 && thread < threads)
            {
                stretches.Add(new(thread, length, next < inOrder.Length ? inOrder[next].Time : long.MaxValue));
            }

            length = 0;
        }
    }
}
