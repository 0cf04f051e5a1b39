using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>
/// Which accesses of a compiled component are seen, under which name and at which line: each line of a component here ends with those
/// that it does, in their order. And weaving changes nothing of what the component does.
/// </summary>
public sealed class WeavingTests : IClassFixture<WarmCompiler>
{
    private const string Fields = """
        public sealed class Toy
        {
            private readonly Inner _inner = new();
            private Point _point;
            private readonly Point[] _points = new Point[2];
            private int[] _numbers = [1, 2, 3]; // 0W _numbers
            private int[] _many = new int[2]; // 0W _many
            private string _read = ""; // 0W _read
            public int Property { get; set; } // R Property, W Property
            public static int Shared { get; set; } // R Shared, W Shared
            public void Run()
            {
                _point.X = 3; // W X
                _points[1].Y = 4; // W Y
                _inner.Point.X = 5; // W X
                _inner.Number = 6; // W Number
                Property = 7;
                Shared = 8;
                Inner.Last = 9; // W Last
                At(1) = 10; // W a reference
                At(2)++; // R a reference, W a reference
                ref int alias = ref _many.AsSpan()[0]; // R _many
                alias = 3; // W a local
                alias += alias; // R a local, R a local, W a local
                ref Point point = ref _points[0];
                point.X = 11; // W X
                _numbers[_inner.Number - 6] += 12; // R _numbers, R Number, R a reference, W a reference
                Static(ref Inner.Last);
                int sum = _point.X + _points[1].Y + _inner.Point.X; // R X, R Y, R X
                sum += point.X; // R X
                sum += Property;
                sum += Shared;
                sum += Same().X; // R X
                _read = $"{sum} {Inner.Last}"; // R Last, W _read
                if (_inner.Number > 5) // R Number
                {
                    _read += "!"; // R _read, W _read
                }
                while (_inner.Number > 5) // 2R Number
                {
                    _inner.Number--; // R Number, W Number
                }
                try
                {
                    throw new Exception();
                }
                catch (Exception)
                {
                    _inner.Number = 2; // W Number
                }
            }
            private ref int At(int place) => ref _numbers[place]; // 2R _numbers
            private ref Point Same() => ref _point;
            private static void Static(ref int number) => number *= 2; // R number, W number
            public string Seen() => $"{_read} {string.Join(' ', _numbers)}"; // 0R _read, 0R _numbers
            private struct Point
            {
                public int X;
                public int Y;
            }
            private sealed class Inner
            {
                public static int Last;
                public Point Point;
                public int Number;
            }
        }
        """;

    /// <summary>A type, and two values of it.</summary>
    private static readonly (string Type, string One, string Other)[] Types =
    [
        ("sbyte", "-5", "7"),
        ("byte", "250", "7"),
        ("short", "-30000", "7"),
        ("ushort", "60000", "7"),
        ("char", "'\\uffff'", "'x'"),
        ("int", "-2000000000", "7"),
        ("uint", "4000000000", "7"),
        ("long", "-9000000000000000000", "7"),
        ("ulong", "18000000000000000000", "7"),
        ("nint", "-5", "7"),
        ("float", "0.1f", "2.5f"),
        ("double", "0.1", "2.5"),
        ("bool", "true", "false"),
        ("decimal", "0.1m", "2.5m"),
        ("string", "\"a\"", "\"b\""),
        ("object", "\"a\"", "\"b\""),
        ("System.DayOfWeek", "System.DayOfWeek.Friday", "System.DayOfWeek.Monday"),
        ("(int, string)", "(1, \"a\")", "(2, \"b\")"),
    ];

    [Fact]
    public void Each_type_is_seen_as_field_static_element_and_through_a_reference() => ToldAccesses.Hold(
        "public sealed class Toy { "
        + string.Concat(Types.Select(static (_, number) => $"private readonly Of{number} _of{number} = new(); "))
        + $"public void Run() {{ {string.Concat(Types.Select(static (_, number) => $"_of{number}.Run(); "))} }} "
        + $"public string Seen() => new System.Text.StringBuilder(){string.Concat(Types.Select(static (_, number) => $".Append(_of{number}.Seen()).Append('|')"))}.ToString(); }}\n"
        + string.Join('\n', Types.Select(static (type, number) => OfType($"Of{number}", type.Type, type.One, type.Other))));

