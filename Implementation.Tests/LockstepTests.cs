// Model and port side by side over random operations: after each one the answer and the whole state
// must be equal, and at the end of each sequence the indexes are held to a rescan.
using Checking;
using Clones;
using Harness;
using Xunit;

namespace Implementation.Tests;

public sealed class LockstepTests
{
    [Fact]
    public void Port_and_model_agree_on_answer_and_state_after_every_operation()
    {
        SearchReport<Operation> report = CloneChecks.AgreementWithPort().Search(new SearchBounds(Seed: 0x5eed, Sequences: 5000, Length: 100));

        Assert.Null(report.Counterexample?.ToString());
        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.True(report.Operations > 200_000, $"{report.Operations} operations");
    }

    /// <summary>Observing the port settles what others have noted; here it is settled only when an operation needs it.</summary>
    [Fact]
    public void Port_and_model_agree_on_every_answer_where_nobody_looks_at_the_state_before_the_end()
    {
        SearchReport<Operation> report = CloneChecks.Answers().Search(new SearchBounds(Seed: 0xb11d, Sequences: 2000, Length: 100));

        Assert.Null(report.Counterexample?.ToString());
        Assert.Equal(Verdict.Holds, report.Verdict);
    }

    [Fact]
    public void The_indexes_are_right_after_every_operation()
    {
        SearchReport<Operation> report = CloneChecks.Agreement("port", static () => new VerifiedPort(every: 1))
            .Search(new SearchBounds(Seed: 0x1dec5, Sequences: 800, Length: 100));

        Assert.Null(report.Counterexample?.ToString());
        Assert.Equal(Verdict.Holds, report.Verdict);
    }
}
