using Checking.Schedules;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>The number of complete executions is what others have published for the textbook programs.</summary>
public sealed class CountTests
{
    /// <summary>
    /// Where the numbers come from. Nidhugg: tests/smoke/reference.results.txt at 0aea4d2 (readers, lastzero; sequential consistency).
    /// Concuerror: tests/suites/dpor_tests/results at 0cbd2fc (readers-test-inf-optimal and -source: 64 interleavings for 6 readers;
    /// last_zero-test-inf-dpor: 64 for 5; file_system_example-test-inf-dpor: 8 for 16 threads). Flanagan and Godefroid, "Dynamic
    /// partial-order reduction for model checking software", POPL 2005: one execution of the indexer with up to 11 threads, and of the
    /// file system with up to 13. Writers: one class for each order of n writes of one variable, n!.
    /// </summary>
    public static TheoryData<string, int, long> Published => new()
    {
        { "writers", 1, 1 }, { "writers", 2, 2 }, { "writers", 3, 6 }, { "writers", 4, 24 }, { "writers", 5, 120 },
        { "readers", 1, 2 }, { "readers", 2, 4 }, { "readers", 3, 8 }, { "readers", 4, 16 }, { "readers", 6, 64 },
        { "lastzero", 1, 2 }, { "lastzero", 2, 5 }, { "lastzero", 3, 12 }, { "lastzero", 4, 28 }, { "lastzero", 5, 64 },
        { "filesystem", 13, 1 }, { "filesystem", 16, 8 },
        { "indexer", 11, 1 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void The_reduced_exploration_has_the_published_number_of_executions(string name, int n, long executions)
    {
        using ScheduleExplorer explorer = new();

        ScheduleReport report = explorer.Explore(Program(name, n), new SourceDpor());

        Assert.Equal(Verdict.Holds, report.Verdict);
        Assert.Equal(executions, report.Executions);
    }

    [Fact]
    public void Fewer_executions_are_given_up_than_in_the_published_run_of_the_same_algorithm()
    {
        // Concuerror, last_zero-test-inf-source: 97 interleavings, 33 of them sleep-set blocked.
        using ScheduleExplorer explorer = new();

        ScheduleReport report = explorer.Explore(TextbookPrograms.LastZero(5), new SourceDpor());

        Assert.InRange(report.Blocked, 0, 33);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)] // Concuerror, readers-test-inf-source: 64 interleavings, none of them sleep-set blocked
    public void None_of_the_readers_executions_is_given_up(int readers)
    {
        using ScheduleExplorer explorer = new();

        Assert.Equal(0, explorer.Explore(TextbookPrograms.Readers(readers), new SourceDpor()).Blocked);
    }

    private static ConcurrentProgram Program(string name, int n) => name switch
    {
        "writers" => TextbookPrograms.Writers(n),
        "readers" => TextbookPrograms.Readers(n),
        "lastzero" => TextbookPrograms.LastZero(n),
        "filesystem" => TextbookPrograms.FileSystem(n),
        "indexer" => TextbookPrograms.Indexer(n),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such program"),
    };
}
