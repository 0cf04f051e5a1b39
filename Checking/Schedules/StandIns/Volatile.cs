// Stand-ins for System.Threading.Volatile, as Interlocked.cs has them.
using System.Runtime.CompilerServices;
using Real = System.Threading.Volatile;

namespace Checking.Schedules.StandIns;

/// <summary>Stands in for <c>System.Threading.Volatile</c>: each call is a scheduling point.</summary>
public static class Volatile
{
    /// <summary>Reads a location: nothing that comes later in the program is done before it.</summary>
    /// <typeparam name="T">A number, a truth value or a reference.</typeparam>
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
        if (ControlledThread.Current is { } thread)
        {
            return SharedAccess.Read(thread, ref Unsafe.AsRef(in location), isPlain: false, expression, file, line);
        }

        T value = location;
        // Stryker disable once Statement : processors have more order than the runtime says, and a test sees only what they do
        Real.ReadBarrier();
        return value;
    }

    /// <summary>Writes a location: nothing that comes before it in the program is done after it.</summary>
    /// <typeparam name="T">A number, a truth value or a reference.</typeparam>
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
        if (ControlledThread.Current is { } thread)
        {
            SharedAccess.Write(thread, ref location, value, isPlain: false, expression, file, line);
            return;
        }

        // Stryker disable once Statement : processors have more order than the runtime says, and a test sees only what they do
        Real.WriteBarrier();
        location = value;
    }
}
