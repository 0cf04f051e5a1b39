using Checking;
using FsCheck;
using FsCheck.Experimental;
using FsCheck.Fluent;
using Harness;
using Harness.PlantedFaults;
using Harness.Port;
using Xunit;

namespace Properties;

/// <summary>
/// Model and port in lockstep once more, this time by FsCheck's own model-based machinery: another generator of lists, another way of
/// shrinking them, the same comparison of answers and whole states after each operation.
/// </summary>
public sealed class MachineTests(ITestOutputHelper output)
{
    private const int Runs = 300;
    private const int OperationsARun = 100;

    [Fact]
    public void The_port_does_what_the_model_does()
    {
        CloneMachine machine = new(OperationsARun, static () => new PortSubject());
        Exception? thrown = Check(machine, Runs);

        output.WriteLine($"{machine.Compared:n0} operations compared");
        Assert.True(thrown is null, Explain(CloneChecks.AgreementWithPort(), machine, thrown));
        Assert.Equal(Runs * OperationsARun, machine.Compared);
    }

    [Theory]
    [InlineData("port-wrong-candidate-order")]
    [InlineData("port-release-keeps-the-process")]
    [InlineData("port-newest-of-equals")]
    public void A_planted_fault_is_found_in_a_handful_of_operations_and_replayed_from_its_token(string fault)
    {
        CloneMachine machine = new(OperationsARun, WrongPort.Compile(PlantedFault.Named(fault)));
        Exception? thrown = Check(machine, 100);
        Assert.NotNull(thrown);

        string told = Explain(CloneChecks.Named($"agreement:{fault}"), machine, thrown);
        output.WriteLine(told);
        Assert.InRange(machine.Failed.Count, 1, 12);
        Assert.Contains($"replay agreement:{fault}/create,", told, StringComparison.Ordinal);
        Assert.True(ReplayToken.TryParse(told.Split(' ', '\n').Last(word => word.StartsWith("agreement:", StringComparison.Ordinal)), out ReplayToken? token));
        Assert.NotNull(CloneChecks.Named(token!.Check).Replay([.. token.Operations.Select(OperationText.Parse)], "replayed"));
    }

    private static Exception? Check(CloneMachine machine, int runs) => Record.Exception(() =>
        StateMachine.ToProperty(machine).Check(Config.QuickThrowOnFailure.WithMaxTest(runs).WithReplay(20_070_531, 72_009)));

    /// <summary>The counterexample in the shape of all others. FsCheck has shrunk the list; what it threw says by which seed it is found again.</summary>
    private static string Explain(CloneSearch check, CloneMachine machine, Exception? thrown) =>
        check.Replay(machine.Failed, "FsCheck, (20070531,72009)")?.ToString() ?? thrown?.ToString() ?? "nothing failed";
}
