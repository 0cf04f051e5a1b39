// Plain reads and writes of shared fields and elements, for those who want them seen: written by hand in
// small programs, or woven into an assembly (Weaving/AccessWeaver.cs).
using System.Runtime.CompilerServices;

namespace Checking.Schedules.StandIns;

/// <summary>Plain accesses that the explorer sees.</summary>
public static class Plain
{
    /// <summary>Reads a location plainly.</summary>
    /// <typeparam name="T">Of the location.</typeparam>
    /// <param name="location">The location.</param>
    /// <param name="expression">Filled in by the compiler, as are the next two: where the call stands.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    /// <returns>What is there.</returns>
    public static T Read<T>(
        ref readonly T location,
        [CallerArgumentExpression(nameof(location))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ref T shared = ref Unsafe.AsRef(in location);
        if (ControlledThread.Current is not { } thread || ControlledThread.IsOnStack(ref shared))
        {
            return shared;
        }

        if (thread.Run.StopsAtPlainAccesses)
        {
            return SharedAccess.Read(thread, ref shared, isPlain: true, expression, file, line);
        }

        SharedAccess.Pass(thread, AccessKind.Read, ref shared, expression, file, line);
        return shared;
    }

    /// <summary>Writes a location plainly.</summary>
    /// <typeparam name="T">Of the location.</typeparam>
    /// <param name="location">The location.</param>
    /// <param name="value">What to write.</param>
    /// <param name="expression">Filled in by the compiler, as are the next two: where the call stands.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    public static void Write<T>(
        ref T location,
        T value,
        [CallerArgumentExpression(nameof(location))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (ControlledThread.Current is { } thread && !ControlledThread.IsOnStack(ref location))
        {
            if (thread.Run.StopsAtPlainAccesses)
            {
                SharedAccess.Write(thread, ref location, value, isPlain: true, expression, file, line);
                return;
            }

            SharedAccess.Pass(thread, AccessKind.Write, ref location, expression, file, line);
        }

        location = value;
    }

    /// <summary>Tells that a location is read next, by code that the weaver leaves as it is.</summary>
    /// <param name="location">The location.</param>
    /// <param name="expression">The location as it is written.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    public static void Reading(ref byte location, string expression, string file, int line) =>
        Tell(AccessKind.Read, ref location, expression, file, line);

    /// <summary>Tells that a location is written next, by code that the weaver leaves as it is.</summary>
    /// <param name="location">The location.</param>
    /// <param name="expression">The location as it is written.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    public static void Writing(ref byte location, string expression, string file, int line) =>
        Tell(AccessKind.Write, ref location, expression, file, line);

    private static void Tell(AccessKind kind, ref byte location, string expression, string file, int line)
    {
        if (ControlledThread.Current is not { } thread || ControlledThread.IsOnStack(ref location))
        {
            return;
        }

        if (thread.Run.StopsAtPlainAccesses)
        {
            thread.Reach(kind, ref location, expression, file, line);
            thread.Run.Memory?.Pass(thread, kind);
        }

        SharedAccess.Pass(thread, kind, ref location, expression, file, line);
    }
}
