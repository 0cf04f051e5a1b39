namespace Checking.Discovery;

/// <summary>A random search that can go on for as long as there is time.</summary>
public interface IDiscoverySearch
{
    /// <summary>What it is called.</summary>
    string Name { get; }

    /// <summary>What it has reached.</summary>
    DiscoveryCount Count { get; }

    /// <summary>Whether there is nothing more to do: it has failed, or seen everything.</summary>
    bool IsOver { get; }

    /// <summary>Draws some samples more. Which ones depends on the seed of the search and on how many there were.</summary>
    /// <param name="cancellation">Ends it between two samples.</param>
    void RunBatch(CancellationToken cancellation);
}
