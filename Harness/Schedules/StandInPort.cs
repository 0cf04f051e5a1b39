// The port as the kit's explorer controls it: compiled from its sources, which are embedded in this
// assembly and whose text does not change, against stand-ins for what it synchronises by. Two global
// aliases and a class do that: an alias wins over `using System.Threading`, and `lock` calls whatever class
// the compilation has by the name of System.Threading.Monitor. The adapter is compiled apart: its own
// lock guards what the port does not know, and would only be more to interleave. At last the port's plain
// accesses are woven, so that data races are seen.
using System.Reflection;
using System.Runtime.Loader;
using Checking;
using Checking.Schedules.Weaving;
using Clones;
using Harness.PlantedFaults;
using Harness.Port;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Harness.Schedules;

/// <summary>Ports that are compiled against the stand-ins of the kit.</summary>
public static class StandInPort
{
    private const string Folder = "Port";
    private const string AdapterNamespace = "namespace Harness.Port;";

    private const string Aliases = """
        global using Interlocked = Checking.Schedules.StandIns.Interlocked;
        global using Volatile = Checking.Schedules.StandIns.Volatile;
        """;

    private const string LockClass = """
        namespace System.Threading
        {
            internal static class Monitor
            {
                public static void Enter(object target, ref bool lockTaken) => Checking.Schedules.StandIns.Monitor.Enter(target, ref lockTaken);

                public static void Enter(object target) => Checking.Schedules.StandIns.Monitor.Enter(target);

                public static void Exit(object target) => Checking.Schedules.StandIns.Monitor.Exit(target);
            }
        }
        """;

    private static readonly Lazy<Func<TimedSubject>> Unchanged = new(() => Compile(null));

    private static readonly Lazy<WovenAssembly> UnchangedPort = new(() => CompilePort(NameOf(null), null));

    /// <summary>The port as it is.</summary>
    public static Func<TimedSubject> Right => Unchanged.Value;

    /// <summary>The files of the port that it is compiled from.</summary>
    public static IReadOnlyList<string> Sources => FaultCompiler.Files(Folder, IsOfPort);

    /// <summary>Which plain accesses of the port are seen.</summary>
    public static WovenAssembly WovenAccesses => UnchangedPort.Value;

    /// <summary>Compiles the port against the stand-ins.</summary>
    /// <param name="fault">The fault to plant, or null for none.</param>
    /// <returns>Makes a port without a manager yet.</returns>
    /// <exception cref="InvalidOperationException">The text to replace does not stand in its file once, or the changed port does not compile.</exception>
    public static Func<TimedSubject> Compile(PlantedFault? fault)
    {
        string name = NameOf(fault);
        return Load(name, (fault is null ? UnchangedPort.Value : CompilePort(name, fault)).Image, fault);
    }

    /// <summary>Gives the assembly of a port, whose synchronisation calls the stand-ins already, its adapter.</summary>
    /// <param name="name">What the assembly is called; it lets <see cref="AdapterOf"/> see what is internal.</param>
    /// <param name="port">The assembly.</param>
    /// <param name="fault">The fault to plant in the adapter, or null for none.</param>
    /// <returns>Makes a port without a manager yet.</returns>
    public static Func<TimedSubject> Load(string name, ReadOnlyMemory<byte> port, PlantedFault? fault = null)
    {
        byte[] adapter = FaultCompiler.CompileImage(
            AdapterOf(name), Folder, fault, static text => !IsOfPort(text), [Aliases], [.. References(), MetadataReference.CreateFromImage([.. port.Span])]);
        return Load(name, port, adapter, isCollectible: false);
    }

    /// <summary>The port with room for mutants: each changes one file of it.</summary>
    /// <param name="rewrite">Makes another text of a file's, after the mutant has changed it.</param>
    /// <param name="more">The texts of other sources that mutants use.</param>
    /// <returns>Compiles the port with the texts of some files changed; the adapter is compiled once.</returns>
    public static Func<string, string, Func<TimedSubject>> Changeable(Func<string, string> rewrite, params IEnumerable<string> more)
    {
        const string Name = "StandIn.mutant";
        CSharpCompilation port = FaultCompiler.Compilation(
            Name, Sources.Select(file => (file, rewrite(FaultCompiler.Text(Folder, file)))), [Aliases, LockClass, FriendOf(Name), .. more], References());
        byte[] adapter = FaultCompiler.CompileImage(
            AdapterOf(Name), Folder, null, static text => !IsOfPort(text), [Aliases], [.. References(), port.ToMetadataReference()]);
        return (file, text) =>
        {
            SyntaxTree changed = port.SyntaxTrees.Single(tree => string.Equals(tree.FilePath, file, StringComparison.Ordinal));
            byte[] image = FaultCompiler.Emit(port.ReplaceSyntaxTree(changed, FaultCompiler.Parse(file, rewrite(text))), file);
            return Load(Name, AccessWeaver.Weave(image).Image, adapter, isCollectible: true);
        };
    }

    private static Func<TimedSubject> Load(string name, ReadOnlyMemory<byte> port, byte[] adapter, bool isCollectible)
    {
        PairContext context = new(name, port, isCollectible);
        Type subject = context.LoadFromStream(new MemoryStream(adapter)).GetType(typeof(TimedPort).FullName!)!;
        return () =>
        {
            TimedSubject made = (TimedSubject)Activator.CreateInstance(subject)!;
            GC.KeepAlive(context); // a context that is collected loads nothing any more, though its types live on
            return made;
        };
    }

    private static WovenAssembly CompilePort(string name, PlantedFault? fault) => AccessWeaver.Weave(FaultCompiler.CompileImage(
        name,
        Folder,
        fault,
        IsOfPort,
        [Aliases, LockClass, FriendOf(name)],
        References()));

    private static string NameOf(PlantedFault? fault) => $"StandIn.{fault?.Name ?? "unchanged"}";

    /// <summary>What the assembly of a port's adapter is called.</summary>
    /// <param name="name">What the port's is called.</param>
    /// <returns>Its name.</returns>
    public static string AdapterOf(string name) => $"{name}.Adapter";

    private static string FriendOf(string name) => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{AdapterOf(name)}\")]";

    private static bool IsOfPort(string text) => !text.Contains(AdapterNamespace, StringComparison.Ordinal);

    private static IEnumerable<MetadataReference> References() =>
        new[] { typeof(Model), typeof(ISubject<,,>) }.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location));

    /// <summary>Loads the port for its adapter; everything else is what this assembly uses.</summary>
    private sealed class PairContext(string name, ReadOnlyMemory<byte> port, bool isCollectible) : AssemblyLoadContext(name, isCollectible)
    {
        private Assembly? _port;

        protected override Assembly? Load(AssemblyName assemblyName) =>
            string.Equals(assemblyName.Name, Name, StringComparison.Ordinal) ? _port ??= LoadFromStream(new MemoryStream(port.ToArray())) : null;
    }
}
