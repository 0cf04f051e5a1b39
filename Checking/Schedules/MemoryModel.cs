namespace Checking.Schedules;

/// <summary>What a read may read.</summary>
public enum MemoryModel
{
    /// <summary>The latest write, as if there were one memory without caches.</summary>
    SequentiallyConsistent,

    /// <summary>Any write that happens-before allows: see <see cref="WeakMemory"/>.</summary>
    ReleaseAcquire,
}
