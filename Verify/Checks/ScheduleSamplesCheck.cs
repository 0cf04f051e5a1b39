using Checking;
using Checking.Discovery;
using Checking.Scenarios;
using Checking.Schedules;
using Clones;
using Harness.Concurrency;
using Harness.Discovery;
using Harness.Schedules;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>
/// Random schedules of every named scenario, by the explorer: first those that are kept, then some of each, and as many more as the
/// budget leaves, where new histories turn up.
/// </summary>
internal sealed class ScheduleSamplesCheck : ICheck
{
    private const int SchedulesOfBatch = 40;
    private const double Part = 0.06;

    private static readonly InterleavingBounds Bounds = new();

    private readonly List<(CloneScenario Scenario, ScheduleDiscovery<State, Operation, TimedResponse<Response>> Search)> _discoveries = [];
    private ScheduleSearch? _search;
    private FailingInterleaving? _failing;
    private bool _isUndecided;
    private int _kept;
    private int _stale;

    public string Name => "schedules at random";

    public IReadOnlyList<IDiscoverySearch> Searches => _failing is null ? [.. _discoveries.Select(one => one.Search)] : [];

    public CheckRow Run(CheckRun run)
    {
        _search = ScheduleSearch.OfPort();
        Dictionary<string, ScheduleDiscovery<State, Operation, TimedResponse<Response>>> byScenario = new(StringComparer.Ordinal);
        foreach (CloneScenario scenario in NamedScenarios.All)
        {
            ScheduleDiscovery<State, Operation, TimedResponse<Response>>? discovery = null;
            discovery = _search.Discover(scenario, run.Seed, SchedulesOfBatch, Bounds, (_, schedule) => run.Corpus.Keep(
                scenario, discovery!.Shrink(schedule), $"{scenario.Name}, seed {run.Seed:x}"));
            _discoveries.Add((scenario, discovery));
            byScenario[KeyOf(scenario)] = discovery;
        }

        foreach (KeptSchedule kept in run.Corpus.Schedules.TakeWhile(_ => _failing is null && !run.Interrupted.IsCancellationRequested))
        {
            if (kept.Schedule is { } schedule)
            {
                RunKept(kept.Scenario, schedule, byScenario.GetValueOrDefault(KeyOf(kept.Scenario)));
                run.Progress(0, $"{_kept:n0} of {run.Corpus.Schedules.Count:n0} kept schedules");
            }
        }

        foreach ((int done, (_, ScheduleDiscovery<State, Operation, TimedResponse<Response>> search)) in _discoveries.Index()
            .TakeWhile(one => _failing is null && (one.Index == 0 ? !run.Interrupted.IsCancellationRequested : !run.HasHad(Part))))
        {
            search.RunBatch(run.Interrupted);
            run.Progress((double)done / _discoveries.Count, $"{search.Name}, {search.Count.Classes:n0} histories");
        }

        CheckRow row = new(Name, string.Empty, string.Empty, 0, run.Interrupted.IsCancellationRequested ? Verdict.Undecided : Verdict.Holds, null) { Seed = $"{run.Seed:x}" };
        return Sum(row);
    }

    public CheckRow Sum(CheckRow first)
    {
        if (_failing is null && _discoveries.Find(one => one.Search.Failing is not null) is ({ } scenario, { Failing: { } found }))
        {
            _isUndecided = found.Verdict != Verdict.Violated;
            _failing = _isUndecided ? null : _search!.Explain(scenario, found, Bounds);
        }

        long schedules = _discoveries.Sum(one => one.Search.Count.Samples);
        long histories = _discoveries.Sum(one => one.Search.Count.Classes);
        int scenarios = _discoveries.Count(one => one.Search.Count.Samples > 0);
        return first with
        {
            Covered = $"{schedules:n0} schedules of {scenarios} scenarios, {histories:n0} histories{(_kept > 0 ? $" beyond those of {_kept:n0} kept" : string.Empty)}",
            Bound = $"each thread at most {Bounds.MoreAccesses} accesses more than undisturbed{(_stale > 0 ? $"; {_stale:n0} kept ones do not fit the port any more" : string.Empty)}",
            Verdict = _failing is not null ? Verdict.Violated : _isUndecided ? Verdict.Undecided : first.Verdict,
            Counterexample = _failing is { } failing ? $"{failing.Counterexample}\n{failing.Execution}" : null,
            Figures =
            [
                Figure.Of("schedules", schedules, FigureBasis.Timed),
                Figure.Of("histories", histories + _discoveries.Sum(one => one.Search.Count.Known), FigureBasis.Timed),
                Figure.Of("scenarios", scenarios, FigureBasis.Timed),
            ],
            Replay = _failing?.Counterexample.Replay,
        };
    }

    private void RunKept(CloneScenario scenario, Schedule schedule, ScheduleDiscovery<State, Operation, TimedResponse<Response>>? discovery)
    {
        _kept++;
        try
        {
            _failing = _search!.Replay(scenario, schedule, Bounds);
            if (_failing is null)
            {
                discovery?.Know(schedule);
            }
        }
        catch (NondeterministicProgramException)
        {
            _stale++; // kept of a port that was another one; `verify corpus prune` drops it
        }
    }

    private static string KeyOf(CloneScenario scenario) => ScheduleSearch.TokenOf(scenario, new Schedule([], [])).ToString();
}
