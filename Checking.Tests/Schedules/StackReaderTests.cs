using System.Reflection;
using Checking.Schedules.Weaving;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;
using MethodBody = Mono.Cecil.Cil.MethodBody;
using Runtime = System.Reflection.Emit;

namespace Checking.Tests.Schedules;

/// <summary>Who left a value on the stack is found behind every instruction that the runtime has.</summary>
public sealed class StackReaderTests
{
    /// <summary>The runtime's instructions, and the same ones as the weaver knows them.</summary>
    private static readonly (Runtime.OpCode Runtime, OpCode Code)[] Instructions =
    [
        .. from runtime in Fields<Runtime.OpCode>(typeof(Runtime.OpCodes))
           join code in Fields<OpCode>(typeof(OpCodes)) on runtime.Value equals code.Value
           select (runtime, code),
    ];

    public int Initialised { get; init; }

    [Fact]
    public void What_an_instruction_takes_and_leaves_is_what_the_runtime_says()
    {
        (Runtime.OpCode Runtime, OpCode Code)[] fixedOnes =
        [
            .. Instructions.Where(static both => !EndsHere(both.Runtime)
                && both.Runtime.StackBehaviourPop is not Runtime.StackBehaviour.Varpop && both.Runtime.StackBehaviourPush is not Runtime.StackBehaviour.Varpush),
        ];

        Assert.InRange(fixedOnes.Length, 200, 220);
        Assert.All(fixedOnes, static both =>
        {
            int left = both.Runtime == Runtime.OpCodes.Dup ? 2 : both.Runtime.StackBehaviourPush == Runtime.StackBehaviour.Push0 ? 0 : 1;
            TakesAndLeaves(both.Code, null, left - both.Runtime.EvaluationStackDelta, left);
        });
    }

    [Fact]
    public void What_a_call_takes_and_leaves_is_what_its_method_says()
    {
        using ModuleDefinition module = ModuleDefinition.CreateModule("calls", ModuleKind.Dll);
        MethodReference Of(Type type, string name, params Type[] arguments) =>
            module.ImportReference(name is ".ctor" ? (MethodBase)type.GetConstructor(arguments)! : type.GetMethod(name, arguments)!);
        CallSite Site(bool hasThis, TypeReference returned, int arguments)
        {
            CallSite site = new(returned) { HasThis = hasThis };
            Enumerable.Repeat(module.TypeSystem.Int32, arguments).ToList().ForEach(type => site.Parameters.Add(new(type)));
            return site;
        }

        TakesAndLeaves(OpCodes.Call, Of(typeof(Math), nameof(Math.Max), typeof(int), typeof(int)), taken: 2, left: 1);
        TakesAndLeaves(OpCodes.Call, Of(typeof(GC), nameof(GC.Collect)), taken: 0, left: 0);
        TakesAndLeaves(OpCodes.Callvirt, Of(typeof(object), nameof(ToString)), taken: 1, left: 1);
        TakesAndLeaves(OpCodes.Callvirt, Of(typeof(List<int>), nameof(List<int>.Add), typeof(int)), taken: 2, left: 0);
        TakesAndLeaves(OpCodes.Callvirt, Of(typeof(StackReaderTests), $"set_{nameof(Initialised)}", typeof(int)), taken: 2, left: 0);
        TakesAndLeaves(OpCodes.Call, Of(typeof(ReadOnlySpan<int>), "get_Item", typeof(int)), taken: 2, left: 1);
        TakesAndLeaves(OpCodes.Newobj, Of(typeof(object), ".ctor"), taken: 0, left: 1);
        TakesAndLeaves(OpCodes.Newobj, Of(typeof(string), ".ctor", typeof(char), typeof(int)), taken: 2, left: 1);
        TakesAndLeaves(OpCodes.Calli, Site(hasThis: false, module.TypeSystem.Int32, arguments: 2), taken: 3, left: 1);
        TakesAndLeaves(OpCodes.Calli, Site(hasThis: true, module.TypeSystem.Void, arguments: 1), taken: 3, left: 0);
    }

    /// <summary>Behind it somebody else goes on, who came from elsewhere with values of his own.</summary>
    [Fact]
    public void Behind_what_never_goes_on_to_the_next_instruction_nothing_is_found()
    {
        OpCode[] ends = [.. Instructions.Where(static both => EndsHere(both.Runtime)).Select(static both => both.Code)];

        Assert.Equal(
            ["br", "br.s", "endfilter", "endfinally", "leave", "leave.s", "ret", "rethrow", "throw"],
            ends.Select(static code => code.Name).Order(StringComparer.Ordinal));
        Assert.All(ends, static code =>
        {
            MethodBody body = Body(OpCodes.Ldnull, OpCodes.Ldnull, code, OpCodes.Ldnull, OpCodes.Nop);
            Assert.Same(body.Instructions[3], StackReader.ProducerFor(body.Instructions[4], above: 0));
            Assert.Null(StackReader.ProducerFor(body.Instructions[4], above: 1));
        });
    }

    [Fact]
    public void Before_the_first_instruction_there_is_none()
    {
        MethodBody body = Body(OpCodes.Ldnull, OpCodes.Nop);

        Assert.Same(body.Instructions[0], StackReader.ProducerFor(body.Instructions[1], above: 0));
        Assert.Null(StackReader.ProducerFor(body.Instructions[1], above: 1));
    }

    /// <summary>Above a value lie as many as an instruction takes: behind it lie as many as it leaves, which are its own, and then that value.</summary>
    private static void TakesAndLeaves(OpCode code, object? operand, int taken, int left)
    {
        MethodBody body = Body([OpCodes.Ldnull, .. Enumerable.Repeat(OpCodes.Ldnull, taken), code, OpCodes.Nop]);
        Instruction user = body.Instructions[^1];
        user.Previous.Operand = operand;

        Assert.All(Enumerable.Range(0, left), above => Assert.Same(user.Previous, StackReader.ProducerFor(user, above)));
        Assert.Same(body.Instructions[0], StackReader.ProducerFor(user, above: left));
    }

    private static MethodBody Body(params OpCode[] codes)
    {
        MethodBody body = new(null);
        Array.ForEach(codes, code =>
        {
            Instruction instruction = Instruction.Create(OpCodes.Nop);
            instruction.OpCode = code;
            body.Instructions.Add(instruction);
        });
        return body;
    }

    private static bool EndsHere(Runtime.OpCode code) => code.FlowControl is Runtime.FlowControl.Branch or Runtime.FlowControl.Return or Runtime.FlowControl.Throw;

    private static IEnumerable<T> Fields<T>(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => field.GetValue(null)).OfType<T>();
}
