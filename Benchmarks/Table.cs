// One line of JSON for each contestant and number of entries, with the fields of the original's own `bench`, so that both can
// be run one after the other and laid side by side. It is a quick look, not a benchmark: each figure is measured once, warmed
// up, over as many repetitions as take a tenth of a second.
namespace Benchmarks;

/// <summary>The measurements that the original is measured by.</summary>
internal static class Table
{
    private const int FirstRepetitions = 64;
    private const int SweptEntries = 10_000;
    private const int Threads = 2;

    // Ten entries are filled and swept a thousand times: only then is each method compiled as it will stay.
    private static readonly int[] WarmUpSizes = [10, 1_000, 10];

    /// <summary>The numbers of entries that are measured where none are given.</summary>
    public static IReadOnlyList<int> DefaultSizes { get; } = [10, 100, 1_000, 30_000, 1_000_000];

    /// <summary>Measures, and writes a line as soon as it is known.</summary>
    /// <param name="sizes">The numbers of entries; 2 and more.</param>
    /// <param name="atLeast">How long to repeat what is measured.</param>
    /// <param name="output">Where to.</param>
    public static void Write(IReadOnlyList<int> sizes, TimeSpan atLeast, TextWriter output)
    {
        foreach (int size in WarmUpSizes)
        {
            Line<PortContestant, MeasuredDevice>(size, atLeast);
            Line<ListContestant, ListDevice>(size, atLeast);
        }

        foreach (int size in sizes)
        {
            output.WriteLine(Line<PortContestant, MeasuredDevice>(size, atLeast));
            if (size <= ListContestant.LargestCrowd)
            {
                output.WriteLine(Line<ListContestant, ListDevice>(size, atLeast));
            }
        }
    }

    private static string Line<TContestant, TDevice>(int size, TimeSpan atLeast)
        where TContestant : struct, IContestant<TContestant, TDevice>
        where TDevice : class
    {
        (double fill, double sweep, int pruned) = FillAndSweep<TContestant, TDevice>(size);
        Crowd<TContestant, TDevice> crowd = new Crowd<TContestant, TDevice>(size).Fill();
        using Gang gang = new(Threads);
        double cycle = Nanoseconds(repetitions => crowd.Cycle(repetitions), atLeast);
        double moving = Nanoseconds(repetitions => crowd.Cycle(repetitions, stepMilliseconds: 1), atLeast);
        double find = Nanoseconds(repetitions => crowd.Find(repetitions), atLeast);
        double pair = Nanoseconds(repetitions => crowd.Pairs(repetitions), atLeast);
        double two = Nanoseconds(repetitions => gang.Run(thread => crowd.Pairs(repetitions, thread, Threads)), atLeast) / Threads;

        // No caller's lock is needed, so that "locked" is the same figure.
        return $$"""
            {"contestant":"{{TContestant.Name}}","n":{{size}},"fill_ns":{{fill:F1}},
            "release_alloc_acquire_ns":{{cycle:F1}},"release_alloc_acquire_locked_ns":{{cycle:F1}},
            "release_alloc_acquire_moving_clock_ns":{{moving:F1}},
            "release_acquire_ns":{{pair:F2}},"release_acquire_locked_ns":{{pair:F2}},"release_acquire_two_threads_locked_ns":{{two:F2}},
            "find_ns":{{find:F1}},"gc_ns_per_entry":{{sweep:F2}},"pruned":{{pruned}}}
            """.ReplaceLineEndings("");
    }

    /// <summary>Fills and sweeps small crowds more than once: a clock says nothing of ten entries.</summary>
    private static (double Fill, double Sweep, int Pruned) FillAndSweep<TContestant, TDevice>(int size)
        where TContestant : struct, IContestant<TContestant, TDevice>
        where TDevice : class
    {
        int rounds = Math.Max(1, SweptEntries / size);
        double fill = 0;
        double sweep = 0;
        int pruned = 0;
        for (int round = 0; round < rounds; round++)
        {
            Crowd<TContestant, TDevice> crowd = new(size);
            long start = TimeProvider.System.GetTimestamp();
            crowd.Fill();
            fill += NanosecondsSince(start);
            crowd.LeaveAll();
            start = TimeProvider.System.GetTimestamp();
            pruned = crowd.Sweep();
            sweep += NanosecondsSince(start);
        }

        return (fill / rounds / size, sweep / rounds / size, pruned);
    }

    private static double Nanoseconds(Action<int> work, TimeSpan atLeast)
    {
        for (int repetitions = FirstRepetitions; ; repetitions *= 2)
        {
            long start = TimeProvider.System.GetTimestamp();
            work(repetitions);
            double nanoseconds = NanosecondsSince(start);
            if (nanoseconds >= atLeast.TotalNanoseconds)
            {
                return nanoseconds / repetitions;
            }
        }
    }

    private static double NanosecondsSince(long start) =>
        (TimeProvider.System.GetTimestamp() - start) * 1e9 / TimeProvider.System.TimestampFrequency;
}
