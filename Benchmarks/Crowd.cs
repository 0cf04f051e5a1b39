// The work that is measured, over a crowd of busy entries. The table and the benchmarks share it, so both measure the same
// streams, and the original's own `bench` measures them too. Each loop returns a sum of the answers: it keeps the compiler
// from leaving work out, and contestants must agree on it.
using DeviceClones;

namespace Benchmarks;

/// <summary>A manager with units 0 to n - 1, each registered and open.</summary>
/// <typeparam name="TContestant">The manager.</typeparam>
/// <typeparam name="TDevice">Its devices.</typeparam>
internal sealed class Crowd<TContestant, TDevice>
    where TContestant : struct, IContestant<TContestant, TDevice>
    where TDevice : class
{
    private const int AnyUnit = -1;
    private const int FirstProcess = 1;
    private readonly HandTime _time = new();
    private readonly TContestant _contestant;

    // The open devices. Threads have shares of their own.
    private readonly TDevice[] _held;
    private readonly List<TDevice> _grown = [];

    /// <summary>A crowd of nobody, to be filled.</summary>
    /// <param name="entries">How many entries it is to have.</param>
    public Crowd(int entries)
    {
        _held = new TDevice[entries];
        _contestant = TContestant.Create(_time, CloneManagerOptions.LargestUnit, destroyed: null);
    }

    /// <summary>How many entries it has when it is filled.</summary>
    public int Entries => _held.Length;

    /// <summary>Makes the crowd: each entry is allocated past the end, registered and opened.</summary>
    /// <returns>This crowd.</returns>
    public Crowd<TContestant, TDevice> Fill()
    {
        for (int index = 0; index < _held.Length; index++)
        {
            _held[index] = Open();
        }

        return this;
    }

    /// <summary>Allocates past the end, registers and opens.</summary>
    /// <param name="count">How many entries.</param>
    /// <returns>The sum of the answers.</returns>
    public long Grow(int count)
    {
        long sum = 0;
        for (int index = 0; index < count; index++)
        {
            TDevice device = Open();
            _grown.Add(device);
            sum += TContestant.UnitOf(device);
        }

        return sum;
    }

    /// <summary>Undoes all growth.</summary>
    public void Shrink()
    {
        _grown.ForEach(device => _contestant.Release(device));
        _grown.Clear();
        _contestant.Sweep();
    }

    private TDevice Open()
    {
        TDevice device = _contestant.Allocate(FirstProcess, AnyUnit).Device!;
        _contestant.Acquire(device);
        return device;
    }

    /// <summary>Releases a random device of a thread's share, allocates any, which is that one, and acquires it.</summary>
    /// <param name="repetitions">How often.</param>
    /// <param name="thread">Which thread this is.</param>
    /// <param name="threads">How many threads there are.</param>
    /// <param name="stepMilliseconds">How far the time moves from each to the next.</param>
    /// <returns>The sum of the answers.</returns>
    public long Cycle(int repetitions, int thread = 0, int threads = 1, int stepMilliseconds = 0)
    {
        XorShift random = new(XorShift.Seed + (ulong)thread);
        Span<TDevice> held = ShareOf(thread, threads);
        int process = FirstProcess + thread;
        long sum = 0;
        for (int index = 0; index < repetitions; index++)
        {
            ref TDevice device = ref held[random.Below(held.Length)];
            sum += (int)_contestant.Release(device);
            TDevice given = _contestant.Allocate(process, AnyUnit).Device!;
            sum += TContestant.UnitOf(given) + (int)_contestant.Acquire(given);
            if (given != device)
            {
                device = given; // only of two threads, which can be given each other's
            }

            if (stepMilliseconds != 0)
            {
                _time.Advance(stepMilliseconds);
            }
        }

        return sum;
    }

    /// <summary>Releases and acquires the devices of a thread's share, one after the other.</summary>
    /// <param name="repetitions">How often.</param>
    /// <param name="thread">Which thread this is.</param>
    /// <param name="threads">How many threads there are.</param>
    /// <returns>The sum of the answers.</returns>
    public long Pairs(int repetitions, int thread = 0, int threads = 1)
    {
        Span<TDevice> held = ShareOf(thread, threads);
        long sum = 0;
        for (int index = 0; index < repetitions; index++)
        {
            TDevice device = held[index % held.Length];
            sum += (int)_contestant.Release(device) + (int)_contestant.Acquire(device);
        }

        return sum;
    }

    /// <summary>
    /// Finds random devices, one after the other, as <see cref="Cycle"/> does, and asks nothing of the manager: no cycle can be faster.
    /// </summary>
    /// <param name="repetitions">How often.</param>
    /// <returns>The sum of the answers.</returns>
    public long Find(int repetitions)
    {
        XorShift random = new(XorShift.Seed);
        long sum = 0;
        for (int index = 0; index < repetitions; index++)
        {
            // Which is next depends on the one before: else the processor looks for many at once, which a cycle does not let it.
            sum += TContestant.UnitOf(_held[(random.Below(_held.Length) + (int)(sum & 1)) % _held.Length]);
        }

        return sum;
    }

    /// <summary>Asks for random units, each of which somebody has.</summary>
    /// <param name="repetitions">How often.</param>
    /// <returns>The sum of the answers.</returns>
    public long AskForUnits(int repetitions)
    {
        XorShift random = new(XorShift.Seed);
        long sum = 0;
        for (int index = 0; index < repetitions; index++)
        {
            sum += TContestant.UnitOf(_contestant.Allocate(FirstProcess, random.Below(_held.Length)).Device!);
        }

        return sum;
    }

    /// <summary>Closes every device, and lets the deadline pass: everything is due.</summary>
    public void LeaveAll()
    {
        foreach (TDevice device in _held)
        {
            _contestant.Release(device);
        }

        _time.Advance(10_000);
    }

    /// <summary>Destroys what is due.</summary>
    /// <returns>How many were destroyed.</returns>
    public int Sweep() => _contestant.Sweep();

    private Span<TDevice> ShareOf(int thread, int threads)
    {
        int first = (int)((long)_held.Length * thread / threads);
        int end = (int)((long)_held.Length * (thread + 1) / threads);
        return _held.AsSpan(first, end - first);
    }
}
