using Checking.Linearizability;
using Checking.Scenarios;
using Checking.Schedules;
using Checking.Tests.BoundedCounter;
using Xunit;
using static Checking.Tests.BoundedCounter.CounterOperation;
using Interlocked = Checking.Schedules.StandIns.Interlocked;
using Volatile = Checking.Schedules.StandIns.Volatile;

namespace Checking.Tests.Scenarios;

/// <summary>The checks of a component that run threads.</summary>
public sealed class ComponentThreadsTests
{
    private static readonly Scenario<CounterOperation> UpAndDown = new("up-and-down", [Increment], [[Increment, Read], [Decrement]]);

    private static readonly Component<int, CounterOperation, CounterResponse> Right = Of(static () => new ControlledCounter(isAtomic: true));

    private static readonly Component<int, CounterOperation, CounterResponse> Losing = Of(static () => new ControlledCounter(isAtomic: false));

    [Fact]
    public void Every_interleaving_of_a_right_component_holds_and_is_counted()
    {
        InterleavingBounds few = new() { MoreAccesses = 1 }; // an update that fails twice is cut
        using InterleavingSearch<int, CounterOperation, CounterResponse> search = new(new()
        {
            Check = "other",
            Specification = SequentialSpecification<int, CounterOperation, CounterResponse>.From(CounterSpecification.Counter),
            MakeSubject = Right.MakeSubject,
            Describe = CounterSpecification.Counter.Describe,
            Format = static operation => $"{operation}",
            ReplayCommand = "other",
        });
        InterleavingReport<int, CounterOperation, CounterResponse> expected = search.Search(UpAndDown, few);
        CheckReport report = (Right with { Interleaving = few }).Interleavings(UpAndDown);

        Assert.Equal(new CheckReport(
            "counter:interleavings", Verdict.Holds, $"up-and-down, {expected.Report.Executions} executions, {expected.Histories} histories, {expected.Report.Cut} cut (MoreAccesses is 1)", null), report);
        Assert.True(expected.Report.Executions > 1 && expected.Histories > 1 && expected.Report.Cut > 0, report.ToString());
    }

    [Fact]
    public void An_interleaving_that_fails_is_shown_and_found_again_from_its_token()
    {
        CheckReport report = Losing.Interleavings(UpAndDown);
        string token = TokenOf(report);
        CheckReport again = Losing.Replay(token);

        Assert.Equal(("counter:interleavings", Verdict.Violated), (report.Check, report.Verdict));
        Assert.StartsWith("counter:interleavings: no order explains the answers and the state at rest", report.Counterexample, StringComparison.Ordinal);
        Assert.Equal(report.Counterexample!.Trim(), report.Counterexample);
        Assert.Contains("\n\n", report.Counterexample, StringComparison.Ordinal); // the accesses stand behind it
        Assert.Equal(("counter:interleavings", Verdict.Violated, "1 execution"), (again.Check, again.Verdict, again.Covered));
        Assert.Equal(Behind(report.Counterexample), Behind(again.Counterexample!).Replace("replayed:", "up-and-down:", StringComparison.Ordinal));
        Assert.Equal(new CheckReport("counter:interleavings", Verdict.Holds, "1 execution", null), Right.Replay(token));

        static string Behind(string counterexample) => counterexample[counterexample.IndexOf("\n\n", StringComparison.Ordinal)..];
    }

    /// <summary>What reads read is in the token, and so is that memory was weak.</summary>
    [Fact]
    public void What_only_weak_memory_shows_is_found_again_from_its_token()
    {
        Component<int, CounterOperation, CounterResponse> hasty = Of(static () => new HastyPublisher());
        CheckReport report = (hasty with { Interleaving = new InterleavingBounds { Memory = MemoryModel.ReleaseAcquire } })
            .Interleavings(new("reads", [], [[Read], [Increment]]));
        string token = TokenOf(report);

        Assert.Equal(Verdict.Violated, report.Verdict);
        Assert.Contains('~', token);
        Assert.Equal(Verdict.Violated, hasty.Replay(token).Verdict);

        // Where memory is not weak, it is a data race; a plain access is no place in the schedule then.
        CheckReport race = hasty.Interleavings(new("reads", [], [[Read], [Increment]]));
        string raceToken = TokenOf(race);
        Assert.EndsWith(" histories, 0 cut", race.Covered, StringComparison.Ordinal);
        Assert.Contains("data race", race.Counterexample, StringComparison.Ordinal);
        Assert.Equal((Verdict.Violated, "1 execution"), (hasty.Replay(raceToken).Verdict, hasty.Replay(raceToken).Covered));
    }

