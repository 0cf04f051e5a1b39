// What a read may read where memory is not sequentially consistent, after the views of Kang, Hur, Lahav,
// Vafeiadis and Dreyer, "A promising semantics for relaxed-memory concurrency", POPL 2017, without the
// promises: each location keeps its stores in the order in which they were done, and each thread a view,
// the oldest store of each location that it may still read. A store carries the view of who released
// it, and who acquires it takes that view over. A full fence takes over what earlier fences have seen, and
// leaves what it has seen itself.
//
// So the order of the stores of all locations is one that the execution has: hb and the order of stores
// have no cycle ("strong release-acquire"). What that leaves out is in docs/limits.md.
namespace Checking.Schedules;

/// <summary>The stores of one execution, and what each thread may read of them.</summary>
internal sealed class WeakMemory
{
    // Stryker disable once CollectionExpression : it is cleared before it is used
    private readonly List<History> _histories = [];
    private readonly Dictionary<int, int[]> _lockViews = [];
    // Stryker disable once CollectionExpression : it is made before it is looked at
    private int[][] _views = [];
    private int[] _fences = NothingSeen;

    // What operations that have returned have seen.
    private int[] _returned = NothingSeen;
    private int? _fenceLocation;

    // Stryker disable once CollectionExpression : a view of the first store of a location sees what everybody does
    private static int[] NothingSeen => [];

    public void Clear(int threads)
    {
        _histories.Clear();
        _lockViews.Clear();
        _fences = NothingSeen;
        _returned = NothingSeen;
        _fenceLocation = null;
        _views = new int[threads][];
        Array.Fill(_views, NothingSeen);
    }

    public int FenceLocation(ControlledRun run) => _fenceLocation ??= run.Locations.Next();

    public T Read<T>(ControlledRun run, ControlledThread thread, T latest, bool isPlain, out int later)
    {
        History history = Of(thread.Location, latest);
        int oldest = At(_views[thread.Id], thread.Location);
        later = run.ChooseStore(history.Stores.Count - oldest);
        int chosen = history.Stores.Count - 1 - later;
        See(thread, chosen);
        (object? value, int[] view) = history.Stores[chosen];
        if (!isPlain)
        {
            Join(ref _views[thread.Id], view);
        }

        return (T)value!;
    }

    public void Write<T>(ControlledThread thread, T latest, T value, bool isPlain)
    {
        History history = Of(thread.Location, latest);
        See(thread, history.Stores.Count);
        history.Stores.Add((value, isPlain ? NothingSeen : [.. _views[thread.Id]]));
    }

    /// <summary>
    /// A plain access that the component does by itself: it reads the latest store, or makes one whose value is known when the location is
    /// met next. It orders everything, as a reference does: nobody says here what is accessed.
    /// </summary>
    public void Pass(ControlledThread thread, AccessKind kind)
    {
        List<(object? Value, int[] View)> stores = HistoryOf(thread.Location).Stores;
        if (kind == AccessKind.Write && stores is not [.., (Untold, _)])
        {
            stores.Add(default);
        }

        int last = stores.Count - 1;
        if (last < 0)
        {
            return; // nobody has asked for more than it has
        }

        See(thread, last);
        if (kind == AccessKind.Write)
        {
            stores[last] = (Untold.Value, [.. _views[thread.Id]]);
        }
        else
        {
            Join(ref _views[thread.Id], stores[last].View);
        }
    }

    public void Update<T>(ControlledThread thread, T before, T after, bool isWritten)
    {
        // Reads the latest store, and nothing can come between that and the store that it makes.
        History history = Of(thread.Location, before);
        int last = history.Stores.Count - 1;
        See(thread, last);
        Join(ref _views[thread.Id], history.Stores[last].View);
        if (isWritten)
        {
            See(thread, last + 1);
            history.Stores.Add((after, [.. _views[thread.Id]]));
        }
    }

    public void Fence(ControlledThread thread)
    {
        Join(ref _views[thread.Id], _fences);
        _fences = [.. _views[thread.Id]];
    }

    public void Entered(ControlledThread thread, ControlledLock taken)
    {
        if (_lockViews.TryGetValue(taken.Number, out int[]? view))
        {
            Join(ref _views[thread.Id], view);
        }
    }

    public void Exited(ControlledThread thread, ControlledLock given) => _lockViews[given.Number] = [.. _views[thread.Id]];

    public void Invoked(ControlledThread thread) => Join(ref _views[thread.Id], _returned);

    public void Returned(ControlledThread thread) => Join(ref _returned, _views[thread.Id]);

    private static int At(int[] view, int location) => location < view.Length ? view[location] : 0;

    private static void Join(ref int[] view, int[] other)
    {
        // Stryker disable once Equality : room that is made anew is room as well
        if (view.Length < other.Length)
        {
            Array.Resize(ref view, other.Length);
        }

        for (int location = 0; location < other.Length; location++)
        {
            view[location] = Math.Max(view[location], other[location]);
        }
    }

    private void See(ControlledThread thread, int store)
    {
        ref int[] view = ref _views[thread.Id];
        if (view.Length <= thread.Location)
        {
            Array.Resize(ref view, thread.Location + 1);
        }

        view[thread.Location] = Math.Max(view[thread.Location], store);
    }

    private History Of<T>(int location, T latest)
    {
        History history = HistoryOf(location);
        if (history.Stores.Count == 0)
        {
            history.Stores.Add((latest, NothingSeen)); // what was there before the threads began
        }
        else if (history.Stores[^1] is (Untold, int[] view))
        {
            history.Stores[^1] = (latest, view);
        }

        return history;
    }

    private History HistoryOf(int location)
    {
        while (_histories.Count <= location)
        {
            _histories.Add(new History());
        }

        return _histories[location];
    }

    private sealed class History
    {
        public List<(object? Value, int[] View)> Stores { get; } = [];
    }

    /// <summary>The value of a store that the component has made by itself. Of several in a row only the last can still be read.</summary>
    private sealed class Untold
    {
        public static Untold Value { get; } = new();
    }
}
