using Checking.Scenarios;
using CsCheck;
using Xunit;

namespace Checking.Tests.Scenarios;

public sealed class ScenarioShrinkerTests
{
    private static readonly Gen<Scenario<int>> Scenarios = Gen.Int[0, 9].Array[0, 6].Select(
        Gen.Int[0, 9].Array[1, 4].Array[1, 3], Gen.Int[0, 9].Array[0, 2], static (start, threads, callback) => new Scenario<int>("generated", start, threads) { Callback = callback });

    private static readonly ScenarioEdits<int> Edits = new() { Simpler = static operation => operation > 0 ? [operation - 1] : [] };

    [Fact]
    public void What_is_left_fails_and_nothing_can_be_taken_from_it() => Seeded.Sample(Scenarios.Where(Fails), scenario =>
    {
        (Scenario<int> shrunk, string failure, int shrinks) = ScenarioShrinker.Shrink(scenario, "first", candidate => Fails(candidate) ? "again" : null, Edits);

        Assert.Equal("3 | 5 | 7", string.Join(" | ", shrunk.Threads.Prepend(shrunk.Start).Select(operations => string.Join(' ', operations))));
        Assert.Empty(shrunk.Callback);
        Assert.Equal(shrinks > 0 ? "again" : "first", failure);
    });

    [Fact]
    public void Attempts_are_bounded()
    {
        int attempts = 0;
        ScenarioShrinker.Shrink(new Scenario<int>("wide", [9, 9, 9], [[9, 9], [9, 9]]), "first", _ => ++attempts % 2 == 0 ? "again" : null, Edits, maxAttempts: 7);

        Assert.Equal(7, attempts);
    }

    /// <summary>What takes most away comes first; of one kind, what stands last.</summary>
    [Fact]
    public void Candidates_come_in_one_order()
    {
        List<string> tried = [];
        ScenarioEdits<int> edits = new() { Simpler = static operation => operation > 1 ? [operation - 2, operation - 1] : [] };
        (Scenario<int> shrunk, string failure, int shrinks) = ScenarioShrinker.Shrink(
            new Scenario<int>("all", [1, 2], [[3, 1], [1]]) { Callback = [1, 0] },
            "first",
            candidate =>
            {
                tried.Add(Text(candidate));
                return null;
            },
            edits);

        Assert.Equal(
            [
                "1 2 | 3 1 | 1 |", // without the callback
                "1 2 | 3 1 | 1 0", "1 2 | 1 | 1 0", // without a thread
                "1 2 | 3 | 1 | 1 0", "1 2 | 1 | 1 | 1 0", // without an operation of a thread
                "1 2 | 3 1 | 1 | 1", "1 2 | 3 1 | 1 | 0", // without one of the callback
                "1 | 3 1 | 1 | 1 0", "2 | 3 1 | 1 | 1 0", // without one of the start
                "1 2 | 1 1 | 1 | 1 0", "1 2 | 2 1 | 1 | 1 0", // with a simpler one in a thread
                "1 0 | 3 1 | 1 | 1 0", "1 1 | 3 1 | 1 | 1 0", // with a simpler one in the start
            ],
            tried);
        Assert.Equal(("1 2 | 3 1 | 1 | 1 0", "first", 0), (Text(shrunk), failure, shrinks));

        static string Text(Scenario<int> scenario) =>
            string.Join(" | ", scenario.Threads.Prepend(scenario.Start).Append(scenario.Callback).Select(operations => string.Join(' ', operations))).TrimEnd();
    }

    [Fact]
    public void A_callback_of_one_operation_is_left_out_once_and_nothing_is_simpler_where_nobody_says_so()
    {
        int tried = 0;
        ScenarioShrinker.Shrink(new Scenario<int>("one", [], [[5]]) { Callback = [5] }, "first", _ => ++tried < 0 ? "again" : null, new());

        Assert.Equal(1, tried);
        Assert.Empty(new ScenarioEdits<int>().Simpler(5));
    }

    [Fact]
    public void A_simpler_scenario_is_simplified_again_from_the_beginning_and_counted()
    {
        (Scenario<int> shrunk, string failure, int shrinks) = ScenarioShrinker.Shrink(
            new Scenario<int>("numbers", [], [[4]]), "first", static candidate => candidate.Threads[0][0] >= 2 ? $"{candidate.Threads[0][0]}" : null, Edits);

        Assert.Equal((2, "2", 2), (shrunk.Threads[0][0], failure, shrinks));
        Assert.Equal("numbers", shrunk.Name);
    }