    /// <summary>A component that was put right has other accesses, and so no such execution: it is not said to hold under it.</summary>
    [Fact]
    public void A_schedule_that_the_component_no_longer_follows_says_nothing()
    {
        CheckReport longer = Right.Replay("counter:interleavings/Increment/Read@0x4");
        CheckReport other = Right.Replay("counter:interleavings/Increment/Read/Read@0x4-1x3");

        Assert.Equal((Verdict.Undecided, "0 executions"), (longer.Verdict, longer.Covered));
        Assert.EndsWith(": the schedule goes on at access 3, and the execution has ended.", longer.Counterexample, StringComparison.Ordinal);
        Assert.Equal((Verdict.Undecided, "0 executions"), (other.Verdict, other.Covered));
        Assert.StartsWith("the component no longer follows the schedule: ", other.Counterexample, StringComparison.Ordinal);
        Assert.EndsWith(": thread 1 should go on at access 3, and cannot.", other.Counterexample, StringComparison.Ordinal);
        Assert.Equal(Verdict.Holds, Right.Replay("counter:interleavings/Increment/Read@0x3").Verdict);
    }

    [Fact]
    public void A_token_whose_schedule_cannot_be_read_is_refused() =>
        Assert.Contains("'random' is no schedule", Assert.Throws<FormatException>(static () => Right.Replay("counter:interleavings/Increment/Read@random")).Message, StringComparison.Ordinal);

    /// <summary>Of three operations there are six pairs, in each of the four states; with those that may not meet left out, one.</summary>
    [Fact]
    public void From_every_state_every_pair_of_operations_is_run_that_may_meet()
    {
        CheckReport all = Right.Pairs();
        CheckReport reads = Right.Pairs(static (one, other) => one == Read && other == Read);

        Assert.Equal((Verdict.Holds, null), (all.Verdict, all.Counterexample));
        Assert.StartsWith("4 states, 24 pairs, ", all.Covered, StringComparison.Ordinal);
        Assert.StartsWith("4 states, 4 pairs, ", reads.Covered, StringComparison.Ordinal);
        Assert.True(Counts(all.Covered)[2] > Counts(reads.Covered)[2]);
        Assert.Equal(4 * 3, Counts(reads.Covered)[3]); // of two reads one comes first, or the other, or neither
    }

    /// <summary>A shortest path never reads, and a pair has no room for a read and two that change.</summary>
    [Fact]
    public void What_a_component_does_only_after_a_question_is_found_where_it_is_asked()
    {
        Component<int, CounterOperation, CounterResponse> hasty = Of(static () => new HastyOnceRead());
        CheckReport right = Right.Pairs(questions: Read);
        CheckReport asked = hasty.Pairs(questions: Read);

        Assert.Equal(Verdict.Holds, right.Verdict);
        Assert.StartsWith("4 states, 42 pairs, ", right.Covered, StringComparison.Ordinal); // three of the states have a path with a last operation
        Assert.Equal(Verdict.Holds, hasty.Pairs().Verdict);
        Assert.Equal(Verdict.Violated, asked.Verdict);
        Assert.StartsWith("4 states, 13 pairs, ", asked.Covered, StringComparison.Ordinal);
        Assert.Contains("(state-1-asked-Read-pair-0-0; ", asked.Counterexample, StringComparison.Ordinal);
        Assert.Equal(Verdict.Violated, hasty.Replay(TokenOf(asked)).Verdict);
    }

