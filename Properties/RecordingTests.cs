using Checking;
using Clones;
using Harness;
using Harness.Coverage;
using Harness.Recordings;
using Xunit;

namespace Properties;

/// <summary>The model against what the original did: every answer, and every state that was recorded.</summary>
public sealed class RecordingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(0, 600, 93_070, 47_042)]
    [InlineData(1, 340, 20_795, 20_107)]
    public void The_model_answers_as_the_original_did_and_has_its_states(int file, long traces, long operations, long states)
    {
        TraceReplayReport report = TraceReplay.Replay(CloneSpecification.Model, RecordingFiles.All[file]);

        Assert.Null(report.Difference?.Counterexample.ToString());
        Assert.Equal((traces, operations, states), (report.Traces, report.Operations, report.StatesCompared));
        Assert.Equal(Verdict.Holds, report.Verdict);
    }

    [Fact]
    public void The_recordings_contain_every_case_but_those_for_which_a_reason_is_given()
    {
        CoverageCount traces = Coverage(RecordingFiles.All[0]);
        CoverageCount drafts = Coverage(RecordingFiles.All[1]);
        foreach (CoverageLabel label in CoverageCatalogue.All)
        {
            output.WriteLine($"{traces.Of(label),9:n0} {drafts.Of(label),9:n0}  {label}");
            bool unrecordable = CoverageCatalogue.Unrecordable.ContainsKey(label);
            Assert.Equal((label, unrecordable || CoverageCatalogue.NotInTraces.ContainsKey(label)), (label, traces.Of(label) == 0));
            Assert.Equal((label, unrecordable), (label, traces.Of(label) + drafts.Of(label) == 0));
        }

        static CoverageCount Coverage(IReadOnlyList<Trace> recording)
        {
            CoverageCount coverage = new();
            TraceReplay.Replay(CloneSpecification.Model, recording, coverage.Add);
            return coverage;
        }
    }

    [Fact]
    public void An_answer_that_differs_is_shown_with_trace_operation_and_both_answers()
    {
        TraceDifference difference = Changed(recorded => recorded.Operation is Operation.Acquire
            ? recorded with { Answer = new RecordedAnswer(new Response.Result(Errno.BadFile)) }
            : recorded);

        Assert.Equal((0, 1, 4), (difference.Trace, difference.Line, difference.Operation));
        Assert.Equal("Result(Error: BadFile)", difference.Expected.Text);
        Assert.Equal("Result(Error: None)", difference.Actual.Text);
        Assert.Contains("the answers differ at step 5 of 5 (trace 0 (protocol), line 1, operation 4)", difference.Counterexample.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_that_differs_is_shown_fact_by_fact()
    {
        TraceDifference difference = Changed(recorded => recorded.State is { Manager.Entries.Count: 2 } state
            ? recorded with { State = new RecordedState(state.Manager with { ReferenceCount = 7, Entries = state.Manager.Entries.Replace(1, state.Manager.Entries[1] with { Unit = 99 }) }) }
            : recorded);

        Assert.Equal(["references", "entry 1"], difference.States.Select(state => state.Fact));
        Assert.Contains("state: references: expected 7, actual 0", difference.Counterexample.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("refcount <= 0", "refcount <= 0", true)]
    [InlineData("refcount <= 0", "refcount < 0", false)]
    public void Of_a_refusal_the_originals_words_are_compared(string recorded, string refused, bool agrees) =>
        Assert.Equal(agrees, new RecordedAnswer(new Response.Refused(string.Empty, recorded)).Agrees(new Response.Refused("refcount", refused)));

    private static TraceDifference Changed(Func<RecordedOperation, RecordedOperation> change)
    {
        Trace trace = RecordingFiles.All[0][0];
        TraceReplayReport report = TraceReplay.Replay(
            CloneSpecification.Model, [trace with { Operations = [.. trace.Operations.Select(change)] }]);
        Assert.Equal(Verdict.Violated, report.Verdict);
        return report.Difference!;
    }
}
