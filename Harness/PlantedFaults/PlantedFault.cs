// Wrong models, kept as data: one changed line of the model each, with what it does wrong and the
// claims that say they see it. WrongModel.cs compiles one; FaultHunt.cs asks every check about it.
using System.Reflection;
using System.Text.Json;

namespace Harness.PlantedFaults;

/// <summary>One change that makes the model wrong.</summary>
/// <param name="Name">Words joined by hyphens.</param>
/// <param name="What">What is wrong then, in a sentence.</param>
/// <param name="File">The file of the model.</param>
/// <param name="Find">The text to replace; it stands in the file once.</param>
/// <param name="Replace">What stands there instead.</param>
/// <param name="Claims">The claims that see it.</param>
/// <param name="NotInRecordings">Why no recording can show it, or null where one must.</param>
public sealed record PlantedFault(
    string Name, string What, string File, string Find, string Replace, IReadOnlyList<string> Claims, string? NotInRecordings)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>All faults planted in the model.</summary>
    public static IReadOnlyList<PlantedFault> All { get; } = Read();

    /// <summary>The fault of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="KeyNotFoundException">There is no fault of that name; the message lists the names.</exception>
    public static PlantedFault Named(string name) =>
        All.FirstOrDefault(fault => string.Equals(fault.Name, name, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException($"no planted fault is called '{name}'; there are {string.Join(", ", All.Select(fault => fault.Name))}");

    private static PlantedFault[] Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("model-faults.json")!;
        return JsonSerializer.Deserialize<PlantedFault[]>(stream, Options)!;
    }
}
