using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Checking.Schedules.Weaving;

/// <summary>What instructions access.</summary>
internal static class AccessCode
{
    /// <summary>Whether an instruction through a pointer writes.</summary>
    public static bool IsWrite(Code code) =>
        code is Code.Stobj or Code.Stind_I or Code.Stind_I1 or Code.Stind_I2 or Code.Stind_I4 or Code.Stind_I8 or Code.Stind_R4 or Code.Stind_R8 or Code.Stind_Ref;

    /// <summary>The type that an instruction reads or writes through a pointer, or null where it is no such instruction.</summary>
    public static TypeReference? OfPointer(Code code, TypeSystem types) => code switch
    {
        Code.Ldind_I1 or Code.Stind_I1 => types.SByte,
        Code.Ldind_U1 => types.Byte,
        Code.Ldind_I2 or Code.Stind_I2 => types.Int16,
        Code.Ldind_U2 => types.UInt16,
        Code.Ldind_I4 or Code.Stind_I4 => types.Int32,
        Code.Ldind_U4 => types.UInt32,
        Code.Ldind_I8 or Code.Stind_I8 => types.Int64,
        Code.Ldind_I or Code.Stind_I => types.IntPtr,
        Code.Ldind_R4 or Code.Stind_R4 => types.Single,
        Code.Ldind_R8 or Code.Stind_R8 => types.Double,
        Code.Ldind_Ref or Code.Stind_Ref => types.Object,
        _ => null,
    };

    /// <summary>The array element that an instruction reads or writes, or null where it is no such instruction.</summary>
    public static Element? OfElement(Instruction instruction, TypeSystem types) => instruction.OpCode.Code switch
    {
        Code.Ldelem_I1 => new(types.SByte, IsWrite: false, OpCodes.Ldind_I1),
        Code.Ldelem_U1 => new(types.Byte, IsWrite: false, OpCodes.Ldind_U1),
        Code.Ldelem_I2 => new(types.Int16, IsWrite: false, OpCodes.Ldind_I2),
        Code.Ldelem_U2 => new(types.UInt16, IsWrite: false, OpCodes.Ldind_U2),
        Code.Ldelem_I4 => new(types.Int32, IsWrite: false, OpCodes.Ldind_I4),
        Code.Ldelem_U4 => new(types.UInt32, IsWrite: false, OpCodes.Ldind_U4),
        Code.Ldelem_I8 => new(types.Int64, IsWrite: false, OpCodes.Ldind_I8),
        Code.Ldelem_I => new(types.IntPtr, IsWrite: false, OpCodes.Ldind_I),
        Code.Ldelem_R4 => new(types.Single, IsWrite: false, OpCodes.Ldind_R4),
        Code.Ldelem_R8 => new(types.Double, IsWrite: false, OpCodes.Ldind_R8),
        Code.Ldelem_Ref => new(types.Object, IsWrite: false, OpCodes.Ldind_Ref),
        Code.Ldelem_Any => new((TypeReference)instruction.Operand, IsWrite: false, OpCodes.Ldobj),
        Code.Stelem_I1 => new(types.SByte, IsWrite: true, OpCodes.Stind_I1),
        Code.Stelem_I2 => new(types.Int16, IsWrite: true, OpCodes.Stind_I2),
        Code.Stelem_I4 => new(types.Int32, IsWrite: true, OpCodes.Stind_I4),
        Code.Stelem_I8 => new(types.Int64, IsWrite: true, OpCodes.Stind_I8),
        Code.Stelem_I => new(types.IntPtr, IsWrite: true, OpCodes.Stind_I),
        Code.Stelem_R4 => new(types.Single, IsWrite: true, OpCodes.Stind_R4),
        Code.Stelem_R8 => new(types.Double, IsWrite: true, OpCodes.Stind_R8),
        Code.Stelem_Ref => new(types.Object, IsWrite: true, OpCodes.Stind_Ref),
        Code.Stelem_Any => new((TypeReference)instruction.Operand, IsWrite: true, OpCodes.Stobj),
        _ => null,
    };

    /// <summary>An access of an array element.</summary>
    /// <param name="Type">The element's type.</param>
    /// <param name="IsWrite">Whether it is written.</param>
    /// <param name="Pointer">The instruction that does the same through a pointer.</param>
    public sealed record Element(TypeReference Type, bool IsWrite, OpCode Pointer)
    {
        public Instruction ByPointer() => Pointer.Code is Code.Ldobj or Code.Stobj ? Instruction.Create(Pointer, Type) : Instruction.Create(Pointer);
    }
}
