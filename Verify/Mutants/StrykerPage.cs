// The page on which Stryker shows its reports: the same element, taken from the tool that the solution pins, so that
// no copy of it lies here.
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;

namespace Verify.Mutants;

/// <summary>Makes pages of reports.</summary>
internal static class StrykerPage
{
    private const string Tool = "dotnet-stryker";
    private const string Resources = "Stryker.Core.Reporters.Html.Files";

    /// <summary>The page of a report.</summary>
    /// <param name="root">The folder of the solution.</param>
    /// <param name="title">What it is about.</param>
    /// <param name="json">The report.</param>
    /// <returns>The page.</returns>
    /// <exception cref="UnreadableReportException">The tool is not restored.</exception>
    public static string Of(string root, string title, string json)
    {
        string path = PathOfTool(root);
        if (!File.Exists(path))
        {
            throw new UnreadableReportException($"{path}: the page of reports comes from {Tool}; `dotnet tool restore` brings it");
        }

        AssemblyLoadContext context = new(Tool, isCollectible: true);
        try
        {
            Assembly tool = context.LoadFromAssemblyPath(path);
            return Read(tool, "mutation-report.html")
                .Replace("##REPORT_JS##", Read(tool, "dist.mutation-test-elements.js"), StringComparison.Ordinal)
                .Replace("##REPORT_TITLE##", title, StringComparison.Ordinal)
                .Replace(" sse=\"##SSE_ENDPOINT##\"", string.Empty, StringComparison.Ordinal)
                .Replace("##REPORT_JSON##", json.Replace("</", "<\\/", StringComparison.Ordinal), StringComparison.Ordinal);
        }
        finally
        {
            context.Unload();
        }
    }

    private static string PathOfTool(string root)
    {
        using JsonDocument tools = JsonDocument.Parse(File.ReadAllText(Path.Combine(root, ".config", "dotnet-tools.json")));
        string version = tools.RootElement.GetProperty("tools").GetProperty(Tool).GetProperty("version").GetString()!;
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return Path.Combine(packages, Tool, version, "tools", "net10.0", "any", "Stryker.Core.dll");
    }

    private static string Read(Assembly tool, string resource)
    {
        using Stream stream = tool.GetManifestResourceStream($"{Resources}.{resource}")
            ?? throw new UnreadableReportException($"{Tool} has no {resource}: it is another version than this was written for");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
