namespace Checking.Schedules;

/// <summary>What a program does before its threads begin, or when they have ended, comes to no end.</summary>
public sealed class EndlessAtRestException : Exception
{
    /// <summary>Makes one.</summary>
    public EndlessAtRestException()
        : base("It has no end: one thread alone does more steps than it may.")
    {
    }
}
