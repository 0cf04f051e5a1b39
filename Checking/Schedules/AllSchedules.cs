// Every schedule, without reduction: what the reduced exploration is held to, on small programs. With a
// bound on preemptions (Musuvathi and Qadeer, "Iterative context bounding for systematic testing of
// multithreaded programs", PLDI 2007) it is how the schedule with the fewest of them is found.
using System.Numerics;

namespace Checking.Schedules;

/// <summary>All schedules, or all with at most so many preemptions: switches away from a thread that could have gone on.</summary>
/// <param name="preemptionBound">How many preemptions at most, or null for any number.</param>
public sealed class AllSchedules(int? preemptionBound = null) : ScheduleStrategy
{
    // Stryker disable once CollectionExpression : it is cleared before it is used
    private readonly List<Node> _nodes = [];
    private int _given;

    /// <inheritdoc />
    public override string Name => preemptionBound is { } bound ? $"all schedules with at most {bound} preemptions" : "all schedules";

    /// <inheritdoc />
    public override bool IsExhaustive => true;

    internal override void Begin(int threads) => _nodes.RemoveRange(_given, _nodes.Count - _given);

    internal override int Choose(ControlledRun run, ulong enabled)
    {
        int depth = run.Count;
        if (depth < _given)
        {
            int chosen = _nodes[depth].Chosen;
            if ((enabled & 1UL << chosen) != 0)
            {
                return chosen;
            }

            run.Diverge($"thread {chosen + 1} could go on at access {depth} before, and now it cannot");
            return Prefer(run, enabled);
        }

        int preferred = Prefer(run, enabled);
        Node? before = depth > 0 ? _nodes[depth - 1] : null;
        bool isPreemption = before is not null && (enabled & 1UL << before.Chosen) != 0;
        int preemptions = before?.Preemptions(before.Chosen) ?? 0;
        ulong left = isPreemption && preemptions >= preemptionBound ? 0 : enabled & ~(1UL << preferred);
        _nodes.Add(new Node(preferred, left, isPreemption ? preferred : -1, preemptions));
        return preferred;
    }

    internal override int ChooseStore(ControlledRun run, int count)
    {
        Node node = _nodes[run.Count - 1];
        node.Stores = count;
        return node.Store;
    }

    internal override bool End(ControlledRun run)
    {
        for (int depth = _nodes.Count - 1; depth >= 0; depth--)
        {
            if (_nodes[depth].Turn())
            {
                _given = depth + 1;
                return true;
            }
        }

        return false;
    }

    /// <summary>One choice.</summary>
    /// <param name="chosen">The first thread to be chosen.</param>
    /// <param name="left">Those to be chosen after it.</param>
    /// <param name="stays">The thread that ran and could go on: choosing another is a preemption. Or -1.</param>
    /// <param name="preemptions">How many there were before.</param>
    private sealed class Node(int chosen, ulong left, int stays, int preemptions)
    {
        private ulong _left = left;

        public int Chosen { get; private set; } = chosen;

        public int Store { get; private set; }

        public int Stores { get; set; }

        public int Preemptions(int next) => stays >= 0 && next != stays ? preemptions + 1 : preemptions;

        public bool Turn()
        {
            if (Store + 1 < Stores)
            {
                Store++;
                return true;
            }

            if (_left == 0)
            {
                return false;
            }

            Chosen = BitOperations.TrailingZeroCount(_left);
            _left &= _left - 1;
            (Store, Stores) = (0, 0);
            return true;
        }
    }
}
