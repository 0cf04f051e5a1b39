using SynchronisationMutants.Operators;
using Xunit;

namespace SynchronisationMutants.Tests;

/// <summary>What each operator makes of a few lines.</summary>
public sealed class OperatorTests
{
    private static readonly MutationOperator[] Operators =
    [
        .. MutationOperator.General,
        Looks.WithoutCall("version-not-raised", "", "Next"),
        Looks.WithoutBit("note-not-said", "", "Noted"),
    ];

    [Theory]
    [InlineData("lock-removed", "lock (gate) { a(); }", "{ a(); }")]
    [InlineData("lock-of-another-object", "lock (gate) { a(); }", "lock (new object()) { a(); }")]
    [InlineData("locks-swapped", "lock (one) { lock (two) { a(); } }", "lock (two) lock (one) { a(); }")]
    [InlineData("lock-begins-late", "lock (gate) { a(); b(); }", "a(); lock (gate) { b(); }")]
    [InlineData("lock-ends-early", "lock (gate) { a(); return b; }", "lock (gate) { a(); } return b;")]
    [InlineData("lock-moved-down", "lock (gate) { a(); b(); } c();", "a(); lock (gate) { b(); c(); }")]
    [InlineData("lock-moved-up", "c(); lock (gate) { a(); b(); }", "lock (gate) { c(); a(); } b();")]
    [InlineData("lock-split", "lock (gate) { a(); b(); }", "lock (gate) { a(); System.Threading.Monitor.Exit(gate); System.Threading.Monitor.Enter(gate); b(); }")]
    [InlineData("check-then-set", "x = Interlocked.CompareExchange(ref word, 2, 1);", "x = MutantSteps.CheckThenSet(ref word, 2, 1);")]
    [InlineData("comparand-read-anew", "x = Interlocked.CompareExchange(ref word, 2, 1);", "x = Interlocked.CompareExchange(ref word, 2, Volatile.Read(ref word));")]
    [InlineData("exchange-without-comparing", "x = Interlocked.CompareExchange(ref word, 2, 1);", "x = Interlocked.Exchange(ref word, 2);")]
    [InlineData("written-without-comparing", "Interlocked.CompareExchange(ref word, 2, 1);", "Volatile.Write(ref word, 2);")]
    [InlineData("result-ignored", "x = Interlocked.CompareExchange(ref word, 2, 1);", "x = MutantSteps.TakenForSuccess(ref word, 2, 1);")]
    [InlineData("exchange-dropped", "x = Interlocked.CompareExchange(ref word, 2, 1);", "x = MutantSteps.Dropped(ref word, 2, 1);")]
    [InlineData("update-in-two-steps", "Interlocked.Increment(ref word);", "MutantSteps.Increment(ref word);")]
    [InlineData("update-in-plain-steps", "x = Interlocked.Exchange(ref word, 1);", "x = MutantSteps.PlainExchange(ref word, 1);")]
    [InlineData("read-plainly", "x = Volatile.Read(ref word);", "x = word;")]
    [InlineData("written-plainly", "Volatile.Write(ref word, 1);", "word = 1;")]
    [InlineData("step-dropped", "Volatile.Write(ref word, 1);", ";")]
    [InlineData("step-dropped", "Change();", ";")]
    [InlineData("steps-swapped", "data = 1; Volatile.Write(ref word, 1);", "Volatile.Write(ref word, 1); data = 1;")]
    [InlineData("steps-swapped", "Volatile.Write(ref word, 1); if (Look()) { a(); }", "if (Look()) { a(); } Volatile.Write(ref word, 1);")]
    [InlineData("retry-dropped", "do { Change(); } while (Look());", "{ Change(); }")]
    [InlineData("retry-dropped", "while (Look()) { Change(); }", "if (Look()) { Change(); }")]
    [InlineData("retry-dropped", "while (true) { Change(); continue; }", "while (true) { Change(); ; }")]
    [InlineData("stale-retry", "while (Interlocked.CompareExchange(ref word, 1, seen) != seen) { seen = other; }", "while (Interlocked.CompareExchange(ref word, 1, seen) != seen) { ; }")]
    [InlineData("read-before-the-loop", "while (true) { long seen = Volatile.Read(ref word); Change(); }", "long seen = Volatile.Read(ref word); while (true) { Change(); }")]
    [InlineData("look-dropped", "if (a && Look()) { a(); }", "if (a && true) { a(); }")]
    [InlineData("version-not-raised", "x = Words.Next(y);", "x = (y);")]
    [InlineData("note-not-said", "x = y | Words.Noted;", "x = (y);")]
    public void An_operator_makes_its_mutant(string name, string before, string after)
    {
        Mutation[] mutants = [.. Mutate(before).Where(mutation => mutation.Operator == name)];

        Assert.Contains(Flat(Program(after)), mutants.Select(mutation => Flat(mutation.Changed.Text)));
    }

