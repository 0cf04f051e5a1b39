// The port as Coyote controls it: compiled from its sources, which are embedded in this assembly, with or
// without a planted fault, and rewritten by Coyote. The port that everything else runs is not touched, and
// runs at full speed beside it.
using System.Reflection;
using Checking;
using Clones;
using Harness.PlantedFaults;
using Harness.Port;
using Microsoft.Coyote;
using Microsoft.Coyote.Rewriting;

namespace Harness.Concurrency;

/// <summary>Ports that Coyote has rewritten.</summary>
public static class ControlledPort
{
    private static readonly Lazy<Func<TimedSubject>> Unchanged = new(() => Compile(null));

    /// <summary>The port as it is.</summary>
    public static Func<TimedSubject> Right => Unchanged.Value;

    /// <summary>Compiles and rewrites the port.</summary>
    /// <param name="fault">The fault to plant, or null for none.</param>
    /// <returns>Makes a port without a manager yet.</returns>
    /// <exception cref="InvalidOperationException">
    /// The text to replace does not stand in its file once, the changed port does not compile, or Coyote has not rewritten it.
    /// </exception>
    public static Func<TimedSubject> Compile(PlantedFault? fault)
    {
        Assembly assembly = Rewrite(
            FaultCompiler.AssemblyName("Port", fault), FaultCompiler.CompileImage("Port", fault, typeof(Model), typeof(ISubject<,,>)));
        Type subject = assembly.GetType(typeof(TimedPort).FullName!)!;
        return () => (TimedSubject)Activator.CreateInstance(subject)!;
    }

    /// <summary>Has an assembly rewritten by Coyote, plain accesses of fields as well, and loads it.</summary>
    private static Assembly Rewrite(string name, byte[] image)
    {
        string folder = Directory.CreateTempSubdirectory("controlled-port-").FullName;
        try
        {
            string path = Path.Combine(folder, $"{name}.dll");
            File.WriteAllBytes(path, image);
            RunEngine(folder, path);
            Assembly assembly = Assembly.Load(File.ReadAllBytes(path));
            return RewritingEngine.IsAssemblyRewritten(assembly)
                ? assembly
                : throw new InvalidOperationException($"Coyote has not rewritten {name}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the tool <c>coyote rewrite</c> does. The engine is public, its method that takes options is not.</summary>
    private static void RunEngine(string folder, string path)
    {
        const BindingFlags Inside = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
        Assembly coyote = typeof(RewritingEngine).Assembly;
        Type options = coyote.GetType("Microsoft.Coyote.Rewriting.RewritingOptions", throwOnError: true)!;
        object settings = options.GetMethod("Create", Inside)!.Invoke(null, [])!;
        void Set(string property, object value) => options.GetProperty(property, Inside)!.SetValue(settings, value);
        Set("AssembliesDirectory", folder);
        Set("OutputDirectory", folder);
        Set("AssemblyPaths", new HashSet<string>(StringComparer.Ordinal) { path });
        Set("DependencySearchPaths", new List<string> { AppContext.BaseDirectory, Path.GetDirectoryName(typeof(object).Assembly.Location)! });
        Configuration configuration = Configuration.Create().WithTelemetryEnabled(false);
        MethodInfo run = typeof(RewritingEngine).GetMethod("Run", Inside, [options, typeof(Configuration), LogWriterType, ProfilerType])!;
        run.Invoke(null, [settings, configuration, Activator.CreateInstance(LogWriterType, Inside, null, [configuration, false], null), Activator.CreateInstance(ProfilerType, nonPublic: true)]);
    }

    private static Type LogWriterType { get; } = typeof(Configuration).Assembly.GetType("Microsoft.Coyote.Logging.LogWriter", throwOnError: true)!;

    private static Type ProfilerType { get; } = typeof(Configuration).Assembly.GetType("Microsoft.Coyote.Profiler", throwOnError: true)!;
}
