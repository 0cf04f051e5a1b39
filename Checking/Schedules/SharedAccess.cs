// What the stand-ins do with a location once it is their turn. Only here do they meet the memory model,
// the detector of data races and whoever wants to see values: each is null where nobody asked for it.
namespace Checking.Schedules;

/// <summary>Accesses of threads under control.</summary>
internal static class SharedAccess
{
    public static T Read<T>(ControlledThread thread, ref T location, bool isPlain, string expression, string file, int line)
    {
        thread.Reach(AccessKind.Read, ref location, expression, file, line);
        ControlledRun run = thread.Run;
        int later = 0;
        T value = run.Memory is { } memory ? memory.Read(run, thread, location, isPlain && !IsReference<T>(), out later) : location;
        run.Races?.Read(run, thread.Seen(AccessKind.Read, ref location, thread.Place), isPlain, later);
        if (run.Values is { } values)
        {
            values.Note(run.Count - 1, later == 0 ? values.Text(value) : $"{values.Text(value)}, older than {values.Text(location)}");
        }

        return value;
    }

    public static void Write<T>(ControlledThread thread, ref T location, T value, bool isPlain, string expression, string file, int line)
    {
        thread.Reach(AccessKind.Write, ref location, expression, file, line);
        ControlledRun run = thread.Run;
        run.Memory?.Write(thread, location, value, isPlain && !IsReference<T>());
        run.Races?.Write(run, thread.Seen(AccessKind.Write, ref location, thread.Place), isPlain);
        run.Values?.Note(run.Count - 1, run.Values.Text(value));
        location = value;
    }

    /// <summary>
    /// A plain access that is no scheduling point: where there are no data races, the order of plain accesses follows from the others'.
    /// </summary>
    public static void Pass<T>(ControlledThread thread, AccessKind kind, ref T location, string expression, string file, int line)
        where T : allows ref struct
    {
        ControlledRun run = thread.Run;
        Place place = new(file, line, expression);
        run.PassPlainly(thread, place);
        if (run.Races is { } races && run.Mode == RunMode.Controlled)
        {
            Access access = thread.Seen(kind, ref location, place);
            if (kind == AccessKind.Read)
            {
                races.Read(run, access, isPlain: true, 0);
            }
            else
            {
                races.Write(run, access, isPlain: true);
            }
        }
    }

    /// <summary>
    /// An object that is published by a plain write is seen whole by who reads the reference plainly: the runtime says so of its fields. Here
    /// the reference orders everything else as well, which is more than the runtime says (docs/limits.md).
    /// </summary>
    private static bool IsReference<T>() => !typeof(T).IsValueType;

    public static void Updated<T>(ControlledThread thread, ref T location, T before, bool isWritten)
    {
        ControlledRun run = thread.Run;
        run.Memory?.Update(thread, before, location, isWritten);
        run.Races?.Update(run, thread.Seen(isWritten ? AccessKind.Update : AccessKind.Read, ref location, thread.Place), isWritten);
        run.Values?.Note(run.Count - 1, isWritten ? $"{run.Values.Text(before)} -> {run.Values.Text(location)}" : $"{run.Values.Text(before)}, not written");
    }

    /// <summary>A full fence. Where memory is sequentially consistent, every access is one.</summary>
    public static void Fence(ControlledThread thread, string expression, string file, int line)
    {
        if (thread.Run.Memory is { } memory)
        {
            thread.Reach(AccessKind.Fence, memory.FenceLocation(thread.Run), expression, file, line);
            memory.Fence(thread);
        }
    }

    public static void Entered(ControlledThread thread, ControlledLock taken)
    {
        thread.Run.Memory?.Entered(thread, taken);
        thread.Run.Races?.Entered(thread, taken);
    }

    public static void Exited(ControlledThread thread, ControlledLock given)
    {
        thread.Run.Memory?.Exited(thread, given);
        thread.Run.Races?.Exited(thread, given);
    }
}
