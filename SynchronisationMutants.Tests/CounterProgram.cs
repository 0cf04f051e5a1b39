// A small program whose mutants are judged in the tests: a counter with a lock and one without, compiled against the
// stand-ins of the kit, and run under its explorer.
using System.Reflection;
using System.Runtime.Loader;
using Checking.Schedules;
using Checking.Schedules.Weaving;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace SynchronisationMutants.Tests;

/// <summary>A counter that was compiled.</summary>
/// <param name="Make">Makes a counter; asked for by name, its methods.</param>
internal sealed record CounterProgram(Func<object> Make)
{
    public static readonly SourceFile Source = new("Counter.cs", """
        public sealed class Counter
        {
            private readonly object _gate = new();
            private long _free;
            private int _locked;

            public void Count()
            {
                while (true)
                {
                    long seen = Volatile.Read(ref _free);
                    if (Interlocked.CompareExchange(ref _free, seen + 1, seen) == seen)
                    {
                        return;
                    }
                }
            }

            public void CountLocked()
            {
                lock (_gate)
                {
                    int before = _locked;
                    _locked = before + 1;
                }
            }

            public void NobodyCalls()
            {
                lock (_gate)
                {
                    _locked = 0;
                }
            }

            public long Total() => Volatile.Read(ref _free) + _locked;
        }
        """);

    private const string More = """
        global using System; global using System.Collections.Generic;
        global using Interlocked = Checking.Schedules.StandIns.Interlocked;
        global using Volatile = Checking.Schedules.StandIns.Volatile;
        namespace System.Threading
        {
            internal static class Monitor
            {
                public static void Enter(object target, ref bool lockTaken) => Checking.Schedules.StandIns.Monitor.Enter(target, ref lockTaken);

                public static void Enter(object target) => Checking.Schedules.StandIns.Monitor.Enter(target);

                public static void Exit(object target) => Checking.Schedules.StandIns.Monitor.Exit(target);
            }
        }
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(ConcurrentProgram).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static (CounterProgram? Program, string? Error) Compile(Mutation mutation)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Counter",
            new[] { More, MutantSteps.Source.Text, mutation.Changed.Text }.Select(text => CSharpSyntaxTree.ParseText(text, path: "Counter.cs", encoding: System.Text.Encoding.UTF8)),
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.Embedded));
        if (!result.Success)
        {
            return (null, result.Diagnostics.First(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToString());
        }

        AssemblyLoadContext context = new(mutation.Id, isCollectible: true);
        Type type = context.LoadFromStream(new MemoryStream(AccessWeaver.Weave(image.ToArray()).Image.ToArray())).GetType("Counter")!;
        return (new(() =>
        {
            object counter = Activator.CreateInstance(type)!;
            GC.KeepAlive(context); // a context that is collected resolves nothing any more
            return counter;
        }), null);
    }

    /// <summary>Two threads, one that counts once and one that counts twice, under every schedule with so many preemptions.</summary>
    public static Trial<CounterProgram> TwoCount(string method, int preemptions) => new($"{method} with {preemptions} preemptions", program =>
    {
        using ScheduleExplorer explorer = new();
        ScheduleReport report;
        try
        {
            report = explorer.Explore(
                new ConcurrentProgram(method, () => program.Start(method)),
                new AllSchedules(preemptions),
                new ScheduleLimits { MaxSteps = 400, MaxStepsAtRest = 1000, FindDataRaces = true });
        }
        catch (InvalidOperationException exception)
        {
            return new(1, new MutantFinding(exception.Message, 0, string.Empty, string.Empty));
        }

        return new(report.Executions, report.Problem is { } problem ? new MutantFinding($"{problem}", preemptions, $"{report.Schedule}", string.Empty) : null);
    });

    private ProgramInstance Start(string method)
    {
        object counter = Make();
        MethodInfo count = counter.GetType().GetMethod(method)!;
        Func<long> total = counter.GetType().GetMethod("Total")!.CreateDelegate<Func<long>>(counter);
        Action act = count.CreateDelegate<Action>(counter);
        return new ProgramInstance([act, act + act])
        {
            Observe = () => total() is 3 and var all ? new($"{all}") : new("less", "a count is lost"),
        };
    }
}