    /// <summary>The question stands before the last operation, and all else is where it was.</summary>
    [Fact]
    public void Each_state_is_entered_along_its_path_and_along_that_with_the_question()
    {
        HashSet<string> ran = [];
        Of(() => new Told(ran)).Pairs(static (one, other) => one == Read && other == Read, Read);

        Assert.Equal(["IIIRR", "IIRIRR", "IIRR", "IRIRR", "IRR", "RIRR", "RR"], ran.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_question_is_an_operation_of_the_component_that_changes_nothing()
    {
        Assert.StartsWith(
            "Decrement changes a state of counter, so it is no question",
            Assert.Throws<ArgumentException>("questions", static () => Right.Pairs(questions: [Read, Decrement])).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Read is none of counter's operations, so a counterexample could not be replayed: it has to be in Operations",
            Assert.Throws<ArgumentException>("questions", static () => (Right with { Operations = [Increment] }).Pairs(questions: Read)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("questions", static () => Right.Pairs(questions: null!));
    }

    [Fact]
    public void Pairs_end_at_the_first_that_fails()
    {
        CheckReport report = Losing.Pairs();

        Assert.Equal(Verdict.Violated, report.Verdict);
        Assert.StartsWith("4 states, 1 pairs, ", report.Covered, StringComparison.Ordinal);
        Assert.Contains("(state-0-pair-0-0; ", report.Counterexample, StringComparison.Ordinal);
    }

    /// <summary>Pairs of the states that were found until then would say nothing of the others.</summary>
    [Fact]
    public void Where_the_states_cannot_be_explored_that_is_found_and_not_pairs_of_some()
    {
        CheckReport broken = (Right with { Claims = [new("below-two", "the count stays below two", static count => Outcome.Of(count < 2, static () => "it is not"))] }).Pairs();
        CheckReport throwing = (Right with { Specification = CounterSpecification.Counter with { Step = static (_, _) => throw new InvalidOperationException("no step") } }).Pairs();

        Assert.Equal(("counter:interleavings", Verdict.Violated, "2 states"), (broken.Check, broken.Verdict, broken.Covered));
        Assert.StartsWith("counter:states: 'the count stays below two' does not hold at step 2 of 2", broken.Counterexample, StringComparison.Ordinal);
        Assert.StartsWith("counter:states: counter to 3 threw InvalidOperationException at step 1 of 1", throwing.Counterexample, StringComparison.Ordinal);
    }

    [Fact]
    public void A_component_without_an_access_under_control_is_refused_and_not_said_to_hold()
    {
        Component<int, CounterOperation, CounterResponse> plain = Of(static () => new CounterSpecification.Subject(CounterSpecification.Limit));

        Assert.Contains("no access of counter is under control", Assert.Throws<InvalidOperationException>(() => plain.Interleavings(UpAndDown)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => plain.Pairs());
    }

    [Fact]
    public void Where_no_two_operations_may_meet_no_pair_is_left_and_that_is_said() => Assert.StartsWith(
        "of counter's operations no pair is left that may meet",
        Assert.Throws<ArgumentException>("mayMeet", static () => Right.Pairs(static (_, _) => false)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_scenario_in_which_nobody_does_anything_is_refused_and_not_said_to_hold()
    {
        IReadOnlyList<IReadOnlyList<CounterOperation>>[] idle = [[], [[], []]];

        Assert.All(idle.SelectMany(static threads => (Func<CheckReport>[])[() => Right.Interleavings(new("idle", [Read], threads)), () => Right.RealThreads(new("idle", [Read], threads), 1)]), static check =>
            Assert.StartsWith("no thread of idle has an operation", Assert.Throws<ArgumentException>("scenario", check).Message, StringComparison.Ordinal));
        Assert.Equal(Verdict.Holds, Right.Interleavings(new("one", [], [[], [Read]])).Verdict);
    }

    /// <summary>Wherever it stands: its counterexample could not be replayed.</summary>
    [Fact]
    public void A_scenario_with_an_operation_that_the_component_has_not_is_refused()
    {
        Component<int, CounterOperation, CounterResponse> reading = Right with { Operations = [Read] };
        Scenario<CounterOperation>[] foreign =
        [
            new("foreign", [Increment, Decrement, Read], [[Read]]),
            new("foreign", [], [[Read], [Read, Increment], [Decrement]]),
            new("foreign", [], [[Read]]) { Callback = [Increment, Decrement] },
        ];

        Assert.All(foreign.SelectMany(scenario => (Func<CheckReport>[])[() => reading.Interleavings(scenario), () => reading.RealThreads(scenario, 1)]), static check => Assert.StartsWith(
            "Increment, Decrement of foreign is none of counter's operations, so a counterexample could not be replayed: it has to be in Operations",
            Assert.Throws<ArgumentException>("scenario", check).Message,
            StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_no_scenario() => Assert.Throws<ArgumentNullException>("scenario", static () => Right.Interleavings(null!));

    [Fact]
    public void Real_threads_run_at_least_once()
    {
        Assert.Throws<ArgumentOutOfRangeException>("runs", static () => Right.RealThreads(UpAndDown, 0));
        Assert.StartsWith("1 runs of ", Of(static () => new CounterSpecification.Subject(CounterSpecification.Limit)).RealThreads(new("alone", [], [[Read]]), 1).Covered, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_that_cannot_be_looked_through_is_not_decided()
    {
        CheckReport report = (Right with { Interleaving = new InterleavingBounds { MaxExecutions = 1 } }).Interleavings(UpAndDown);

        Assert.Equal((Verdict.Undecided, "it may have 1 executions only"), (report.Verdict, report.Counterexample));
    }

    /// <summary>A thread that waits for another one in a loop, with so many accesses to spare that it is not cut before the execution is too long.</summary>
    [Fact]
    public void What_leaves_a_scenario_undecided_is_said()
    {
        Component<int, CounterOperation, CounterResponse> waiting = Of(static () => new Waiting());
        CheckReport report = (waiting with { Interleaving = new() { MoreAccesses = 20_000 } }).Interleavings(new("waiting", [], [[Decrement], [Increment]]));

        Assert.Equal(Verdict.Undecided, report.Verdict);
        Assert.StartsWith("spin loop: thread 1 repeats _count at ComponentThreadsTests.cs:", report.Counterexample, StringComparison.Ordinal);
    }

    [Fact]
    public void Real_threads_say_how_often_they_ran_and_what_fails()
    {
        CheckReport right = Of(static () => new CounterSpecification.Subject(CounterSpecification.Limit)).RealThreads(new("alone", [Increment], [[Increment, Read]]), 3);
        CheckReport wrong = Of(static () => new CounterSpecification.Subject(1)).RealThreads(new("alone", [], [[Increment, Increment]]), 3);

        Assert.Equal(new CheckReport("counter:real-threads", Verdict.Holds, "3 runs of alone at most, 1 histories", null), right);
        Assert.Equal(Verdict.Violated, wrong.Verdict);
        Assert.StartsWith("counter:real-threads: ", wrong.Counterexample, StringComparison.Ordinal);
        Assert.EndsWith("replay: none: nobody chose the schedule; every interleaving of it is in Interleavings", wrong.Counterexample, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_at_rest_that_prints_alike_and_is_not_equal_is_said_to_need_value_equality()
    {
        Specification<List<int>, int, int> specification = new() { Name = "listed", Initial = [], Step = static (values, value) => ([.. values, value], 0) };
        Component<List<int>, int, int> component = new()
        {
            Name = "listed",
            Specification = specification,
            MakeSubject = () => new SpecificationSubject<List<int>, int, int>(specification),
            Operations = [1],
            Write = static (values, form) => form.Add(values),
        };

        Assert.Contains(
            "then at rest: equality: expected equal states, actual the states print alike but are not equal: TState needs value equality",
            component.RealThreads(new("listed", [], [[1]]), 1).Counterexample,
            StringComparison.Ordinal);
    }

    /// <summary>A right counter that tells what it was asked, each operation by its first letter.</summary>
    private sealed class Told(HashSet<string> ran) : ISubject<int, CounterOperation, CounterResponse>
    {
        private readonly ControlledCounter _counter = new(isAtomic: true);
        private string _asked = string.Empty; // one thread runs at a time

        public CounterResponse Apply(CounterOperation operation)
        {
            _asked += operation.ToString()[0];
            return _counter.Apply(operation);
        }

        public int Observe()
        {
            ran.Add(_asked);
            return _counter.Observe();
        }
    }

    /// <summary>A counter that goes down when there is something, and waits until then.</summary>
    private sealed class Waiting : ISubject<int, CounterOperation, CounterResponse>
    {
        private int _count;

        public CounterResponse Apply(CounterOperation operation)
        {
            while (operation == Decrement && Volatile.Read(ref _count) == 0)
            {
                // Somebody else goes up.
            }

            int step = operation == Decrement ? -1 : 1;
            return new(Interlocked.Add(ref _count, step));
        }

        public int Observe() => _count;
    }

    private static int[] Counts(string covered) =>
        [.. covered.Split([' ', ',']).Where(static word => int.TryParse(word, out _)).Select(static word => int.Parse(word, System.Globalization.CultureInfo.InvariantCulture))];

    private static string TokenOf(CheckReport report) =>
        report.Counterexample!.Split('\n').First(static line => line.StartsWith("replay: ", StringComparison.Ordinal)).Split(' ')[^1].Trim('\'');

    private static Component<int, CounterOperation, CounterResponse> Of(Func<ISubject<int, CounterOperation, CounterResponse>> makeSubject) => new()
    {
        Name = "counter",
        Specification = CounterSpecification.Counter,
        MakeSubject = makeSubject,
        Operations = [Increment, Decrement, Read],
        Write = static (count, form) => form.Add(count),
    };
}
