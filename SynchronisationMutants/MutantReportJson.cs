// The report as JSON of the schema mutation-testing-report (stryker-mutator.io), which Stryker writes as well: so
// whatever shows its reports shows this one.
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis.Text;

namespace SynchronisationMutants;

/// <summary>Writes reports.</summary>
public static class MutantReportJson
{
    private const string SchemaVersion = "2";
    private const int Threshold = 100;

    /// <summary>The report.</summary>
    /// <param name="report">What a run came to.</param>
    /// <param name="projectRoot">The folder of the files.</param>
    /// <returns>The JSON.</returns>
    public static string Of(MutantReport report, string projectRoot)
    {
        ArgumentNullException.ThrowIfNull(report);
        JsonObject files = [];
        foreach (IGrouping<string, MutantVerdict> file in report.Verdicts.GroupBy(verdict => verdict.Mutation.File.Name, StringComparer.Ordinal))
        {
            files.Add(Path.Combine(projectRoot, file.Key), new JsonObject
            {
                ["language"] = "cs",
                ["source"] = file.First().Mutation.File.Text,
                ["mutants"] = new JsonArray([.. file.Select(MutantOf)]),
            });
        }

        return new JsonObject
        {
            ["schemaVersion"] = SchemaVersion,
            ["thresholds"] = new JsonObject { ["high"] = Threshold, ["low"] = Threshold },
            ["projectRoot"] = projectRoot,
            ["framework"] = new JsonObject { ["name"] = "SynchronisationMutants" },
            ["config"] = new JsonObject { ["canaries"] = new JsonArray([.. report.Canaries.Select(CanaryOf)]) },
            ["files"] = files,
            ["testFiles"] = new JsonObject
            {
                ["scenarios"] = new JsonObject { ["tests"] = new JsonArray([.. report.Verdicts.Select(verdict => verdict.Trial).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(TestOf)]) },
            },
        }.ToJsonString();
    }

    private static JsonObject MutantOf(MutantVerdict verdict) => new()
    {
        ["id"] = verdict.Mutation.Id,
        ["mutatorName"] = verdict.Mutation.Operator,
        ["replacement"] = verdict.Mutation.Edit.Replacement,
        ["location"] = new JsonObject { ["start"] = PlaceOf(verdict.Mutation.Start), ["end"] = PlaceOf(verdict.Mutation.End) },
        ["status"] = verdict.Status.ToString(),
        ["statusReason"] = verdict.Finding is { } finding ? $"{verdict.Text}\n{finding.Replay}\n{finding.Trace}" : verdict.Text,
        ["killedBy"] = new JsonArray([.. verdict.Trial is { } trial ? new JsonNode[] { trial } : []]),
        ["testsCompleted"] = verdict.Trials,
        ["static"] = false,
    };

    private static JsonObject CanaryOf(MutantVerdict verdict) => new()
    {
        ["id"] = verdict.Mutation.Id,
        ["status"] = verdict.Status.ToString(),
        ["statusReason"] = verdict.Text,
    };

    private static JsonNode TestOf(string trial) => new JsonObject { ["id"] = trial, ["name"] = trial };

    private static JsonObject PlaceOf(LinePosition place) => new() { ["line"] = place.Line + 1, ["column"] = place.Character + 1 };
}
