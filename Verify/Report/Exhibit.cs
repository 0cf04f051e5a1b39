// Something that is shown step by step: a lane for each process or thread, what was done in it, the state after each step, and the
// place where what was expected and what was found part ways. Findings, planted faults and counterexamples all come to this shape.
using Checking;

namespace Verify.Report;

/// <summary>What a step is.</summary>
internal enum StepMark
{
    /// <summary>An operation, with nothing beside it.</summary>
    Operation,

    /// <summary>An operation begins.</summary>
    Invoke,

    /// <summary>The operation of the lane returns.</summary>
    Return,

    /// <summary>One access to memory, or to a lock, within an operation.</summary>
    Access,

    /// <summary>A lane goes some way without another one between.</summary>
    Stretch,

    /// <summary>An operation in an order that explains what was seen, as far as one does.</summary>
    Placed,

    /// <summary>An operation for which there is no place.</summary>
    Unplaced,
}

/// <summary>An entry of the manager.</summary>
/// <param name="Entry">Its number.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Flags">Its flags.</param>
/// <param name="Process">Whose it is.</param>
/// <param name="Time">When it was last given out.</param>
/// <param name="Device">Its device; null where it waits for one.</param>
/// <param name="Threads">How many threads are inside.</param>
internal sealed record ShownEntry(int Entry, int Unit, string Flags, string Process, string Time, string? Device, int Threads);

/// <summary>One step.</summary>
/// <param name="Part">The part of the exhibit that it belongs to.</param>
/// <param name="Lane">The number of its lane.</param>
/// <param name="Mark">What it is.</param>
/// <param name="Text">What is done.</param>
/// <param name="Answer">What comes of it; null where nothing does yet.</param>
/// <param name="State">The state after it, as facts.</param>
/// <param name="Entries">The entries after it; null where the state is not the manager's.</param>
internal sealed record ExhibitStep(
    string Part, int Lane, StepMark Mark, string Text, string? Answer, IReadOnlyList<Fact> State, IReadOnlyList<ShownEntry>? Entries);

/// <summary>Where what was expected and what was found part ways.</summary>
/// <param name="Step">The number of the step.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Actual">What was found.</param>
/// <param name="From">What the first value of a difference is.</param>
/// <param name="To">What the second one is.</param>
/// <param name="Differences">The facts that differ.</param>
internal sealed record Parting(int Step, string Expected, string Actual, string From, string To, IReadOnlyList<ShownDifference> Differences);

/// <summary>A fact that differs.</summary>
internal sealed record ShownDifference(string Fact, string From, string To)
{
    public static IReadOnlyList<ShownDifference> Of(IEnumerable<StateDifference> differences) =>
        [.. differences.Select(difference => new ShownDifference(difference.Fact, difference.Expected.Text, difference.Actual.Text))];
}

/// <summary>Something that is shown step by step.</summary>
internal sealed record Exhibit
{
    /// <summary>Its name: no other one's.</summary>
    public required string Id { get; init; }

    /// <summary>What it is, in a word or two.</summary>
    public required string Kind { get; init; }

    /// <summary>What it shows, in a sentence.</summary>
    public required string Title { get; init; }

    /// <summary>Why that is so, and what comes of it.</summary>
    public string? Explanation { get; init; }

    /// <summary>What else is known of it.</summary>
    public IReadOnlyList<Fact> Notes { get; init; } = [];

    /// <summary>Where it came from.</summary>
    public required string Origin { get; init; }

    /// <summary>The command that replays it.</summary>
    public required string Replay { get; init; }

    /// <summary>The lanes.</summary>
    public required IReadOnlyList<string> Lanes { get; init; }

    /// <summary>The steps.</summary>
    public required IReadOnlyList<ExhibitStep> Steps { get; init; }

    /// <summary>Where expected and actual part ways.</summary>
    public required Parting Parting { get; init; }
}
