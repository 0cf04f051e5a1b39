using Checking;
using NJsonSchema;
using Verify.Evidence;
using Xunit;

namespace Verify.Tests;

/// <summary>The receipt: its shape, and that shrinking evidence is seen, whatever shrinks.</summary>
public sealed class ReceiptTests : IDisposable
{
    private static readonly Receipt Earlier = new(
        ReceiptFile.Schema, "0123abc", IsChanged: false, new DateTimeOffset(2007, 5, 31, 12, 0, 0, TimeSpan.Zero), "a machine", "17", 120, 118.2, Verdict.Holds,
        [
            new("scope A0", ClaimKind.Check, "the whole scope", Verdict.Holds, 1.5, [Figure.Of("states", 945), Figure.Of("transitions", 8_250)]),
            new("sequences", ClaimKind.Check, "up to 200 operations", Verdict.Holds, 30, [Figure.Of("operations", 1_000_000, FigureBasis.Timed)]) { Seed = "17" },
            new("coverage of sequences", ClaimKind.Coverage, "300 sequences", Verdict.Holds, null, [new("alloc: own device", 400, "times", FigureBasis.Drawn), Figure.Of("lines of clone.c", 3)])
            { Lines = "106-107, 130" },
            new("mutants of Model", ClaimKind.Mutants, "12 files", Verdict.Holds, null, [Figure.Of("mutants seen", 368)]),
        ]);

