// The port held to what the original did: every answer and every recorded state of both recordings.
using Harness.Recordings;
using Xunit;

namespace Implementation.Tests;

public sealed class RecordingTests
{
    [Theory]
    [InlineData("traces.jsonl.gz", 93_070, 47_042)]
    [InlineData("drafts.jsonl.gz", 20_795, 20_107)]
    public void The_port_answers_as_the_original_did_and_ends_in_the_state_it_did(string file, long operations, long states)
    {
        TraceReplayReport report = TraceReplay.Replay(
            [TraceSubject.Port],
            TraceReader.Read(Path.Combine(AppContext.BaseDirectory, "Recordings", file)));

        Assert.Null(report.Difference?.Counterexample.ToString());
        Assert.Equal((operations, states), (report.Operations, report.StatesCompared));
    }
}