    [Fact]
    public void Nothing_is_refused()
    {
        Assert.Throws<ArgumentNullException>("fails", static () => ScenarioShrinker.Shrink<int, string>(new("none", [], [[0]]), "first", null!, Edits));
        Assert.Throws<ArgumentNullException>("edits", static () => ScenarioShrinker.Shrink(new Scenario<int>("none", [], [[0]]), "first", static _ => "again", null!));
        Assert.Throws<ArgumentNullException>("text", static () => ScenarioToken.TryParse(null!, out _));
        Assert.Throws<ArgumentNullException>("scenario", static () => ScenarioToken.Of<int>("check", null!, static number => $"{number}", "random"));
    }

    [Fact]
    public void A_token_is_one_word_and_a_callback_stands_behind_an_exclamation_mark()
    {
        Scenario<int> scenario = new("some", [1, 2], [[3], [4, 5]]) { Callback = [6, 7] };

        Assert.Equal("check/1+2/3/4+5/!6+7@x1", ScenarioToken.Of("check", scenario, static number => $"{number}", "x1").ToString());
        Assert.Equal("check//3/4+5@x1", ScenarioToken.Of("check", scenario with { Start = [], Callback = [] }, static number => $"{number}", "x1").ToString());
        Assert.Equal("replayed", Parsed("check/1/2@x").ToScenario(int.Parse).Name);
        Assert.Equal(["2", "!"], Parsed("check/1/2/!@x").Threads.Select(static thread => Assert.Single(thread))); // an exclamation mark alone is no callback
        Assert.Equal("y", Parsed("check/1@2/3@y").Schedule);

        static ScenarioToken Parsed(string text) => ScenarioToken.TryParse(text, out ScenarioToken? token) ? token! : throw new FormatException(text);
    }

    [Fact]
    public void A_start_is_shortened_by_the_edit_that_is_given_for_it()
    {
        // Of pairs that belong together both go.
        ScenarioEdits<int> pairs = new() { WithoutStart = static (scenario, place) => scenario with { Start = [.. scenario.Start.Where((_, other) => other / 2 != place / 2)] } };

        Scenario<int> shrunk = ScenarioShrinker.Shrink(new Scenario<int>("pairs", [1, 2, 3, 4], [[0]]), "first", candidate => candidate.Start.Contains(4) ? "again" : null, pairs).Scenario;

        Assert.Equal([3, 4], shrunk.Start);
    }

    [Fact]
    public void A_token_gives_the_scenario_again() => Seeded.Sample(Scenarios, scenario =>
    {
        string text = ScenarioToken.Of("check:subject", scenario, number => $"op,{number}", "random,5f").ToString();

        Assert.True(ScenarioToken.TryParse(text, out ScenarioToken? token));
        Scenario<int> again = token!.ToScenario(word => int.Parse(word["op,".Length..]));
        Assert.Equal(("check:subject", "random,5f"), (token.Check, token.Schedule));
        Assert.Equal(Lists(scenario), Lists(again));
        Assert.Equal(text, token.ToString());
    });

    [Theory]
    [InlineData("")]
    [InlineData("claims/create,0,2+alloc")]
    [InlineData("check/start@random")]
    [InlineData("check/start/thread@")]
    [InlineData("/start/thread@random")]
    [InlineData("check/start/!callback@random")]
    public void What_is_no_token_is_not_read(string text) => Assert.False(ScenarioToken.TryParse(text, out _));

    private static IEnumerable<IEnumerable<int>> Lists(Scenario<int> scenario) => [scenario.Start, scenario.Callback, .. scenario.Threads];

    /// <summary>There is a 3 or more in the start, a 5 or more in one thread, and a 7 or more in a later one.</summary>
    private static bool Fails(Scenario<int> scenario) =>
        scenario.Start.Any(operation => operation >= 3)
        && scenario.Threads.Any(thread => thread.Any(operation => operation >= 5))
        && scenario.Threads.SkipWhile(thread => !thread.Any(operation => operation >= 5)).Skip(1).Any(thread => thread.Any(operation => operation >= 7));
}
