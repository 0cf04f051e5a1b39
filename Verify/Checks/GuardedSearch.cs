using Checking.Discovery;

namespace Verify.Checks;

/// <summary>A search that is over when a batch of it throws, so that the searches of other checks go on.</summary>
/// <param name="search">The search.</param>
internal sealed class GuardedSearch(IDiscoverySearch search) : IDiscoverySearch
{
    /// <summary>What a batch threw; null where none did.</summary>
    public Exception? Thrown { get; private set; }

    public string Name => search.Name;

    public DiscoveryCount Count => search.Count;

    public bool IsOver => Thrown is not null || search.IsOver;

    public void RunBatch(CancellationToken cancellation)
    {
        try
        {
            search.RunBatch(cancellation);
        }
        catch (Exception exception)
        {
            Thrown = exception;
        }
    }
}
