// What can be wrong with one execution, whoever finds it: the run itself (deadlock, endless loop,
// exception), the detector of data races, or the program's own observation.
using System.Numerics;

namespace Checking.Schedules;

/// <summary>What is wrong with an execution.</summary>
public abstract record ScheduleProblem
{
    private ScheduleProblem()
    {
        // Closed: every case stands below.
    }

    /// <summary>What the program observed should not be.</summary>
    /// <param name="Text">Why.</param>
    public sealed record WrongOutcome(string Text) : ScheduleProblem
    {
        /// <inheritdoc />
        public override string ToString() => Text;
    }

    /// <summary>A thread threw.</summary>
    /// <param name="Thread">Which.</param>
    /// <param name="Exception">What.</param>
    public sealed record Threw(int Thread, Exception Exception) : ScheduleProblem
    {
        /// <inheritdoc />
        public override string ToString() => $"thread {Thread + 1} threw {Exception}";
    }

    /// <summary>Nobody can go on, and not everybody has ended.</summary>
    /// <param name="Waiting">Each thread that waits, and where.</param>
    public sealed record Deadlock(IReadOnlyList<(int Thread, Place Place)> Waiting) : ScheduleProblem
    {
        /// <inheritdoc />
        public override string ToString() => $"deadlock: {string.Join("; ", Waiting.Select(waiting => $"thread {waiting.Thread + 1} waits for {waiting.Place}"))}";

        internal static Deadlock Of(ReadOnlySpan<ControlledThread> threads)
        {
            List<(int, Place)> waiting = [];
            foreach (ControlledThread thread in threads)
            {
                if (!thread.IsFinished)
                {
                    waiting.Add((thread.Id, thread.Place));
                    thread.BlockedOn = thread.Location;
                }
            }

            return new(waiting);
        }
    }

    /// <summary>
    /// An execution has more accesses than it may have. Where one thread does the same few over and over while others could go on, it
    /// waits for them in a loop: that is no fault, but executions without end, which an explorer cannot count.
    /// </summary>
    /// <param name="Thread">Who ran last.</param>
    /// <param name="Steps">How many accesses there were.</param>
    /// <param name="Loop">The places of the loop, or none where no loop is seen.</param>
    /// <param name="CanOthersGoOn">Whether another thread could have ended it.</param>
    public sealed record Endless(int Thread, int Steps, IReadOnlyList<Place> Loop, bool CanOthersGoOn) : ScheduleProblem
    {
        // The end of an execution that is looked at.
        private const int Tail = 100;

        /// <inheritdoc />
        public override string ToString() =>
            Loop.Count == 0 ? $"no end after {Steps} accesses"
            : $"{(CanOthersGoOn ? "spin loop" : "livelock")}: thread {Thread + 1} repeats {string.Join(", ", Loop)}; {Steps} accesses";

        internal static Endless Of(ReadOnlySpan<Access> accesses, ulong enabled)
        {
            int thread = accesses[^1].Thread;
            bool canOthersGoOn = BitOperations.PopCount(enabled & ~(1UL << thread)) > 0;
            List<Place> places = [];
            foreach (Access access in accesses[^Math.Min(Tail, accesses.Length)..])
            {
                if (access.Thread != thread)
                {
                    return new(thread, accesses.Length, [], canOthersGoOn);
                }

                if (!places.Contains(access.Place))
                {
                    places.Add(access.Place);
                }
            }

            return new(thread, accesses.Length, places.Count <= Tail / 4 ? places : [], canOthersGoOn);
        }
    }

    /// <summary>Two accesses of one location, one of them a write, of which none happens before the other.</summary>
    /// <param name="First">The one that was done first.</param>
    /// <param name="Second">The other.</param>
    public sealed record DataRace(Access First, Access Second) : ScheduleProblem
    {
        /// <inheritdoc />
        public override string ToString() =>
            $"data race: thread {First.Thread + 1}: {First}; thread {Second.Thread + 1}: {Second}; none happens before the other";
    }
}
