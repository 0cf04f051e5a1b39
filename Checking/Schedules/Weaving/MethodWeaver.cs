// One method. The instruction of an access becomes the first one of what takes its place, so that jumps to it
// and handlers around it still hold.
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Checking.Schedules.Weaving;

/// <summary>Weaves one method.</summary>
/// <param name="method">The method.</param>
/// <param name="calls">What is called.</param>
internal sealed class MethodWeaver(MethodDefinition method, AccessCalls calls)
{
    private readonly Dictionary<string, VariableDefinition> _values = new(StringComparer.Ordinal);
    private Instruction _at = Instruction.Create(OpCodes.Nop);
    private string _file = string.Empty;
    private int _line;

    public void Weave()
    {
        method.Body.SimplifyMacros();
        foreach (Instruction instruction in method.Body.Instructions.ToArray())
        {
            if (method.DebugInformation.GetSequencePoint(instruction) is { IsHidden: false } point)
            {
                (_file, _line) = (point.Document.Url, point.StartLine);
            }

            if (instruction.Previous is not { OpCode.OpCodeType: OpCodeType.Prefix })
            {
                Weave(instruction);
            }
        }

        method.Body.OptimizeMacros();
    }

    private void Weave(Instruction instruction)
    {
        OpCode code = instruction.OpCode;
        switch (code.Code)
        {
            case Code.Ldfld or Code.Stfld:
                WeaveField(instruction, (FieldReference)instruction.Operand);
                break;
            case Code.Ldsfld or Code.Stsfld:
                WeaveStatic(instruction, (FieldReference)instruction.Operand);
                break;
            case Code.Ldobj or Code.Stobj:
                WeavePointer(instruction, (TypeReference)instruction.Operand);
                break;
            default:
                if (AccessCode.OfPointer(code.Code, calls.Types) is { } pointed)
                {
                    WeavePointer(instruction, pointed);
                }
                else if (AccessCode.OfElement(instruction, calls.Types) is { } element)
                {
                    WeaveElement(instruction, element);
                }

                break;
        }
    }

    private void WeaveField(Instruction instruction, FieldReference field)
    {
        if (field.Resolve() is not { IsInitOnly: false } definition)
        {
            return;
        }

        bool isWrite = instruction.OpCode.Code == Code.Stfld;
        if (definition.DeclaringType.IsValueType && !isWrite && !IsPointer(instruction.Previous))
        {
            if (!IsLocal(instruction.Previous))
            {
                calls.LeaveOut("field of a value");
            }

            return;
        }

        string name = NameOf(field);
        if (!isWrite)
        {
            Begin(instruction, OpCodes.Dup);
            Add(Instruction.Create(OpCodes.Ldflda, field));
            Call(calls.Reading, name);
            Add(Instruction.Create(OpCodes.Ldfld, field));
            return;
        }

        if (TypeOf(field) is not { } type)
        {
            calls.LeaveOut("field of a generic type");
            return;
        }

        VariableDefinition value = Value(type);
        Begin(instruction, OpCodes.Stloc, value);
        Add(Instruction.Create(OpCodes.Dup));
        Add(Instruction.Create(OpCodes.Ldflda, field));
        Call(calls.Writing, name);
        Add(Instruction.Create(OpCodes.Ldloc, value));
        Add(Instruction.Create(OpCodes.Stfld, field));
    }

    private void WeaveStatic(Instruction instruction, FieldReference field)
    {
        if (field.Resolve() is not { IsInitOnly: false } definition
            || definition.CustomAttributes.Any(attribute => string.Equals(attribute.AttributeType.Name, nameof(ThreadStaticAttribute), StringComparison.Ordinal))
            || definition.DeclaringType.Name.StartsWith("<>", StringComparison.Ordinal))
        {
            return;
        }

        OpCode access = instruction.OpCode;
        Begin(instruction, OpCodes.Ldsflda, field);
        Call(access.Code == Code.Ldsfld ? calls.Reading : calls.Writing, NameOf(field));
        Add(Instruction.Create(access, field));
    }

