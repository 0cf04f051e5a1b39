using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Checking.Schedules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>A component and its checks, compiled from their texts into two assemblies on disk, as whoever takes the kit has them.</summary>
internal sealed class CompiledToy : IDisposable
{
    private const string Usings = "global using System; global using System.Linq; global using System.Threading; global using Checking; global using Checking.Schedules;\n";

    // Its own, since a process that judges mutants compiles the same toy many times, and has one assembly of a name otherwise.
    private readonly AssemblyLoadContext _context = new("toy");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("toy");
    private readonly Assembly _component;
    private readonly Assembly _checks;

    /// <summary>Compiles.</summary>
    /// <param name="name">What the assemblies are called.</param>
    /// <param name="component">The text of a class <c>Toy</c>.</param>
    /// <param name="checks">The body of a static function without arguments that gives a string.</param>
    /// <param name="used">The text of an assembly that the component uses, or null: it lies beside the component's, and nobody else knows of it.</param>
    public CompiledToy(string name, string component, string checks = "return string.Empty;", string? used = null)
    {
        _component = Compile(name, component, used is null ? [] : [Compile($"{name}.Used", used).Location]);
        _checks = Compile($"{name}.Checks", $"public static class Checks {{ public static string Run() {{ {checks} }} }}", _component.Location);
    }

    /// <summary>The component's file.</summary>
    public string File => _component.Location;

    /// <summary>A copy of it.</summary>
    public ControlledCopy Copy() => ControlledCopy.Of(_component.GetType("Toy")!, _checks.GetType("Checks")!);

    /// <summary>What its checks give in a copy.</summary>
    public string RunInCopy() => Copy().Run(Checks());

    /// <summary>What they give of the component as it is.</summary>
    public string Run() => Checks()();

    /// <summary>Another function of its checks, for a copy.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    public Func<T> Check<T>(string name) => _checks.GetType("Checks")!.GetMethod(name)!.CreateDelegate<Func<T>>();

    /// <summary>The component's assembly, with its debug information embedded.</summary>
    public static ReadOnlyMemory<byte> Image(string name, string component) => Compiled(name, component, DebugInformationFormat.Embedded).Image;

    public void Dispose() => _folder.Delete(recursive: true);

    private Func<string> Checks() => _checks.GetType("Checks")!.GetMethod("Run")!.CreateDelegate<Func<string>>();

    private Assembly Compile(string name, string text, params string[] more)
    {
        string file = Path.Combine(_folder.FullName, $"{name}.dll");
        (byte[] image, byte[] symbols) = Compiled(name, text, DebugInformationFormat.PortablePdb, more);
        System.IO.File.WriteAllBytes(file, image);
        System.IO.File.WriteAllBytes(Path.ChangeExtension(file, "pdb"), symbols);
        return _context.LoadFromAssemblyPath(file);
    }

    private static (byte[] Image, byte[] Symbols) Compiled(string name, string text, DebugInformationFormat format, params string[] more) =>
        CompiledOnce.Of(string.Join('\n', [name, $"{format}", text, .. more.Select(path => Convert.ToHexString(System.IO.File.ReadAllBytes(path)))]), () =>
        {
            using MemoryStream image = new();
            using MemoryStream symbols = new();
            EmitResult result = Compilation(name, text, more)
                .Emit(image, format == DebugInformationFormat.Embedded ? null : symbols, options: new EmitOptions(debugInformationFormat: format));
            Assert.True(result.Success, string.Join('\n', result.Diagnostics));
            return (image.ToArray(), symbols.ToArray());
        });

    private static CSharpCompilation Compilation(string name, string text, params string[] more) => CSharpCompilation.Create(
        name,
        [CSharpSyntaxTree.ParseText(Usings, encoding: Encoding.UTF8), CSharpSyntaxTree.ParseText(text, path: "Toy.cs", encoding: Encoding.UTF8)],
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)).Append(typeof(ControlledCopy).Assembly.Location).Concat(more)
            .Select(path => MetadataReference.CreateFromFile(path)),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true, deterministic: true));
}
