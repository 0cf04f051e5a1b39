// Compiles sources with one line changed, in memory. The sources are embedded in this assembly; what
// they refer to are the assemblies that run.
using System.Reflection;
using System.Text;
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
    public static byte[] CompileImage(string folder, PlantedFault? fault, params IEnumerable<Type> references) =>
        CompileImage(AssemblyName(folder, fault), folder, fault, static _ => true, [], references.Select(type => (MetadataReference)MetadataReference.CreateFromFile(type.Assembly.Location)));

    /// <summary>Compiles some of a folder's embedded sources, together with others.</summary>
    /// <param name="assembly">What the assembly is called.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="fault">The fault, or null to compile the sources as they are.</param>
    /// <param name="isWanted">Which sources, by their text.</param>
    /// <param name="more">The texts of other sources.</param>
    /// <param name="references">What the sources refer to, beside the framework.</param>
    /// <returns>The image of the assembly, with what a debugger needs in it.</returns>
    /// <exception cref="InvalidOperationException">As in <see cref="Compile"/>.</exception>
    public static byte[] CompileImage(
        string assembly, string folder, PlantedFault? fault, Func<string, bool> isWanted, IEnumerable<string> more, IEnumerable<MetadataReference> references)
    {
        string name = fault?.Name ?? "unchanged";
        Assembly here = Assembly.GetExecutingAssembly();
        string[] files = [.. here.GetManifestResourceNames().Where(resource => resource.StartsWith($"{folder}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        if (fault is not null && !files.Contains($"{folder}/{fault.File}", StringComparer.Ordinal))
        {
            throw new InvalidOperationException($"planted fault '{name}': there is no file {fault.File}");
        }

        return Emit(
            Compilation(
                assembly,
                files.Select(file => (File: file, Text: Source(here, file, fault))).Where(file => isWanted(file.Text)),
                more,
                references),
            $"planted fault '{name}'");
    }

    /// <summary>A compilation of sources, together with others.</summary>
    /// <param name="assembly">What the assembly is called.</param>
    /// <param name="files">The sources.</param>
    /// <param name="more">The texts of other sources.</param>
    /// <param name="references">What the sources refer to, beside the framework.</param>
    /// <returns>The compilation.</returns>
    public static CSharpCompilation Compilation(
        string assembly, IEnumerable<(string File, string Text)> files, IEnumerable<string> more, IEnumerable<MetadataReference> references) =>
        CSharpCompilation.Create(
            assembly,
            [.. more.Prepend(Usings).Select((text, index) => Parse($"More{index}.cs", text)), .. files.Select(file => Parse(file.File, file.Text))],
            [.. Framework.Value, .. references],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Compiles.</summary>
    /// <param name="compilation">What to compile.</param>
    /// <param name="what">What it is, for the message.</param>
    /// <returns>The image of the assembly, with what a debugger needs in it.</returns>
    /// <exception cref="InvalidOperationException">It does not compile.</exception>
    public static byte[] Emit(CSharpCompilation compilation, string what)
    {
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));
        return result.Success
            ? image.ToArray()
            : throw new InvalidOperationException($"{what} does not compile: {result.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)}");
    }

    /// <summary>The text of an embedded source.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="file">The file.</param>
    /// <returns>Its text.</returns>
    public static string Text(string folder, string file) => Source(Assembly.GetExecutingAssembly(), $"{folder}/{file}", null);

    /// <summary>A source as the compiler takes it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="text">Its text.</param>
    /// <returns>The tree.</returns>
    public static SyntaxTree Parse(string file, string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest), file, Encoding.UTF8);

    /// <summary>The embedded sources of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isWanted">Which of them, by their text.</param>
    /// <returns>The names of the files.</returns>
    public static IReadOnlyList<string> Files(string folder, Func<string, bool> isWanted)
    {
        Assembly here = Assembly.GetExecutingAssembly();
        return
        [
            .. here.GetManifestResourceNames()
                .Where(resource => resource.StartsWith($"{folder}/", StringComparison.Ordinal) && isWanted(Source(here, resource, null)))
                .Select(resource => resource[(folder.Length + 1)..]).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>What the compiled assembly is called.</summary>
    public static string AssemblyName(string folder, PlantedFault? fault) => $"{folder}.{fault?.Name ?? "unchanged"}";

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
