// Model and port side by side over random operations: after each one the answer and the whole state
// must be equal.
using Checking;
using Clones;
using Harness;
using Harness.Port;
using Xunit;

namespace Implementation.Tests;

public sealed class LockstepTests
{
    [Fact]
    public void Port_and_model_agree_on_answer_and_state_after_every_operation()
    {
        SequenceSearch<State, Operation, Response> search = new(
            "port",
            new Lockstep<State, Operation, Response>(CloneSpecification.Model, [], static () => new PortSubject()),
            CloneDrafts.Resolve,
            OperationText.Format,
            "dotnet run --project Verify -- replay");
        SearchReport<Operation> report = search.Search(
            new SearchBounds(Seed: 0x5eed, Sequences: 5000, Length: 100), cancellation: TestContext.Current.CancellationToken);
        Assert.True(report.Counterexample is null, report.Counterexample?.ToString());
        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.True(report.Operations > 200_000, $"{report.Operations} operations");
    }

    [Fact]
    public void The_indexes_are_right_after_every_operation()
    {
        SequenceSearch<State, Operation, Response> search = new(
            "port-indexes",
            new Lockstep<State, Operation, Response>(CloneSpecification.Model, [], static () => new VerifiedPort(every: 1)),
            CloneDrafts.Resolve,
            OperationText.Format,
            "dotnet run --project Verify -- replay");
        SearchReport<Operation> report = search.Search(
            new SearchBounds(Seed: 0x1dec5, Sequences: 800, Length: 100), cancellation: TestContext.Current.CancellationToken);
        Assert.True(report.Counterexample is null, report.Counterexample?.ToString());
        Assert.Equal(Verdict.Holds, report.Verdict);
    }
}
