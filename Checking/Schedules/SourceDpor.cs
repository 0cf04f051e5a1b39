// Dynamic partial-order reduction with source sets and sleep sets: Algorithm 1 (Source-DPOR) of Abdulla,
// Aronis, Jonsson and Sagonas, "Optimal dynamic partial order reduction", POPL 2014, in the form for
// locks of their "Source sets: a foundation for optimal dynamic partial order reduction", J. ACM 64(4),
// 2017. Complete executions are one of each class (the sleep sets see to "at most one", the source sets
// to "at least one"); besides, there are executions that are given up because everything that could
// follow was seen before, which are counted apart as blocked.
using System.Numerics;

namespace Checking.Schedules;

/// <summary>All schedules, one of each class.</summary>
public sealed class SourceDpor : ScheduleStrategy
{
    private readonly HappensBefore _order = new();
    private Node[] _nodes = new Node[128];

    // How many nodes are given beforehand, and from which access on races have not been told yet.
    private int _given;
    private int _new;
    private ControlledRun? _run;

    /// <inheritdoc />
    public override string Name => "source-DPOR";

    /// <inheritdoc />
    public override bool IsExhaustive => true;

    internal override void Begin(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 64);
    }

    internal override int Choose(ControlledRun run, ulong enabled)
    {
        int depth = run.Count;
        if (depth == _nodes.Length)
        {
            Array.Resize(ref _nodes, 2 * depth);
        }

        ref Node node = ref _nodes[depth];
        if (depth < _given)
        {
            return node.Again(run, enabled);
        }

        ulong sleep = depth == 0 ? 0 : Asleep(run, _nodes[depth - 1].Sleep);
        ulong awake = enabled & ~sleep;
        if (awake == 0)
        {
            return -1;
        }

        int chosen = Prefer(run, awake);
        node = new Node { Sleep = sleep };
        node.Choose(run, enabled, chosen);
        return chosen;
    }

    internal override int ChooseStore(ControlledRun run, int count)
    {
        // The access that reads was recorded just now.
        ref Node node = ref _nodes[run.Count - 1];
        node.Stores = count;
        return node.Store;
    }

    internal override bool End(ControlledRun run)
    {
        _run = run;
        if (_given > 0)
        {
            _nodes[_given - 1].Learn(run.Accesses[_given - 1]);
        }

        _order.Order(run, _new, Reverse);
        for (int depth = run.Count - 1; depth >= 0; depth--)
        {
            ref Node node = ref _nodes[depth];
            if (node.Store + 1 < node.Stores)
            {
                node.Store++;
                (_given, _new) = (depth + 1, depth);
                return true;
            }

            // Stryker disable once Assignment : whoever is chosen was awake
            node.Sleep |= 1UL << node.Chosen;
            ulong left = node.Backtrack & ~node.Sleep;
            if (left != 0)
            {
                node.Turn(BitOperations.TrailingZeroCount(left));
                (_given, _new) = (depth + 1, depth);
                return true;
            }
        }

        return false;
    }

    /// <summary>Of the threads that were asleep before the last access, those that it does not wake.</summary>
    private static ulong Asleep(ControlledRun run, ulong sleep)
    {
        Access last = run.Accesses[^1];
        for (ulong rest = sleep; rest != 0; rest &= rest - 1)
        {
            ControlledThread thread = run.Threads[BitOperations.TrailingZeroCount(rest)];
            if (Access.AreDependent(thread.Kind, thread.Location, last.Kind, last.Location))
            {
                sleep &= ~(1UL << thread.Id);
            }
        }

        return sleep;
    }

    /// <summary>Sees to it that the race is run the other way round: a thread that can begin that is explored where the first access was.</summary>
    private void Reverse(int first, int second, int thread)
    {
        ulong initials = _order.Initials(_run!, first, second, thread);
        ref Node node = ref _nodes[first];
        if ((initials & (node.Backtrack | node.Sleep)) == 0)
        {
            // Stryker disable once Assignment : whoever is added was not in it
            node.Backtrack |= (initials & 1UL << thread) != 0 ? 1UL << thread : initials & (~initials + 1);
        }
    }

    /// <summary>One choice of the execution at hand.</summary>
    private struct Node
    {
        private const int Unknown = int.MinValue;

        /// <summary>Threads whose choice here would lead to what was seen.</summary>
        public ulong Sleep;

        /// <summary>Threads that are to be chosen here beside the first: with that a source set, when all is done.</summary>
        public ulong Backtrack;

        public int Chosen;

        /// <summary>Which store the access reads, and of how many.</summary>
        public int Store;
        public int Stores;

        // To see whether the program does the same under the same schedule.
        private ulong _enabled;
        private AccessKind _kind;
        private int _location;

        public void Choose(ControlledRun run, ulong enabled, int thread)
        {
            ControlledThread chosen = run.Threads[thread];
            (Chosen, _enabled, _kind, _location) = (thread, enabled, chosen.Kind, chosen.Location);
        }

        /// <summary>Chooses another thread, whose access is not known before it is done.</summary>
        public void Turn(int thread)
        {
            (Chosen, Store, Stores, _location) = (thread, 0, 0, Unknown);
        }

        /// <summary>The access of a thread that was turned to is known now. Not before: an execution may have to be done again.</summary>
        public void Learn(in Access access) => (_kind, _location) = (access.Kind, access.Location);

        /// <summary>Chooses as before.</summary>
        public int Again(ControlledRun run, ulong enabled)
        {
            ControlledThread chosen = run.Threads[Chosen];
            if (enabled != _enabled || (_location != Unknown && (chosen.Kind != _kind || chosen.Location != _location)))
            {
                run.Diverge($"thread {Chosen + 1} did {_kind} at access {run.Count} before, and now it does {chosen.Kind} {chosen.Place}");
                return Prefer(run, enabled);
            }

            return Chosen;
        }
    }
}
