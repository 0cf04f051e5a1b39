using Checking;
using Checking.Schedules;
using Harness.Concurrency;
using Harness.Schedules;
using Xunit;
using InterleavingReport = Checking.Schedules.InterleavingReport<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;

namespace Implementation.Tests.Schedules;

/// <summary>Every interleaving of small scenarios on the port.</summary>
public sealed class InterleavingTests
{
    /// <summary>What has too many interleavings for a test run: `verify schedules --scenario` explores it.</summary>
    private static readonly string[] LeftOut =
    [
        "open-against-sweep-of-two", "close-with-sweep-against-open", "handover-against-sweep", "threads-enter-under-sweep", "reused-slot",
        "two-lookups-of-an-idle-device", "clock-step-under-sweep", "destroy-against-open-and-lookup", "open-against-revoking-sweep",
        "open-close-and-lookup", "open-lookup-and-sweep", "callback-that-looks-up", "threads-enter-under-acquire",
    ];

    public static TheoryData<string> Scenarios => [.. NamedScenarios.All.Select(scenario => scenario.Name).Except(LeftOut, StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Every_interleaving_is_linearizable_without_a_data_race_and_without_a_deadlock(string name)
    {
        using ScheduleSearch search = ScheduleSearch.OfPort();

        InterleavingReport report = search.Search(NamedScenarios.Named(name), new InterleavingBounds());

        TestContext.Current.TestOutputHelper!.WriteLine($"{report.Report}, {report.Histories} histories, at most {string.Join(" and ", report.MaxThreadSteps)} accesses a thread");
        Assert.True(report.Report.Verdict == Verdict.Holds, $"{report.Report}\n{report.Failing?.Counterexample}\n{report.Failing?.Execution}");
        Assert.True(report.Histories > 1, "threads that do not meet show nothing");
    }

    [Fact]
    public void What_is_left_out_exists() => Assert.All(LeftOut, name => NamedScenarios.Named(name));

    [Theory]
    [InlineData("two-opens-of-one-device")]
    [InlineData("setdevflags-under-acquire")]
    [InlineData("two-lookups-of-the-last-unit")]
    public void Where_memory_is_weak_every_execution_is_linearizable(string name)
    {
        using ScheduleSearch search = ScheduleSearch.OfPort();

        InterleavingReport report = search.Search(
            NamedScenarios.Named(name), new InterleavingBounds { Memory = MemoryModel.ReleaseAcquire, MoreAccesses = 4, MaxExecutions = 20_000 });

        TestContext.Current.TestOutputHelper!.WriteLine($"{report.Report}, {report.Histories} histories");
        Assert.True(report.Report.Verdict == Verdict.Holds, $"{report.Report}\n{report.Failing?.Counterexample}\n{report.Failing?.Execution}");
    }
}
