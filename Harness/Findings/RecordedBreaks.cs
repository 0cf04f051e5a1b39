// Where the recordings of the original break what a caller would expect: the model is led along what was recorded, with which it
// agrees at every answer and state, and each expectation is held against each step.
using System.Globalization;
using Clones;
using Harness.Recordings;

namespace Harness.Findings;

/// <summary>How often a recording breaks an expectation.</summary>
/// <param name="Count">How many steps do.</param>
/// <param name="Trace">The number of the first trace that does, or null.</param>
/// <param name="Operation">The number of its first operation that does, from 1.</param>
public sealed record RecordedBreaks(long Count, long? Trace, int Operation)
{
    /// <inheritdoc />
    public override string ToString() =>
        Count == 0 ? "not in it" : $"{Count.ToString("n0", CultureInfo.InvariantCulture)} times, first in trace {Trace}, operation {Operation}";

    /// <summary>Counts the breaks of each finding.</summary>
    /// <param name="traces">The recording.</param>
    /// <param name="findings">The findings.</param>
    /// <returns>The breaks, by the finding's name.</returns>
    public static IReadOnlyDictionary<string, RecordedBreaks> Of(IEnumerable<Trace> traces, IReadOnlyList<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(traces);
        ArgumentNullException.ThrowIfNull(findings);
        Dictionary<string, RecordedBreaks> breaks = findings.ToDictionary(finding => finding.Name, _ => new RecordedBreaks(0, null, 0), StringComparer.Ordinal);
        foreach (Trace trace in traces)
        {
            State state = State.Initial;
            for (int index = 0; index < trace.Operations.Count; index++)
            {
                Operation operation = trace.Operations[index].Operation;
                (State after, Response response) = Model.Step(state, operation);
                CloneTransition step = new(state, operation, response, after);
                foreach (Finding finding in findings)
                {
                    if (finding.Expectation.Examine(CloneSpecification.Model, step).Broken is not null)
                    {
                        RecordedBreaks so = breaks[finding.Name];
                        breaks[finding.Name] = so.Count == 0 ? new(1, trace.Number, index + 1) : so with { Count = so.Count + 1 };
                    }
                }

                state = after;
            }
        }

        return breaks;
    }
}
