// A thread under control: it announces each access before it does it, and goes on when it is chosen.
using System.Runtime.CompilerServices;

namespace Checking.Schedules;

/// <summary>A thread of a program under control.</summary>
/// <param name="id">Its number.</param>
internal sealed class ControlledThread(int id) : IDisposable
{
    [ThreadStatic]
    private static ControlledThread? _current;

    // How many are left, and one more; 0: any number.
    [ThreadStatic]
    private static long _stepsAtRest;

    [ThreadStatic]
    private static nint _stackBase;

    /// <summary>The controlled thread that calls, or null: then stand-ins do what they stand in for.</summary>
    public static ControlledThread? Current
    {
        // Stryker disable once NullCoalescing : under control no steps at rest are counted
        get => _current ?? AtRest();
        set => _current = value;
    }

    /// <summary>
    /// Says how many steps this OS thread may have while it is not under control. A program whose start or observation loops would never
    /// come back.
    /// </summary>
    /// <param name="steps">How many, or 0 for any number.</param>
    public static void BoundStepsAtRest(int steps) => _stepsAtRest = steps == 0 ? 0 : steps + 1L;

    /// <summary>Says where the stack of this OS thread begins, as far as programs use it.</summary>
    /// <param name="here">A local of whoever calls them.</param>
    public static void BeginStack(ref byte here) => _stackBase = AddressOf(ref here);

    /// <summary>
    /// Whether a location is on the stack of this OS thread: no other thread has it, and when its method has returned, the next one uses the
    /// same place for something else.
    /// </summary>
    /// <typeparam name="T">Of the location.</typeparam>
    /// <param name="location">The location.</param>
    /// <returns>Whether it is.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)] // its own local lies below those of whoever calls it
    public static bool IsOnStack<T>(ref T location)
        where T : allows ref struct
    {
        byte here = 0;
        nint address = AddressOf(ref location);
        // Stryker disable once Equality : no location is this local
        bool isAbove = address > AddressOf(ref here);
        return isAbove && address < _stackBase;
    }

    private static ControlledThread? AtRest()
    {
        const int Exhausted = -1;
        if (_stepsAtRest == 0 || --_stepsAtRest > 0)
        {
            return null;
        }

        _stepsAtRest = Exhausted; // for good: what catches this must not loop on
        throw new EndlessAtRestException();
    }

    public int Id => id;

    public Baton Baton { get; } = new();

    public ControlledRun Run { get; set; } = null!;

    public bool IsStarted { get; set; }

    public bool IsFinished { get; set; }

    /// <summary>The access that is announced and not done yet.</summary>
    public AccessKind Kind { get; set; }

    /// <summary>Its location.</summary>
    public int Location { get; set; }

    /// <summary>Its place.</summary>
    public Place Place { get; set; }

    /// <summary>How many accesses this thread has done in this execution.</summary>
    public int Done { get; set; }

    /// <summary>How many plain accesses it has done since its last access.</summary>
    public int PlainSteps { get; set; }

    /// <summary>The lock that it waited for when nobody could go on, or -1.</summary>
    public int BlockedOn { get; set; }

    public void Reset(ControlledRun run)
    {
        (Run, IsStarted, IsFinished, BlockedOn) = (run, false, false, -1);
        (Kind, Location, Place, Done, PlainSteps) = (AccessKind.Begin, -1, default, 0, 0);
    }

    /// <summary>An access to a location, as the detector of data races numbers it.</summary>
    public Access Seen<T>(AccessKind kind, ref T location, Place place)
        where T : allows ref struct => new(id, kind, Run.SeenLocations.NumberOf(AddressOf(ref location)), place);

    /// <summary>
    /// The address of a location stands for it. Objects move when the collector runs, so an execution in which it ran does not count, and
    /// is done again (ScheduleExplorer.cs).
    /// </summary>
    private static nint AddressOf<T>(ref T location)
        where T : allows ref struct => Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref Unsafe.As<T, byte>(ref location));

    /// <summary>Announces an access to a location, and returns when it is this thread's turn to do it.</summary>
    public void Reach<T>(AccessKind kind, ref T location, string expression, string file, int line)
        where T : allows ref struct => Reach(kind, Run.Locations.NumberOf(AddressOf(ref location)), expression, file, line);

    /// <summary>Announces an access to a numbered location or lock.</summary>
    public void Reach(AccessKind kind, int location, string expression, string file, int line)
    {
        (Kind, Location, Place) = (kind, location, new Place(file, line, expression));
        PlainSteps = 0;
        Run.Reached(this);
    }

    public void Dispose() => Baton.Dispose();
}
