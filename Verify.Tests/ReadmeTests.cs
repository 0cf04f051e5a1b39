using System.Text.RegularExpressions;
using Harness.Claims;
using Harness.Concurrency;
using Harness.Findings;
using Harness.PlantedFaults;
using Properties;
using Xunit;

namespace Verify.Tests;

/// <summary>The pages that say how many there are of something say as many as there are.</summary>
public sealed class ReadmeTests
{
    private static readonly Dictionary<string, int> Counts = new(StringComparer.Ordinal)
    {
        ["claims"] = CloneClaims.All.Count,
        ["findings"] = CloneFindings.All.Count,
        ["models"] = PlantedFault.OfModel.Count,
        ["ports"] = PlantedFault.OfPort.Count,
        ["races"] = PlantedFault.OfRaces.Count,
        ["scenarios"] = NamedScenarios.All.Count,
    };

    [Theory]
    [InlineData("README.md", "claims", @"(\d+) named invariants and laws")]
    [InlineData("README.md", "findings", @"(\d+) sentences that a caller would expect")]
    [InlineData("README.md", "models", @"(\d+) wrong models")]
    [InlineData("README.md", "ports", @"(\d+) wrong ports")]
    [InlineData("README.md", "races", @"(\d+) ports with a race")]
    [InlineData("README.md", "scenarios", @"(\d+) named scenarios")]
    [InlineData("CHANGELOG.md", "claims", @"(\d+) claims: invariants and laws")]
    [InlineData("CHANGELOG.md", "findings", @"(\d+) sentences that a caller would expect")]
    [InlineData("CHANGELOG.md", "models", @"(\d+) wrong models")]
    [InlineData("CHANGELOG.md", "ports", @"(\d+) wrong ports")]
    [InlineData("CHANGELOG.md", "races", @"(\d+) planted races")]
    [InlineData("ConcurrencyTests/README.md", "scenarios", @"each of the (\d+) named\s+scenarios")]
    public void A_page_says_as_many_as_there_are(string page, string what, string sentence)
    {
        Match match = Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, page)), sentence, RegexOptions.None, TimeSpan.FromSeconds(1));

        Assert.Equal($"{Counts[what]}", match.Groups[1].Value);
    }
}
