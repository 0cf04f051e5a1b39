using Clones;

namespace Harness.Coverage;

/// <summary>What a sweep came to.</summary>
public static class SweepBranch
{
    /// <summary>The cases of a sweep, or of an unref that may sweep.</summary>
    /// <param name="transition">A gc or an unref of a clone, not refused.</param>
    /// <returns>The cases.</returns>
    public static IEnumerable<CoverageLabel> Of(CloneTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        Manager before = transition.Before.Manager!;
        if (transition.Operation is Operation.Unref)
        {
            bool asks = before.Has(ManagerFlags.GcUnref) && (!before.Has(ManagerFlags.GcLastRef) || before.ReferenceCount == 1);
            yield return new("sweep", asks ? "asked for by unref" : "not asked for by unref");
            if (!asks)
            {
                yield break;
            }
        }

        if (!before.Has(ManagerFlags.GcEnable))
        {
            yield return new("sweep", "not enabled");
        }
        else if (before.Entries.Count == 0)
        {
            yield return new("sweep", "no entries");
        }
        else if (before.Has(ManagerFlags.GcExpired) && !Age.HasExpired(before.DeadlineMilliseconds, Age.Now(transition.Before), before.Time))
        {
            yield return new("sweep", "manager not expired");
        }
        else
        {
            foreach (CoverageLabel label in before.Entries.SelectMany(entry => Entry(transition, before, entry)).Distinct())
            {
                yield return label;
            }
        }
    }

    private static IEnumerable<CoverageLabel> Entry(CloneTransition transition, Manager before, Entry entry)
    {
        Entry? after = transition.After.Manager!.Entries.FirstOrDefault(candidate => candidate.Id == entry.Id);
        long age = Age.Between(Age.Now(transition.Before), entry.Time).Milliseconds;
        bool invoked = entry.Has(DeviceFlags.Invoke) && !entry.Has(DeviceFlags.Busy);
        bool expired = Age.HasExpired(before.DeadlineMilliseconds, Age.Now(transition.Before), entry.Time);
        if (entry.Device is null)
        {
            yield return new("sweep", "kept: not registered yet");
        }
        else if (entry.Has(DeviceFlags.Busy))
        {
            yield return new("sweep", "kept: busy");
        }
        else if (invoked && !expired)
        {
            yield return new("sweep", "kept: invoked, not expired");
            if (age == before.DeadlineMilliseconds)
            {
                yield return new("time", "invoked entry kept at the deadline");
            }
        }
        else if (after is not null)
        {
            yield return new("sweep", before.Has(ManagerFlags.GcRevoke) ? "revoked by flag" : "revoked because of threads");
        }
        else
        {
            yield return new("sweep", "destroyed");
            if (invoked && before.DeadlineMilliseconds > 0 && age <= before.DeadlineMilliseconds)
            {
                yield return new("time", "invoked entry swept early, by the test of seconds");
            }
            else if (invoked && age == before.DeadlineMilliseconds + 1L)
            {
                yield return new("time", "invoked entry swept 1 ms after the deadline");
            }
        }
    }
}
