using System.Text.Json;
using Harness.Findings;
using Xunit;

namespace Verify.Tests;

/// <summary>verify findings: what is odd in the original.</summary>
public sealed class FindingsTests
{
    [Fact]
    public void Each_finding_has_its_sequence_its_lines_and_how_often_the_recordings_show_it()
    {
        Console run = Console.Run("findings", "--json");
        JsonElement[] findings = [.. run.Json.GetProperty("findings").EnumerateArray()];

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Equal("holds", run.Json.GetProperty("verdict").GetString());
        Assert.Equal(CloneFindings.All.Select(finding => finding.Name), findings.Select(finding => finding.GetProperty("name").GetString()));
        Assert.All(findings, finding =>
        {
            Assert.Contains("replay finding:", finding.GetProperty("counterexample").GetString(), StringComparison.Ordinal);
            Assert.True(finding.GetProperty("operations").GetInt32() >= 2);
            Assert.NotEmpty(finding.GetProperty("lines").GetString()!);
        });
        Assert.True(findings.Sum(finding => finding.GetProperty("recordings").GetProperty("traces.jsonl.gz").GetInt64()) > 0);
    }

    [Fact]
    public void The_page_is_written_where_it_is_asked_for() =>
        Assert.StartsWith("# Findings", Console.Run("findings", "--markdown").Output, StringComparison.Ordinal);

    [Fact]
    public void A_finding_is_replayed_from_its_token()
    {
        Console run = Console.Run("replay", "finding:units-are-not-negative/create,0,1,750,2147483651+alloc,1,-7,0,0");

        Assert.Equal(ExitCode.Violated, run.ExitCode);
        Assert.Contains("unit -7", run.Output, StringComparison.Ordinal);
    }
}
