// The options of verify schedules, and which of them go with which.
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Harness.Schedules;
using Harness.Scopes;

namespace Verify.Commands;

/// <summary>What verify schedules takes.</summary>
internal sealed class SchedulesOptions
{
    /// <summary>Threads of a pair.</summary>
    public const int Pairs = 2;

    /// <summary>Threads of a triple.</summary>
    public const int Triples = 3;

    // With one more access a thread than undisturbed a triple takes hundreds of executions; with four some take millions.
    private const int MoreInTriples = 1;

    private readonly (Option Option, Option[] Beside)[] _kinds;

    public SchedulesOptions()
    {
        Scope.AcceptOnlyFromAmong([SearchTask.Tiny.Name, .. KnownScopes.All.Select(known => known.Name)]);
        _kinds =
        [
            (Races, [Json]),
            (Scenario, [More, Coyote, Executions, Json]),
            (Named, [More, Coyote, Executions, Json]),
            (All, [Scope, More, Part, State, Json]),
        ];
    }

    public Option<string?> Scope { get; } = new("--scope")
    {
        Description = $"The scope, by its name; {KnownScopes.All[0].Name} for pairs, {SearchTask.Tiny.Name} for triples.",
        HelpName = "NAME",
    };

    public Option<int> Threads { get; } = CommonOptions.Number("--threads", "Two for pairs of operations, three for triples.", Pairs, Pairs, Triples);

    public Option<int> More { get; } = CommonOptions.Number("--more", "How many accesses each thread may have beyond those it has undisturbed; where it is not given, 1 for triples.", 4, 0, 1000);

    public Option<Shard> Part { get; } = new("--shard")
    {
        Description = "One part: k/n. The counts of all n parts add up to those of the whole (`verify merge`).",
        HelpName = "K/N",
        CustomParser = ParseShard,
        DefaultValueFactory = _ => Shard.Whole,
    };

    public Option<bool> All { get; } = new("--all") { Description = "Pairs, then triples, each going on where the last run of it was stopped." };

    public Option<string> State { get; } = new("--state")
    {
        Description = "With --all: the folder that keeps how far each has come.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine("artifacts", "schedules"),
    };

    public Option<string?> Scenario { get; } = CommonOptions.Scenario("One named scenario of `verify concurrency`, instead of a scope.");

    public Option<bool> Named { get; } = new("--named") { Description = "Every named scenario, each with its counts and time." };

    public Option<bool> Races { get; } = new("--races") { Description = "Every planted race: the scenario that shows it, executions, preemptions." };

    public Option<int> Coyote { get; } = CommonOptions.Number("--coyote", "With --scenario or --named: also so many schedules of the same scenario by Coyote, and how many a second.", 0, 0, 1_000_000);

    public Option<int> Executions { get; } = CommonOptions.Number("--executions", "With --scenario or --named: how many executions of one scenario at most; then it is undecided.", 10_000_000, 1, int.MaxValue);

    public Option<bool> Json { get; } = CommonOptions.Json();

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Each => [Scope, Threads, More, Part, All, State, Scenario, Named, Races, Coyote, Executions, Json];

    /// <summary>What is wrong with options that say together what nothing does.</summary>
    /// <param name="parsed">The line.</param>
    /// <returns>The problem, or null.</returns>
    public string? Problem(ParseResult parsed)
    {
        (Option? kind, Option[] beside) = Array.Find(_kinds, one => GivenOptions.Has(parsed, one.Option)) is ({ } given, var its) ? (given, its) : (null, [Scope, Threads, More, Part, Json]);
        if (GivenOptions.FirstOf(parsed, Each.Where(option => option != kind && !beside.Contains(option))) is not { } stray)
        {
            return null;
        }

        IEnumerable<string> goesWith = _kinds.Where(one => Array.Exists(one.Beside, option => string.Equals(option.Name, stray, StringComparison.Ordinal))).Select(one => one.Option.Name);
        return kind is not null ? $"{stray} does not go with {kind.Name}" : $"{stray} goes only with {string.Join(" or ", goesWith)}";
    }

    /// <summary>The search that a line asks for.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="threads">Two for pairs, three for triples.</param>
    /// <returns>The search.</returns>
    public SearchTask TaskOf(ParseResult parsed, int threads)
    {
        string chosen = parsed.GetValue(Scope) ?? (threads == Triples ? SearchTask.Tiny.Name : KnownScopes.All[0].Name);
        Scope its = string.Equals(chosen, SearchTask.Tiny.Name, StringComparison.Ordinal)
            ? SearchTask.Tiny.Scope
            : KnownScopes.All.First(known => string.Equals(known.Name, chosen, StringComparison.Ordinal)).Scope;
        return new(chosen, its, threads, parsed.GetValue(Part), threads == Triples && !GivenOptions.Has(parsed, More) ? MoreInTriples : parsed.GetValue(More));
    }

    private static Shard ParseShard(ArgumentResult result)
    {
        string[] parts = result.Tokens.Count == 1 ? result.Tokens[0].Value.Split('/') : [];
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int of)
            && number >= 1 && number <= of)
        {
            return new Shard(number, of);
        }

        result.AddError("--shard: expected k/n with 1 <= k <= n, as in 3/100");
        return Shard.Whole;
    }
}
