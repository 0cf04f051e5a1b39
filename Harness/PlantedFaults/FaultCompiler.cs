// Compiles sources with one line changed, in memory. The sources are embedded in this assembly; what
// they refer to are the assemblies that run.
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Harness.PlantedFaults;

/// <summary>Compiles sources with a planted fault.</summary>
internal static class FaultCompiler
{
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading;";

    private static readonly Lazy<MetadataReference[]> Framework = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>Compiles a folder of embedded sources, and loads the assembly.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="fault">The fault, or null to compile the sources as they are.</param>
    /// <param name="references">A type of each assembly that the sources refer to, beside the framework.</param>
    /// <returns>The assembly.</returns>
    /// <exception cref="InvalidOperationException">The text to replace does not stand in its file once, or the changed sources do not compile.</exception>
    public static Assembly Compile(string folder, PlantedFault? fault, params IEnumerable<Type> references) =>
        Assembly.Load(CompileImage(folder, fault, references));

    /// <summary>Compiles a folder of embedded sources.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="fault">The fault, or null to compile the sources as they are.</param>
    /// <param name="references">A type of each assembly that the sources refer to, beside the framework.</param>
    /// <returns>The image of the assembly.</returns>
    /// <exception cref="InvalidOperationException">As in <see cref="Compile"/>.</exception>
    public static byte[] CompileImage(string folder, PlantedFault? fault, params IEnumerable<Type> references)
    {
        string name = fault?.Name ?? "unchanged";
        Assembly here = Assembly.GetExecutingAssembly();
        string[] files = [.. here.GetManifestResourceNames().Where(resource => resource.StartsWith($"{folder}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        if (fault is not null && !files.Contains($"{folder}/{fault.File}", StringComparer.Ordinal))
        {
            throw new InvalidOperationException($"planted fault '{name}': there is no file {fault.File}");
        }

        CSharpCompilation compilation = CSharpCompilation.Create(
            AssemblyName(folder, fault),
            [Parse("Usings.cs", Usings), .. files.Select(file => Parse(file, Source(here, file, fault)))],
            [.. Framework.Value, .. references.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location))],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image);
        return result.Success
            ? image.ToArray()
            : throw new InvalidOperationException(
                $"planted fault '{name}' does not compile: {result.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)}");
    }

    /// <summary>What the compiled assembly is called.</summary>
    public static string AssemblyName(string folder, PlantedFault? fault) => $"{folder}.{fault?.Name ?? "unchanged"}";

    private static SyntaxTree Parse(string file, string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), file);

    private static string Source(Assembly here, string file, PlantedFault? fault)
    {
        using StreamReader reader = new(here.GetManifestResourceStream(file)!);
        string text = reader.ReadToEnd();
        if (fault is null || !file.EndsWith($"/{fault.File}", StringComparison.Ordinal))
        {
            return text;
        }

        int place = text.IndexOf(fault.Find, StringComparison.Ordinal);
        if (place < 0 || text.IndexOf(fault.Find, place + 1, StringComparison.Ordinal) >= 0)
        {
            throw new InvalidOperationException($"planted fault '{fault.Name}': its text stands in {fault.File} {(place < 0 ? "nowhere" : "more than once")}");
        }

        return string.Concat(text.AsSpan(0, place), fault.Replace, text.AsSpan(place + fault.Find.Length));
    }
}
