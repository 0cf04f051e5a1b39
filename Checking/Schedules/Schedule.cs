// A schedule as a value that can be printed and read: who does how many accesses one after the other,
// and which store each read reads that has a choice. "0x5-1x3-0x2" or, with choices, "0x5-1x3~0.1".
using System.Globalization;

namespace Checking.Schedules;

/// <summary>Who goes on at each access.</summary>
/// <param name="Threads">The thread of each access.</param>
/// <param name="Stores">The choice of each read that has one; 0 is the latest store.</param>
public sealed record Schedule(IReadOnlyList<int> Threads, IReadOnlyList<int> Stores)
{
    /// <summary>How often somebody was stopped who could have gone on, or ended, or waited: all changes of threads.</summary>
    public int Switches => Threads.Zip(Threads.Skip(1)).Count(pair => pair.First != pair.Second);

    /// <summary>Reads a schedule.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <param name="schedule">The schedule.</param>
    /// <returns>Whether the text has the shape of a schedule.</returns>
    public static bool TryParse(string text, out Schedule? schedule)
    {
        ArgumentNullException.ThrowIfNull(text);
        schedule = null;
        string[] halves = text.Split('~');
        List<int> threads = [];
        List<int> stores = [];
        foreach (string turn in halves[0].Split('-', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = turn.Split('x');
            if (parts.Length != 2 || !TryRead(parts[0], 63, out int thread) || !TryRead(parts[1], 1_000_000, out int count))
            {
                return false;
            }

            threads.AddRange(Enumerable.Repeat(thread, count));
        }

        foreach (string choice in halves.Length == 2 ? halves[1].Split('.') : [])
        {
            if (!TryRead(choice, int.MaxValue, out int store))
            {
                return false;
            }

            stores.Add(store);
        }

        schedule = halves.Length <= 2 ? new Schedule(threads, stores) : null;
        return schedule is not null;
    }

    /// <inheritdoc />
    public bool Equals(Schedule? other) => other is not null && Threads.SequenceEqual(other.Threads) && Stores.SequenceEqual(other.Stores);

    /// <inheritdoc />
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString()
    {
        List<string> turns = [];
        for (int index = 0; index < Threads.Count;)
        {
            int end = index + 1;
            while (end < Threads.Count && Threads[end] == Threads[index])
            {
                end++;
            }

            turns.Add($"{Threads[index]}x{end - index}");
            index = end;
        }

        return string.Join('-', turns) + (Stores.Count > 0 ? "~" + string.Join('.', Stores) : string.Empty);
    }

    internal static Schedule Of(ControlledRun run)
    {
        int[] threads = new int[run.Count];
        for (int access = 0; access < threads.Length; access++)
        {
            threads[access] = run.Accesses[access].Thread;
        }

        return new(threads, [.. run.StoreChoices]);
    }

    private static bool TryRead(string text, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;
}
