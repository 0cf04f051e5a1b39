namespace Checking.Schedules;

/// <summary>One given schedule; what it leaves open goes on without switches.</summary>
/// <param name="schedule">The schedule.</param>
public sealed class ReplaySchedule(Schedule schedule) : ScheduleStrategy
{
    private int _stores;

    /// <inheritdoc />
    public override string Name => "replay";

    /// <inheritdoc />
    public override bool IsExhaustive => false;

    internal override void Begin(int threads) => _stores = 0;

    internal override int Choose(ControlledRun run, ulong enabled)
    {
        if (run.Count >= schedule.Threads.Count)
        {
            return Prefer(run, enabled);
        }

        int chosen = schedule.Threads[run.Count];
        if ((enabled & 1UL << chosen) != 0)
        {
            return chosen;
        }

        run.Diverge($"thread {chosen + 1} should go on at access {run.Count}, and cannot");
        return Prefer(run, enabled);
    }

    internal override int ChooseStore(ControlledRun run, int count)
    {
        int choice = _stores < schedule.Stores.Count ? schedule.Stores[_stores] : 0;
        _stores++;
        if (choice < count)
        {
            return choice;
        }

        run.Diverge($"the read at access {run.Count} should read store {choice} of {count}");
        return 0;
    }

    internal override bool End(ControlledRun run) => false;
}
