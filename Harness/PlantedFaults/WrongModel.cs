// Compiles the model's own source with one line changed, in memory, against the model's own states,
// operations and responses: so a wrong model can be put wherever the model can.
using System.Reflection;
using Clones;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Harness.PlantedFaults;

/// <summary>Models with a planted fault.</summary>
public static class WrongModel
{
    private static readonly string[] Files = ["Model.cs", "Model.Alloc.cs", "Model.Sweep.cs"];

    private const string Usings = "global using System; global using System.Collections.Generic; global using System.Linq;";

    /// <summary>The references of the model's assembly, and the assembly itself.</summary>
    private static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Model).Assembly.Location),
    ]);

    /// <summary>The specification that a fault makes of the model.</summary>
    /// <param name="fault">The fault, or null to compile the model as it is.</param>
    /// <returns>The specification.</returns>
    /// <exception cref="InvalidOperationException">The text to replace does not stand in its file once, or the changed model does not compile.</exception>
    public static CloneSpecificationOf Compile(PlantedFault? fault)
    {
        string name = fault?.Name ?? "unchanged";
        CSharpCompilation compilation = CSharpCompilation.Create(
            $"Model.{name}",
            [Parse("Usings.cs", Usings), .. Files.Select(file => Parse(file, Source(file, fault)))],
            References.Value,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
        using MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        if (!result.Success)
        {
            throw new InvalidOperationException(
                $"planted fault '{name}' does not compile: {result.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)}");
        }

        MethodInfo step = Assembly.Load(image.ToArray()).GetType(typeof(Model).FullName!)!.GetMethod(nameof(Model.Step))!;
        return CloneSpecification.Of(name, step.CreateDelegate<Func<State, Operation, (State, Response)>>());
    }

    private static SyntaxTree Parse(string file, string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), file);

    private static string Source(string file, PlantedFault? fault)
    {
        using StreamReader reader = new(Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!);
        string text = reader.ReadToEnd();
        if (fault is null || !string.Equals(fault.File, file, StringComparison.Ordinal))
        {
            return text;
        }

        int place = text.IndexOf(fault.Find, StringComparison.Ordinal);
        if (place < 0 || text.IndexOf(fault.Find, place + 1, StringComparison.Ordinal) >= 0)
        {
            throw new InvalidOperationException($"planted fault '{fault.Name}': its text stands in {file} {(place < 0 ? "nowhere" : "more than once")}");
        }

        return string.Concat(text.AsSpan(0, place), fault.Replace, text.AsSpan(place + fault.Find.Length));
    }
}
