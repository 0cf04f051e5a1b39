using Verify.Report;
using Xunit;

namespace Verify.Tests;

/// <summary>Measurements of speed that a report draws.</summary>
public sealed class SpeedTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void The_lines_of_the_table_are_read_as_they_are()
    {
        File.WriteAllText(_path, """
            {"measured":"2007-05-31","machine":"a machine","note":"quiet","rows":[{"contestant":"port","n":1000,"fill_ns":1.5,"release_alloc_acquire_ns":2,
            "release_alloc_acquire_locked_ns":2.5,"release_acquire_ns":3,"release_acquire_locked_ns":3.5,"release_acquire_two_threads_locked_ns":4.5,
            "gc_ns_per_entry":5.5,"pruned":1000}]}
            """);

        Assert.Equal(new SpeedRow("port", 1000, 1.5, 2.5, 3.5, 4.5, 5.5), Assert.Single(SpeedMeasurement.Read(_path)!.Rows));
    }

    [Fact]
    public void What_is_no_measurement_is_refused_with_its_path_and_line()
    {
        File.WriteAllText(_path, "{\n#");

        Assert.Equal($"{_path}: no measurement of speed: it is not what `Benchmarks -- table` prints (line 2)",
            Assert.Throws<Mutants.UnreadableReportException>(() => SpeedMeasurement.Read(_path)).Message);
    }

    [Fact]
    public void Where_nothing_was_measured_there_is_none() => Assert.Null(SpeedMeasurement.Read("none.json"));
}
