// One execution for reading: a lane a thread, an access a line, with its place and its value; a line between
// them wherever the schedule turns to another thread.
using System.Globalization;
using System.Text;

namespace Checking.Schedules;

/// <summary>One execution, with what each access read and wrote.</summary>
/// <param name="Program">The program's name.</param>
/// <param name="Schedule">Its schedule.</param>
/// <param name="Accesses">Its accesses.</param>
/// <param name="Values">What each access read or wrote, as text.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Problem">What is wrong with it, or null.</param>
public sealed record ReplayedExecution(
    string Program,
    Schedule Schedule,
    IReadOnlyList<Access> Accesses,
    IReadOnlyList<string> Values,
    string? Outcome,
    ScheduleProblem? Problem)
{
    // Who comes to no end has accesses without end: its first ones show how it came there, and the last ones the loop.
    private const int MostShown = 400;
    private const int FirstShown = 300;

    /// <summary>How often a thread was stopped that went on later, without waiting for a lock: so often somebody goes on who was stopped.</summary>
    public int Preemptions => Accesses.Zip(Accesses.Skip(1), static (before, access) => before.Thread != access.Thread && access is { Place.File: not null, Kind: not AccessKind.Enter })
        .Count(static isPreemption => isPreemption);

    /// <inheritdoc />
    public override string ToString()
    {
        const int Number = 4;
        string[] texts = [.. Accesses.Select((access, index) => Text(access, index < Values.Count ? Values[index] : string.Empty))];
        int threads = Accesses.Count == 0 ? 0 : Accesses.Max(access => access.Thread) + 1;
        int[] widths = [.. Enumerable.Range(0, threads).Select(thread =>
            Math.Max(Head(thread).Length, Accesses.Zip(texts).Max(pair => pair.First.Thread == thread ? pair.Second.Length : 0)) + 2)];
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{Program}: {Problem?.ToString() ?? Outcome ?? "ended"}; {Preemptions} preemption{(Preemptions == 1 ? string.Empty : "s")}, schedule {Schedule}\n");
        text.Append(' ', Number + 2);
        for (int thread = 0; thread < threads; thread++)
        {
            text.Append(Head(thread).PadRight(widths[thread]));
        }

        text.Append('\n');
        int leftOut = Math.Max(0, Accesses.Count - MostShown);
        for (int index = 0; index < Accesses.Count; index++)
        {
            if (leftOut > 0 && index == FirstShown)
            {
                text.Append(' ', Number).Append(CultureInfo.InvariantCulture, $"  ({leftOut} accesses are left out)\n");
                index += leftOut;
            }

            int lane = widths.Take(Accesses[index].Thread).Sum();
            text.Append((index + 1).ToString(CultureInfo.InvariantCulture).PadLeft(Number)).Append(' ', lane + 2).Append(texts[index]).Append('\n');
        }

        return text.ToString();
    }

    private static string Head(int thread) => string.Create(CultureInfo.InvariantCulture, $"thread {thread + 1}");

    private static string Text(in Access access, string value) => access.Kind switch
    {
        AccessKind.Begin or AccessKind.Invoke or AccessKind.Return => access.Kind.ToString().ToLowerInvariant(),
        _ => $"{access.Kind.ToString().ToLowerInvariant()} {access.Place.Location}{(value.Length > 0 ? " = " : string.Empty)}{value} ({Path.GetFileName(access.Place.File)}:{access.Place.Line})",
    };
}
