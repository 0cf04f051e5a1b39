// The port's assembly as it was loaded, under the explorer. Elsewhere the explorer compiles the port from its sources against
// stand-ins; here the kit puts the same stand-ins into the assembly itself. So whatever was made of the sources is explored:
// mutants, too, which stand beside each other in one assembly.
using System.Reflection;
using System.Runtime.CompilerServices;
using Checking.Schedules.Weaving;
using DeviceClones;
using Harness.Schedules;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Subject = Checking.ISubject<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;

namespace Implementation.Tests.Interleaved;

internal static class LoadedPort
{
    private const string Name = "DeviceClones.Interleaved";

    // What tells the assembly which mutant to be, where there are mutants. The copy asks the loaded assembly: so it is the same one, and what
    // is run in the copy counts as run.
    private const string MutantSwitch = "MutantControl";

    private static readonly Assembly Loaded = typeof(CloneLink).Assembly;

    private static readonly Lazy<(Func<Subject> Make, int Calls)> Port = new(Load);

    /// <summary>Makes ports without a manager yet.</summary>
    public static Func<Subject> Make => Port.Value.Make;

    /// <summary>How many places synchronise by stand-ins.</summary>
    public static int Calls => Port.Value.Calls;

    private static (Func<Subject> Make, int Calls) Load()
    {
        (WovenAssembly woven, int calls, _) = AccessWeaver.WeaveFile(Loaded.Location);
        using DefaultAssemblyResolver resolver = new();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(woven.Image.ToArray()), new ReaderParameters { AssemblyResolver = resolver });
        module.Assembly.Name.Name = Name;
        CustomAttribute visible = new(module.ImportReference(typeof(InternalsVisibleToAttribute).GetConstructor([typeof(string)])));
        visible.ConstructorArguments.Add(new(module.TypeSystem.String, StandInPort.AdapterOf(Name)));
        module.Assembly.CustomAttributes.Add(visible);
        foreach (Instruction instruction in module.GetTypes().SelectMany(static type => type.Methods).Where(static method => method.HasBody)
            .SelectMany(static method => method.Body.Instructions))
        {
            if (instruction.Operand is MethodReference called && string.Equals(called.DeclaringType.Name, MutantSwitch, StringComparison.Ordinal)
                && Loaded.GetType(called.DeclaringType.FullName, throwOnError: true)!.GetMethod(called.Name) is { } original)
            {
                instruction.Operand = module.ImportReference(original);
            }
        }

        using MemoryStream image = new();
        module.Write(image);
        return (StandInPort.Load(Name, image.ToArray()), calls);
    }
}
