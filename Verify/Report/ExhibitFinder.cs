// Finds what the page shows step by step: each finding; of planted faults an example of each kind, found as `verify faults` and
// `verify schedules` find them; and what a receipt says does not hold, by its replay token.
using Checking;
using Checking.Scenarios;
using Checking.Schedules;
using Clones;
using Harness;
using Harness.Concurrency;
using Harness.Findings;
using Harness.PlantedFaults;
using Harness.Recordings;
using Harness.Schedules;
using Verify.Evidence;

namespace Verify.Report;

/// <summary>Finds exhibits.</summary>
internal static class ExhibitFinder
{
    private const string WrongAnswer = "insert-at-the-tail";
    private const string WrongPortState = "port-release-keeps-the-process";
    private const string Race = "race-acquire-by-check-then-set";
    private const string Interleaving = "race-lost-reference";
    private const string InterleavingScenario = "two-references-at-once";
    private const int MostPreemptions = 2;
    private const long MostExecutions = 5_000;
    private static readonly SearchBounds Bounds = new(Seed: 20_070_531, Sequences: 300, Length: 150);

    /// <summary>Every finding.</summary>
    public static IReadOnlyList<Exhibit> Findings(Action<string> progress) =>
    [
        .. FindingsDocument.Search([.. ProjectFiles.Recordings.Select(path => (Path.GetFileName(path), TraceReader.Read(path)))], finding => progress(finding.Name))
            .Where(found => found.Counterexample is not null)
            .Select(found => SequenceExhibit.Of(found.Counterexample!, found.Finding.Name, "finding", found.Finding.Expectation.Says) with
            {
                Explanation = found.Finding.Explanation,
                Notes =
                [
                    new("lines of clone.c", found.Finding.Lines),
                    new("the port", found.Finding.Port),
                    .. found.Recorded.Select(recorded => new Fact(recorded.Key, $"{recorded.Value}")),
                    new("repaired by", found.Finding.Repair ?? "no change of one place"),
                ],
            }),
    ];

    /// <summary>An example of each kind of planted fault.</summary>
    public static IReadOnlyList<Exhibit> Faults(Action<string> progress)
    {
        progress(Interleaving);
        PlantedFault interleaving = PlantedFault.Named(Interleaving);
        FailingInterleaving? accesses = FewestPreemptions(interleaving, NamedScenarios.Named(InterleavingScenario));
        progress(WrongAnswer);
        PlantedFault model = PlantedFault.Named(WrongAnswer);
        CloneSpecificationOf wrong = WrongModel.Compile(model);
        Counterexample<Operation>? answer = CloneChecks.Agreement(model.Name, () => new SpecificationSubject<State, Operation, Response>(wrong)).Search(Bounds).Counterexample;
        progress(WrongPortState);
        PlantedFault port = PlantedFault.Named(WrongPortState);
        Counterexample<Operation>? state = CloneChecks.Agreement(port.Name, WrongPort.Compile(port)).Search(Bounds).Counterexample;
        progress(Race);
        PlantedFault race = PlantedFault.Named(Race);
        CloneScenarioCounterexample? threads = ScenarioSearch.Of(race).Search(NamedScenarios.Named(race.Scenario!), RaceHunt.Usual).Counterexample;
        return
        [
            .. answer is null ? [] : new[] { SequenceExhibit.Of(answer, model.Name, "a wrong model, along a sequence", Sentence(model)) },
            .. state is null ? [] : new[] { SequenceExhibit.Of(state, port.Name, "a wrong port, along a sequence", Sentence(port)) },
            .. threads is null ? [] : new[] { ThreadsExhibit.Of(threads, race.Name, "a race, under Coyote", Sentence(race)) },
            .. accesses is null ? [] : new[] { ThreadsExhibit.Of(accesses, interleaving.Name, "a race, by the explorer of every interleaving", Sentence(interleaving)) },
        ];
    }

    /// <summary>The first failing schedule of all those with the fewest preemptions; the scenario is as small as it can be.</summary>
    private static FailingInterleaving? FewestPreemptions(PlantedFault fault, CloneScenario scenario)
    {
        Func<TimedSubject> makeSubject = StandInPort.Compile(fault);
        using ScheduleExplorer explorer = new();
        using ScheduleSearch search = new(fault.Name, makeSubject);
        for (int preemptions = 0; preemptions <= MostPreemptions; preemptions++)
        {
            ConcurrentProgram program = new ScenarioProgram<State, Operation, TimedResponse<Response>>(scenario, ScenarioSearch.CheckOf(scenario), makeSubject).ToProgram();
            ScheduleReport report = explorer.Explore(program, new AllSchedules(preemptions), new ScheduleLimits { MaxExecutions = MostExecutions, FindDataRaces = true });
            if (report.Verdict == Verdict.Violated)
            {
                return search.Replay(scenario, report.Schedule!, new InterleavingBounds()) is { } failing
                    ? failing with { Preemptions = preemptions, Counterexample = failing.Counterexample with { Origin = $"{report.Strategy}, execution {report.Executions}" } }
                    : null;
            }
        }

        return null;
    }

    /// <summary>What a receipt says does not hold.</summary>
    public static IReadOnlyList<Exhibit> Counterexamples(Receipt receipt) =>
        [.. receipt.Claims.Where(claim => claim.Replay is not null).Select(claim => OfReplay(claim)).OfType<Exhibit>()];

    private static Exhibit? OfReplay(ReceiptClaim claim)
    {
        string word = claim.Replay!.Split(' ')[^1].Trim('\'');
        try
        {
            return ScenarioToken.TryParse(word, out ScenarioToken? run) ? OfScenario(claim, run!)
                : ReplayToken.TryParse(word, out ReplayToken? token) && !token!.Check.StartsWith("crowd", StringComparison.Ordinal)
                    && CloneChecks.Named(token.Check).Replay([.. token.Operations.Select(OperationText.Parse)], claim.Name) is { } again
                ? SequenceExhibit.Of(again, claim.Name, "a counterexample", claim.Name)
                : null;
        }
        catch (Exception exception) when (exception is FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return null; // it is a token of other sources; the page shows the command
        }
    }

    private static Exhibit? OfScenario(ReceiptClaim claim, ScenarioToken token) => token.Check.Split(':')[0] is ScheduleSearch.CheckName
        ? ScheduleSearch.Replay(token) is { } failing ? ThreadsExhibit.Of(failing, claim.Name, "a counterexample", claim.Name) : null
        : ScenarioSearch.Replay(token) is { } again ? ThreadsExhibit.Of(again, claim.Name, "a counterexample", claim.Name) : null;

    private static string Sentence(PlantedFault fault) => $"{fault.What} ({fault.Name})";
}