    private void WeavePointer(Instruction instruction, TypeReference type)
    {
        OpCode access = instruction.OpCode;
        bool isWrite = AccessCode.IsWrite(access.Code);
        if (!isWrite && IsAddressOfLocal(instruction.Previous))
        {
            return;
        }

        object? operand = instruction.Operand;
        Instruction again = operand is TypeReference of ? Instruction.Create(access, of) : Instruction.Create(access);
        string name = StackReader.NameOf(StackReader.ProducerFor(instruction, isWrite ? 1 : 0));
        if (!isWrite)
        {
            Begin(instruction, OpCodes.Dup);
            Call(calls.Reading, name);
            Add(again);
            return;
        }

        VariableDefinition value = Value(type);
        Begin(instruction, OpCodes.Stloc, value);
        Add(Instruction.Create(OpCodes.Dup));
        Call(calls.Writing, name);
        Add(Instruction.Create(OpCodes.Ldloc, value));
        Add(again);
    }

    private void WeaveElement(Instruction instruction, AccessCode.Element element)
    {
        string name = StackReader.NameOf(StackReader.ProducerFor(instruction, element.IsWrite ? 2 : 1)) + "[]";
        if (!element.IsWrite)
        {
            Begin(instruction, OpCodes.Readonly);
            Add(Instruction.Create(OpCodes.Ldelema, element.Type));
            Add(Instruction.Create(OpCodes.Dup));
            Call(calls.Reading, name);
            Add(element.ByPointer());
            return;
        }

        VariableDefinition value = Value(element.Type);
        Begin(instruction, OpCodes.Stloc, value);
        Add(Instruction.Create(OpCodes.Readonly));
        Add(Instruction.Create(OpCodes.Ldelema, element.Type));
        Add(Instruction.Create(OpCodes.Dup));
        Call(calls.Writing, name);
        Add(Instruction.Create(OpCodes.Ldloc, value));
        Add(element.ByPointer());
    }

    private void Begin(Instruction instruction, OpCode code, object? operand = null)
    {
        (instruction.OpCode, instruction.Operand, _at) = (code, operand, instruction);
        calls.Woven++;
    }

    private void Add(Instruction instruction)
    {
        method.Body.GetILProcessor().InsertAfter(_at, instruction);
        _at = instruction;
    }

    private void Call(MethodReference called, string name)
    {
        Add(Instruction.Create(OpCodes.Ldstr, name));
        Add(Instruction.Create(OpCodes.Ldstr, _file));
        Add(Instruction.Create(OpCodes.Ldc_I4, _line));
        Add(Instruction.Create(OpCodes.Call, called));
    }

    /// <summary>A local for a value that is under way to where it is written.</summary>
    private VariableDefinition Value(TypeReference type)
    {
        if (!_values.TryGetValue(type.FullName, out VariableDefinition? value))
        {
            value = new VariableDefinition(type);
            method.Body.Variables.Add(value);
            _values.Add(type.FullName, value);
        }

        return value;
    }

    /// <summary>The type of a field where the method uses it, or null where that is not told easily.</summary>
    private static TypeReference? TypeOf(FieldReference field) =>
        !field.FieldType.ContainsGenericParameter ? field.FieldType
        : field.DeclaringType is GenericInstanceType instance && instance.GenericArguments.Zip(instance.ElementType.Resolve().GenericParameters).All(
            pair => pair.First is GenericParameter { Type: GenericParameterType.Type } argument && argument.Position == pair.Second.Position)
            ? field.FieldType
            : null;

    /// <summary>Whether an instruction leaves a local, or its address, on the stack, where it is no pointer to something else.</summary>
    private static bool IsLocal(Instruction? instruction) => IsAddressOfLocal(instruction) || instruction?.OpCode.Code is Code.Ldloc or Code.Ldarg;

    private static bool IsAddressOfLocal(Instruction? instruction) => instruction?.OpCode.Code is Code.Ldloca or Code.Ldarga;

    /// <summary>Whether an instruction leaves a managed pointer, or an object, on the stack.</summary>
    private bool IsPointer(Instruction? instruction) => instruction?.OpCode.Code switch
    {
        Code.Ldflda or Code.Ldsflda or Code.Ldelema => true,
        Code.Ldarg => instruction.Operand is ParameterDefinition parameter
            && (parameter.ParameterType.IsByReference || (parameter == method.Body.ThisParameter && method.DeclaringType.IsValueType)),
        Code.Ldloc => instruction.Operand is VariableDefinition { VariableType.IsByReference: true },
        Code.Call or Code.Callvirt => ((MethodReference)instruction.Operand).ReturnType.IsByReference,
        _ => false,
    };

    /// <summary>A field by its own name, or its property's.</summary>
    internal static string NameOf(FieldReference field) =>
        field.Name.StartsWith('<') && field.Name.IndexOf('>', StringComparison.Ordinal) is > 1 and int end ? field.Name[1..end] : field.Name;
}
