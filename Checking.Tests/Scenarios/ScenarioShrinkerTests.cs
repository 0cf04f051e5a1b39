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
    public void What_is_left_fails_and_nothing_can_be_taken_from_it() => Seeded.Sample(Scenarios, scenario =>
    {
        if (!Fails(scenario))
        {
            return;
        }

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
