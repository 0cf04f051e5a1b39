// Puts a call before each plain access of a field or an array element that threads could share, so that the
// detector of data races sees it. The access itself stays as it is. Woven is: what reads or writes through
// a pointer, a field of an object, a static field, an array element. Left out is what cannot be shared (locals,
// read-only fields, thread-static fields, the compiler's caches of delegates) and what the instruction does not
// tell (a field of a value on the stack, blocks of memory, the framework's own code).
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Checking.Schedules.Weaving;

/// <summary>An assembly whose plain accesses are seen.</summary>
/// <param name="Image">The image.</param>
/// <param name="Woven">How many accesses are seen.</param>
/// <param name="LeftOut">How many could be shared and are not seen, by what they are.</param>
public sealed record WovenAssembly(ReadOnlyMemory<byte> Image, int Woven, IReadOnlyDictionary<string, int> LeftOut);

/// <summary>Weaves assemblies.</summary>
public static class AccessWeaver
{
    /// <summary>Weaves an assembly.</summary>
    /// <param name="image">The assembly, with its debug information embedded: that is where places come from.</param>
    /// <returns>The woven assembly.</returns>
    public static WovenAssembly Weave(ReadOnlyMemory<byte> image)
    {
        using MemoryStream input = new(image.ToArray());
        using ModuleDefinition module = ModuleDefinition.ReadModule(input, new ReaderParameters { SymbolReaderProvider = new EmbeddedPortablePdbReaderProvider() });
        AccessCalls calls = new(module);
        Change(module, method => new MethodWeaver(method, calls).Weave());
        return new(ImageOf(module), calls.Woven, calls.LeftOut);
    }

    /// <summary>Weaves an assembly's plain accesses, and puts the stand-ins in the place of what it synchronises by.</summary>
    /// <param name="file">The assembly's file. Debug information beside it that is of another build, as beside one that was mutated, is as good as none.</param>
    /// <returns>The woven assembly, how many calls and accesses are the stand-ins' now, and what has no stand-in.</returns>
    internal static (WovenAssembly Woven, int Synchronisation, IReadOnlyCollection<string> Uncontrolled) WeaveFile(string file)
    {
        using DefaultAssemblyResolver resolver = new();
        resolver.AddSearchDirectory(Path.GetDirectoryName(file)!);
        using ModuleDefinition module = ModuleDefinition.ReadModule(file, new ReaderParameters
        {
            AssemblyResolver = resolver,
            SymbolReaderProvider = new DefaultSymbolReaderProvider(throwIfNoSymbol: false),
            ThrowIfSymbolsAreNotMatching = false,
        });
        AccessCalls calls = new(module);
        SynchronisationWeaver synchronisation = new(module);
        Change(module, method =>
        {
            Action replace = synchronisation.Find(method);
            new MethodWeaver(method, calls).Weave();
            replace();
        });
        return (new(ImageOf(module), calls.Woven, calls.LeftOut), synchronisation.Replaced, synchronisation.Uncontrolled);
    }

    /// <summary>Changes each method while its instructions are in their long forms: each has one form then, and a jump reaches as far as it has to.</summary>
    private static void Change(ModuleDefinition module, Action<MethodDefinition> change)
    {
        foreach (MethodDefinition method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            method.Body.SimplifyMacros();
            change(method);
            method.Body.OptimizeMacros();
        }
    }

    private static byte[] ImageOf(ModuleDefinition module)
    {
        using MemoryStream output = new();
        module.Write(output);
        return output.ToArray();
    }
}

/// <summary>What is called, and what was counted.</summary>
internal sealed class AccessCalls(ModuleDefinition module)
{
    private readonly SortedDictionary<string, int> _leftOut = new(StringComparer.Ordinal);

    public MethodReference Reading { get; } = module.ImportReference(typeof(StandIns.Plain).GetMethod(nameof(StandIns.Plain.Reading)));

    public MethodReference Writing { get; } = module.ImportReference(typeof(StandIns.Plain).GetMethod(nameof(StandIns.Plain.Writing)));

    public TypeSystem Types => module.TypeSystem;

    public int Woven { get; set; }

    public IReadOnlyDictionary<string, int> LeftOut => _leftOut;

    public void LeaveOut(string what) => _leftOut[what] = _leftOut.GetValueOrDefault(what) + 1;
}
