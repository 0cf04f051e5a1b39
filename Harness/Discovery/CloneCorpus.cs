// The corpus of this project: its tokens read as operations, so that what cannot be read is known before anything
// runs. Sequences are tokens as CHECK/operation+operation, schedules as CHECK/start/thread/thread@schedule.
using Checking;
using Checking.Discovery;
using Checking.Scenarios;
using Checking.Schedules;
using Clones;
using Harness.Schedules;

namespace Harness.Discovery;

/// <summary>A sequence that is kept.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Operations">Its operations.</param>
public sealed record KeptSequence(CorpusEntry Entry, IReadOnlyList<Operation> Operations);

/// <summary>A schedule that is kept.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Scenario">Its scenario.</param>
/// <param name="Schedule">Its schedule, or null where the explorer knows nothing of it: it is one of Coyote's.</param>
public sealed record KeptSchedule(CorpusEntry Entry, CloneScenario Scenario, Schedule? Schedule);

/// <summary>What earlier runs have kept.</summary>
public sealed class CloneCorpus : IDisposable
{
    private static readonly SequenceReach<State, Operation, Response> Reach = new(CloneSpecification.Model, StepClass.Of, OperationTakeOut.Without);

    private readonly Corpus _corpus;
    private readonly HashSet<UInt128> _steps = [];

    private CloneCorpus(Corpus corpus)
    {
        _corpus = corpus;
        (Sequences, Schedules) = Parse(corpus.Path, corpus.Entries);
        _steps.UnionWith(Sequences.SelectMany(kept => StepsOf(kept.Operations)));
    }

    /// <summary>Reads tokens as operations.</summary>
    /// <param name="path">The file.</param>
    /// <param name="entries">What is kept in it.</param>
    /// <returns>The sequences and the schedules.</returns>
    /// <exception cref="UnreadableCorpusException">A token cannot be read.</exception>
    public static (IReadOnlyList<KeptSequence> Sequences, IReadOnlyList<KeptSchedule> Schedules) Parse(string path, IReadOnlyList<CorpusEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        List<KeptSequence> sequences = [];
        List<KeptSchedule> schedules = [];
        foreach ((int index, CorpusEntry entry) in entries.Index())
        {
            try
            {
                if (ScenarioToken.TryParse(entry.Token, out ScenarioToken? run))
                {
                    schedules.Add(new(entry, run!.ToScenario(OperationText.Parse), ScheduleOf(run)));
                }
                else if (ReplayToken.TryParse(entry.Token, out ReplayToken? token))
                {
                    sequences.Add(new(entry, [.. token!.Operations.Select(OperationText.Parse)]));
                }
                else
                {
                    throw new FormatException($"'{entry.Token}' is no replay token; expected CHECK/operation+operation+... or CHECK/start/thread/thread@schedule");
                }
            }
            catch (FormatException exception)
            {
                throw new UnreadableCorpusException(path, index + 1, $"token: {exception.Message}");
            }
        }

        return (sequences, schedules);
    }

    /// <summary>The sequences that were there when it was opened.</summary>
    public IReadOnlyList<KeptSequence> Sequences { get; }

    /// <summary>The schedules that were there when it was opened.</summary>
    public IReadOnlyList<KeptSchedule> Schedules { get; }

    /// <summary>What is kept, with what this run has added.</summary>
    public Corpus Entries => _corpus;

    /// <summary>Opens a corpus, which is made where there is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The corpus.</returns>
    /// <exception cref="UnreadableCorpusException">A line, or the token in it, cannot be read.</exception>
    /// <exception cref="IOException">The folder cannot be used, or another process has it open.</exception>
    public static CloneCorpus Open(DirectoryInfo folder)
    {
        Corpus corpus = Corpus.Open(folder);
        try
        {
            return new(corpus);
        }
        catch
        {
            corpus.Dispose();
            throw;
        }
    }

    /// <summary>The kinds of steps of a sequence.</summary>
    /// <param name="operations">The sequence.</param>
    /// <returns>One of each step.</returns>
    public static IReadOnlyList<UInt128> StepsOf(IReadOnlyList<Operation> operations) => Reach.Of(operations);

    /// <summary>Keeps a sequence that has reached a new kind of step, without what is not needed to reach it.</summary>
    /// <param name="step">The kind of step.</param>
    /// <param name="operations">The sequence.</param>
    /// <param name="origin">Where it came from.</param>
    /// <returns>Whether nothing that is kept had reached it.</returns>
    public bool Keep(UInt128 step, IReadOnlyList<Operation> operations, string origin) => _steps.Add(step) && _corpus.Add(new(
        CorpusReason.Reached, new ReplayToken(CloneChecks.ClaimsName, [.. Reach.Shrink(operations, step).Select(OperationText.Format)]).ToString(), origin));

    /// <summary>Keeps a schedule that has reached a new history.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="origin">Where it came from.</param>
    /// <returns>Whether it was not there before.</returns>
    public bool Keep(CloneScenario scenario, Schedule schedule, string origin) => _corpus.Add(new(
        CorpusReason.Reached, ScheduleSearch.TokenOf(scenario, schedule).ToString(), origin));

    /// <summary>Keeps what fails.</summary>
    /// <param name="replay">The command that replays it, as a counterexample prints it.</param>
    /// <param name="origin">Where it came from.</param>
    /// <returns>Whether it was not there before; not where nothing can replay it.</returns>
    public bool KeepFailing(string replay, string origin)
    {
        ArgumentNullException.ThrowIfNull(replay);
        return replay.StartsWith(CloneChecks.ReplayCommand, StringComparison.Ordinal)
            && _corpus.Add(new(CorpusReason.Failed, replay[CloneChecks.ReplayCommand.Length..].Trim().Trim('\''), origin));
    }

    /// <inheritdoc />
    public void Dispose() => _corpus.Dispose();

    private static Schedule? ScheduleOf(ScenarioToken token) => !token.Check.StartsWith(ScheduleSearch.CheckName, StringComparison.Ordinal) ? null
        : Schedule.TryParse(token.Schedule, out Schedule? schedule) ? schedule
        : throw new FormatException($"'{token.Schedule}' is no schedule; expected THREADxACCESSES-THREADxACCESSES-...");
}
