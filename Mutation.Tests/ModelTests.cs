using Checking;
using Harness;
using Harness.Recordings;
using Xunit;

namespace Mutation.Tests;

/// <summary>
/// What judges the mutants of the model: the recordings, read anew each time and one trace at a time, because what a mutant leaves in a
/// static field would judge the next one; then claims, and the port in lockstep.
/// </summary>
public sealed class ModelTests
{
    private static readonly SearchBounds Bounds = new(Seed: 20_070_531, Sequences: 100, Length: 100);

    [Theory]
    [InlineData("drafts.jsonl.gz")]
    [InlineData("traces.jsonl.gz")]
    public void The_model_answers_as_the_original_did_and_has_its_states(string file)
    {
        TraceReplayReport report = TraceReplay.Replay(CloneSpecification.Model, TraceReader.Read(Path.Combine(AppContext.BaseDirectory, "Recordings", file)));

        Assert.Null(report.Difference?.Counterexample.ToString());
        Assert.Equal(Verdict.Holds, report.Verdict);
    }

    [Fact]
    public void Every_claim_holds_along_sequences_and_the_port_agrees() => Assert.Null(CloneChecks.ClaimsAndPort().Search(Bounds).Counterexample?.ToString());
}
