using Checking.Schedules;
using Checking.Schedules.Weaving;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>A component that was compiled without a word of the kit comes under its control, or is refused.</summary>
public sealed class ControlledCopyTests : IClassFixture<WarmCompiler>
{
    private const string Explore = """
        using ScheduleExplorer explorer = new();
        ScheduleReport report = explorer.Explore(
            new ConcurrentProgram("toy", () =>
            {
                Toy toy = new();
                return new ProgramInstance([toy.One, toy.Other]) { Observe = () => new ProgramOutcome(toy.Seen()) };
            }),
            new SourceDpor(),
            new ScheduleLimits { FindDataRaces = true });
        return $"{report.Verdict} {report.Executions}: {string.Join(" ", report.Outcomes)} {report.Problem}".TrimEnd();
        """;

    [Fact]
    public void A_lock_is_controlled()
    {
        using CompiledToy toy = new("Locked", """
            public sealed class Toy
            {
                private readonly object _gate = new();
                private int _count;
                public void One() { lock (_gate) { _count++; } }
                public void Other() { lock (_gate) { _count *= 3; } }
                public string Seen() => $"{_count}";
            }
            """, Explore);

        Assert.Equal("Holds 2: [1, 1] [3, 1]", toy.RunInCopy());
    }

    [Fact]
    public void A_plain_access_without_a_lock_is_a_data_race_with_its_place()
    {
        using CompiledToy toy = new("Racy", """
            public sealed class Toy
            {
                private int _count;
                public void One() => _count++;
                public void Other() => _count++;
                public string Seen() => $"{_count}";
            }
            """, Explore);

        Assert.StartsWith("Violated 1: [2, 1] data race: thread 1: Write _count at Toy.cs:4; thread 2: Read _count at Toy.cs:5", toy.RunInCopy(), StringComparison.Ordinal);
    }

    [Fact]
    public void Volatile_fields_are_scheduling_points_and_order_what_is_plain()
    {
        using CompiledToy toy = new("Published", """
            public sealed class Toy
            {
                private static volatile int s_turn;
                private volatile bool _isReady;
                private int _value;
                private int _seen = -1;
                public Toy() => s_turn = 0;
                public void One() { _value = 7; s_turn = 1; _isReady = true; }
                public void Other() { if (_isReady) { _seen = _value + s_turn; } }
                public string Seen() => $"{_seen}";
            }
            """, Explore);

        Assert.Equal("Holds 2: [-1, 1] [8, 1]", toy.RunInCopy());
        Assert.Equal(5, toy.Copy().Synchronisation);
    }

    [Fact]
    public void Every_form_of_interlocked_and_volatile_does_what_it_did()
    {
        using CompiledToy toy = new("Numbers", """
            public sealed class Toy
            {
                private readonly long[] _many = new long[2];
                private int _count = 5;
                private uint _bits = 1;
                private object _last = "none";
                private string _text = "a";
                private ulong _plain;
                public void One()
                {
                    Interlocked.Increment(ref _many[1]);
                    Interlocked.Add(ref _many[1], 10);
                    Interlocked.Decrement(ref _count);
                    Interlocked.Or(ref _bits, 6u);
                    Interlocked.And(ref _bits, 5u);
                    Interlocked.Exchange(ref _last, "last");
                    Interlocked.CompareExchange(ref _text, "b", _text);
                    Interlocked.MemoryBarrier();
                    Volatile.Write(ref _plain, (ulong)Interlocked.Read(ref _many[0]) + Volatile.Read(ref _plain) + (ulong)Interlocked.CompareExchange(ref _count, 9, 4));
                }
                public void Other() { }
                public string Seen() => $"{_many[1]} {_count} {_bits} {_last} {_text} {_plain}";
            }
            """, Explore);

        Assert.Equal("Holds 1: [11 9 5 last b 4, 1]", toy.RunInCopy());
        Assert.Empty(toy.Copy().PlainAccesses.LeftOut);
    }

