// Stand-ins for System.Threading.Monitor, as far as `lock` uses it. The compiler calls System.Threading.Monitor
// by its full name, so an alias does not reach it: who compiles code with `lock` against these declares an
// internal class of that name that calls this one, and the compiler takes that.
using System.Runtime.CompilerServices;
using Real = System.Threading.Monitor;

namespace Checking.Schedules.StandIns;

/// <summary>Stands in for <c>System.Threading.Monitor</c>: taking and giving back are scheduling points.</summary>
public static class Monitor
{
    /// <summary>Takes the lock of an object, when it is free.</summary>
    /// <param name="target">The object.</param>
    /// <param name="lockTaken">Whether it was taken.</param>
    /// <param name="file">Filled in by the compiler, as is the next one: where the call stands.</param>
    /// <param name="line">The line.</param>
    public static void Enter(object target, ref bool lockTaken, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (ControlledThread.Current is not { } thread)
        {
            Real.Enter(target, ref lockTaken);
            return;
        }

        Enter(thread, target, file, line);
        lockTaken = true;
    }

    /// <summary>Takes the lock of an object, when it is free.</summary>
    /// <param name="target">The object.</param>
    /// <param name="file">Filled in by the compiler, as is the next one: where the call stands.</param>
    /// <param name="line">The line.</param>
    public static void Enter(object target, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (ControlledThread.Current is { } thread)
        {
            Enter(thread, target, file, line);
        }
        else
        {
            Real.Enter(target);
        }
    }

    /// <summary>Gives the lock of an object back.</summary>
    /// <param name="target">The object.</param>
    /// <param name="file">Filled in by the compiler, as is the next one: where the call stands.</param>
    /// <param name="line">The line.</param>
    /// <exception cref="SynchronizationLockException">The thread does not have it.</exception>
    public static void Exit(object target, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (ControlledThread.Current is not { } thread)
        {
            Real.Exit(target);
            return;
        }

        if (thread.Run.Mode == RunMode.Abandoned)
        {
            return; // the finally blocks of an execution that is given up give back what they may not have
        }

        ControlledLock held = thread.Run.LockOf(target);
        if (held.Owner != thread.Id)
        {
            throw new SynchronizationLockException();
        }

        if (held.Depth > 1)
        {
            held.Depth--;
            return;
        }

        thread.Reach(AccessKind.Exit, held.Number, "lock", file, line);
        SharedAccess.Exited(thread, held);
        (held.Owner, held.Depth) = (-1, 0);
    }

    private static void Enter(ControlledThread thread, object target, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(target);
        ControlledLock wanted = thread.Run.LockOf(target);
        if (wanted.Owner != thread.Id)
        {
            thread.Reach(AccessKind.Enter, wanted.Number, "lock", file, line);
            wanted.Owner = thread.Id;
            SharedAccess.Entered(thread, wanted);
        }

        wanted.Depth++;
    }
}
