// Before anything is timed: two contestants answer the same random calls, and must give the same answers, destroy the same
// devices in the same order, and have the same entries after each call. Measuring two things that do different work says nothing.
namespace Benchmarks;

/// <summary>Whether two contestants do the same work.</summary>
internal static class EqualAnswers
{
    private const int AnyUnit = -1;

    /// <summary>Holds the list to the port, over units that run out often and over units that seldom do.</summary>
    /// <param name="operations">How many calls.</param>
    /// <returns>The first difference, or null.</returns>
    public static string? FindDifference(int operations) =>
        FindDifference<PortContestant, MeasuredDevice, ListContestant, ListDevice>(XorShift.Seed, operations, maxUnit: 4)
        ?? FindDifference<PortContestant, MeasuredDevice, ListContestant, ListDevice>(XorShift.Seed + 1, operations, maxUnit: 70)
        ?? FindDifferenceInCrowds();

    /// <summary>Gives both the same random calls.</summary>
    /// <typeparam name="TExpected">One contestant.</typeparam>
    /// <typeparam name="TExpectedDevice">Its devices.</typeparam>
    /// <typeparam name="TActual">The other.</typeparam>
    /// <typeparam name="TActualDevice">Its devices.</typeparam>
    /// <param name="seed">The seed of the calls.</param>
    /// <param name="operations">How many calls.</param>
    /// <param name="maxUnit">The largest unit.</param>
    /// <returns>The first difference, or null.</returns>
    public static string? FindDifference<TExpected, TExpectedDevice, TActual, TActualDevice>(ulong seed, int operations, int maxUnit)
        where TExpected : struct, IContestant<TExpected, TExpectedDevice>
        where TExpectedDevice : class
        where TActual : struct, IContestant<TActual, TActualDevice>
        where TActualDevice : class
    {
        HandTime time = new();
        List<int> expectedEnd = [];
        List<int> actualEnd = [];
        TExpected expected = TExpected.Create(time, maxUnit, expectedEnd);
        TActual actual = TActual.Create(time, maxUnit, actualEnd);
        XorShift random = new(seed);
        Dictionary<int, TExpectedDevice> expectedDevices = []; // by unit: who has it, or had it last
        Dictionary<int, TActualDevice> actualDevices = [];
        for (int operation = 1; operation <= operations; operation++)
        {
            Call call = Call.Next(ref random, maxUnit, expectedDevices.ContainsKey);
            if (call.Kind == CallKind.Advance)
            {
                time.Advance(call.Argument);
            }

            string expectedAnswer = $"{call.Of(expected, expectedDevices)}, destroyed [{string.Join(' ', expectedEnd)}], entries [{expected.Describe()}]";
            string actualAnswer = $"{call.Of(actual, actualDevices)}, destroyed [{string.Join(' ', actualEnd)}], entries [{actual.Describe()}]";
            if (!string.Equals(expectedAnswer, actualAnswer, StringComparison.Ordinal))
            {
                return $"""
                    call {operation} of seed {seed}, units to {maxUnit}: {call}
                      {TExpected.Name}: {expectedAnswer}
                      {TActual.Name}: {actualAnswer}
                    """;
            }

            expectedEnd.Clear();
            actualEnd.Clear();
        }

        return null;
    }

    /// <summary>The measured loops themselves, over a small crowd.</summary>
    private static string? FindDifferenceInCrowds()
    {
        string port = Sums<PortContestant, MeasuredDevice>();
        string list = Sums<ListContestant, ListDevice>();
        return string.Equals(port, list, StringComparison.Ordinal) ? null : $"sums of the measured loops: port {port}, list {list}";
    }

    private static string Sums<TContestant, TDevice>()
        where TContestant : struct, IContestant<TContestant, TDevice>
        where TDevice : class
    {
        Crowd<TContestant, TDevice> crowd = new Crowd<TContestant, TDevice>(100).Fill();
        long[] sums = [crowd.Cycle(1_000), crowd.Cycle(1_000, stepMilliseconds: 1), crowd.Pairs(1_000), crowd.AskForUnits(1_000), crowd.Grow(10)];
        crowd.Shrink();
        int none = crowd.Sweep();
        crowd.LeaveAll();
        return $"{string.Join(' ', sums)} {none} {crowd.Sweep()}";
    }

    private enum CallKind
    {
        Allocate,
        AllocateUnit,
        Acquire,
        Release,
        Advance,
        Sweep,
    }

    private readonly record struct Call(CallKind Kind, int Argument, int Process)
    {
        public static Call Next(ref XorShift random, int maxUnit, Func<int, bool> isKnown)
        {
            int process = random.Below(3);
            int unit = random.Below(maxUnit + 2); // one too many, too
            return random.Below(20) switch
            {
                < 6 => new(CallKind.Allocate, AnyUnit, process),
                < 8 => new(CallKind.AllocateUnit, unit, process),
                < 12 when isKnown(unit) => new(CallKind.Acquire, unit, process),
                < 17 when isKnown(unit) => new(CallKind.Release, unit, process),
                < 19 => new(CallKind.Advance, random.Below(300), process),
                _ => new(CallKind.Sweep, 0, process),
            };
        }

        public string Of<TContestant, TDevice>(TContestant contestant, Dictionary<int, TDevice> devices)
            where TContestant : struct, IContestant<TContestant, TDevice>
            where TDevice : class
        {
            switch (Kind)
            {
                case CallKind.Allocate or CallKind.AllocateUnit:
                    Given<TDevice> given = contestant.Allocate(Process, Argument);
                    if (given.Device is not { } device)
                    {
                        return "nothing";
                    }

                    devices[TContestant.UnitOf(device)] = device;
                    return $"{(given.IsNew ? "new" : "shared")} {TContestant.UnitOf(device)}";
                case CallKind.Acquire:
                    return contestant.Acquire(devices[Argument]).ToString();
                case CallKind.Release:
                    return contestant.Release(devices[Argument]).ToString();
                case CallKind.Sweep:
                    return contestant.Sweep().ToString();
                default:
                    return "";
            }
        }
    }
}