    /// <summary>What is written plainly is the latest store of its location for whoever reads it by a stand-in, and for the writer himself.</summary>
    [Theory]
    [InlineData("lock (_gate) { _one = Volatile.Read(ref _one) + 1; _seen = Volatile.Read(ref _one); }", "lock (_gate) { _one++; }", "1 2")]
    [InlineData("_one = 7; Volatile.Write(ref _two, 1);",
        "int before = Volatile.Read(ref _one); if (Volatile.Read(ref _two) == 1) { _seen = (before * 10) + Volatile.Read(ref _one); }", "-1 7 77")]
    [InlineData("Volatile.Write(ref _one, 1);", "int first = _one; _seen = (first * 10) + Volatile.Read(ref _one);", "0 1 11")]
    [InlineData("Volatile.Write(ref _one, 1); _one = 2; _one = 3; Volatile.Write(ref _two, Volatile.Read(ref _one));",
        "if (Volatile.Read(ref _two) is 3) { _seen = Volatile.Read(ref _one); }", "-1 3")]
    [InlineData("Toy other = new(); Volatile.Write(ref other._one, 5); _next = other;", "if (_next is { } next) { _seen = Volatile.Read(ref next._one); }", "-1 5")]
    public void Where_memory_is_weak_plain_accesses_are_in_order(string one, string other, string seen)
    {
        using CompiledToy toy = new("Weak", $$"""
            public sealed class Toy
            {
                private readonly object _gate = new();
                private int _one, _two;
                private Toy _next;
                private int _seen = -1;
                public void One() { {{one}} }
                public void Other() { {{other}} }
                public string Seen() => $"{_seen}";
            }
            """, Explore.Replace("FindDataRaces = true", "Memory = MemoryModel.ReleaseAcquire", StringComparison.Ordinal)
                .Replace("{report.Executions}: {string.Join(\" \", report.Outcomes)}", "{string.Join(\" \", report.Outcomes.Keys.Order(StringComparer.Ordinal))}", StringComparison.Ordinal));

        Assert.Equal($"Holds {seen}", toy.RunInCopy());
    }

    /// <summary>Whoever spins does so around an access; the bound of accesses a thread ends it, and executions that it ends are none of these.</summary>
    [Fact]
    public void Spinning_is_left_as_it_is()
    {
        using CompiledToy toy = new("Spinning", """
            public sealed class Toy
            {
                private int _turn;
                private int _seen = -1;
                public void One() { _seen = 5; Volatile.Write(ref _turn, 1); }
                public void Other()
                {
                    SpinWait wait = default;
                    while (Volatile.Read(ref _turn) == 0) { wait.SpinOnce(); Thread.Yield(); }
                    _seen++;
                }
                public string Seen() => $"{_seen}";
            }
            """, Explore.Replace("FindDataRaces = true", "FindDataRaces = true, MaxThreadSteps = [6, 6]", StringComparison.Ordinal));

        Assert.Equal("Holds 5: [6, 5]", toy.RunInCopy()); // none to four reads in vain: with its beginning and the last one, six
    }

