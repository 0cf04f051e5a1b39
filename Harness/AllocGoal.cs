// Chooses the branch of alloc first, then arguments that reach it from the state at hand. Without it
// the rare branches (no memory while a device is idle above a gap) would come once in thousands.
using Checking;
using Clones;
using Harness.Coverage;

namespace Harness;

/// <summary>Alloc operations by the branch that they take.</summary>
internal static class AllocGoal
{
    /// <summary>How much a branch is wanted where it can be reached: the more, the seldomer that is.</summary>
    private static readonly Dictionary<string, int> Wanted = new(StringComparer.Ordinal)
    {
        ["new above the limit"] = 9000,
        ["no memory: idle device"] = 9000,
        ["full: nothing"] = 2500,
        ["new although a device with a higher unit is idle"] = 3400,
        ["no memory: another's busy device"] = 2600,
        ["no memory: another's device"] = 160,
        ["full: another's busy device"] = 60,
        ["new in a gap"] = 110,
        ["idle device"] = 70,
        ["own device"] = 6,
        ["full: another's device"] = 60,
        ["new at the end of its type"] = 8,
        ["unit asked for: new"] = 10,
        ["unit asked for: busy"] = 18,
        ["unit asked for: shared"] = 2,
        ["unit asked for: not registered yet"] = 36,
        ["unit above the limit"] = 3,
        ["unit asked for: no memory"] = 9,
        ["no memory: nothing"] = 9,
    };

    /// <summary>An alloc that takes a branch that is wanted, or null where alloc is disabled.</summary>
    public static Operation.Alloc? Pick(State state, Manager manager, byte goal, byte which)
    {
        Dictionary<string, List<Operation.Alloc>> reachable = new(StringComparer.Ordinal);
        foreach (Operation.Alloc alloc in Candidates(manager))
        {
            if (Model.Step(state, alloc).Response is Response.Allocated allocated)
            {
                string branch = AllocBranch.Of(state, alloc, allocated).Last().Case;
                if (!reachable.TryGetValue(branch, out List<Operation.Alloc>? allocs))
                {
                    reachable[branch] = allocs = [];
                }

                allocs.Add(alloc);
            }
        }

        int rest = goal * reachable.Keys.Sum(branch => Wanted.GetValueOrDefault(branch)) / 256;
        foreach ((string branch, List<Operation.Alloc> allocs) in reachable)
        {
            rest -= Wanted.GetValueOrDefault(branch);
            if (rest < 0)
            {
                return allocs.At(which);
            }
        }

        return null;
    }

    private static IEnumerable<Operation.Alloc> Candidates(Manager manager)
    {
        const int Stranger = 9;
        int[] processes = [.. manager.Entries.Select(entry => entry.Process.Value).Distinct().Take(4), Stranger];
        int[] units =
        [
            Limits.Any,
            .. manager.Entries.Select(entry => entry.Unit & ~manager.TypeMask).Distinct().Take(4),
            4 & ~manager.TypeMask,
            (manager.MaxUnit + 1) & ~manager.TypeMask,
        ];
        bool[] failures = manager.Has(ManagerFlags.WaitOk) ? [false] : [false, true];
        int[] types = [0, manager.TypeMask & -manager.TypeMask];
        return
            from process in processes
            from unit in units.Distinct()
            from type in types.Distinct()
            from memoryFails in failures
            select new Operation.Alloc(new ProcessId(process), unit, type, memoryFails);
    }
}
