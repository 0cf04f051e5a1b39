using Clones;

namespace Harness.Coverage;

/// <summary>The lines of snd_clone_gc.</summary>
internal static class SweepLines
{
    public static IEnumerable<int> Of(State before, Manager manager)
    {
        if (!manager.Has(ManagerFlags.GcEnable) || manager.Size == 0)
        {
            return [396, 402, 404, 405];
        }

        Timestamp now = Age.Now(before);
        bool looksAtItself = manager.Has(ManagerFlags.GcExpired);
        List<int> lines = [396, 402, 404, 407, .. CloneLines.ReadClock(before), 413];
        if (looksAtItself)
        {
            lines.Add(414);
            if (!Age.HasExpired(manager.DeadlineMilliseconds, now, manager.Time))
            {
                return [.. lines, 415];
            }
        }

        lines.Add(417);
        foreach (Entry entry in manager.Entries)
        {
            lines.AddRange(Entry(manager, entry, now));
        }

        return [.. lines, 425, 444];
    }

    private static IEnumerable<int> Entry(Manager manager, Entry entry, Timestamp now)
    {
        bool isOpen = entry.Has(DeviceFlags.Busy);
        bool isInvoked = entry.Has(DeviceFlags.Invoke);
        bool goes = !isOpen && (!isInvoked || Age.HasExpired(manager.DeadlineMilliseconds, now, entry.Time));
        bool byFlag = manager.Has(ManagerFlags.GcRevoke);
        return
        [
            425, 426,
            .. isOpen ? Array.Empty<int>() : [427],
            .. !isOpen && isInvoked ? [428] : Array.Empty<int>(),
            .. (goes, byFlag, entry.Device) switch
            {
                (false, _, _) => Array.Empty<int>(),
                (_, true, _) => [429, 431, 432, 439],
                (_, _, { Threads: not 0 }) => [429, 430, 431, 432, 439],
                _ => [429, 430, 434, 435, 436, 437, 439],
            },
        ];
    }
}
