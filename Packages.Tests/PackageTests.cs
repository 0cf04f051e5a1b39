using Xunit;

namespace Packages.Tests;

/// <summary>Kit and port as whoever takes them gets them.</summary>
public sealed class PackageTests(PackedFolder packed) : IClassFixture<PackedFolder>
{
    [Theory]
    [InlineData("ComponentChecking", "Checking")]
    [InlineData("DeviceClones", "DeviceClones")]
    public void A_package_has_its_assembly_documentation_readme_and_symbols(string id, string assembly)
    {
        IReadOnlyList<string> files = packed.FilesOf(id, "nupkg");

        Assert.Contains($"lib/net10.0/{assembly}.dll", files);
        Assert.Contains($"lib/net10.0/{assembly}.xml", files);
        Assert.Contains("README.md", files);
        Assert.Contains($"lib/net10.0/{assembly}.pdb", packed.FilesOf(id, "snupkg"));
    }

    [Fact]
    public void The_port_depends_on_nothing() => Assert.DoesNotContain("<dependency ", packed.NuspecOf("DeviceClones"), StringComparison.Ordinal);

    [Fact]
    public async Task A_project_outside_of_the_repository_puts_the_packed_port_through_the_packed_kit()
    {
        string printed = await packed.RunConsumerAsync();

        Assert.Equal(
            ["device:sequences: holds", "device:states: holds", "device:interleavings: holds", "device:interleavings: holds", "device:real-threads: holds"],
            printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';')[0]));
        Assert.Contains("2 states, 6 transitions", printed, StringComparison.Ordinal);
        Assert.Contains("2 states, 12 pairs, ", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_document_shows_is_all_that_it_takes() =>
        Assert.Matches(@"total: 5\s+failed: 0\s+succeeded: 5\s", await packed.RunDocumentAsync());
}
