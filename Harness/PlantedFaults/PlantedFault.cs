// Wrong models and wrong ports, kept as data: one changed line each, with what it does wrong and, of the
// model, the claims that say they see it. WrongModel.cs and WrongPort.cs compile one; FaultHunt.cs asks
// every check about it.
using System.Reflection;
using System.Text.Json;

namespace Harness.PlantedFaults;

/// <summary>One change that makes the model, or the port, wrong.</summary>
/// <param name="Name">Words joined by hyphens.</param>
/// <param name="What">What is wrong then, in a sentence.</param>
/// <param name="File">The file of the model or the port.</param>
/// <param name="Find">The text to replace; it stands in the file once.</param>
/// <param name="Replace">What stands there instead.</param>
/// <param name="Claims">The claims that see it.</param>
/// <param name="NotInRecordings">Why no recording can show it, or null where one must.</param>
/// <param name="Scenario">The scenario of threads that shows it, of a race; else null.</param>
public sealed record PlantedFault(
    string Name, string What, string File, string Find, string Replace, IReadOnlyList<string> Claims, string? NotInRecordings, string? Scenario = null)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>All faults planted in the model.</summary>
    public static IReadOnlyList<PlantedFault> OfModel { get; } = Read("model-faults.json");

    /// <summary>All faults planted in the port.</summary>
    public static IReadOnlyList<PlantedFault> OfPort { get; } = Read("port-faults.json");

    /// <summary>The races planted in the port: what one thread does alone is right.</summary>
    public static IReadOnlyList<PlantedFault> OfRaces { get; } = Read("race-faults.json");

    /// <summary>Whether the fault is planted in the port.</summary>
    public bool IsInPort => OfPort.Contains(this) || OfRaces.Contains(this);

    /// <summary>The fault of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The fault.</returns>
    /// <exception cref="KeyNotFoundException">There is no fault of that name; the message lists the names.</exception>
    public static PlantedFault Named(string name) =>
        OfModel.Concat(OfPort).Concat(OfRaces).FirstOrDefault(fault => string.Equals(fault.Name, name, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException(
            $"no planted fault is called '{name}'; there are {string.Join(", ", OfModel.Concat(OfPort).Concat(OfRaces).Select(fault => fault.Name))}");

    private static PlantedFault[] Read(string resource)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize<PlantedFault[]>(stream, Options)!;
    }
}
