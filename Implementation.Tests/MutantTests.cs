// What judges the port's mutants, beside the tests of single answers: the same checks as LockstepTests and
// RecordingTests, as short as they are sharp. A mutant that survives costs what all of them take.
using Checking;
using Clones;
using Harness;
using Harness.Recordings;
using Xunit;

namespace Implementation.Tests;

public sealed class MutantTests
{
    [Fact]
    public void Port_model_and_rescan_agree_after_every_operation()
    {
        SearchReport<Operation> report = CloneChecks.Agreement("port", static () => new VerifiedPort(every: 1))
            .Search(new SearchBounds(Seed: 0x1dec5, Sequences: 150, Length: 80));

        Assert.Null(report.Counterexample?.ToString());
        Assert.Equal(Verdict.Holds, report.Verdict);
    }

    /// <summary>To look at the state settles what was noted and shared: here only operations do.</summary>
    [Fact]
    public void Port_and_model_agree_on_every_answer_where_nobody_looks_before_the_end()
    {
        SearchReport<Operation> report = CloneChecks.Answers().Search(new SearchBounds(Seed: 0xb11d, Sequences: 300, Length: 80));

        Assert.Null(report.Counterexample?.ToString());
        Assert.Equal(Verdict.Holds, report.Verdict);
    }

    [Fact]
    public void The_port_answers_as_the_original_did()
    {
        TraceReplayReport report = TraceReplay.Replay(
            [TraceSubject.Port], TraceReader.Read(Path.Combine(AppContext.BaseDirectory, "Recordings", "drafts.jsonl.gz")));

        Assert.Null(report.Difference?.Counterexample.ToString());
        Assert.Equal(20_795, report.Operations);
    }
}
