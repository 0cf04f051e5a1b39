using Checking.Tests.BoundedCounter;
using Xunit;

namespace Checking.Tests;

public sealed class SequenceSearchTests
{
    private static readonly SearchBounds Bounds = new(Seed: 0x5eed, Sequences: 200, Length: 40);

    [Fact]
    public void A_right_subject_is_found_right()
    {
        SearchReport<CounterOperation> report = CounterSpecification.Check(
            () => new CounterSpecification.Subject(CounterSpecification.Limit), [.. CounterSpecification.Claims]).Search(Bounds);

        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.Null(report.Counterexample);
        Assert.Equal(200, report.Sequences);
        Assert.All(report.Tally.Applied, claim => Assert.True(claim.Value > 0));
    }

    /// <summary>Where nothing is run everything would hold.</summary>
    [Theory]
    [InlineData("Sequences", 0, 1)]
    [InlineData("Length", 1, 0)]
    public void Bounds_that_allow_nothing_are_refused(string parameter, int sequences, int length)
    {
        SequenceSearch<int, CounterOperation, CounterResponse> search = CounterSpecification.Check(null);

        string message = Assert.Throws<ArgumentOutOfRangeException>(parameter, () => search.Search(new(Seed: 1, sequences, length))).Message;
        Assert.StartsWith($"where {parameter} is less than 1 nothing is run", message, StringComparison.Ordinal);
        Assert.Equal(1, search.Search(new(Seed: 1, Sequences: 1, Length: 1)).Operations);
    }

    [Fact]
    public void A_subject_with_a_higher_limit_is_found_by_the_shortest_sequence_there_is()
    {
        Counterexample<CounterOperation> counterexample = Counterexample(limit: CounterSpecification.Limit + 1);

        Assert.Equal(Enumerable.Repeat(CounterOperation.Increment, 4), counterexample.Steps.Select(step => step.Operation));
        Failure.Difference difference = Assert.IsType<Failure.Difference>(counterexample.Failure);
        Assert.Equal(new StateDifference("count", new Expected("3"), new Actual("4")), Assert.Single(difference.States));
    }

    [Fact]
    public void A_counterexample_prints_verdict_origin_steps_difference_and_replay()
    {
        const string Expected = """
            counter: answers and states differ at step 3 of 3 (seed 5eed, sequence 0, 17 shrinks)
                1  Increment  CounterResponse { Count = 1 }
                2  Increment  CounterResponse { Count = 2 }
                3  Increment  expected CounterResponse { Count = 3 }, actual CounterResponse { Count =  }
              state: count: expected 3, actual 2
            replay: check replay counter/Increment+Increment+Increment
            """;
        string text = Counterexample(limit: CounterSpecification.Limit - 1).ToString();

        Assert.Equal(Normalized(Expected), Normalized(text));
    }

    [Fact]
    public void A_counterexample_is_found_again_from_its_replay_token()
    {
        Counterexample<CounterOperation> counterexample = Counterexample(limit: 2);
        Assert.True(ReplayToken.TryParse(counterexample.Replay.Split(' ')[^1], out ReplayToken? token));

        Counterexample<CounterOperation>? again = CounterSpecification.Check(() => new CounterSpecification.Subject(2))
            .Replay([.. token!.Operations.Select(Enum.Parse<CounterOperation>)], "token");

        Assert.Equal(counterexample.Failure.ToString(), again?.Failure.ToString());
        Assert.Equal(counterexample.Steps, again?.Steps);
    }

