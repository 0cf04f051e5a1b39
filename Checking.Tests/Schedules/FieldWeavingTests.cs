using Checking.Schedules.Weaving;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>
/// What is woven around accesses of fields, as instructions: what is left out of them may do anything when it runs, so this comes before
/// the tests that run it.
/// </summary>
public sealed class FieldWeavingTests
{
    [Fact]
    public void Before_each_access_of_a_field_it_is_announced_and_the_access_stays()
    {
        using ModuleDefinition module = ModuleDefinition.CreateModule("toy", ModuleKind.Dll);
        MethodDefinition method = Method(module);
        AccessCalls calls = new(module);

        new MethodWeaver(method, calls).Weave();

        Assert.Equal(
            [
                "ldarg.0", "dup", "ldflda _number", "ldstr _number", "ldstr ", "ldc.i4 0", "call Reading", "ldfld _number", "pop",
                "ldarg.0", "ldc.i4.1", "stloc V_0", "dup", "ldflda _number", "ldstr _number", "ldstr ", "ldc.i4 0", "call Writing", "ldloc V_0", "stfld _number",
                "ldsflda _shared", "ldstr _shared", "ldstr ", "ldc.i4 0", "call Reading", "ldsfld _shared",
                "ldsflda _shared", "ldstr _shared", "ldstr ", "ldc.i4 0", "call Writing", "stsfld _shared", "ret",
            ],
            method.Body.Instructions.Select(TextOf));
        Assert.Equal(4, calls.Woven);
    }

    /// <summary>Reads and writes a field and a static, and has no lines.</summary>
    private static MethodDefinition Method(ModuleDefinition module)
    {
        TypeDefinition toy = new(string.Empty, "Toy", TypeAttributes.Public | TypeAttributes.Class, module.TypeSystem.Object);
        FieldDefinition number = new("_number", FieldAttributes.Private, module.TypeSystem.Int32);
        FieldDefinition shared = new("_shared", FieldAttributes.Private | FieldAttributes.Static, module.TypeSystem.Int32);
        MethodDefinition run = new("Run", MethodAttributes.Public, module.TypeSystem.Void);
        toy.Fields.Add(number);
        toy.Fields.Add(shared);
        toy.Methods.Add(run);
        module.Types.Add(toy);
        foreach (Instruction instruction in new[]
        {
            Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Ldfld, number), Instruction.Create(OpCodes.Pop),
            Instruction.Create(OpCodes.Ldarg_0), Instruction.Create(OpCodes.Ldc_I4_1), Instruction.Create(OpCodes.Stfld, number),
            Instruction.Create(OpCodes.Ldsfld, shared), Instruction.Create(OpCodes.Stsfld, shared),
            Instruction.Create(OpCodes.Ret),
        })
        {
            run.Body.Instructions.Add(instruction);
        }

        return run;
    }

    private static string TextOf(Instruction instruction) => instruction.Operand is null ? $"{instruction.OpCode}" : $"{instruction.OpCode} {Operand(instruction)}";

    private static object Operand(Instruction instruction) => instruction.Operand is MemberReference member ? member.Name : instruction.Operand;
}
