// Draws a history as text: a column a process, a row an event, time downwards; behind the picture the
// order that was found, and what cannot be placed behind it. Of a long history the end is drawn: what
// comes after the blocked return plays no part, and what came long before is in the order.
using System.Globalization;
using System.Text;

namespace Checking.Linearizability;

/// <summary>A remark between the events of a history, in the column of a process.</summary>
/// <param name="Before">The time of the event before which it stands.</param>
/// <param name="Process">The process.</param>
/// <param name="Text">The remark.</param>
internal sealed record LaneNote(long Before, long Process, string Text);

/// <summary>Draws histories as text.</summary>
public static class HistoryPicture
{
    /// <summary>How many events are drawn at most.</summary>
    public const int EventsShown = 40;

    /// <summary>How many operations of an order are listed at most.</summary>
    public const int PlacedShown = 20;

    /// <summary>How many processes are drawn at most.</summary>
    public const int ProcessesShown = 8;

    private const int WidestColumn = 26;
    private const int LongestLine = 140;

    /// <summary>Draws the operations of a history.</summary>
    /// <typeparam name="TOperation">The operations.</typeparam>
    /// <typeparam name="TResponse">The responses.</typeparam>
    /// <param name="operations">The operations.</param>
    /// <returns>The picture.</returns>
    public static string Draw<TOperation, TResponse>(IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations)
        where TOperation : notnull
        where TResponse : notnull
    {
        StringBuilder text = new();
        DrawEvents(text, operations, [], blocked: null, NumberOf, []);
        return text.ToString();
    }

    /// <summary>Draws a history with names for its processes and remarks between its events; of a violation, also the place of each operation in the longest order.</summary>
    internal static void DrawLanes<TState, TOperation, TResponse>(
        StringBuilder text,
        IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations,
        Func<long, string> nameOf,
        IReadOnlyList<LaneNote> notes,
        Violation<TState, TOperation, TResponse>? violation)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull =>
        DrawEvents(text, operations, PlacesOf(violation), blocked: null, nameOf, notes);

