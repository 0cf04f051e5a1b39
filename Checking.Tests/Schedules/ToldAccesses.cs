using System.Globalization;
using System.Text.RegularExpressions;
using Checking.Schedules;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>The accesses that a component does when one thread runs it, as its own lines tell them.</summary>
internal static partial class ToldAccesses
{
    /// <summary>Runs a toy, and gives a line for each access and what it has seen at the end.</summary>
    public const string Run = """
        using ScheduleExplorer explorer = new();
        ConcurrentProgram program = new("toy", () =>
        {
            Toy toy = new();
            return new ProgramInstance([toy.Run]) { Observe = () => new ProgramOutcome(toy.Seen()) };
        });
        ReplayedExecution execution = explorer.Replay(program, new Schedule([], []), new ScheduleLimits { StopsAtPlainAccesses = true });
        return string.Join("\n", execution.Accesses.Skip(1).Select(access => $"{access.Kind} {access.Place}").Append(execution.Problem?.ToString() ?? execution.Outcome));
        """;

    private const string Direct = "Toy toy = new(); toy.Run(); return toy.Seen();";

    private static readonly Dictionary<string, AccessKind> Kinds = new(StringComparer.Ordinal)
    {
        ["R"] = AccessKind.Read,
        ["W"] = AccessKind.Write,
        ["U"] = AccessKind.Update,
        ["E"] = AccessKind.Enter,
        ["X"] = AccessKind.Exit,
    };

    /// <summary>Fails unless a component has the accesses that its lines say, and does under control what it does without.</summary>
    /// <param name="component">The text of a class <c>Toy</c> with <c>Run</c> and <c>Seen</c>.</param>
    public static void Hold(string component)
    {
        using CompiledToy toy = new($"Weave{component.GetHashCode(StringComparison.Ordinal):x8}", component, $"{Run} }} public static string AsItIs() {{ {Direct}");
        ControlledCopy copy = toy.Copy();
        (string Access, int Times)[] told = [.. component.Split('\n').Index().SelectMany(static line => Told(line.Index + 1, line.Item))];

        string[] seen = copy.Run(toy.Check<string>("Run")).Split('\n');
        string[] outcome = toy.Check<string>("AsItIs")().Split('\n');
        Assert.Equal(outcome, seen[^outcome.Length..]);
        Assert.Equal(told.SelectMany(static access => Enumerable.Repeat(access.Access, access.Times)).Order(StringComparer.Ordinal), seen[..^outcome.Length].Order(StringComparer.Ordinal));
        Assert.Equal(told.Length, copy.PlainAccesses.Woven + copy.Synchronisation);
        Assert.Empty(copy.PlainAccesses.LeftOut);
    }

    /// <summary>
    /// What the end of a line says: `R` for a read, `W` for a write, `U` for an update, `E` and `X` for a lock that is taken and given back;
    /// before it how often a thread does it where that is not once, behind it the name.
    /// </summary>
    private static IEnumerable<(string Access, int Times)> Told(int line, string text) =>
        Said().Matches(text.Split("// ", 2) is [_, var end] ? end : string.Empty).Select(match => (
            $"{Kinds[match.Groups["kind"].Value]} {match.Groups["name"].Value} at Toy.cs:{line}",
            match.Groups["times"].Value is "" ? 1 : int.Parse(match.Groups["times"].Value, CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"(?<times>\d*)(?<kind>[RWUEX]) (?<name>[^,]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Said();
}