    private static string OfType(string name, string type, string one, string other) => $$"""
        public sealed class {{name}}
        {
            private static {{type}} s_static;
            private {{type}} _field;
            private {{type}}[] _many = new {{type}}[2]; // 0W _many
            private string _read = ""; // 0W _read
            public void Run()
            {
                _field = {{one}}; // W _field
                s_static = {{other}}; // W s_static
                _many[0] = {{one}}; // R _many, W _many[]
                _read = $"{_field}"; // R _field, W _read
                _read += $" {s_static}"; // R _read, R s_static, W _read
                _read += $" {_many[0]}"; // R _read, R _many, R _many[], W _read
                Through(ref _field);
                _read += $" {_field}"; // R _read, R _field, W _read
                Through(ref _many[1]); // R _many
                _read += $" {_many[1]}"; // R _read, R _many, R _many[], W _read
            }
            private void Through(ref {{type}} reference)
            {
                {{type}} read = reference; // 2R reference
                _read += $" {read}"; // 2R _read, 2W _read
                reference = {{other}}; // 2W reference
            }
            public string Seen() => _read; // 0R _read
        }
        """;

    [Fact]
    public void What_nobody_shares_is_left_alone() => ToldAccesses.Hold("""
        public sealed class Toy
        {
            private const int Constant = 3;
            private static readonly int s_fixed = 4;
            private readonly int _fixed = 5;
            [ThreadStatic] private static int s_own;
            private string _read = ""; // 0W _read
            public void Run()
            {
                int local = Constant + s_fixed + _fixed;
                s_own = local;
                Point point = new();
                point.X = s_own; // 0W X
                Double(ref local);
                (int X, int Y) pair = (point.X, point.Y);
                Func<int> cached = static () => 7;
                Argument(point, pair.X);
                _read += $" {cached()} {local} {pair.Y}"; // R _read, W _read
            }
            private static void Double(ref int number) => number *= 2; // 0R number, 0W number
            private void Argument(Point point, int number)
            {
                number++;
                _read += $"{point.X} {number}"; // R _read, W _read
            }
            public string Seen() => _read; // 0R _read
            private struct Point
            {
                public int X;
                public int Y;
            }
        }
        """);

    [Fact]
    public void A_field_is_called_by_its_own_name_or_its_propertys_wherever_it_lies() => ToldAccesses.Hold(Fields);

    /// <summary>Where a condition stands before an access, the instruction before it in the text is that of one case only.</summary>
    [Fact]
    public void What_a_condition_chooses_is_seen_whichever_case_stands_last() => ToldAccesses.Hold("""
        public sealed class Toy
        {
            private readonly int[] _many = new int[3];
            private readonly int[] _more = new int[3];
            private readonly string _name = "a";
            private bool _isOn = true; // 0W _isOn
            private int _one = 1; // 0W _one
            private int _other = 2; // 0W _other
            private Point _point;
            public void Run()
            {
                Point local = default;
                (_isOn ? ref _point : ref local).X = 3; // R _isOn, W X
                (!_isOn ? ref local : ref _point).Y = 4; // R _isOn, W Y
                _one += (_isOn ? ref _point : ref local).X; // R _one, R _isOn, R X, W _one
                _one += (!_isOn ? ref local : ref _point).Y; // R _one, R _isOn, R Y, W _one
                _more[_many[_isOn ? 1 : _other]] = 1; // R _isOn, 0R _other, R a reference[], W a reference[]
                _more[_many[Length(_name ?? throw new InvalidOperationException())]] = 1; // R a reference[], W a reference[]
            }
            private static int Length(string name) => name.Length;
            public string Seen() => $"{_one}"; // 0R _one
            private struct Point
            {
                public int X;
                public int Y;
            }
        }
        """);

    /// <summary>A field is written with the parameters of the type that declares it, and a pointer may lead to it.</summary>
    [Fact]
    public void A_field_of_a_generic_type_or_behind_a_pointer_is_seen_where_it_is_used() => ToldAccesses.Hold("""
        public unsafe sealed class Toy
        {
            private readonly Pair<int, string> _pair = new();
            private readonly Pair<string, int> _turned = new();
            private readonly Raw<Point>* _raw = (Raw<Point>*)System.Runtime.InteropServices.NativeMemory.AllocZeroed((nuint)sizeof(Raw<Point>));
            private readonly Point* _point = (Point*)System.Runtime.InteropServices.NativeMemory.AllocZeroed((nuint)sizeof(Point));
            private int _number = 3; // 0W _number
            private string _read = ""; // 0W _read
            public void Run()
            {
                _pair.One = 1; // W One
                _pair.Other = "a"; // W Other
                _pair.Both = (2, "b"); // W Both
                _pair.Many = [3]; // W a reference[], W Many
                _pair.Square = new int[2, 2]; // W Square
                _turned.Square = new string[1, 1]; // W Square
                _pair.In.Deep = "c"; // R In, W Deep
                _pair.Take(_turned);
                _raw->At = _point; // W At
                _raw->At->X = 4; // R At, W X
                Point* local = _raw->At; // R At
                local->Y = local->X + Same(local)->X; // R X, R X, W Y
                Cursor<int> cursor = new() { At = ref _number }; // 0W At
                cursor.At += _point->Y + Through(local); // 0R At, R a reference, R Y, W a reference
                _read = $"{_pair.One} {_pair.Other} {_pair.Both} {_pair.Many[0]}"; // R One, R Other, R Both, R Many, R Many[], W _read
                _read += $"{_pair.Square.Length} {_pair.In.Deep} {_number}"; // R _read, R Square, R In, R Deep, R _number, W _read
            }
            private static Point* Same(Point* point) => point;
            private static int Through(Point* point) => point->X; // R X
            public string Seen() => _read; // 0R _read
            private struct Point
            {
                public int X;
                public int Y;
            }
            private struct Raw<T> where T : unmanaged
            {
                public T* At;
            }
            private ref struct Cursor<T>
            {
                public ref T At;
            }
            private sealed class Pair<TOne, TOther>
            {
                public TOne One;
                public TOther Other;
                public (TOne, TOther) Both;
                public TOne[] Many;
                public TOne[,] Square;
                public Inner In = new(); // 0W In
                public void Take(Pair<TOther, TOne> turned) => turned.One = Other; // R Other, W One
                public sealed class Inner
                {
                    public TOther Deep;
                }
            }
        }
        """);

