// A schedule of Coyote's as a word of a replay token, as what Coyote reads to replay it, and as the stretches
// of a picture. Coyote writes a step as op(1),sp(Default),next(2): operation 1 came to a scheduling point of a
// kind, and operation 2 goes on. In a word it is d2, and d25 stands for five of them.
using System.Globalization;
using System.Text;
using System.Text.Json;
using Checking.Linearizability;
using Checking.Scenarios;

namespace Harness.Concurrency;

/// <summary>A schedule: which thread goes on at each scheduling point.</summary>
public sealed class CoyoteTrace
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>At an event of a scenario; see <see cref="CoyoteExplorer{TState, TOperation, TResponse}"/>.</summary>
    private const string Event = "Write";

    private static readonly Dictionary<char, string> Kinds = new()
    {
        ['d'] = "Default", ['c'] = "Create", ['s'] = "Start", ['n'] = "ContinueWith", ['i'] = "Interleave", ['y'] = "Yield", ['r'] = "Read",
        ['w'] = Event, ['p'] = "Pause", ['a'] = "Acquire", ['e'] = "Complete",
    };

    private static readonly Dictionary<string, char> Letters = Kinds.ToDictionary(kind => kind.Value, kind => kind.Key, StringComparer.Ordinal);

    private readonly List<(int Current, string Kind, int Next)> _steps = [];

    private CoyoteTrace()
    {
    }

    /// <summary>How many steps it has.</summary>
    public int Length => _steps.Count;

    /// <summary>Reads what Coyote writes.</summary>
    /// <param name="steps">Steps as <c>op(1:...),sp(Default),next(2:...)</c>.</param>
    /// <returns>The trace.</returns>
    public static CoyoteTrace Of(IEnumerable<string> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        CoyoteTrace trace = new();
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
        CoyoteTrace trace = new();
        int current = 0;
        for (int place = 0; place < word.Length;)
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

            int count = end > place + 2 ? int.Parse(word[(place + 2)..end], CultureInfo.InvariantCulture) : 1;
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
        StringBuilder word = new();
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
    /// <typeparam name="TState">The states.</typeparam>
    /// <typeparam name="TOperation">The operations.</typeparam>
    /// <typeparam name="TResponse">The responses.</typeparam>
    /// <param name="run">The run that this trace scheduled.</param>
    /// <returns>The stretches.</returns>
    public IReadOnlyList<ScheduleStretch> StretchesOf<TState, TOperation, TResponse>(ScenarioRun<TState, TOperation, TResponse> run)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        ArgumentNullException.ThrowIfNull(run);
        int threads = run.Scenario.Threads.Count;
        (int Thread, long Time, bool IsReturn)[] events = [.. EventsOf(run).OrderBy(one => one.Time)];
        Queue<(int Thread, long Time, bool IsReturn)>[] left = [.. Enumerable.Range(0, threads).Select(thread => new Queue<(int, long, bool)>(events.Where(one => one.Thread == thread)))];
        bool[] isInvoking = new bool[threads];
        List<ScheduleStretch> stretches = [];
        int steps = 0;
        int happened = 0;
        void Flush(int thread)
        {
            if (steps > 0)
            {
                stretches.Add(new(thread, steps, happened < events.Length ? events[happened].Time : long.MaxValue));
                steps = 0;
            }
        }

        foreach ((int current, string kind, int next) in _steps)
        {
            int thread = current - 1;
            bool isEvent = thread >= 0 && thread < threads && string.Equals(kind, Event, StringComparison.Ordinal) && left[thread].Count > 0;
            if (isEvent && left[thread].Peek().IsReturn)
            {
                Flush(thread); // it returned, and came to its scheduling point then
                left[thread].Dequeue();
                happened++;
            }
            else if (isEvent)
            {
                isInvoking[thread] = true; // it invokes when it goes on
            }
            else
            {
                steps += thread >= 0 && thread < threads ? 1 : 0;
            }

            if (next != current)
            {
                Flush(thread);
            }

            if (next > 0 && next <= threads && isInvoking[next - 1])
            {
                isInvoking[next - 1] = false;
                left[next - 1].Dequeue();
                happened++;
            }
        }

        return stretches;
    }

    private static IEnumerable<(int Thread, long Time, bool IsReturn)> EventsOf<TState, TOperation, TResponse>(ScenarioRun<TState, TOperation, TResponse> run)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        foreach (HistoryOperation<ScenarioStep<TOperation>, ScenarioAnswer<TState, TResponse>> operation in
            run.Operations.Where(operation => operation.Operation is ScenarioStep<TOperation>.Ask))
        {
            int thread = (int)operation.Process % run.Scenario.Threads.Count;
            yield return (thread, operation.Invoked, false);
            if (operation.Returned is { } returned)
            {
                yield return (thread, returned, true);
            }
        }
    }
}
