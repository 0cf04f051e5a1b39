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
        StackBehaviour.Varpush => instruction.OpCode.Code == Code.Newobj || ((IMethodSignature)instruction.Operand).ReturnType.MetadataType != MetadataType.Void ? 1 : 0,
        _ => 1,
    };

    private static int Popped(Instruction instruction) => instruction.OpCode.StackBehaviourPop switch
    {
        StackBehaviour.Pop0 => 0,
        StackBehaviour.Pop1 or StackBehaviour.Popi or StackBehaviour.Popref => 1,
        StackBehaviour.Popi_popi_popi or StackBehaviour.Popref_popi_popi or StackBehaviour.Popref_popi_popi8 or StackBehaviour.Popref_popi_popr4
            or StackBehaviour.Popref_popi_popr8 or StackBehaviour.Popref_popi_popref => 3,
        StackBehaviour.Varpop => instruction.Operand is IMethodSignature called
            ? called.Parameters.Count + (called.HasThis && instruction.OpCode.Code != Code.Newobj ? 1 : 0)
            : 0,
        StackBehaviour.PopAll => 0,
        _ => 2,
    };
}
