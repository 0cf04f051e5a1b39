using System.Text.Json;
using System.Text.Json.Serialization;
using Verify.Mutants;

namespace Verify.Report;

/// <summary>A measurement of speed that is kept with the project (Benchmarks/measured.json); the page draws it.</summary>
/// <param name="Measured">When.</param>
/// <param name="Machine">Where.</param>
/// <param name="Note">What has to be known of it.</param>
/// <param name="Rows">The measurements.</param>
internal sealed record SpeedMeasurement(string Measured, string Machine, string Note, IReadOnlyList<SpeedRow> Rows)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true };

    /// <summary>Reads a measurement.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The measurement, or null where there is no such file.</returns>
    /// <exception cref="UnreadableReportException">It is no measurement.</exception>
    public static SpeedMeasurement? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<SpeedMeasurement>(File.ReadAllText(path), Options) : null;
        }
        catch (JsonException exception)
        {
            throw new UnreadableReportException($"{path}: no measurement of speed: it is not what `Benchmarks -- table` prints{JsonPlace.Of(exception)}");
        }
    }
}

/// <summary>What was measured of one contestant with so many entries, in nanoseconds. The fields are those of `Benchmarks -- table`.</summary>
internal sealed record SpeedRow(
    string Contestant,
    int N,
    [property: JsonPropertyName("fill_ns")] double FillNs,
    [property: JsonPropertyName("release_alloc_acquire_locked_ns")] double CycleNs,
    [property: JsonPropertyName("release_acquire_locked_ns")] double PairNs,
    [property: JsonPropertyName("release_acquire_two_threads_locked_ns")] double TwoThreadsNs,
    [property: JsonPropertyName("gc_ns_per_entry")] double SweepNs);
