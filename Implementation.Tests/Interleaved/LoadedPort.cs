// The port's assembly as it was loaded, under the explorer. Elsewhere the explorer compiles the port from its sources against
// stand-ins; here calls of Interlocked, Volatile and Monitor in the assembly itself are turned to the same stand-ins. So
// whatever was made of the sources is explored: mutants, too, which stand beside each other in one assembly.
using System.Reflection;
using System.Runtime.CompilerServices;
using Checking.Schedules;
using DeviceClones;
using Harness.Schedules;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;
using Subject = Checking.ISubject<Clones.State, Clones.Operation, Checking.Scenarios.TimedResponse<Clones.Response>>;

namespace Implementation.Tests.Interleaved;

internal static class LoadedPort
{
    private const string Name = "DeviceClones.Interleaved";

    // What tells the assembly which mutant to be, where there are mutants. The copy asks the loaded assembly: so it is the same one, and what
    // is run in the copy counts as run.
    private const string MutantSwitch = "MutantControl";

    private static readonly Assembly Loaded = typeof(CloneLink).Assembly;

    private static readonly Dictionary<string, Type> StandIns = new(StringComparer.Ordinal)
    {
        [typeof(System.Threading.Interlocked).FullName!] = typeof(Checking.Schedules.StandIns.Interlocked),
        [typeof(System.Threading.Volatile).FullName!] = typeof(Checking.Schedules.StandIns.Volatile),
        [typeof(System.Threading.Monitor).FullName!] = typeof(Checking.Schedules.StandIns.Monitor),
    };

    private static readonly Lazy<(Func<Subject> Make, int Calls)> Port = new(Load);

    /// <summary>Makes ports without a manager yet.</summary>
    public static Func<Subject> Make => Port.Value.Make;

    /// <summary>How many calls were turned to stand-ins.</summary>
    public static int Calls => Port.Value.Calls;

    /// <summary>Two managers, each with an entry of one unit, and one device of that unit: each thread registers it with a manager of its own.</summary>
    public static ConcurrentProgram TwoRegistrations() => new("two managers register one device", () =>
    {
        Type device = Make().GetType().Assembly.GetType("Harness.Port.PortDevice", throwOnError: true)!;
        Type manager = device.GetInterface(nameof(ICloneDevice))!.Assembly.GetType(typeof(CloneManager<>).FullName!, throwOnError: true)!.MakeGenericType(device);
        object shared = Activator.CreateInstance(device, 0, 0)!;
        string[] said = new string[2];
        return new ProgramInstance([.. said.Select((_, index) => Registration(index))])
        {
            Observe = () => new ProgramOutcome(string.Join(" / ", said), said.Order(StringComparer.Ordinal).SequenceEqual(["", Registered]) ? null : string.Join(" / ", said)),
        };

        Action Registration(int index)
        {
            object clones = manager.GetConstructors().Single().Invoke([null, null]);
            object allocation = manager.GetMethod("Allocate")!.Invoke(clones, [index, CloneManagerOptions.AnyUnit, 0, true])!;
            object entry = allocation.GetType().GetProperty("Entry")!.GetValue(allocation)!;
            MethodInfo register = manager.GetMethod("Register")!;
            return () =>
            {
                try
                {
                    register.Invoke(clones, BindingFlags.DoNotWrapExceptions, null, [entry, shared], null);
                    said[index] = string.Empty;
                }
                catch (ArgumentException exception)
                {
                    said[index] = exception.Message;
                }
            };
        }
    });

    private const string Registered = "The device is registered already. (Parameter 'device')";

    private static (Func<Subject> Make, int Calls) Load()
    {
        using DefaultAssemblyResolver resolver = new();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        using ModuleDefinition module = ModuleDefinition.ReadModule(Loaded.Location, new ReaderParameters { AssemblyResolver = resolver });
        module.Assembly.Name.Name = Name;
        CustomAttribute visible = new(module.ImportReference(typeof(InternalsVisibleToAttribute).GetConstructor([typeof(string)])));
        visible.ConstructorArguments.Add(new(module.TypeSystem.String, StandInPort.AdapterOf(Name)));
        module.Assembly.CustomAttributes.Add(visible);
        int calls = 0;
        foreach (MethodDefinition method in module.GetTypes().SelectMany(static type => type.Methods).Where(static method => method.HasBody))
        {
            calls += Turn(method);
        }

        using MemoryStream image = new();
        module.Write(image);
        return (StandInPort.Load(Name, image.ToArray()), calls);
    }

    private static int Turn(MethodDefinition method)
    {
        int calls = 0;
        method.Body.SimplifyMacros();
        foreach (Instruction instruction in method.Body.Instructions.ToArray())
        {
            if (instruction.Operand is not MethodReference called || string.Equals(method.DeclaringType.Name, MutantSwitch, StringComparison.Ordinal))
            {
                continue;
            }

            if (string.Equals(called.DeclaringType.Name, MutantSwitch, StringComparison.Ordinal))
            {
                instruction.Operand = method.Module.ImportReference(Loaded.GetType(called.DeclaringType.FullName, throwOnError: true)!.GetMethod(called.Name));
            }
            else if (StandIns.TryGetValue(called.DeclaringType.FullName, out Type? standIns))
            {
                Turn(method, instruction, called, standIns);
                calls++;
            }
        }

        method.Body.OptimizeMacros();
        return calls;
    }

    /// <summary>Turns one call. What a stand-in takes beyond the original says where the call stands, and comes last.</summary>
    private static void Turn(MethodDefinition method, Instruction instruction, MethodReference called, Type standIns)
    {
        MethodInfo standIn = standIns.GetMethods().Single(candidate =>
            string.Equals(candidate.Name, called.Name, StringComparison.Ordinal)
            && candidate.GetParameters().Count(static parameter => !parameter.HasDefaultValue) == called.Parameters.Count);
        MethodReference target = method.Module.ImportReference(standIn);
        if (standIn.IsGenericMethodDefinition)
        {
            GenericInstanceMethod instance = new(target);
            instance.GenericArguments.Add(called is GenericInstanceMethod generic ? generic.GenericArguments[0] : called.Parameters[0].ParameterType.GetElementType());
            target = instance;
        }

        // The call's own instruction becomes the first of what takes its place, so that jumps to it still hold.
        ILProcessor code = method.Body.GetILProcessor();
        Instruction at = instruction;
        foreach (ParameterInfo place in standIn.GetParameters().Where(static parameter => parameter.HasDefaultValue))
        {
            Put(place.ParameterType == typeof(int) ? Instruction.Create(OpCodes.Ldc_I4, instruction.Offset) : Instruction.Create(OpCodes.Ldstr, method.Name));
        }

        Put(Instruction.Create(OpCodes.Call, target));

        void Put(Instruction next)
        {
            if (at == instruction && ReferenceEquals(instruction.Operand, called))
            {
                (instruction.OpCode, instruction.Operand) = (next.OpCode, next.Operand);
                return;
            }

            code.InsertAfter(at, next);
            at = next;
        }
    }
}
