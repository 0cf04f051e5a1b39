using Checking.Schedules;

namespace Checking.Discovery;

/// <summary>Schedules that are a little simpler than one.</summary>
internal static class ScheduleEdits
{
    /// <summary>
    /// Schedules with a stretch less, the shortest first, but one is always left: what is left out at the end goes on without switches; in the middle, a thread's
    /// stretch is joined to its next one or its last one.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <returns>The schedules.</returns>
    public static IEnumerable<Schedule> Simpler(Schedule schedule)
    {
        List<(int Thread, int Steps)> stretches = StretchesOf(schedule);
        for (int kept = 1; kept < stretches.Count; kept++)
        {
            yield return Of(stretches[..kept], schedule);
        }

        for (int place = 1; place < stretches.Count; place++)
        {
            // Neighbours change places: where that brings two stretches of a thread together, they are one.
            List<(int, int)> swapped = [.. stretches];
            (swapped[place], swapped[place - 1]) = (swapped[place - 1], swapped[place]);
            Schedule candidate = Of(swapped, schedule);
            if (StretchesOf(candidate).Count < stretches.Count)
            {
                yield return candidate;
            }
        }
    }

    private static List<(int Thread, int Steps)> StretchesOf(Schedule schedule)
    {
        List<(int Thread, int Steps)> stretches = [];
        foreach (int thread in schedule.Threads)
        {
            if (stretches.Count > 0 && stretches[^1].Thread == thread)
            {
                stretches[^1] = (thread, stretches[^1].Steps + 1);
            }
            else
            {
                stretches.Add((thread, 1));
            }
        }

        return stretches;
    }

    private static Schedule Of(List<(int Thread, int Steps)> stretches, Schedule of) =>
        new([.. stretches.SelectMany(stretch => Enumerable.Repeat(stretch.Thread, stretch.Steps))], of.Stores);
}
