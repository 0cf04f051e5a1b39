// Which instruction left an argument of a call on the stack: so that an access can be called by the name of
// what it accesses, as the compiler does it where it knows the source. It walks back along the text, so that
// behind a conditional expression it may find nothing, or the branch that stands last.
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Checking.Schedules.Weaving;

/// <summary>Reads the stack backwards.</summary>
internal static class StackReader
{
    /// <summary>The instruction that leaves a value on the stack for another one.</summary>
    /// <param name="user">Whoever takes the value.</param>
    /// <param name="above">How many values lie above it.</param>
    /// <returns>The instruction, or null where it is not found.</returns>
    public static Instruction? ProducerFor(Instruction user, int above)
    {
        int left = above;
        for (Instruction? instruction = user.Previous; instruction is not null; instruction = instruction.Previous)
        {
            int pushed = Pushed(instruction);
            if (left < pushed)
            {
                return instruction;
            }

            if (instruction.OpCode.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw)
            {
                return null;
            }

            left += Popped(instruction) - pushed;
        }

        return null;
    }

    /// <summary>What an instruction that leaves an address points to, by its name in the source.</summary>
    /// <param name="address">The instruction, or null.</param>
    /// <returns>The name.</returns>
    public static string NameOf(Instruction? address) => address?.OpCode.Code switch
    {
        Code.Ldflda or Code.Ldsflda or Code.Ldfld or Code.Ldsfld => MethodWeaver.NameOf((FieldReference)address.Operand),
        Code.Ldelema => NameOf(ProducerFor(address, above: 1)) + "[]",
        Code.Ldloc or Code.Ldloca => "a local",
        Code.Ldarg or Code.Ldarga => ((ParameterDefinition)address.Operand).Name,
        _ => "a reference",
    };

    private static int Pushed(Instruction instruction) => instruction.OpCode.StackBehaviourPush switch
    {
        StackBehaviour.Push0 => 0,
        StackBehaviour.Push1_push1 => 2,
        StackBehaviour.Varpush => SignatureTypes.Unmarked(((IMethodSignature)instruction.Operand).ReturnType).MetadataType == MetadataType.Void ? 0 : 1,
        _ => 1,
    };

    private static int Popped(Instruction instruction) => instruction.OpCode.StackBehaviourPop switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Varpop => Arguments((IMethodSignature)instruction.Operand, instruction.OpCode.Code),
        StackBehaviour several => several.ToString().Split('_').Length, // the name has a part for each value, such as Popref_popi_popr8
    };

    private static int Arguments(IMethodSignature called, Code code) => called.Parameters.Count + code switch
    {
        Code.Newobj => 0,
        Code.Calli => called.HasThis ? 2 : 1, // whom to call lies above the arguments
        _ => called.HasThis ? 1 : 0,
    };
}