    [Fact]
    public void Every_operator_stands_in_the_table_and_says_what_it_stands_for()
    {
        string[] tested = [.. typeof(OperatorTests).GetMethod(nameof(An_operator_makes_its_mutant))!.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType == typeof(InlineDataAttribute))
            .Select(attribute => (string)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)[0].Value!)];

        Assert.Empty(Operators.Select(one => one.Name).Except(tested));
        Assert.All(MutationOperator.General, one => Assert.EndsWith(".", one.StandsFor.Replace(").", ".", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void A_member_that_is_called_as_a_primitive_is_another_one() =>
        Assert.Contains("look-dropped", Mutate("if (Look()) { a(); }", "class Other { long word; void Read() { Interlocked.Exchange(ref word, 1); } }").Select(mutation => mutation.Operator));

    [Fact]
    public void What_does_not_synchronise_has_no_mutants() => Assert.Empty(Mutate("int x = 1; a(); if (x == 1) { x = 2; } while (x > 0) { x--; }"));

    [Fact]
    public void A_name_that_also_belongs_to_what_does_not_synchronise_is_left_out() =>
        Assert.DoesNotContain("Change();", Mutate("Change();", "class Other { int Change() => 1; }").Select(mutation => mutation.Original));

    [Fact]
    public void Names_are_different_and_hold_no_character_that_a_token_uses()
    {
        IReadOnlyList<Mutation> mutants = Mutate("lock (gate) { if (Look()) { Change(); } Volatile.Write(ref word, 1); return Interlocked.CompareExchange(ref word, 2, 1); }");

        Assert.NotEmpty(mutants);
        Assert.Equal(mutants.Count, mutants.Select(mutation => mutation.Id).Distinct().Count());
        Assert.All(mutants, mutation => Assert.DoesNotMatch("[/@+!:' ]", mutation.Id));
    }

    [Fact]
    public void A_diff_shows_the_lines_that_change() =>
        Assert.Equal(
            "Program.cs:2 read-plainly\n- x = Volatile.Read(ref word); } }\n+ x = word; } }",
            MutationOperator.Mutate([new("Program.cs", "class P { void M() { a();\nx = Volatile.Read(ref word); } }\n")], MutationOperator.General)
                .Single(mutation => mutation.Operator == "read-plainly").Diff);

    private static IReadOnlyList<Mutation> Mutate(string statements, string more = "") =>
        [.. MutationOperator.Mutate([new("Program.cs", Program(statements)), new("More.cs", more)], Operators).Where(mutation => mutation.Start.Line == 3 || mutation.File.Name == "More.cs")];

    private static string Program(string statements) =>
        $"class Program {{ long word;\nbool Look() => Volatile.Read(ref word) == 0;\nvoid Change() {{ Interlocked.Exchange(ref word, 1); }}\nlong Run() {{ {statements} }} }}";

    private static string Flat(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));
}
