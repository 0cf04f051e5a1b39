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

        for (int place = 1; place + 1 < stretches.Count; place++)
        {
            // The one before it and the one after it change places: equal neighbours then are one.
            List<(int, int)> earlier = [.. stretches];
            (earlier[place], earlier[place - 1]) = (earlier[place - 1], earlier[place]);
            List<(int, int)> later = [.. stretches];
            (later[place], later[place + 1]) = (later[place + 1], later[place]);
            foreach (Schedule swapped in new[] { Of(earlier, schedule), Of(later, schedule) })
            {
                if (StretchesOf(swapped).Count < stretches.Count)
                {
                    yield return swapped;
                }
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
