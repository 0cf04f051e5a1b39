using Checking;
using Checking.Discovery;
using Checking.Schedules;
using Clones;
using Harness;
using Harness.Concurrency;
using Harness.Discovery;
using Harness.PlantedFaults;
using Harness.Schedules;
using Verify.Board;
using Verify.Checks;
using Verify.Evidence;
using Xunit;
using CloneScenario = Checking.Scenarios.Scenario<Clones.Operation>;
using FailingInterleaving = Checking.Schedules.FailingInterleaving<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;

namespace Verify.Tests;

/// <summary>How checks are run, whatever they come to.</summary>
public sealed class CheckRunnerTests : IDisposable
{
    private const string Replay = "dotnet run --project Verify -- replay claims/gc";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory(nameof(CheckRunnerTests));
    private readonly CloneCorpus _corpus;
    private readonly Board _board = new();

    public CheckRunnerTests() => _corpus = CloneCorpus.Open(_folder);

    public void Dispose()
    {
        _corpus.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void What_does_not_hold_is_told_at_once_and_kept_and_the_others_are_done_all_the_same()
    {
        IReadOnlyList<CheckRow> rows = Run(new Toy("bad", _ => Row("bad", Verdict.Violated, "bad: no good\nmore") with { Replay = Replay }), new Toy("good", _ => Row("good", Verdict.Holds)));

        Assert.Equal([("bad", Verdict.Violated), ("good", Verdict.Holds)], rows.Select(row => (row.Check, row.Verdict)));
        Assert.Equal(["bad: bad: no good"], _board.Lines);
        Assert.Equal((CorpusReason.Failed, "claims/gc"), (Assert.Single(_corpus.Entries.Entries).Reason, _corpus.Entries.Entries[0].Token));
    }

    [Fact]
    public void A_check_that_throws_is_not_decided_and_its_text_is_in_its_row()
    {
        IReadOnlyList<CheckRow> rows = Run(new Toy("broken", _ => throw new InvalidOperationException("out of luck")), new Toy("good", _ => Row("good", Verdict.Holds)));

        Assert.Equal([Verdict.Undecided, Verdict.Holds], rows.Select(row => row.Verdict));
        Assert.Contains("InvalidOperationException: out of luck", rows[0].Counterexample, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_of_the_budget_goes_to_searches_and_what_they_find_is_told_and_kept_when_it_is_found()
    {
        Search search = new(failsAfter: 3);
        Toy check = new("searching", _ => Row("searching", Verdict.Holds))
        {
            Found = [search],
            InAll = row => search.IsOver ? row with { Verdict = Verdict.Violated, Counterexample = "found late", Replay = Replay } : row,
        };

        IReadOnlyList<CheckRow> rows = Run(check);

        Assert.Equal(3, search.Count.Samples);
        Assert.Equal(("searching", Verdict.Violated, "found late"), (rows[0].Check, rows[0].Verdict, rows[0].Counterexample));
        Assert.Equal(["searching: found late"], _board.Lines);
        Assert.Single(_corpus.Entries.Entries);
    }

    [Fact]
    public void A_batch_that_throws_is_told_in_the_row_of_its_check_and_the_searches_of_others_go_on()
    {
        Search bad = new(failsAfter: int.MaxValue) { Thrown = new InvalidOperationException("out of luck") };
        Search good = new(failsAfter: 20);
        Toy broken = new("broken", _ => Row("broken", Verdict.Holds)) { Found = [bad] };
        Toy sound = new("sound", _ => Row("sound", Verdict.Holds)) { Found = [good] };

        IReadOnlyList<CheckRow> rows = Run(broken, sound);

        Assert.Equal([("broken", Verdict.Undecided), ("sound", Verdict.Holds)], rows.Select(row => (row.Check, row.Verdict)));
        Assert.Contains("InvalidOperationException: out of luck", rows[0].Counterexample, StringComparison.Ordinal);
        Assert.Contains("broken: search failed: out of luck", _board.Lines);
        Assert.Equal((1, true), (bad.Batches, good.Count.Samples > 1));
    }

    [Fact]
    public void What_another_search_of_a_check_finds_counts_more_than_a_batch_that_throws()
    {
        Search bad = new(failsAfter: int.MaxValue) { Thrown = new InvalidOperationException("out of luck") };
        Search finding = new(failsAfter: 3);
        Toy check = new("both", _ => Row("both", Verdict.Holds))
        {
            Found = [bad, finding],
            InAll = row => finding.IsOver ? row with { Verdict = Verdict.Violated, Counterexample = "found late", Replay = Replay } : row,
        };

        CheckRow row = Assert.Single(Run(check));

        Assert.Equal((Verdict.Violated, "found late", 1), (row.Verdict, row.Counterexample, bad.Batches));
    }

    [Fact]
    public void Where_nothing_new_turns_up_for_long_that_is_said_with_an_estimate()
    {
        Search search = new(failsAfter: 20);
        Clock clock = new();
        CheckRunner runner = new([new Toy("searching", _ => Row("searching", Verdict.Holds)) { Found = [search] }], 1, TimeSpan.FromSeconds(60), _corpus, clock, CancellationToken.None);

        runner.Run(_board);

        string line = Assert.Single(_board.Lines);
        Assert.StartsWith("nothing new for ", line, StringComparison.Ordinal);
        Assert.Contains("Good-Turing, an estimate", line, StringComparison.Ordinal);
        Assert.Contains("searching: 1 new; nothing new in the last ", Assert.Single(runner.WhatIsLeft), StringComparison.Ordinal);
    }

    [Fact]
    public void Interrupted_it_ends_with_what_was_done()
    {
        using CancellationTokenSource interrupted = new();
        Toy first = new("first", _ =>
        {
            interrupted.Cancel();
            return Row("first", Verdict.Holds);
        });

        Assert.Equal(["first"], new CheckRunner([first, new Toy("second", _ => Row("second", Verdict.Holds))], 1, TimeSpan.FromSeconds(60), _corpus, TimeProvider.System, interrupted.Token)
            .Run(_board).Select(row => row.Check));
    }

    [Fact]
    public void What_failed_once_and_fails_still_is_found_before_anything_new_is_tried()
    {
        DirectoryInfo folder = _folder.CreateSubdirectory("failing");
        using (CloneCorpus earlier = CloneCorpus.Open(folder))
        {
            Assert.True(earlier.KeepFailing("dotnet run --project Verify -- replay agreement:no-sweep/create,0,5,750,1+enable+gc", "by hand"));
        }

        using CloneCorpus corpus = CloneCorpus.Open(folder);
        ISubject<State, Operation, Response> NoSweep() => new SpecificationSubject<State, Operation, Response>(CloneSpecification.Model with
        {
            Step = static (state, operation) => operation is Operation.Gc ? throw new InvalidOperationException("no sweep") : Model.Step(state, operation),
        });
        SequencesCheck check = new("sequences", CloneChecks.Agreement("no-sweep", NoSweep));

        CheckRow row = Assert.Single(new CheckRunner([check], 1, TimeSpan.FromSeconds(60), corpus, new Clock(), CancellationToken.None).Run(_board));

        Assert.Equal((Verdict.Violated, 0), (row.Verdict, check.Searches.Count));
        Assert.StartsWith("0 sequences, 0 operations, ", row.Covered, StringComparison.Ordinal);
        Assert.EndsWith(" beyond those of 1 kept", row.Covered, StringComparison.Ordinal);
        Assert.Contains("agreement:no-sweep", row.Counterexample, StringComparison.Ordinal);
        Assert.Contains("(corpus, by hand", row.Counterexample, StringComparison.Ordinal);
        Assert.Contains(" replay agreement:no-sweep/", row.Replay, StringComparison.Ordinal);
        Assert.StartsWith("sequences: agreement:no-sweep", Assert.Single(_board.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_planted_race_is_met_by_random_schedules_and_made_short()
    {
        CloneScenario scenario = NamedScenarios.Named("two-opens-of-one-device");
        using ScheduleSearch search = ScheduleSearch.Of(PlantedFault.Named("race-acquire-by-check-then-set"));
        ScheduleDiscovery<State, Operation, Checking.Scenarios.TimedResponse<Response>> discovery = search.Discover(scenario, seed: 5, schedules: 40, new InterleavingBounds());

        discovery.RunBatch(CancellationToken.None);

        Assert.True(discovery.IsOver);
        FailingInterleaving failing = search.Explain(scenario, discovery.Failing!, new InterleavingBounds(), CancellationToken.None);
        Assert.Equal(1, failing.Preemptions);
        Assert.Contains("replay 'schedules:race-acquire-by-check-then-set/", failing.Counterexample.Replay, StringComparison.Ordinal);
        Assert.True(_corpus.KeepFailing(failing.Counterexample.Replay, "here"));
    }

    private static CheckRow Row(string name, Verdict verdict, string? counterexample = null) => new(name, "something", "some bound", 0, verdict, counterexample);

    private IReadOnlyList<CheckRow> Run(params ICheck[] checks) => new CheckRunner(checks, 1, TimeSpan.FromSeconds(60), _corpus, new Clock(), CancellationToken.None).Run(_board);

    private sealed class Toy(string name, Func<CheckRun, CheckRow> run) : ICheck
    {
        public string Name => name;

        public IReadOnlyList<IDiscoverySearch> Found { get; init; } = [];

        public Func<CheckRow, CheckRow> InAll { get; init; } = static row => row;

        public IReadOnlyList<IDiscoverySearch> Searches => Found;

        public CheckRow Run(CheckRun run1) => run(run1);

        public CheckRow Sum(CheckRow first) => InAll(first);
    }

    /// <summary>Finds one thing, and nothing after; or throws.</summary>
    private sealed class Search(int failsAfter) : IDiscoverySearch
    {
        public string Name => "search";

        public DiscoveryCount Count { get; } = new();

        public bool IsOver => Count.Samples >= failsAfter;

        public Exception? Thrown { get; init; }

        public int Batches { get; private set; }

        public void RunBatch(CancellationToken cancellation)
        {
            Batches++;
            if (Thrown is not null)
            {
                throw Thrown;
            }

            Count.Add([7]);
        }
    }

    /// <summary>A clock that is a second further whenever somebody looks.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => _seconds++;
    }

    private sealed class Board : CheckBoard
    {
        public List<string> Lines { get; } = [];

        public override void Begin(string check)
        {
            // Only what is found matters here.
        }

        public override void Progress(string check, double part, string word)
        {
            // Only what is found matters here.
        }

        public override void End(CheckRow row)
        {
            // Only what is found matters here.
        }

        public override void Found(string line) => Lines.Add(line);
    }
}
