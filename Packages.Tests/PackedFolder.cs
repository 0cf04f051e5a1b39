using System.IO.Compression;
using Xunit;

namespace Packages.Tests;

/// <summary>A folder with the two packages, packed from what is built, and a consumer outside of the repository that restores from it.</summary>
public sealed class PackedFolder : IAsyncLifetime
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("packages-");

    /// <summary>The version: another one each time, so that nobody restores what an earlier run packed.</summary>
    public string Version => $"0.1.0-{_folder.Name}";

    private string Packages => Path.Combine(_folder.FullName, "packages");

    private string Consumer => Path.Combine(_folder.FullName, "consumer");

    public async ValueTask InitializeAsync()
    {
        foreach (string project in (string[])["Checking", "Implementation"])
        {
            await Dotnet.RunAsync(Path.Combine(Root, project), "pack", "--no-build", "-c", Configuration(), "-o", Packages, $"-p:PackageVersion={Version}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The files of a package.</summary>
    /// <param name="id">The package.</param>
    /// <param name="extension">nupkg, or snupkg for its symbols.</param>
    /// <returns>Their names.</returns>
    public IReadOnlyList<string> FilesOf(string id, string extension)
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(Packages, $"{id}.{Version}.{extension}"));
        return [.. package.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>What a package says of itself.</summary>
    /// <param name="id">The package.</param>
    /// <returns>The text of its nuspec.</returns>
    public string NuspecOf(string id)
    {
        using ZipArchive package = ZipFile.OpenRead(Path.Combine(Packages, $"{id}.{Version}.nupkg"));
        using StreamReader reader = new(package.GetEntry($"{id}.nuspec")!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>
    /// Builds and runs the consumer. It restores into a folder of its own, and takes what the packages depend on from where this
    /// repository's own restore put it, or else from the machine's package sources.
    /// </summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunConsumerAsync()
    {
        string source = Path.Combine(Root, "Packages.Tests", "Consumer");
        Directory.CreateDirectory(Consumer);
        File.Copy(Path.Combine(source, "Program.cs"), Path.Combine(Consumer, "Program.cs"));
        File.Copy(Path.Combine(source, "Consumer.csproj.xml"), Path.Combine(Consumer, "Consumer.csproj"));
        await Dotnet.RunAsync(
            Consumer,
            "build",
            $"-p:PackedVersion={Version}",
            $"-p:RestoreAdditionalProjectSources={Packages}",
            $"-p:RestorePackagesPath={Path.Combine(_folder.FullName, "restored")}",
            $"-p:RestoreAdditionalProjectFallbackFolders={GlobalPackages()}");
        return await Dotnet.RunAsync(Consumer, Path.Combine("bin", "Debug", "net10.0", "Consumer.dll"));
    }

    /// <summary>Copies the document's project beside the packages, builds it, and runs its tests.</summary>
    /// <returns>What they printed.</returns>
    public async Task<string> RunDocumentAsync()
    {
        new CopiedDocument(Root).WriteTo(_folder.FullName, Version);
        await Dotnet.RunAsync(
            _folder.FullName,
            "build",
            "Example.Tests",
            $"-p:RestorePackagesPath={Path.Combine(_folder.FullName, "restored")}",
            $"-p:RestoreAdditionalProjectFallbackFolders={GlobalPackages()}");
        return await Dotnet.RunAsync(_folder.FullName, "test", "--project", "Example.Tests", "--no-build");
    }

    private static string GlobalPackages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string Configuration() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "Verification.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