    [Fact]
    public void A_subject_that_throws_is_a_counterexample_with_the_exception_in_it()
    {
        Counterexample<CounterOperation>? counterexample =
            CounterSpecification.Check(() => new CounterSpecification.ThrowingSubject()).Search(Bounds).Counterexample;

        Failure.Threw threw = Assert.IsType<Failure.Threw>(counterexample?.Failure);
        Assert.Equal("empty", threw.Exception.Message);
        Assert.Equal([CounterOperation.Decrement], counterexample!.Steps.Select(step => step.Operation));
        Assert.Contains("the subject threw InvalidOperationException at step 1 of 1", counterexample.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Derived_data_that_is_wrong_at_the_end_of_a_sequence_is_a_counterexample()
    {
        Counterexample<CounterOperation>? counterexample =
            CounterSpecification.Check(() => new CounterSpecification.ForgetfulSubject()).Search(Bounds).Counterexample;

        Assert.Equal([CounterOperation.Read], counterexample?.Steps.Select(step => step.Operation));
        Assert.Contains("found: 1 read, 0 noted", counterexample?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Derived_data_that_is_wrong_is_seen_after_the_operation_where_it_is_asked_for()
    {
        CounterOperation[] operations = [CounterOperation.Increment, CounterOperation.Read, CounterOperation.Increment];
        Lockstep<int, CounterOperation, CounterResponse> each = new(CounterSpecification.Counter, [], () => new CounterSpecification.ForgetfulSubject(), Watch.Everything);
        Lockstep<int, CounterOperation, CounterResponse> last = new(CounterSpecification.Counter, [], () => new CounterSpecification.ForgetfulSubject());

        Assert.Equal(2, each.Run(operations).Steps.Count);
        Assert.Equal(3, last.Run(operations).Steps.Count);
        Assert.Null(last.Run(operations[..1]).Failure);
        Assert.Equal("rescan", Assert.IsType<Failure.BrokenClaim>(each.Run(operations).Failure).Name);
    }

    /// <summary>A subject whose state is set right by whoever looks at it is seen only where nobody looks until the end.</summary>
    [Fact]
    public void A_mistake_that_looking_mends_is_seen_where_only_answers_are_watched()
    {
        CounterOperation[] operations = [CounterOperation.Increment, CounterOperation.Increment, CounterOperation.Read];

        Assert.Null(Watching(Watch.States));
        Failure.Difference difference = Assert.IsType<Failure.Difference>(Watching(Watch.Answers));
        Assert.Equal((new Expected($"{new CounterResponse(2)}"), new Actual($"{new CounterResponse(1)}")), (difference.Expected, difference.Actual));

        Failure? Watching(Watch watch) =>
            new Lockstep<int, CounterOperation, CounterResponse>(CounterSpecification.Counter, [], () => new CounterSpecification.LateSubject(), watch).Run(operations).Failure;
    }

    [Fact]
    public void A_claim_that_does_not_hold_is_a_counterexample_that_says_what_was_claimed_and_found()
    {
        Claim<int, CounterOperation, CounterResponse> wrong = new("below-two", "the count stays below two", count => Outcome.Of(count < 2, () => $"it is {count}"));
        Counterexample<CounterOperation> counterexample = CounterSpecification.Check(null, wrong).Search(Bounds).Counterexample!;

        Assert.Equal(2, counterexample.Steps.Count);
        Assert.Contains("'the count stays below two' does not hold", counterexample.ToString(), StringComparison.Ordinal);
        Assert.Contains("step 2 changed count: from 1 to 2", counterexample.ToString(), StringComparison.Ordinal);
        Assert.Contains("found: it is 2", counterexample.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_throws_is_a_counterexample()
    {
        Claim<int, CounterOperation, CounterResponse> throwing = new("throws", "this can be examined", _ => throw new InvalidOperationException("cannot"));

        Assert.IsType<Failure.Threw>(CounterSpecification.Check(null, throwing).Search(Bounds).Counterexample?.Failure);
    }

    [Fact]
    public void A_specification_that_throws_is_a_counterexample()
    {
        Specification<int, CounterOperation, CounterResponse> throwing =
            CounterSpecification.Counter with { Step = (count, operation) => count == 2 ? throw new InvalidOperationException() : CounterSpecification.Counter.Step(count, operation) };
        SequenceSearch<int, CounterOperation, CounterResponse> search = new(
            "throwing", new(throwing, []), (_, draft) => Enum.GetValues<CounterOperation>().At(draft.Kind), operation => $"{operation}", "replay");

        Counterexample<CounterOperation>? counterexample = search.Search(Bounds).Counterexample;

        Assert.IsType<Failure.Threw>(counterexample?.Failure);
        Assert.Equal(3, counterexample?.Steps.Count);
    }

    [Fact]
    public void A_claim_that_never_applied_leaves_the_search_undecided()
    {
        Claim<int, CounterOperation, CounterResponse> vacuous = new("never", "a count of a hundred is round", count => count == 100 ? Outcome.Holds : Outcome.DoesNotApply);
        SearchReport<CounterOperation> report = CounterSpecification.Check(null, vacuous).Search(Bounds);

        Assert.Equal(Verdict.Undecided, report.Verdict);
        Assert.Equal(["never"], report.Tally.Vacuous);
    }

    [Fact]
    public void A_search_that_is_stopped_is_undecided()
    {
        using CancellationTokenSource cancellation = new();
        SearchReport<CounterOperation> report = CounterSpecification.Check(null).Search(
            Bounds, progress: (sequences, _) => Stop(sequences), cancellation: cancellation.Token);

        Assert.Equal(Verdict.Undecided, report.Verdict);
        Assert.Equal(3, report.Sequences);

        void Stop(long sequences)
        {
            if (sequences == 3)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public void What_was_run_is_counted_and_told_after_each_sequence()
    {
        List<(long, long)> told = [];
        int transitions = 0;
        SearchReport<CounterOperation> report = CounterSpecification.Check(null).Search(
            Bounds with { Sequences = 5 }, _ => transitions++, (sequences, operations) => told.Add((sequences, operations)));
        long sum = 0;
        (long, long)[] expected =
        [
            .. Enumerable.Range(0, 5).Select(sequence =>
                (sequence + 1L, sum += SequenceSearch<int, CounterOperation, CounterResponse>.Generate(Bounds, sequence).Length)),
        ];

        Assert.Equal(expected, told);
        Assert.Equal((5, sum), (report.Sequences, report.Operations));
        Assert.Equal(sum, transitions);
    }

    [Fact]
    public void A_violation_tells_how_many_sequences_and_operations_it_took()
    {
        SearchReport<CounterOperation> report = CounterSpecification.Check(static () => new CounterSpecification.Subject(CounterSpecification.Limit + 1)).Search(Bounds);
        Assert.Equal(report.Counterexample!.Origin.Split(", ")[1], $"sequence {report.Sequences - 1}");
        Assert.True(report.Operations >= 4);
    }

    [Fact]
    public void Drafts_of_another_generator_are_checked_and_shrunk_and_tell_where_they_came_from()
    {
        SequenceSearch<int, CounterOperation, CounterResponse> wrong = CounterSpecification.Check(static () => new CounterSpecification.Subject(1));
        Assert.Null(wrong.Check([default], "elsewhere"));
        Assert.Null(wrong.Replay([CounterOperation.Increment], "elsewhere"));
        Counterexample<CounterOperation> found = wrong.Check([default, new(255, 0, 0, 0, 0), default, default], "elsewhere")!;

        // Once at the start, once without the read, and once without the operation behind the failing one.
        Assert.Equal([CounterOperation.Increment, CounterOperation.Increment], found.Steps.Select(static step => step.Operation));
        Assert.Matches("^elsewhere, [1-9] shrinks$", found.Origin);
        Assert.Equal("given", wrong.Replay([CounterOperation.Increment, CounterOperation.Increment], "given")?.Origin);
    }

    [Fact]
    public void An_operation_is_taken_out_as_the_component_says()
    {
        // Increments come in pairs, so that taking one out takes its neighbour, too; a list of none does not fail.
        int asked = 0;
        SequenceSearch<int, CounterOperation, CounterResponse> search = new(
            "pairs",
            new(CounterSpecification.Counter, [new("none", "the count stays zero", static count => Outcome.Equal(count, 0))]),
            static (_, draft) => Enum.GetValues<CounterOperation>().At(draft.Kind),
            static operation => $"{operation}",
            "replay",
            (operations, responses, place) =>
            {
                asked++;
                Assert.Equal(operations.Count, responses.Count);
                return [.. operations.Where((_, index) => index / 2 != place / 2)];
            });
        Counterexample<CounterOperation>? found = search.Check([new(255, 0, 0, 0, 0), default], "given");

        Assert.Equal([CounterOperation.Increment], found?.Steps.Select(static step => step.Operation));
        Assert.True(asked > 0);
    }

    /// <summary>
    /// Each step counts, and the third is the wrong one: without a draft before it there is no third. So no draft goes, but both
    /// operations do. The first time is the list itself.
    /// </summary>
    [Fact]
    public void Operations_go_that_no_draft_does_and_each_time_counts()
    {
        Specification<int, int, int> steps = new() { Name = "steps", Initial = 0, Step = static (count, _) => (count + 1, count) };
        Claim<int, int, int> claim = new("no-two", "nobody asks for two", static (_, step) => Outcome.Of(step.Operation != 2, static () => "two"));
        SequenceSearch<int, int, int> search = new("steps", new(steps, [claim]), static (count, _) => count, static operation => $"{operation}", "replay");

        Counterexample<int>? found = search.Check(new Draft[3], "given");

        Assert.Equal([2], found?.Steps.Select(static step => step.Operation));
        Assert.Equal("given, 3 shrinks", found?.Origin);
    }

    [Fact]
    public void A_seed_gives_the_same_sequences_again_and_another_seed_others()
    {
        Assert.Equal(Sequences(1), Sequences(1));
        Assert.NotEqual(Sequences(1), Sequences(2));

        static IEnumerable<Draft> Sequences(ulong seed) =>
            Enumerable.Range(0, 20).SelectMany(sequence => SequenceSearch<int, CounterOperation, CounterResponse>.Generate(Bounds with { Seed = seed }, sequence));
    }

    private static Counterexample<CounterOperation> Counterexample(int limit)
    {
        SearchReport<CounterOperation> report = CounterSpecification.Check(() => new CounterSpecification.Subject(limit)).Search(Bounds);
        Assert.Equal(Verdict.Violated, report.Verdict);
        return report.Counterexample!;
    }

    private static string Normalized(string text) => text.ReplaceLineEndings("\n");
}
