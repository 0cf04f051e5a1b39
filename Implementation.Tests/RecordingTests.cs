// The port held to what the original did: every answer and every recorded state of both recordings.
using Clones;
using Harness.Port;
using Harness.Recordings;
using Xunit;

namespace Implementation.Tests;

public sealed class RecordingTests
{
    [Theory]
    [InlineData("traces.jsonl.gz")]
    [InlineData("drafts.jsonl.gz")]
    public void The_port_answers_as_the_original_did_and_ends_in_the_state_it_did(string file)
    {
        long operations = 0;
        long states = 0;
        foreach (Trace trace in TraceReader.Read(Path.Combine(AppContext.BaseDirectory, "Recordings", file)))
        {
            using PortSubject port = new();
            foreach (RecordedOperation recorded in trace.Operations)
            {
                string where = $"line {trace.Line}, operation {operations}: {recorded.Operation}";
                Response response = port.Apply(recorded.Operation);
                Assert.True(recorded.Answer.Agrees(response), $"{where}: expected {recorded.Answer.Response}, actual {response}");
                operations++;
                if (recorded.State is { } state)
                {
                    State observed = port.Observe();
                    Assert.True(state.Agrees(observed), $"{where}: expected {state.Manager}, actual {observed.Manager}");
                    states++;
                }
            }
        }

        Assert.True(operations > 10_000 && states > 1000, $"{operations} operations, {states} states");
    }
}
