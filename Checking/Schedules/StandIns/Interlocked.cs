// Stand-ins for System.Threading.Interlocked. A call that fits the original fits here: one generic method
// takes the place of its overloads, and the compiler fills in the place of the call. On a thread that is
// not under control they do what they stand for.
using System.Numerics;
using System.Runtime.CompilerServices;
using Real = System.Threading.Interlocked;

namespace Checking.Schedules.StandIns;

/// <summary>Stands in for <c>System.Threading.Interlocked</c>: each call is a scheduling point, and a full fence.</summary>
public static class Interlocked
{
    /// <summary>Writes a location if it holds what it is compared with.</summary>
    /// <typeparam name="T">A number or a reference.</typeparam>
    /// <param name="location">The location.</param>
    /// <param name="value">What to write.</param>
    /// <param name="comparand">What has to be there for it.</param>
    /// <param name="expression">Filled in by the compiler, as are the next two: where the call stands.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    /// <returns>What was there.</returns>
    public static T CompareExchange<T>(
        ref T location,
        T value,
        T comparand,
        [CallerArgumentExpression(nameof(location))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (ControlledThread.Current is not { } thread)
        {
            return Real.CompareExchange(ref location, value, comparand);
        }

        SharedAccess.Fence(thread, expression, file, line);
        thread.Reach(AccessKind.Update, ref location, expression, file, line);
        T before = location;
        bool isEqual = typeof(T).IsValueType ? EqualityComparer<T>.Default.Equals(before, comparand) : ReferenceEquals(before, comparand);
        if (isEqual)
        {
            location = value;
        }

        SharedAccess.Updated(thread, ref location, before, isEqual);
        SharedAccess.Fence(thread, expression, file, line);
        return before;
    }

    /// <summary>Writes a location, and tells what was there.</summary>
    /// <typeparam name="T">A number or a reference.</typeparam>
    /// <param name="location">The location.</param>
    /// <param name="value">What to write.</param>
    /// <param name="expression">Filled in by the compiler, as are the next two: where the call stands.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    /// <returns>What was there.</returns>
    public static T Exchange<T>(
        ref T location,
        T value,
        [CallerArgumentExpression(nameof(location))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        if (ControlledThread.Current is not { } thread)
        {
            return Real.Exchange(ref location, value);
        }

        return Update(thread, ref location, value, static (_, written) => written, expression, file, line);
    }

    /// <summary>Adds to a location.</summary>
    /// <typeparam name="T">An integer.</typeparam>
    /// <param name="location">The location.</param>
    /// <param name="value">What to add.</param>
    /// <param name="expression">Filled in by the compiler, as are the next two: where the call stands.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    /// <returns>What is there now.</returns>
    public static T Add<T>(
        ref T location,
        T value,
        [CallerArgumentExpression(nameof(location))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        where T : struct, IBinaryInteger<T> =>
        unchecked(Update(ControlledThread.Current, ref location, value, static (before, added) => before + added, expression, file, line) + value);

    /// <summary>Adds one to a location.</summary>
    /// <typeparam name="T">An integer.</typeparam>
    /// <param name="location">The location.</param>
    /// <param name="expression">Filled in by the compiler, as are the next two: where the call stands.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    /// <returns>What is there now.</returns>
    public static T Increment<T>(
        ref T location,
        [CallerArgumentExpression(nameof(location))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        where T : struct, IBinaryInteger<T> => Add(ref location, T.One, expression, file, line);

    /// <summary>Takes one from a location.</summary>
    /// <typeparam name="T">An integer.</typeparam>
    /// <param name="location">The location.</param>
    /// <param name="expression">Filled in by the compiler, as are the next two: where the call stands.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    /// <returns>What is there now.</returns>
    public static T Decrement<T>(
        ref T location,
        [CallerArgumentExpression(nameof(location))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        where T : struct, IBinaryInteger<T> => Add(ref location, unchecked(T.Zero - T.One), expression, file, line);

    /// <summary>Keeps of a location the bits that are given.</summary>
    /// <typeparam name="T">An integer.</typeparam>
    /// <param name="location">The location.</param>
    /// <param name="value">The bits.</param>
    /// <param name="expression">Filled in by the compiler, as are the next two: where the call stands.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    /// <returns>What was there.</returns>
    public static T And<T>(
        ref T location,
        T value,
        [CallerArgumentExpression(nameof(location))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        where T : struct, IBinaryInteger<T> =>
        Update(ControlledThread.Current, ref location, value, static (before, bits) => before & bits, expression, file, line);

    /// <summary>Sets bits of a location.</summary>
    /// <typeparam name="T">An integer.</typeparam>
    /// <param name="location">The location.</param>
    /// <param name="value">The bits.</param>
    /// <param name="expression">Filled in by the compiler, as are the next two: where the call stands.</param>
    /// <param name="file">The file.</param>
    /// <param name="line">The line.</param>
    /// <returns>What was there.</returns>
    public static T Or<T>(
        ref T location,
        T value,
        [CallerArgumentExpression(nameof(location))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        where T : struct, IBinaryInteger<T> =>
        Update(ControlledThread.Current, ref location, value, static (before, bits) => before | bits, expression, file, line);

    /// <summary>Reads a location, between two fences.</summary>
    /// <typeparam name="T">An integer.</typeparam>
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
        where T : struct, IBinaryInteger<T>
    {
        ref T shared = ref Unsafe.AsRef(in location);
        if (ControlledThread.Current is not { } thread)
        {
            return Real.CompareExchange(ref shared, T.Zero, T.Zero);
        }

        SharedAccess.Fence(thread, expression, file, line);
        T value = SharedAccess.Read(thread, ref shared, isPlain: false, expression, file, line);
        SharedAccess.Fence(thread, expression, file, line);
        return value;
    }

    /// <summary>A full fence.</summary>
    /// <param name="file">Filled in by the compiler, as is the next one: where the call stands.</param>
    /// <param name="line">The line.</param>
    public static void MemoryBarrier([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (ControlledThread.Current is not { } thread)
        {
            // Stryker disable once Statement : processors have more order than the runtime says, and a test sees only what they do
            Real.MemoryBarrier();
            return;
        }

        SharedAccess.Fence(thread, "MemoryBarrier", file, line);
    }

    /// <summary>Replaces what is there by what a function makes of it, and tells what was there.</summary>
    private static T Update<T>(ControlledThread? thread, ref T location, T value, Func<T, T, T> function, string expression, string file, int line)
    {
        if (thread is null)
        {
            // The original has no generic form of these.
            T seen = location;
            while (true)
            {
                T was = Real.CompareExchange(ref location, function(seen, value), seen);
                if (EqualityComparer<T>.Default.Equals(was, seen))
                {
                    return was;
                }

                seen = was;
            }
        }

        SharedAccess.Fence(thread, expression, file, line);
        thread.Reach(AccessKind.Update, ref location, expression, file, line);
        T before = location;
        location = function(before, value);
        SharedAccess.Updated(thread, ref location, before, isWritten: true);
        SharedAccess.Fence(thread, expression, file, line);
        return before;
    }
}