    /// <summary>Names are those of the source also where others are called on the way.</summary>
    [Fact]
    public void An_element_is_called_by_its_array_whatever_its_place_is_made_of() => ToldAccesses.Hold("""
        public sealed class Toy
        {
            private readonly int[] _many = new int[4];
            private readonly int[] _more = new int[4];
            public void Run()
            {
                _many[Same(1)] = 2; // W _many[]
                _many[new Key { First = 5, Second = 3 }.Second] = _more[this.Own(0)]; // R _more[], W _many[]
                _more[new int[] { 1, 2 }.Length] = new string('a', 3).Length; // W a reference[], W a reference[], W _more[]
            }
            private static int Same(int number) => number;
            private int Own(int number) => number;
            public string Seen() => string.Join(' ', _many) + string.Join(' ', _more);
            private sealed class Key
            {
                public int First { get; init; }
                public int Second { get; init; }
            }
        }
        """);

    [Fact]
    public void What_synchronises_is_seen_by_the_name_of_what_it_is_about() => ToldAccesses.Hold("""
        public sealed class Toy
        {
            private static volatile int s_turn;
            private static long s_count;
            private readonly Node<string> _node = new();
            private readonly object _gate = new();
            private readonly long[] _many = new long[2];
            private readonly Point[] _points = new Point[2];
            private volatile bool _isReady;
            private int _number;
            public void Run()
            {
                s_turn = 2; // W s_turn
                _isReady = true; // W _isReady
                Interlocked.Increment(ref _number); // U _number
                Interlocked.CompareExchange(ref s_count, _isReady ? s_turn : 5, 0); // R _isReady, R s_turn, U a reference
                Interlocked.Add(ref _many[1], 10); // U _many[]
                Interlocked.Exchange(ref _points[1].X, _number); // R _number, U X
                Volatile.Write(ref Least(), Volatile.Read(ref s_count)); // R s_count, W a reference
                Through(ref _number);
                _node.Value = "a"; // W Value
                _node.Next = _node; // W Next
                _node.Take(_node.Next.Value); // R Next, R Value
                lock (_gate) // E lock
                {
                    s_turn++; // R s_turn, W s_turn
                } // X lock
            }
            private static void Through(ref int number) => Interlocked.Or(ref number, 8); // U number
            private ref long Least() => ref _many[0];
            public string Seen() => $"{s_turn} {s_count} {string.Join(' ', _many)} {_points[1].X} {_number} {_node.Value}"; // 0R s_turn, 0R s_count, 0R X, 0R _number, 0R Value
            private struct Point
            {
                public int X;
            }
            private sealed class Node<T> where T : class
            {
                public volatile T Value;
                public volatile Node<T> Next;
                public void Take(T value) => Value = value; // W Value
            }
        }
        """);

    [Fact]
    public void What_the_instruction_does_not_tell_is_counted_as_left_out()
    {
        using CompiledToy toy = new("Weave.LeftOut", """
            public sealed class Toy
            {
                private string _read;
                public void Run() => _read = $"{Make().X} {Make().In.Y} {((Point)Boxed()).X}";
                private static object Boxed() => Make();
                private static Point Make() => new() { X = 4, In = new() { Y = 5 } };
                public string Seen() => _read;
                private struct Point { public int X; public Inner In; }
                private struct Inner { public int Y; }
            }
            """, ToldAccesses.Run);

        Assert.Equal(["Write _read at Toy.cs:4", "4 5 4"], toy.RunInCopy().Split('\n'));
        Assert.Equal(new Dictionary<string, int> { ["field of a value"] = 4 }, toy.Copy().PlainAccesses.LeftOut);
    }
}
