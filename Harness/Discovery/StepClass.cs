// When two steps are of one kind, for searches that look for what is new: the same operation came to the same cases
// (Coverage), where the same kinds of entries were there: waiting for a device, busy, invoked and expired or not,
// idle. How many there are of each, which units, devices and processes they are, the manager's flags and what the
// clock shows else makes no difference. So coarse that some thousands of kinds are met, most of them in the first
// hundreds of sequences; finer ones hardly come to an end (with the flags, five times as many).
using Checking;
using Clones;
using Harness.Coverage;

namespace Harness.Discovery;

/// <summary>Tells kinds of steps apart.</summary>
public static class StepClass
{
    private static readonly Dictionary<CoverageLabel, int> Numbers = CoverageCatalogue.All.Index().ToDictionary(label => label.Item, label => label.Index);

    /// <summary>The kind of a step.</summary>
    /// <param name="step">The step.</param>
    /// <returns>A fingerprint; the same in every process.</returns>
    public static UInt128 Of(CloneTransition step)
    {
        ArgumentNullException.ThrowIfNull(step);
        CanonicalForm form = new();
        foreach (CoverageLabel label in Classification.Of(step).Where(label => label.Group is not "flag" && !label.Case.StartsWith("precision", StringComparison.Ordinal)))
        {
            form.Add(Numbers[label]);
        }

        form.Add(EntriesOf(step.Before));
        return form.Fingerprint;
    }

    /// <summary>The kinds of entries that there are, a bit each.</summary>
    private static int EntriesOf(State state)
    {
        if (state.Manager is not { } manager)
        {
            return -1;
        }

        Timestamp now = Age.Now(state);
        int kinds = 0;
        foreach (Entry entry in manager.Entries.Items)
        {
            kinds |= 1 << KindOf(entry, Age.HasExpired(manager.DeadlineMilliseconds, now, entry.Time));
        }

        return kinds;
    }

    private static int KindOf(Entry entry, bool expired) =>
        entry.Device is null ? 0
        : entry.Has(DeviceFlags.Busy) ? 1
        : !entry.Has(DeviceFlags.Invoke) ? 2
        : expired ? 3
        : 4;
}
