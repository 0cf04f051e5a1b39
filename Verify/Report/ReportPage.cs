// Makes one page of the templates in this folder and the data. It needs no network: style and scripts are within it, and a policy in its
// head forbids everything else. The data is JSON whose letters < > & are escaped, so that nothing in it can end the script that holds it.
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Verify.Report;

/// <summary>Writes the page.</summary>
internal static class ReportPage
{
    /// <summary>The page's name.</summary>
    public const string FileName = "report.html";

    private static readonly string[] Scripts = ["dom.js", "plots.js", "exhibits.js", "coverage.js", "sections.js"];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>The page of a report.</summary>
    public static string Of(ReportData data) => Template("index.html")
        .Replace("/*style*/", Template("style.css"), StringComparison.Ordinal)
        .Replace("/*script*/", string.Join('\n', Scripts.Select(Template)), StringComparison.Ordinal)
        .Replace("/*data*/", JsonSerializer.Serialize(data, Options), StringComparison.Ordinal);

    private static string Template(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"report/{name}")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
