using Checking.Discovery;
using Checking.Scenarios;
using Checking.Schedules;
using Clones;
using Harness.Schedules;

namespace Harness.Discovery;

/// <summary>What of a corpus is not needed.</summary>
/// <param name="Redundant">What reaches nothing that the rest does not reach.</param>
/// <param name="Stale">Schedules that the port as it is cannot follow.</param>
/// <param name="Reaches">How many kinds of steps and histories are reached.</param>
public sealed record CorpusPruning(IReadOnlyList<CorpusEntry> Redundant, IReadOnlyList<CorpusEntry> Stale, int Reaches)
{
    /// <summary>Runs everything that is kept.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="cancellation">Ends it; the answer is then of a part.</param>
    /// <returns>What is not needed; nothing that failed once.</returns>
    public static CorpusPruning Of(CloneCorpus corpus, Action<double, string> progress, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(progress);
        List<CorpusEntry> stale = [];
        List<(CorpusEntry Entry, int Length, IReadOnlyCollection<UInt128> Reaches)> sequences =
        [
            .. corpus.Sequences.Where(kept => kept.Entry.Reason == CorpusReason.Reached)
                .Select(kept => (kept.Entry, kept.Operations.Count, (IReadOnlyCollection<UInt128>)[.. CloneCorpus.StepsOf(kept.Operations)])),
        ];
        List<CorpusEntry> redundant = [.. CorpusCover.Redundant(sequences)];
        int reaches = Distinct(sequences);
        if (corpus.Schedules.Count == 0)
        {
            return new(redundant, stale, reaches); // nothing for which the port has to be compiled
        }

        using ScheduleSearch search = ScheduleSearch.OfPort();
        int done = 0;
        foreach (IGrouping<string, KeptSchedule> scenario in corpus.Schedules.Where(kept => kept is { Entry.Reason: CorpusReason.Reached, Schedule: not null })
            .GroupBy(kept => ScheduleSearch.TokenOf(kept.Scenario, new Schedule([], [])).ToString(), StringComparer.Ordinal))
        {
            ScheduleDiscovery<State, Operation, TimedResponse<Response>> discovery = search.Discover(scenario.First().Scenario, 0, 1, new InterleavingBounds());
            List<(CorpusEntry Entry, int Length, IReadOnlyCollection<UInt128> Reaches)> schedules = [];
            foreach (KeptSchedule kept in scenario.TakeWhile(_ => !cancellation.IsCancellationRequested))
            {
                progress((double)done++ / corpus.Schedules.Count, $"{done:n0} schedules");
                if (discovery.Know(kept.Schedule!) is { } history)
                {
                    schedules.Add((kept.Entry, kept.Schedule!.Switches, [history]));
                }
                else
                {
                    stale.Add(kept.Entry);
                }
            }

            redundant.AddRange(CorpusCover.Redundant(schedules));
            reaches += Distinct(schedules);
        }

        return new(redundant, stale, reaches);
    }

    private static int Distinct(IEnumerable<(CorpusEntry Entry, int Length, IReadOnlyCollection<UInt128> Reaches)> entries) =>
        entries.SelectMany(entry => entry.Reaches).Distinct().Count();
}
