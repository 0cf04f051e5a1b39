// Where operations begin and end, for programs whose threads do operations that a history tells of. The
// order of accesses alone does not say whether one operation returned before another was invoked, and a
// history that knows it is harder to explain than one that does not: so both orders are explored.
// Where memory is weak, who is invoked after another one has returned sees what that one saw: somebody can know
// of that order only by something that orders memory as well.
namespace Checking.Schedules;

/// <summary>Marks the beginning and the end of operations, as scheduling points.</summary>
public static class OperationBoundary
{
    /// <summary>The calling thread invokes its next operation. Its first one is invoked when the thread begins.</summary>
    public static void Invoke()
    {
        if (ControlledThread.Current is { } thread)
        {
            thread.Reach(AccessKind.Invoke, -1, "invoke", string.Empty, 0);
            thread.Run.Memory?.Invoked(thread);
        }
    }

    /// <summary>The operation of the calling thread returns.</summary>
    public static void Return()
    {
        if (ControlledThread.Current is { } thread)
        {
            thread.Reach(AccessKind.Return, -1, "return", string.Empty, 0);
            thread.Run.Memory?.Returned(thread);
        }
    }
}
