using Checking;
using Harness.Coverage;
using Harness.Recordings;

namespace Verify.Commands;

/// <summary>What <c>verify replay FILE --json</c> prints.</summary>
internal sealed record ReplayJson(
    Verdict Verdict, long Traces, long Operations, long StatesCompared, double Seconds, ReplayJson.DifferenceJson? Difference, IEnumerable<ReplayJson.CaseJson> Coverage)
{
    public static ReplayJson Of(TraceReplayReport report, double seconds, CoverageCount coverage) => new(
        report.Verdict,
        report.Traces,
        report.Operations,
        report.StatesCompared,
        seconds,
        report.Difference is { } difference
            ? new DifferenceJson(
                difference.Trace, difference.Line, difference.Operation, difference.Expected.Text, difference.Actual.Text,
                [.. difference.States.Select(state => new StateJson(state.Fact, state.Expected.Text, state.Actual.Text))])
            : null,
        coverage.Counts.Select(count => new CaseJson(count.Key.Group, count.Key.Case, count.Value)));

    internal sealed record DifferenceJson(long Trace, long Line, int Operation, string Expected, string Actual, IReadOnlyList<StateJson> States);

    internal sealed record StateJson(string Fact, string Expected, string Actual);

    internal sealed record CaseJson(string Kind, string Case, long Times);
}
