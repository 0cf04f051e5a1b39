namespace Checking.Schedules;

/// <summary>
/// Unwinds the threads of an execution that cannot end by itself. Code under control may run its finally blocks, and must not go on
/// after catching it.
/// </summary>
public sealed class ExecutionAbandonedException : Exception
{
    /// <summary>Makes one.</summary>
    public ExecutionAbandonedException()
        : base("The execution was given up.")
    {
    }
}
