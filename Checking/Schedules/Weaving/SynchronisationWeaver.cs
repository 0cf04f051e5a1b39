// Puts the stand-ins in the place of what a compiled method synchronises by: calls of Interlocked, Volatile and
// Monitor, and accesses of volatile fields. What has no stand-in is noted, so that nobody takes for explored
// what the explorer never saw. The plain accesses are MethodWeaver's.
using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Checking.Schedules.Weaving;

/// <summary>Replaces synchronisation in one module.</summary>
/// <param name="module">The module.</param>
internal sealed class SynchronisationWeaver(ModuleDefinition module)
{
    /// <summary>Namespaces in which everything orders or waits for something.</summary>
    private static readonly string[] Synchronising = ["System.Threading", "System.Threading.Tasks", "System.Threading.Channels", "System.Collections.Concurrent"];

    /// <summary>What there does not.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "CancellationToken", "CancellationTokenSource", "CancellationTokenRegistration", "ThreadInterruptedException", "SynchronizationLockException",
        "SpinWait", // waits a while, for nothing in particular: who loops around it has another access in the loop
    };

    private static readonly HashSet<string> HarmlessOfThread = new(StringComparer.Ordinal) { "SpinWait", "Yield", "get_CurrentThread", "get_ManagedThreadId" };

    private readonly SortedSet<string> _uncontrolled = new(StringComparer.Ordinal);

    /// <summary>How many calls and accesses were replaced.</summary>
    public int Replaced { get; private set; }

    /// <summary>What has no stand-in, and where it stands.</summary>
    public IReadOnlyCollection<string> Uncontrolled => _uncontrolled;

    /// <summary>Finds what is to be replaced in a method, before anything else changes it: later its places are not known any more.</summary>
    /// <param name="method">The method.</param>
    /// <returns>Replaces it.</returns>
    public Action Find(MethodDefinition method)
    {
        List<Action<ILProcessor>> replacements = [];
        (string file, int line) = (string.Empty, 0);
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (method.DebugInformation.GetSequencePoint(instruction) is { IsHidden: false } point)
            {
                (file, line) = (point.Document.Url, point.StartLine);
            }

            (string at, int number) = (file, line);
            if (instruction is { OpCode.Code: Code.Volatile, Next: { } access })
            {
                replacements.Add(processor => ReplaceVolatile(processor, instruction, access, at, number));
            }
            else if (instruction is { OpCode.Code: Code.Call or Code.Callvirt or Code.Newobj, Operand: MethodReference called }
                && IsSynchronisation(called))
            {
                if (StandInFor(called) is { } standIn)
                {
                    replacements.Add(processor => ReplaceCall(processor, instruction, called, standIn, at, number));
                }
                else
                {
                    _uncontrolled.Add($"{called.DeclaringType.Name.Split('`')[0]}.{called.Name} ({Path.GetFileName(file)}:{line})");
                }
            }
        }

        return () =>
        {
            method.Body.SimplifyMacros();
            ILProcessor processor = method.Body.GetILProcessor();
            replacements.ForEach(replace => replace(processor));
            method.Body.OptimizeMacros();
            Replaced += replacements.Count;
        };
    }

    private static bool IsSynchronisation(MethodReference called)
    {
        TypeReference type = called.DeclaringType;
        return Array.Exists(Synchronising, name => string.Equals(name, type.Namespace, StringComparison.Ordinal))
            ? !Harmless.Contains(type.Name) && !(string.Equals(type.Name, nameof(Thread), StringComparison.Ordinal) && HarmlessOfThread.Contains(called.Name))
            : type.Name.StartsWith("Async", StringComparison.Ordinal) && type.Name.Contains("MethodBuilder", StringComparison.Ordinal); // what the compiler makes of `async`
    }

    /// <summary>The stand-in's method that takes the same arguments, or null.</summary>
    private MethodReference? StandInFor(MethodReference called)
    {
        if (StandInOf(called.DeclaringType.Name) is not { } type)
        {
            return null;
        }

        MethodInfo? method = type.GetMethods(BindingFlags.Public | BindingFlags.Static).FirstOrDefault(candidate =>
            string.Equals(candidate.Name, called.Name, StringComparison.Ordinal)
            && candidate.GetParameters().Count(parameter => !parameter.IsOptional) == called.Parameters.Count
            && (candidate.IsGenericMethodDefinition || candidate.GetParameters().Zip(called.Parameters).All(
                pair => string.Equals(pair.First.ParameterType.Name, pair.Second.ParameterType.Name, StringComparison.Ordinal))));
        if (method is not { IsGenericMethodDefinition: true })
        {
            return method is null ? null : module.ImportReference(method);
        }

        GenericInstanceMethod instance = new(module.ImportReference(method));
        instance.GenericArguments.Add(called is GenericInstanceMethod generic ? generic.GenericArguments[0] : Pointed(called.Parameters[0].ParameterType));
        return instance;
    }

    private static Type? StandInOf(string name) => name switch
    {
        nameof(StandIns.Interlocked) => typeof(StandIns.Interlocked),
        nameof(StandIns.Volatile) => typeof(StandIns.Volatile),
        nameof(StandIns.Monitor) => typeof(StandIns.Monitor),
        _ => null,
    };

    private static TypeReference Pointed(TypeReference type) => type switch
    {
        ByReferenceType pointer => pointer.ElementType,
        IModifierType modified => Pointed(modified.ElementType),
        _ => type,
    };

    // The instruction itself becomes the first one of what takes its place, so that jumps to it still hold.
    private static void ReplaceCall(ILProcessor processor, Instruction call, MethodReference called, MethodReference standIn, string file, int line)
    {
        string name = StackReader.NameOf(StackReader.ProducerFor(call, called.Parameters.Count - 1));
        List<Instruction> rest = [Instruction.Create(OpCodes.Ldstr, file), Instruction.Create(OpCodes.Ldc_I4, line), Instruction.Create(OpCodes.Call, standIn)];
        if (standIn.Parameters.Count == called.Parameters.Count + 3)
        {
            (call.OpCode, call.Operand) = (OpCodes.Ldstr, name);
        }
        else
        {
            (call.OpCode, call.Operand) = (rest[0].OpCode, rest[0].Operand);
            rest.RemoveAt(0);
        }

        InsertAfter(processor, call, rest);
    }

    private void ReplaceVolatile(ILProcessor processor, Instruction prefix, Instruction access, string file, int line)
    {
        if (access.Operand is not FieldReference field)
        {
            _uncontrolled.Add($"a volatile access that is no field's ({Path.GetFileName(file)}:{line})");
            return;
        }

        bool isWrite = access.OpCode.Code is Code.Stfld or Code.Stsfld;
        TypeReference type = field.FieldType is IModifierType modified ? modified.ElementType : field.FieldType;
        GenericInstanceMethod standIn = new(module.ImportReference(typeof(StandIns.Volatile).GetMethod(isWrite ? nameof(StandIns.Volatile.Write) : nameof(StandIns.Volatile.Read))));
        standIn.GenericArguments.Add(type);
        OpCode address = access.OpCode.Code is Code.Ldfld or Code.Stfld ? OpCodes.Ldflda : OpCodes.Ldsflda;
        List<Instruction> rest =
        [
            Instruction.Create(OpCodes.Ldstr, MethodWeaver.NameOf(field)),
            Instruction.Create(OpCodes.Ldstr, file),
            Instruction.Create(OpCodes.Ldc_I4, line),
            Instruction.Create(OpCodes.Call, standIn),
        ];
        if (isWrite)
        {
            VariableDefinition value = new(type);
            processor.Body.Variables.Add(value);
            (prefix.OpCode, prefix.Operand) = (OpCodes.Stloc, value);
            rest.InsertRange(0, [Instruction.Create(address, field), Instruction.Create(OpCodes.Ldloc, value)]);
        }
        else
        {
            (prefix.OpCode, prefix.Operand) = (address, field);
        }

        processor.Remove(access);
        InsertAfter(processor, prefix, rest);
    }

    private static void InsertAfter(ILProcessor processor, Instruction at, List<Instruction> instructions)
    {
        foreach (Instruction instruction in instructions)
        {
            processor.InsertAfter(at, instruction);
            at = instruction;
        }
    }
}
