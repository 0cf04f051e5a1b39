using System.Collections.Concurrent;
using System.Threading.Channels;
using System.Threading.Tasks.Dataflow;
using Checking.Schedules.Weaving;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>Of the framework, whatever orders threads or waits has a stand-in, or is told to have none.</summary>
public sealed class SynchronisationWeavingTests
{
    /// <summary>What has a stand-in, in each of its forms.</summary>
    private static readonly string[] StoodIn =
    [
        "Interlocked.Add", "Interlocked.And", "Interlocked.CompareExchange", "Interlocked.Decrement", "Interlocked.Exchange", "Interlocked.Increment",
        "Interlocked.MemoryBarrier", "Interlocked.Or", "Interlocked.Read", "Monitor.Enter", "Monitor.Exit", "Volatile.Read", "Volatile.Write",
    ];

    /// <summary>What neither orders nor waits, or only hands on whether somebody is to stop.</summary>
    private static readonly string[] HarmlessTypes = ["CancellationToken", "CancellationTokenRegistration", "CancellationTokenSource", "SpinWait"];

    private static readonly string[] HarmlessMembers = ["Thread.get_CurrentThread", "Thread.get_ManagedThreadId", "Thread.SpinWait", "Thread.Yield"];

    [Fact]
    public void Each_member_of_the_frameworks_namespaces_for_threads_has_a_stand_in_is_harmless_or_is_refused()
    {
        MethodDefinition[] members = [.. Framework(IsForThreads, typeof(object), typeof(Barrier), typeof(Channel), typeof(ConcurrentBag<int>), typeof(Parallel), typeof(DataflowBlock))];

        Assert.Equal(
            ["System.Collections.Concurrent", "System.Threading", "System.Threading.Channels", "System.Threading.Tasks", "System.Threading.Tasks.Dataflow", "System.Threading.Tasks.Sources"],
            members.Select(static member => SpaceOf(member.DeclaringType)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.Equal(
            members.Where(static member => !IsException(member.DeclaringType) && !HarmlessTypes.Contains(member.DeclaringType.Name))
                .Select(NameOf).Except([.. StoodIn, .. HarmlessMembers]).Order(StringComparer.Ordinal),
            Refused(members));
    }

    [Fact]
    public void Of_all_else_the_core_library_has_only_what_the_compiler_makes_of_async_is_refused()
    {
        string[] refused = Refused(Framework(static space => !IsForThreads(space), typeof(object)));

        Assert.Equal(
            [
                "AsyncHelpers", "AsyncIteratorMethodBuilder", "AsyncTaskMethodBuilder", "AsyncValueTaskMethodBuilder", "AsyncVoidMethodBuilder", "ConfiguredAsyncDisposable",
                "ConfiguredCancelableAsyncEnumerable", "Enumerator", "IAsyncStateMachine", "PoolingAsyncValueTaskMethodBuilder",
            ],
            refused.Select(static name => name.Split('.')[0]).Where(static type => !type.EndsWith("Attribute", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal));
    }

    /// <summary>No compiler of C# makes one: its volatile accesses are fields'.</summary>
    [Fact]
    public void A_volatile_access_through_a_pointer_is_refused()
    {
        using ModuleDefinition module = ModuleDefinition.CreateModule("pointer", ModuleKind.Dll);
        SynchronisationWeaver weaver = new(module);
        MethodDefinition method = new("Read", MethodAttributes.Static, module.TypeSystem.Void);
        ILProcessor body = method.Body.GetILProcessor();
        body.Emit(OpCodes.Volatile);
        body.Emit(OpCodes.Ldind_I4);

        weaver.Find(method)();

        Assert.Equal(["a volatile access that is no field's (:0)"], weaver.Uncontrolled);
        Assert.Equal(0, weaver.Replaced);
    }

    /// <summary>What a component is told that calls each of some members; without debug information it has no places.</summary>
    private static string[] Refused(IEnumerable<MethodDefinition> members)
    {
        using ModuleDefinition module = ModuleDefinition.CreateModule("calls", ModuleKind.Dll);
        SynchronisationWeaver weaver = new(module);
        MethodDefinition method = new("Call", MethodAttributes.Static, module.TypeSystem.Void);
        foreach (MethodDefinition member in members)
        {
            method.Body.GetILProcessor().Emit(OpCodes.Call, member);
        }

        weaver.Find(method);

        Assert.All(weaver.Uncontrolled, static name => Assert.EndsWith(" (:0)", name, StringComparison.Ordinal));
        return [.. weaver.Uncontrolled.Select(static name => name[..^" (:0)".Length])];
    }

    /// <summary>The public members of what stands in some namespaces of the assemblies of some types.</summary>
    private static IEnumerable<MethodDefinition> Framework(Func<string, bool> isMeant, params Type[] types) =>
        from type in types
        from definition in ModuleDefinition.ReadModule(type.Assembly.Location).GetTypes()
        where (definition.IsPublic || definition.IsNestedPublic) && isMeant(SpaceOf(definition))
        from method in definition.Methods
        where method.IsPublic
        select method;

    private static bool IsForThreads(string space) => space is "System.Collections.Concurrent" || $"{space}.".StartsWith("System.Threading.", StringComparison.Ordinal);

    private static string SpaceOf(TypeDefinition type) => type.DeclaringType is { } outer ? SpaceOf(outer) : type.Namespace;

    private static string NameOf(MethodDefinition member) => $"{member.DeclaringType.Name.Split('`')[0]}.{member.Name}";

    private static bool IsException(TypeDefinition type) => type.BaseType is { } parent && (parent.FullName == typeof(Exception).FullName || IsException(parent.Resolve()));
}
