// Puts the stand-ins in the place of what a compiled method synchronises by: calls of Interlocked, Volatile and
// Monitor, and accesses of volatile fields. What has no stand-in is noted, so that nobody takes for explored
// what the explorer never saw. The plain accesses are MethodWeaver's.
using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Checking.Schedules.Weaving;

/// <summary>Replaces synchronisation in one module.</summary>
/// <param name="module">The module.</param>
internal sealed class SynchronisationWeaver(ModuleDefinition module)
{
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

            if (method.IsSynchronized && instruction.Previous is null)
            {
                Note($"the lock that {method.DeclaringType.Name}.{method.Name} is run under", file, line); // MethodImplOptions.Synchronized: no instruction takes it
            }

            (string at, int number) = (file, line);
            if (instruction is { OpCode.Code: Code.Volatile, Next: { } access })
            {
                if (access.Operand is FieldReference field)
                {
                    replacements.Add(processor => ReplaceVolatile(processor, instruction, access, field, at, number));
                }
                else
                {
                    Note("a volatile access that is no field's", file, line);
                }
            }
            else if (instruction is { OpCode.Code: Code.Call or Code.Callvirt or Code.Newobj, Operand: MethodReference called }
                && IsSynchronisation(called.DeclaringType.GetElementType(), called.Name))
            {
                if (StandInFor(called) is { } standIn)
                {
                    replacements.Add(processor => ReplaceCall(processor, instruction, called, standIn, at, number));
                }
                else
                {
                    Note($"{called.DeclaringType.Name.Split('`')[0]}.{called.Name}", file, line);
                }
            }
        }

        Replaced += replacements.Count;
        return () => replacements.ForEach(replace => replace(method.Body.GetILProcessor()));
    }

    private void Note(string what, string file, int line) => _uncontrolled.Add($"{what} ({Path.GetFileName(file)}:{line})");

    /// <summary>Whether a member orders something or waits for something.</summary>
    private static bool IsSynchronisation(TypeReference type, string member) =>
        type.FullName.StartsWith("System.Threading.", StringComparison.Ordinal) || type.FullName.StartsWith("System.Collections.Concurrent.", StringComparison.Ordinal)
            ? !IsHarmless(type.Name, member)
            : type.FullName.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) && type.FullName.Contains("Async", StringComparison.Ordinal); // what the compiler makes of `async`

    private static bool IsHarmless(string type, string member) => type switch
    {
        "SpinWait" => true, // waits a while, for nothing in particular: who loops around it has another access in the loop
        "Thread" => member is "SpinWait" or "Yield" or "get_CurrentThread" or "get_ManagedThreadId",
        _ => type.StartsWith("CancellationToken", StringComparison.Ordinal) || type.EndsWith("Exception", StringComparison.Ordinal),
    };

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
        instance.GenericArguments.Add(called is GenericInstanceMethod generic
            ? generic.GenericArguments[0]
            : ((ByReferenceType)SignatureTypes.Unmarked(called.Parameters[0].ParameterType)).ElementType);
        return instance;
    }

    private static Type? StandInOf(string name) => name switch
    {
        nameof(StandIns.Interlocked) => typeof(StandIns.Interlocked),
        nameof(StandIns.Volatile) => typeof(StandIns.Volatile),
        nameof(StandIns.Monitor) => typeof(StandIns.Monitor),
        _ => null,
    };

    private static void ReplaceCall(ILProcessor processor, Instruction call, MethodReference called, MethodReference standIn, string file, int line)
    {
        List<Instruction> stand = [Instruction.Create(OpCodes.Ldstr, file), Instruction.Create(OpCodes.Ldc_I4, line), Instruction.Create(OpCodes.Call, standIn)];
        if (standIn.Parameters.Count == called.Parameters.Count + 3)
        {
            stand.Insert(0, Instruction.Create(OpCodes.Ldstr, StackReader.NameOf(StackReader.ProducerFor(call, called.Parameters.Count - 1))));
        }

        Replace(processor, call, stand);
    }

    private void ReplaceVolatile(ILProcessor processor, Instruction prefix, Instruction access, FieldReference field, string file, int line)
    {
        bool isWrite = access.OpCode.Code is Code.Stfld or Code.Stsfld;
        TypeReference type = SignatureTypes.Of(field);
        GenericInstanceMethod standIn = new(module.ImportReference(typeof(StandIns.Volatile).GetMethod(isWrite ? nameof(StandIns.Volatile.Write) : nameof(StandIns.Volatile.Read))));
        standIn.GenericArguments.Add(type);
        List<Instruction> stand =
        [
            Instruction.Create(access.OpCode.Code is Code.Ldfld or Code.Stfld ? OpCodes.Ldflda : OpCodes.Ldsflda, field),
            Instruction.Create(OpCodes.Ldstr, MethodWeaver.NameOf(field)),
            Instruction.Create(OpCodes.Ldstr, file),
            Instruction.Create(OpCodes.Ldc_I4, line),
            Instruction.Create(OpCodes.Call, standIn),
        ];
        if (isWrite)
        {
            VariableDefinition value = new(type);
            processor.Body.Variables.Add(value);
            stand.Insert(1, Instruction.Create(OpCodes.Ldloc, value));
            stand.Insert(0, Instruction.Create(OpCodes.Stloc, value));
        }

        processor.Remove(access);
        Replace(processor, prefix, stand);
    }

    // The instruction itself becomes the first one of what takes its place, so that jumps to it still hold.
    private static void Replace(ILProcessor processor, Instruction at, List<Instruction> instructions)
    {
        (at.OpCode, at.Operand) = (instructions[0].OpCode, instructions[0].Operand);
        foreach (Instruction instruction in instructions.Skip(1))
        {
            processor.InsertAfter(at, instruction);
            at = instruction;
        }
    }
}
