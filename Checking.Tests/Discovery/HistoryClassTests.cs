// Two runs have one class exactly when they are one history: by the definition, pair by pair, without a fingerprint.
using System.Globalization;
using Checking.Discovery;
using Checking.Linearizability;
using Checking.Scenarios;
using Checking.Tests.BoundedCounter;
using Checking.Tests.Linearizability;
using CsCheck;
using Xunit;
using static Checking.Tests.BoundedCounter.CounterOperation;
using Asked = Checking.Linearizability.HistoryOperation<Checking.Scenarios.ScenarioStep<Checking.Tests.BoundedCounter.CounterOperation>, Checking.Scenarios.ScenarioAnswer<int, Checking.Tests.BoundedCounter.CounterResponse>>;
using CounterRun = Checking.Scenarios.ScenarioRun<int, Checking.Tests.BoundedCounter.CounterOperation, Checking.Tests.BoundedCounter.CounterResponse>;

namespace Checking.Tests.Discovery;

public sealed class HistoryClassTests
{
    private const ulong Seed = 0xC1A5;

    private static readonly Scenario<CounterOperation> Any = new("any", [], [[Increment], [Increment]]);

    [Fact]
    public void Runs_have_one_class_exactly_when_they_are_one_history()
    {
        CounterRun[] runs = [.. Enumerable.Range(0, 400).Select(static number => Tiny(SimulatedRun.Random(Seed, number)))];
        UInt128[] classes = [.. runs.Select(static run => HistoryClass.Of(run, CounterSpecification.Counter.Describe))];
        int same = 0;
        for (int one = 0; one < runs.Length; one++)
        {
            for (int other = 0; other < one; other++)
            {
                bool isOne = AreOne(runs[one], runs[other]);
                same += isOne ? 1 : 0;
                Assert.True(isOne == (classes[one] == classes[other]), $"seed {Seed:x}, cases {one} and {other}");
            }
        }

        Assert.InRange(same, 100, 40_000);
    }

    /// <summary>On every machine and in every process; where this class changes, so do all.</summary>
    [Fact]
    public void A_run_has_the_same_class_everywhere()
    {
        CounterRun run = new(
            Any,
            [],
            [Seen(1, Increment, 1, 0, 2), Seen(0, Read, 1, 1, 3), Seen(1, Decrement, 0, 4, 5), new(0, new ScenarioStep<CounterOperation>.Ask(Increment), Answer<ScenarioAnswer<int, CounterResponse>>.Unseen, 4, null)],
            1,
            []);

        Assert.Equal(UInt128.Parse("99717933753219591359936288482444199212", CultureInfo.InvariantCulture), HistoryClass.Of(run, CounterSpecification.Counter.Describe));

        static Asked Seen(int process, CounterOperation operation, int count, long invoked, long returned) => new(
            process,
            new ScenarioStep<CounterOperation>.Ask(operation),
            Answer<ScenarioAnswer<int, CounterResponse>>.Of(new ScenarioAnswer<int, CounterResponse>.Answered(new(count))),
            invoked,
            returned);
    }

    [Fact]
    public void Facts_that_read_alike_one_after_the_other_are_told_apart()
    {
        CounterRun run = Tiny(SimulatedRun.Random(Seed, 0));

        Assert.NotEqual(
            HistoryClass.Of(run, static _ => [new Fact("a", "b"), new Fact("c", "")]),
            HistoryClass.Of(run, static _ => [new Fact("a", "bc ")]));
    }

    [Fact]
    public void Nothing_has_no_class()
    {
        CounterRun run = Tiny(SimulatedRun.Random(Seed, 0));

        Assert.Throws<ArgumentNullException>("run", static () => HistoryClass.Of<int, CounterOperation, CounterResponse>(null!, CounterSpecification.Counter.Describe));
        Assert.Throws<ArgumentNullException>("describe", () => HistoryClass.Of(run, null!));
    }

    /// <summary>One or two operations of each of two processes, in any order of events; what is pending is a process's last.</summary>
    private static CounterRun Tiny(PCG random)
    {
        List<Asked> operations = [];
        int[] left = [1 + random.Below(2), 1 + random.Below(2)];
        Asked?[] open = [null, null];
        bool[] isStuck = [false, false];
        long[] invoked = [-1, -1];
        long time = 0;
        while (left.Sum() > 0 || open.Any(static operation => operation is not null))
        {
            time += random.Below(2); // events of two processes may touch at one time
            int process = random.Below(2);
            if (open[process] is { } asked)
            {
                isStuck[process] = random.Below(6) == 0;
                left[process] = isStuck[process] ? 0 : left[process];
                operations.Add(isStuck[process] ? asked : asked with
                {
                    Answer = Answer<ScenarioAnswer<int, CounterResponse>>.Of(new ScenarioAnswer<int, CounterResponse>.Answered(new(random.Below(2)))),
                    Returned = time,
                });
                open[process] = null;
            }
            else if (left[process] > 0)
            {
                left[process]--;
                time = Math.Max(time, invoked[process] + 1);
                invoked[process] = time;
                open[process] = new(process, new ScenarioStep<CounterOperation>.Ask(random.Below(4) == 0 ? Read : Increment), Answer<ScenarioAnswer<int, CounterResponse>>.Unseen, time, null);
            }
        }

        // The order in which a run lists its operations is no part of its history.
        return new(Any, [], random.Below(2) == 0 ? operations : [.. Enumerable.Reverse(operations)], random.Below(2), []);
    }

    private static bool AreOne(CounterRun one, CounterRun other)
    {
        (Asked[] first, Asked[] second) = (InOrder(one), InOrder(other));
        return one.State == other.State
            && first.Length == second.Length
            && first.Zip(second).All(static pair =>
                pair.First.Process == pair.Second.Process && pair.First.Operation.Equals(pair.Second.Operation) && pair.First.Answer.Equals(pair.Second.Answer))
            && Enumerable.Range(0, first.Length).All(before => Enumerable.Range(0, first.Length).All(after =>
                first[before].Precedes(first[after]) == second[before].Precedes(second[after])));
    }

    private static Asked[] InOrder(CounterRun run) => [.. run.Operations.OrderBy(static operation => (operation.Process, operation.Invoked))];
}
