// How schedules are chosen, by the names of the command line. Coyote has a strategy that runs every schedule
// inside and does not offer it; it is set by reflection here, and a test sees that it takes effect.
using System.Reflection;
using Microsoft.Coyote;

namespace Harness.Concurrency;

/// <summary>A strategy of Coyote's.</summary>
/// <param name="Name">Its name.</param>
/// <param name="What">What it does, in a few words.</param>
public sealed record CoyoteStrategy(string Name, string What)
{
    // Of Microsoft.Coyote.Testing.ExplorationStrategy.
    private const string DepthFirstInside = "DFS";

    private readonly Func<Configuration, Configuration> _apply = static configuration => configuration;

    /// <summary>
    /// Whether plain accesses of fields are scheduling points, too. Not where every schedule is run: the number of schedules is exponential
    /// in that of the points.
    /// </summary>
    public bool SeesPlainAccesses { get; private init; } = true;

    /// <summary>
    /// Random, probabilistic, prioritization and delay-bounding in turn, one a schedule. Each finds races that another one hardly finds:
    /// where the next thread is drawn at each step, a short operation never comes late in a long one.
    /// </summary>
    public static CoyoteStrategy Portfolio { get; } = new("portfolio", "random, probabilistic, prioritization and delay-bounding in turn");

    /// <summary>Every schedule, depth first, without any reduction.</summary>
    public static CoyoteStrategy DepthFirst { get; } =
        new("depth-first", "every schedule of Coyote's, depth first, not reduced", WithEverySchedule) { SeesPlainAccesses = false };

    /// <summary>All strategies, the default one first.</summary>
    public static IReadOnlyList<CoyoteStrategy> All { get; } =
    [
        Portfolio,
        new("random", "draws the next thread at each step", static configuration => configuration.WithRandomStrategy()),
        new("probabilistic", "goes on with the same thread at seven of eight steps", static configuration => configuration.WithProbabilisticStrategy()),
        new("prioritization", "the thread of the highest priority, which changes at ten points", static configuration => configuration.WithPrioritizationStrategy()),
        new("delay-bounding", "one thread after the other, with ten delays", static configuration => configuration.WithDelayBoundingStrategy()),
        new("q-learning", "prefers what it has seen little of", static configuration => configuration.WithQLearningStrategy()),
        DepthFirst,
    ];

    private CoyoteStrategy(string name, string what, Func<Configuration, Configuration> apply)
        : this(name, what) => _apply = apply;

    /// <summary>The strategy of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The strategy.</returns>
    /// <exception cref="KeyNotFoundException">There is none of that name; the message lists the names.</exception>
    public static CoyoteStrategy Named(string name) =>
        All.FirstOrDefault(strategy => string.Equals(strategy.Name, name, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException($"no strategy is called '{name}'; there are {string.Join(", ", All.Select(strategy => strategy.Name))}");

    /// <summary>A configuration with this strategy.</summary>
    internal Configuration ApplyTo(Configuration configuration) => _apply(configuration);

    private static Configuration WithEverySchedule(Configuration configuration)
    {
        configuration = configuration.WithRandomStrategy(); // no portfolio
        PropertyInfo strategy = typeof(Configuration).GetProperty("ExplorationStrategy", BindingFlags.Instance | BindingFlags.NonPublic)!;
        strategy.SetValue(configuration, Enum.Parse(strategy.PropertyType, DepthFirstInside));
        return configuration;
    }
}