    [Fact]
    public void What_has_no_stand_in_is_refused_with_its_place()
    {
        using CompiledToy toy = new("Waiting", """
            public sealed class Toy
            {
                private readonly SemaphoreSlim _free = new(1);
                public void One() => _free.Wait();
                public void Other()
                {
                    lock (_free)
                    {
                        Monitor.Wait(_free);
                    }
                }
                public void Third() => new System.Collections.Concurrent.ConcurrentQueue<int>().Enqueue(1);
                public async System.Threading.Tasks.Task Fourth() => await System.Threading.Tasks.Task.Yield();
                [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)]
                public static int Fifth(int number)
                {
                    number++;
                    return number * number;
                }
            }
            """);

        string refused = Assert.Throws<NotSupportedException>(() => toy.RunInCopy()).Message;

        string[] what = refused["Waiting.dll synchronises by what the explorer does not control: ".Length..^1].Split(", ");
        Assert.Equal($"Waiting.dll synchronises by what the explorer does not control: {string.Join(", ", what)}.", refused);
        Assert.Equal(["ConcurrentQueue..ctor (Toy.cs:12)", "ConcurrentQueue.Enqueue (Toy.cs:12)", "Monitor.Wait (Toy.cs:9)", "SemaphoreSlim..ctor (Toy.cs:3)", "SemaphoreSlim.Wait (Toy.cs:4)", "the lock that Toy.Fifth is run under (Toy.cs:17)"], what.Where(static name => !name.Contains("Async", StringComparison.Ordinal) && !name.StartsWith("Task", StringComparison.Ordinal) && !name.StartsWith("Yield", StringComparison.Ordinal)));
        Assert.Contains("Task.Yield (Toy.cs:13)", what);
        Assert.Contains(what, static name => name.StartsWith("AsyncTaskMethodBuilder.", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_run_in_a_copy_is_refused()
    {
        using CompiledToy toy = new("Empty", "public sealed class Toy { }");
        int captured = 1;
        ControlledCopy copy = toy.Copy();

        Func<int> capturing = () => captured;
        Assert.Equal(
            $"{capturing.Method.DeclaringType!.Name}.{capturing.Method.Name} cannot be run in the copy: it has to be a static method of Empty.Checks, or a lambda that captures nothing. (Parameter 'check')",
            Assert.Throws<ArgumentException>(() => copy.Run(capturing)).Message);
        Assert.Throws<ArgumentException>(() => copy.Run(static () => 1)); // of another assembly
        Assert.Equal(
            $"The component and its checks have to be two assemblies, each of a file; {nameof(CompiledToy)} is of '{typeof(CompiledToy).Assembly.Location}', the checks are of '{typeof(CompiledToy).Assembly.Location}'.",
            Assert.Throws<InvalidOperationException>(static () => ControlledCopy.Of(typeof(CompiledToy), typeof(ControlledCopyTests)).Run(static () => "")).Message);
        Assert.Throws<InvalidOperationException>(() => ControlledCopy.Of(typeof(CompiledToy), typeof(ControlledCopyTests)).Synchronisation);
    }

    /// <summary>What a check captures is of the original. Whoever captures nothing is run on an object that is made for it, however it is made.</summary>
    [Fact]
    public void What_captures_something_is_refused()
    {
        using CompiledToy toy = new("Capturing", "public sealed class Toy { }", """
            return "text"; }
            public static Func<string> Lambda() { string text = "captured"; return () => text; }
            private sealed class Holder { private readonly int _held = 1; public string Held() => $"{_held}"; public static string Static() => "static"; }
            public static Func<string> Holding() => new Holder().Held;
            public static Func<string> Static() => Holder.Static;
            private sealed class Lone { private Lone() { } public static Lone Only { get; } = new(); public string Held() => "lone"; }
            public static Func<string> Alone() { return Lone.Only.Held;
            """);
        ControlledCopy copy = toy.Copy();

        Assert.Throws<ArgumentException>("check", () => copy.Run(toy.Check<Func<string>>("Lambda")()));
        Assert.Throws<ArgumentException>("check", () => copy.Run(toy.Check<Func<string>>("Holding")()));
        Assert.Equal("static", copy.Run(toy.Check<Func<string>>("Static")()));
        Assert.Equal("lone", copy.Run(toy.Check<Func<string>>("Alone")()));
    }

    [Fact]
    public void What_a_check_gives_comes_from_the_copy_where_both_share_its_type()
    {
        using CompiledToy toy = new("Given", "public sealed class Toy { }", """
            return "text"; }
            public static string Null() => null;
            public static int? NoNumber() => null;
            public static int Number() => 7;
            public static object Own() => new Toy();
            public static object ToyAsObject() => null;
            private sealed class Holder : IDisposable { public static int Disposed; public void Dispose() => Disposed++; public string Held() => $"held {Disposed}"; }
            public static Func<string> Holding() => new Holder().Held;
            public static string Generic<T>() => "generic";
            public static string Disposed() { return $"{Holder.Disposed}";
            """);
        ControlledCopy copy = toy.Copy();

        Assert.Equal("text", toy.RunInCopy());
        Assert.Null(copy.Run(toy.Check<string?>("Null")));
        Assert.Null(copy.Run(toy.Check<int?>("NoNumber")));
        Assert.Equal(7, copy.Run(toy.Check<int>("Number")));
        Type own = copy.Run(toy.Check<object>("Own")).GetType();
        Assert.Equal(("Toy", "Given under control"), (own.Name, System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(own.Assembly)!.Name));

        // A method of an object is run on another one, made for it and disposed of.
        Func<string> holding = toy.Check<Func<string>>("Holding")();
        Assert.Equal("held 0", copy.Run(holding));
        Assert.Equal("held 1", copy.Run(holding));
        Assert.Equal("2", copy.Run(toy.Check<string>("Disposed")));
    }

    /// <summary>The toy's own types are others in the copy, so that what is given of such a type is refused and not taken for another.</summary>
    [Fact]
    public void What_a_check_gives_is_refused_where_its_type_is_another_one_in_the_copy()
    {
        using CompiledToy toy = new("Other", "public sealed class Toy { }", """
            return "text"; }
            public static T Make<T>() where T : new() => new();
            public static Toy Own() { return new Toy();
            """);
        System.Reflection.MethodInfo own = toy.Check<object>("Own").Method;
        System.Reflection.MethodInfo run = typeof(ControlledCopy).GetMethod(nameof(ControlledCopy.Run))!.MakeGenericMethod(own.ReturnType);
        ControlledCopy copy = toy.Copy();

        Assert.Equal(
            "Toy is another type in the copy: a check gives there what both share, such as a CheckReport or a string. (Parameter 'check')",
            Assert.Throws<ArgumentException>(() => run.Invoke(copy, System.Reflection.BindingFlags.DoNotWrapExceptions, null, [own.CreateDelegate(typeof(Func<>).MakeGenericType(own.ReturnType))], null)).Message);
    }

    /// <summary>From an image with its debug information in it the same is woven as from a file that has it beside it.</summary>
    [Fact]
    public void An_image_is_woven_as_a_file_is()
    {
        const string Text = """
            public sealed class Toy
            {
                private int _count;
                private int[] _many = new int[2];
                public void One() { _many[0] = _count; Point().X++; }
                private Pair Point() => new();
                public int Two() => Value().X;
                private static Single Value() => default;
                private sealed class Pair { public int X; }
                private struct Single { public int X; }
            }
            """;
        using CompiledToy toy = new("Image", Text);
        WovenAssembly file = toy.Copy().PlainAccesses;
        WovenAssembly image = AccessWeaver.Weave(CompiledToy.Image("Image", Text));

        Assert.Equal((6, 6), (file.Woven, image.Woven));
        Assert.Equal([("field of a value", 1)], file.LeftOut.Select(static what => (what.Key, what.Value)));
        Assert.Equal(file.LeftOut, image.LeftOut);
        Assert.Equal(Calls(file), Calls(image));
        Assert.Contains("_many[] Toy.cs 5", Calls(image));

        static string[] Calls(WovenAssembly woven)
        {
            using ModuleDefinition module = ModuleDefinition.ReadModule(new MemoryStream(woven.Image.ToArray()));
            return
            [
                .. from method in module.GetTypes().SelectMany(static type => type.Methods)
                   from call in method.Body.Instructions
                   where call.OpCode.Code == Code.Call && ((MethodReference)call.Operand).DeclaringType.Name is "Plain"
                   select $"{call.Previous.Previous.Previous.Operand} {call.Previous.Previous.Operand} {call.Previous.Operand ?? call.Previous.OpCode.ToString()[^1..]}",
            ];
        }
    }

    /// <summary>Not an instruction, nor the form of one, is another where nothing is shared.</summary>
    [Fact]
    public void What_shares_nothing_stays_as_it_was_compiled()
    {
        const string Text = """
            public sealed class Toy
            {
                private readonly int _fixed = 3;
                public int Sum(int first, int second, int third, int fourth)
                {
                    int sum = _fixed + 1000;
                    for (int place = 0; place < fourth; place++)
                    {
                        sum += first * 8 + second - third;
                    }
                    return sum;
                }
                public int Of(int place) => place switch { 0 => 70_000, 1 => -1, 2 => 8, 3 => 100, _ => throw new InvalidOperationException("none") };
                public bool IsDivided(int number, int by)
                {
                    try { return number / by > 0; } catch (DivideByZeroException) { return false; }
                }
            }
            """;
        using CompiledToy toy = new("Unshared", Text);

        Assert.Contains("ldarg.0", Instructions(ModuleDefinition.ReadModule(toy.File)), StringComparison.Ordinal);
        Assert.Equal(Instructions(ModuleDefinition.ReadModule(toy.File)), Instructions(toy.Copy().PlainAccesses));
        Assert.Equal(Instructions(ModuleDefinition.ReadModule(toy.File)), Instructions(AccessWeaver.Weave(CompiledToy.Image("Unshared", Text))));
    }

    [Fact]
    public void What_a_component_uses_may_lie_beside_it()
    {
        using CompiledToy toy = new(
            "Using",
            "public sealed class Toy { private readonly Used _used = new(); public string One() => $\"{++_used.Count} {typeof(Used).Assembly.GetName().Name}\"; }",
            "return new Toy().One();",
            used: "public sealed class Used { public int Count; }");

        Assert.Equal(2, toy.Copy().PlainAccesses.Woven);
        Assert.Equal("1 Using.Used", toy.RunInCopy());
    }

    /// <summary>A component without debug information has no places, and with that of another build neither: but it comes under control.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_debug_information_that_fits_places_have_no_names(bool isOfAnotherBuild)
    {
        using CompiledToy toy = new("Bare", "public sealed class Toy { private int _x; public void One() => _x++; public void Other() => _x++; public string Seen() => $\"{_x}\"; }", Explore);
        string symbols = Path.ChangeExtension(toy.File, "pdb");
        if (isOfAnotherBuild)
        {
            using CompiledToy another = new("Bare", "public sealed class Toy { private long _x; public void One() => _x++; }");
            File.Copy(Path.ChangeExtension(another.File, "pdb"), symbols, overwrite: true);
        }
        else
        {
            File.Delete(symbols);
        }

        Assert.Contains("thread 1: Write _x at :0; thread 2: Read _x at :0", toy.RunInCopy(), StringComparison.Ordinal);
    }

    private static string Instructions(WovenAssembly woven) => Instructions(ModuleDefinition.ReadModule(new MemoryStream(woven.Image.ToArray())));

    private static string Instructions(ModuleDefinition module)
    {
        using (module)
        {
            return string.Join('\n', module.GetTypes().SelectMany(static type => type.Methods).SelectMany(static method => method.Body.Instructions));
        }
    }
}
