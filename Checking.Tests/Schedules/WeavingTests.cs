using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>
/// Which plain accesses of a compiled component are seen, under which name and at which line: each line of a component here ends with those
/// that it does, in their order. And weaving changes nothing of what the component does.
/// </summary>
public sealed partial class WeavingTests : IClassFixture<WarmCompiler>
{
    private const string Run = """
        using ScheduleExplorer explorer = new();
        ConcurrentProgram program = new("toy", () =>
        {
            Toy toy = new();
            return new ProgramInstance([toy.Run]) { Observe = () => new ProgramOutcome(toy.Seen()) };
        });
        ReplayedExecution execution = explorer.Replay(program, new Schedule([], []), new ScheduleLimits { StopsAtPlainAccesses = true });
        return string.Join("\n", execution.Accesses.Skip(1).Select(access => $"{access.Kind} {access.Place}").Append(execution.Problem?.ToString() ?? execution.Outcome));
        """;

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

    private const string Direct = "Toy toy = new(); toy.Run(); return toy.Seen();";

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
    public void Each_type_is_seen_as_field_static_element_and_through_a_reference() => Holds(
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
    public void What_nobody_shares_is_left_alone() => Holds("""
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
    public void A_field_is_called_by_its_own_name_or_its_propertys_wherever_it_lies() => Holds(Fields);

    [Fact]
    public void What_the_instruction_does_not_tell_is_counted_as_left_out()
    {
        using CompiledToy toy = new("Weave.LeftOut", """
            public sealed class Toy
            {
                private readonly Box<int> _ints = new();
                private readonly Own<string> _own = new();
                private string _read;
                public void Run()
                {
                    _ints.Value = 3;
                    _own.Set("x");
                    _read = $"{_ints.Value} {_own.Get()} {Make().X}";
                }
                public string Seen() => _read;
                private static Point Make() => new() { X = 4 };
                private struct Point { public int X; }
                private sealed class Box<T> { public T Value; }
                private sealed class Own<T> { private T _value; public void Set(T value) => _value = value; public T Get() => _value; }
            }
            """, Run);

        Assert.Equal(
            ["Read Value at Toy.cs:10", "Write _read at Toy.cs:10", "3 x 4"],
            toy.RunInCopy().Split('\n').Where(static line => !line.Contains("_value", StringComparison.Ordinal) && !line.Contains("X at Toy.cs:13", StringComparison.Ordinal)));
        Assert.Equal(new Dictionary<string, int> { ["field of a generic type"] = 1, ["field of a value"] = 1 }, toy.Copy().PlainAccesses.LeftOut);
    }

    private static void Holds(string component)
    {
        string name = $"Weave{component.GetHashCode(StringComparison.Ordinal):x8}";
        using CompiledToy woven = new(name, component, Run);
        using CompiledToy asItIs = new($"{name}.AsItIs", component, Direct);
        (string Access, int Times)[] told = [.. component.Split('\n').Index().SelectMany(static line => Told(line.Index + 1, line.Item))];

        string[] seen = woven.RunInCopy().Split('\n');
        string[] outcome = asItIs.Run().Split('\n');
        Assert.Equal(outcome, seen[^outcome.Length..]);
        Assert.Equal(told.SelectMany(static access => Enumerable.Repeat(access.Access, access.Times)).Order(StringComparer.Ordinal), seen[..^outcome.Length].Order(StringComparer.Ordinal));
        Assert.Equal(told.Length, woven.Copy().PlainAccesses.Woven);
        Assert.Empty(woven.Copy().PlainAccesses.LeftOut);
    }

    /// <summary>What the end of a line says: `R` for a read, `W` for a write, before it how often a thread does it where that is not once, behind it the name.</summary>
    private static IEnumerable<(string Access, int Times)> Told(int line, string text) =>
        Said().Matches(text.Split("// ", 2) is [_, var end] ? end : string.Empty).Select(match => (
            $"{(match.Groups["kind"].Value is "R" ? "Read" : "Write")} {match.Groups["name"].Value} at Toy.cs:{line}",
            match.Groups["times"].Value is "" ? 1 : int.Parse(match.Groups["times"].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"(?<times>\d*)(?<kind>[RW]) (?<name>[^,]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Said();
}
