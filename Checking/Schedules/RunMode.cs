namespace Checking.Schedules;

/// <summary>How an execution goes on.</summary>
internal enum RunMode
{
    /// <summary>The strategy chooses.</summary>
    Controlled,

    /// <summary>The strategy has given it up: threads run to their end one after the other, and nothing is recorded.</summary>
    Draining,

    /// <summary>Not even that is possible: each access throws.</summary>
    Abandoned,
}
