using System.Globalization;

namespace Checking.Schedules;

/// <summary>What an exploration came to.</summary>
public sealed class ScheduleReport
{
    private readonly SortedDictionary<string, long> _outcomes = new(StringComparer.Ordinal);

    /// <summary>The program's name.</summary>
    public string Program { get; init; } = string.Empty;

    /// <summary>The strategy's name, with its bound or seed.</summary>
    public string Strategy { get; init; } = string.Empty;

    /// <summary>Whether the strategy sees everything within its bound, if it comes to its end.</summary>
    public bool IsExhaustive { get; init; }

    /// <summary>How many executions came to their end. Of a reduced exploration: how many classes there are.</summary>
    public long Executions { get; private set; }

    /// <summary>How many executions were given up, because everything that could follow was seen before.</summary>
    public long Blocked { get; private set; }

    /// <summary>How many executions were cut, because a thread had as many accesses as it may have.</summary>
    public long Cut { get; private set; }

    /// <summary>How many executions there were in all.</summary>
    public long All { get; private set; }

    /// <summary>How many executions were done again, because the garbage collector ran.</summary>
    public long Repeated { get; internal set; }

    /// <summary>How many accesses there were, in all executions.</summary>
    public long Accesses { get; private set; }

    /// <summary>How many accesses the longest execution had.</summary>
    public int Longest { get; private set; }

    /// <summary>Each outcome, and how many executions had it.</summary>
    public IReadOnlyDictionary<string, long> Outcomes => _outcomes;

    /// <summary>The first thing that is wrong, or null.</summary>
    public ScheduleProblem? Problem { get; private set; }

    /// <summary>The schedule that shows it.</summary>
    public Schedule? Schedule { get; private set; }

    /// <summary>How many executions have something wrong.</summary>
    public long Wrong { get; private set; }

    /// <summary>Why the exploration says nothing of all schedules: it ended before its end, or no execution came to its own; or null.</summary>
    public string? End { get; internal set; }

    /// <summary>What it comes to. A spin loop, or executions longer than they may be, leave it undecided: not all was seen.</summary>
    public Verdict Verdict => Problem switch
    {
        null => End is null ? Verdict.Holds : Verdict.Undecided,
        ScheduleProblem.Endless { CanOthersGoOn: true } or ScheduleProblem.Endless { Loop.Count: 0 } => Verdict.Undecided,
        _ => Verdict.Violated,
    };

    /// <inheritdoc />
    public override string ToString()
    {
        string counts = string.Create(
            CultureInfo.InvariantCulture, $"{Program}, {Strategy}: {Executions} executions, {Blocked} blocked, {Cut} cut, {Accesses} accesses: {Verdict}");
        return Problem is null ? counts + (End is null ? string.Empty : $", {End}") : $"{counts}\n  {Problem}\n  schedule: {Schedule}";
    }

    internal void Add(ControlledRun run, ProgramOutcome outcome)
    {
        All++;
        if (run.IsCut)
        {
            Cut++;
        }
        else if (run.IsGivenUp)
        {
            Blocked++;
        }
        else
        {
            Executions++;
        }

        Accesses += run.Count;
        Longest = Math.Max(Longest, run.Count);
        if (run.Mode == RunMode.Controlled && outcome.Text is { } text)
        {
            _outcomes[text] = _outcomes.GetValueOrDefault(text) + 1;
        }

        ScheduleProblem? problem = run.Problem ?? (outcome.Violation is { } violation ? new ScheduleProblem.WrongOutcome(violation) : null);
        if (problem is not null)
        {
            Wrong++;
            if (Problem is null)
            {
                (Problem, Schedule) = (problem, Schedule.Of(run));
            }
        }
    }
}