    /// <summary>Draws a violation: events up to the blocked return, the longest orders, and what cannot be placed.</summary>
    internal static void Draw<TState, TOperation, TResponse>(
        StringBuilder text, IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations, Violation<TState, TOperation, TResponse> violation)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        DrawEvents(text, operations, PlacesOf(violation), violation.Blocked, NumberOf, []);
        for (int index = 0; index < violation.Longest.Count; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"longest order{(violation.Longest.Count > 1 ? $" ({index + 1} of {violation.Longest.Count})" : "")}:\n");
            DrawOrder(text, violation.Longest[index], isFirst: index == 0);
        }
    }

    private static string NumberOf(long process) => $"process {process}";

    /// <summary>The place of each operation in the longest order. What returned only later stands there as pending.</summary>
    private static Dictionary<HistoryOperation<TOperation, TResponse>, int> PlacesOf<TState, TOperation, TResponse>(Violation<TState, TOperation, TResponse>? violation)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        Dictionary<HistoryOperation<TOperation, TResponse>, int> places = [];
        int place = 0;
        foreach (PlacedOperation<TState, TOperation, TResponse> placed in violation?.Longest.Select(order => order.Placed).FirstOrDefault() ?? [])
        {
            places[placed.Operation] = ++place; // at one time a process may do the same twice
        }

        return places;
    }

    private static void DrawOrder<TState, TOperation, TResponse>(StringBuilder text, PartialLinearization<TState, TOperation, TResponse> order, bool isFirst)
        where TState : notnull
        where TOperation : notnull
        where TResponse : notnull
    {
        int shown = isFirst ? PlacedShown : 0;
        int first = Math.Max(0, order.Placed.Count - shown);
        if (first > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ... {first} operations{(isFirst ? " before" : "")}\n");
        }

        for (int place = first; place < order.Placed.Count; place++)
        {
            HistoryOperation<TOperation, TResponse> placed = order.Placed[place].Operation;
            text.Append(CultureInfo.InvariantCulture, $"  #{place + 1,-4} {Clip($"{placed}", LongestLine)}  (process {placed.Process})\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  ends in state {Clip($"{order.State}", LongestLine)}; there is no place for\n");
        foreach (UnplacedOperation<TOperation, TResponse> unplaced in order.Unplaced)
        {
            string expected = unplaced.WouldAnswer is { } answer ? $", expected {answer.Text}" : string.Empty;
            text.Append(CultureInfo.InvariantCulture, $"  -     {Clip($"{unplaced.Operation}", LongestLine)}{Clip(expected, LongestLine)}  (process {unplaced.Operation.Process})\n");
        }
    }

    private static void DrawEvents<TOperation, TResponse>(
        StringBuilder text,
        IReadOnlyList<HistoryOperation<TOperation, TResponse>> operations,
        Dictionary<HistoryOperation<TOperation, TResponse>, int> places,
        HistoryOperation<TOperation, TResponse>? blocked,
        Func<long, string> nameOf,
        IReadOnlyList<LaneNote> notes)
        where TOperation : notnull
        where TResponse : notnull
    {
        // Few processes have room for whole operations.
        int widest = Math.Max(WidestColumn, LongestLine / Math.Max(1, operations.Select(operation => operation.Process).Distinct().Count()));
        List<Event> events = [.. notes.Select(note => new Event(note.Before, EventKind.Note, note.Process, $"| {note.Text}", string.Empty))];
        foreach (HistoryOperation<TOperation, TResponse> operation in operations.Where(operation => blocked is null || operation.Invoked <= blocked.Returned))
        {
            HistoryOperation<TOperation, TResponse> pending = operation with { Answer = Answer<TResponse>.Unseen, Returned = null };
            string number = places.TryGetValue(operation, out int at) || places.TryGetValue(pending, out at) ? $" #{at}" : string.Empty;
            events.Add(new(operation.Invoked, EventKind.Invocation, operation.Process, Clip($"[ {operation.Operation}", widest - number.Length) + number, string.Empty));
            if (operation.Returned is { } returned && (blocked is null || returned <= blocked.Returned))
            {
                string note = ReferenceEquals(operation, blocked) ? "   <- no order explains this and what returned before" : string.Empty;
                events.Add(new(returned, EventKind.Return, operation.Process, Clip($"] {operation.Answer}", widest), note));
            }
        }

        events = [.. events.OrderBy(one => one.Time).ThenBy(one => one.Kind)]; // a stable sort: notes stay in their order
        int first = Math.Max(0, events.Count - EventsShown);
        HashSet<long> open = [];
        foreach (Event earlier in events.Take(first))
        {
            Follow(open, earlier);
        }

        // Of many processes those with the latest events; the blocked one has the last event of all.
        long[] processes = [.. events.Skip(first).Reverse().Select(one => one.Process).Distinct().Take(ProcessesShown).Order()];
        Event[] shown = [.. events.Skip(first).Where(one => processes.Contains(one.Process))];
        int others = events.Count - first - shown.Length;
        int[] widths = [.. processes.Select(process => Math.Max(nameOf(process).Length, shown.Where(one => one.Process == process).Max(one => one.Text.Length)))];
        string header = string.Join("  ", processes.Select((process, column) => nameOf(process).PadRight(widths[column])));
        text.Append("  ").Append(header.TrimEnd()).Append('\n');
        if (first > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ... {first} earlier events\n");
        }

        if (others > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  ... {others} events of other processes between these\n");
        }

        foreach (Event one in shown)
        {
            string Cell(long process) => process == one.Process ? one.Text : open.Contains(process) ? "|" : string.Empty;
            string row = string.Join("  ", processes.Select((process, column) => Cell(process).PadRight(widths[column])));
            text.Append("  ").Append((row + one.Note).TrimEnd()).Append('\n');
            Follow(open, one);
        }
    }

    private static void Follow(HashSet<long> open, Event one)
    {
        if (one.Kind == EventKind.Invocation)
        {
            open.Add(one.Process);
        }
        else if (one.Kind == EventKind.Return)
        {
            open.Remove(one.Process);
        }
    }

    private static string Clip(string text, int longest) => text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest - 3), "...");

    /// <summary>In the order of those that have one time.</summary>
    private enum EventKind
    {
        Note,
        Invocation,
        Return,
    }

    private sealed record Event(long Time, EventKind Kind, long Process, string Text, string Note);
}