    private readonly string _folder = Directory.CreateTempSubdirectory(nameof(ReceiptTests)).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_evidence_is_not_less()
    {
        Console run = Compare(Earlier, Earlier);

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Contains("none of the 4 before has become less", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void More_evidence_is_not_less() => Assert.Equal(ExitCode.Holds, Compare(
        Earlier with { Claims = [.. Earlier.Claims.Skip(1)] },
        With(0, claim => claim with { Figures = [Figure.Of("states", 946), .. claim.Figures.Skip(1), Figure.Of("depth", 14)] })).ExitCode);

    [Fact]
    public void A_claim_that_is_gone_is_printed_and_ends_with_1()
    {
        Console run = Compare(Earlier, Earlier with { Claims = [.. Earlier.Claims.SkipLast(1)] });

        Assert.Equal(ExitCode.Violated, run.ExitCode);
        Assert.Contains("less: mutants of Model: the claim is gone", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_that_counted_nothing_may_go()
    {
        Receipt before = Earlier with { Claims = [.. Earlier.Claims, new("last mutation run", ClaimKind.Check, "none", Verdict.Holds, 0, [])] };

        Assert.Equal(ExitCode.Holds, Compare(before, Earlier).ExitCode);
    }

    [Fact]
    public void A_count_that_went_down_by_one_is_printed_with_both_values()
    {
        Console run = Compare(Earlier, With(0, claim => claim with { Figures = [claim.Figures[0], Figure.Of("transitions", 8_249)] }));

        Assert.Equal(ExitCode.Violated, run.ExitCode);
        Assert.Contains("less: scope A0: transitions: 8,250 before, 8,249 now", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("states", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_that_is_gone_and_a_verdict_that_does_not_hold_any_more_are_less()
    {
        Console run = Compare(Earlier, With(0, claim => claim with { Figures = [claim.Figures[0]], Verdict = Verdict.Undecided }));

        Assert.Contains("less: scope A0: the verdict was holds, and is undecided", run.Output, StringComparison.Ordinal);
        Assert.Contains("less: scope A0: the figure 'transitions' is gone, which was 8,250", run.Output, StringComparison.Ordinal);
        Assert.Contains("shrunk in 2 places", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(120, 100_000, true)]
    [InlineData(120, 99_999, false)]
    [InlineData(60, 50_000, true)]
    [InlineData(60, 49_999, false)]
    [InlineData(1320, 1_000_000, true)]
    [InlineData(1320, 999_999, false)]
    [InlineData(1, 0, false)]
    public void What_depends_on_time_may_be_a_tenth_a_second_of_budget(int budget, int operations, bool isEnough)
    {
        Receipt later = With(1, claim => claim with { Figures = [Figure.Of("operations", operations, FigureBasis.Timed)] }) with { BudgetSeconds = budget };

        Assert.Equal(isEnough ? ExitCode.Holds : ExitCode.Violated, Compare(Earlier, later).ExitCode);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(99, false)]
    public void What_a_fixed_seed_draws_may_be_a_quarter(int times, bool isEnough)
    {
        Receipt later = With(2, claim => claim with { Figures = [new("alloc: own device", times, "times", FigureBasis.Drawn), claim.Figures[1]] });

        Assert.Equal(isEnough ? ExitCode.Holds : ExitCode.Violated, Compare(Earlier, later).ExitCode);
    }

    [Fact]
    public void A_figure_that_calls_itself_timed_from_now_on_is_still_held_to_the_earlier_rule() => Assert.Equal(ExitCode.Violated, Compare(
        Earlier, With(0, claim => claim with { Figures = [Figure.Of("states", 944, FigureBasis.Timed), claim.Figures[1]] })).ExitCode);

    [Theory]
    [InlineData("\"schema\": 1", "\"schema\": 2", "a receipt of schema 2; expected 1")]
    [InlineData("\"schema\": 1,", "", "no number 'schema'")]
    [InlineData("\"kind\": \"check\"", "\"kind\": \"guess\"", "no receipt:")]
    [InlineData("\"budgetSeconds\": 120,", "", "no receipt:")]
    [InlineData("\"machine\"", "\"engine\"", "no receipt:")]
    [InlineData("\"name\": \"scope A0\"", "\"name\": \"sequences\"", "the claim 'sequences' stands in it twice")]
    [InlineData("{", "", "no receipt:")]
    public void A_receipt_of_another_shape_is_refused_with_its_path_and_the_reason(string find, string replace, string reason)
    {
        string text = ReceiptFile.Serialize(Earlier);
        Assert.Contains(find, text, StringComparison.Ordinal);
        string path = Path.Combine(_folder, "other.json");
        int at = text.IndexOf(find, StringComparison.Ordinal);
        File.WriteAllText(path, text.Remove(at, find.Length).Insert(at, replace));
        Console run = Console.Run("receipt", "--compare", path, Write("receipt.json", Earlier));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith($"{path}: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_receipt_that_is_not_there_is_refused() => Assert.Equal(ExitCode.Usage, Console.Run("receipt", Path.Combine(_folder, "none.json")).ExitCode);

    [Fact]
    public async Task The_schema_accepts_a_receipt_and_refuses_another_version()
    {
        JsonSchema schema = await JsonSchema.FromFileAsync(Path.Combine(AppContext.BaseDirectory, "receipt.schema.json"), TestContext.Current.CancellationToken);
        string text = ReceiptFile.Serialize(Earlier);

        Assert.Empty(schema.Validate(text));
        Assert.NotEmpty(schema.Validate(text.Replace("\"schema\": 1", "\"schema\": 2", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(text.Replace("\"basis\": \"timed\"", "\"basis\": \"often\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Validate(text.Replace("\"unit\"", "\"units\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_receipt_is_read_as_it_was_written_and_shown_as_a_page()
    {
        string path = Write("receipt.json", Earlier);
        Console json = Console.Run("receipt", path, "--json");
        Console page = Console.Run("receipt", path);

        Assert.Equal(ReceiptFile.Serialize(Earlier), ReceiptFile.Serialize(ReceiptFile.Read(path)));
        Assert.Equal(4, json.Json.GetProperty("claims").GetArrayLength());
        Assert.Equal(page.Output.TrimEnd(), File.ReadAllText(Path.ChangeExtension(path, ".md")).TrimEnd());
        Assert.Contains("| scope A0 | holds | 945 states, 8,250 transitions | the whole scope | 1.5 |  |", page.Output, StringComparison.Ordinal);
        Assert.Contains("~1,000,000 operations", page.Output, StringComparison.Ordinal);
        Assert.Contains("| alloc: own device | *400 |", page.Output, StringComparison.Ordinal);
        Assert.Contains("| 3 | 106-107, 130 |", page.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("106-107, 130")]
    [InlineData("1")]
    [InlineData("")]
    public void Lines_are_read_as_they_were_written(string lines) => Assert.Equal(lines, LineRanges.Format(LineRanges.Parse(lines)));

    private static Receipt With(int claim, Func<ReceiptClaim, ReceiptClaim> change) =>
        Earlier with { Claims = [.. Earlier.Claims.Select((one, index) => index == claim ? change(one) : one)] };

    private string Write(string name, Receipt receipt)
    {
        string path = Path.Combine(_folder, name);
        ReceiptFile.Write(receipt, path);
        return path;
    }

    private Console Compare(Receipt before, Receipt after) => Console.Run("receipt", "--compare", Write("before.json", before), Write("after.json", after));
}
