// One method. The instruction of an access becomes the first one of what takes its place, so that jumps to it
// and handlers around it still hold.
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Checking.Schedules.Weaving;

/// <summary>Weaves one method.</summary>
/// <param name="method">The method.</param>
/// <param name="calls">What is called.</param>
internal sealed class MethodWeaver(MethodDefinition method, AccessCalls calls)
{
    private Instruction _at = Instruction.Create(OpCodes.Nop);
    private string _file = string.Empty;
    private int _line;

    public void Weave()
    {
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

        VariableDefinition value = Value(SignatureTypes.Of(field));
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
        VariableDefinition value = new(type);
        method.Body.Variables.Add(value);
        return value;
    }

    /// <summary>Whether an instruction leaves the value of a local on the stack.</summary>
    private static bool IsLocal(Instruction? instruction) => instruction?.OpCode.Code is Code.Ldloc or Code.Ldarg;

    /// <summary>Whether an instruction leaves a pointer on the stack.</summary>
    private static bool IsPointer(Instruction? instruction) => instruction?.OpCode.Code switch
    {
        Code.Ldflda or Code.Ldsflda or Code.Ldelema or Code.Ldloca or Code.Ldarga => true,
        Code.Ldarg => SignatureTypes.IsAddress(((ParameterDefinition)instruction.Operand).ParameterType),
        Code.Ldloc => SignatureTypes.IsAddress(((VariableDefinition)instruction.Operand).VariableType),
        Code.Ldfld or Code.Ldsfld => SignatureTypes.IsAddress(((FieldReference)instruction.Operand).FieldType),
        Code.Call or Code.Callvirt => SignatureTypes.IsAddress(((MethodReference)instruction.Operand).ReturnType),
        _ => false,
    };

    /// <summary>A field by its own name, or its property's.</summary>
    internal static string NameOf(FieldReference field) =>
        field.Name.StartsWith('<') && field.Name.IndexOf('>', StringComparison.Ordinal) is > 1 and int end ? field.Name[1..end] : field.Name;
}
