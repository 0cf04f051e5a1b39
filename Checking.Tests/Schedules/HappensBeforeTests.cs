using Checking.Schedules;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>What is told of the order of an execution is what its definition says, on random schedules of random programs.</summary>
public sealed class HappensBeforeTests
{
    /// <summary>
    /// Who could begin in the other order of a race is who has an access that comes after nothing, when the first access of the race and all
    /// after it are left out.
    /// </summary>
    [Fact]
    public void Initials_are_those_of_the_definition()
    {
        using ScheduleExplorer explorer = new();
        int seen = 0;
        Seeded.Sample(RandomProgram.Large, 14, random => explorer.Explore(random.ToProgram(), new Witness(new RandomWalk(2, 20), run =>
        {
            HappensBefore order = new();
            List<(int First, int Second, int Thread)> told = [];
            order.Order(run, 0, (first, second, thread) => told.Add((first, second, thread)));
            Access[] accesses = [.. run.Accesses];
            HashSet<(int First, int Second)> before = Before(accesses);

            Assert.All(told, race => Assert.Equal(Initials(accesses, before, race.First, race.Second), order.Initials(run, race.First, race.Second, race.Thread)));
            seen += told.Count;
        })));

        Assert.True(seen > 100, $"{seen} races");
    }

    /// <summary>
    /// A race is two dependent accesses of two threads with nothing between them that orders them. Of a lock it is two takings in a row
    /// where the one does not come before what the other's thread did before: giving the lock back does not count.
    /// </summary>
    [Fact]
    public void Races_are_those_of_the_definition()
    {
        using ScheduleExplorer explorer = new();
        int seen = 0;
        Seeded.Sample(RandomProgram.Large, 13, random => explorer.Explore(random.ToProgram(), new Witness(new RandomWalk(1, 20), run =>
        {
            HappensBefore order = new();
            List<(int First, int Second, int Thread)> told = [];
            order.Order(run, 0, (first, second, thread) => told.Add((first, second, thread)));
            Access[] accesses = [.. run.Accesses];
            HashSet<(int First, int Second)> before = Before(accesses);

            Assert.Equal(Races(accesses, before).Order(), told.Order());
            for (int access = 0; access < accesses.Length; access++)
            {
                Assert.All(Enumerable.Range(0, access), other => Assert.Equal(before.Contains((other, access)), order.IsBefore(other, accesses[other].Thread, access)));
            }

            seen += told.Count;
        })));

        Assert.True(seen > 100);
    }

    private static IEnumerable<(int First, int Second, int Thread)> Races(Access[] accesses, HashSet<(int First, int Second)> before)
    {
        for (int second = 0; second < accesses.Length; second++)
        {
            Access access = accesses[second];
            if (access.Kind == AccessKind.Enter)
            {
                int first = Array.FindLastIndex(accesses, second - 1, second, other => other.Kind == AccessKind.Enter && other.Location == access.Location);
                int own = Array.FindLastIndex(accesses, second - 1, second, other => other.Thread == access.Thread);
                if (first >= 0 && accesses[first].Thread != access.Thread && first != own && !before.Contains((first, own)))
                {
                    yield return (first, second, access.Thread);
                }

                continue;
            }

            for (int first = 0; first < second; first++)
            {
                if (accesses[first].Thread != access.Thread && before.Contains((first, second)) && !IsOrderedBetween(before, first, second))
                {
                    yield return (first, second, access.Thread);
                }
            }
        }
    }

    private static ulong Initials(Access[] accesses, HashSet<(int First, int Second)> before, int first, int second)
    {
        int[] left = [.. Enumerable.Range(first + 1, second - first - 1).Where(access => !before.Contains((first, access)))];
        bool takesLock = accesses[second].Kind == AccessKind.Enter;
        return left.Append(second).DistinctBy(access => accesses[access].Thread)
            .Where(access => (access == second && takesLock) || !left.Any(other => before.Contains((other, access))))
            .Aggregate(0UL, (initials, access) => initials | 1UL << accesses[access].Thread);
    }

    /// <summary>The order of threads, and of what depends on each other, and what follows from these.</summary>
    private static HashSet<(int First, int Second)> Before(Access[] accesses)
    {
        HashSet<(int First, int Second)> before = [];
        for (int second = 0; second < accesses.Length; second++)
        {
            for (int first = second - 1; first >= 0; first--)
            {
                if (accesses[first].Thread == accesses[second].Thread || AreDependent(accesses[first], accesses[second]) || IsOrderedBetween(before, first, second))
                {
                    before.Add((first, second));
                }
            }
        }

        return before;
    }

    private static bool IsOrderedBetween(HashSet<(int First, int Second)> before, int first, int second) =>
        Enumerable.Range(first + 1, second - first - 1).Any(between => before.Contains((first, between)) && before.Contains((between, second)));

    private static bool AreDependent(Access first, Access second) => (first.Kind, second.Kind) switch
    {
        (AccessKind.Begin or AccessKind.Invoke, AccessKind.Return) or (AccessKind.Return, AccessKind.Begin or AccessKind.Invoke) => true,
        (AccessKind.Read, AccessKind.Read) => false,
        _ => first.Location >= 0 && first.Location == second.Location,
    };

    /// <summary>Looks at each execution of another strategy.</summary>
    private sealed class Witness(ScheduleStrategy strategy, Action<ControlledRun> look) : ScheduleStrategy
    {
        public override string Name => strategy.Name;

        public override bool IsExhaustive => strategy.IsExhaustive;

        internal override void Begin(int threads) => strategy.Begin(threads);

        internal override int Choose(ControlledRun run, ulong enabled) => strategy.Choose(run, enabled);

        internal override int ChooseStore(ControlledRun run, int count) => strategy.ChooseStore(run, count);

        internal override bool End(ControlledRun run)
        {
            look(run);
            return strategy.End(run);
        }
    }
}
