// Code whose mutants have a verdict that is known beforehand. Mutation.Tests tests it, and every mutation
// run mutates it before the rest: a run that judges one of these wrongly is no result. The word behind
// `canary:` is what must become of every mutant of its line; Verify/Mutants/CanaryCheck.cs compares.
namespace Canaries;

/// <summary>A line or two for each verdict that a mutant can get.</summary>
public static class Canary
{
    // A test host lives for several mutants and makes these once, by the first mutant that it is: Five, whose mutant is
    // equivalent, was taken for killed by the test that saw Two's. So there is no verdict on mutants of static initializers.
    private static readonly int One = Math.Max(0, 1); // canary: static
    private static readonly int Four = Math.Max(4, 4); // canary: static
    private static readonly int Two = Math.Max(1, 2); // canary: static
    private static readonly int Five = Math.Max(5, 5); // canary: static
    private static readonly int Three = Math.Max(2, 3); // canary: static

    /// <summary>
    /// Looks now and then whether somebody has said that it may end: that is neither to loop nor to wait. Between two looks it uses
    /// processors until its process has used a twenty-eighth of one, whatever machine this is: what tells it from a loop and from what
    /// waits are shares of that kind (<c>EndlessGuard</c>), not how fast it is. That is as far from a loop, a second in the twenty that
    /// the runner gives it, as from a wait, 25 ms in fifty looks of 20. It stands first since it takes longest: the other canaries are
    /// judged meanwhile.
    /// </summary>
    /// <returns>Whether somebody did.</returns>
    public static bool Poll()
    {
        using ManualResetEventSlim said = new();
        TimeSpan usedBefore = Environment.CpuUsage.TotalTime;
        long begun = TimeProvider.System.GetTimestamp();
        said.Set(); // canary: timeout
        while (!said.Wait(20)) // canary: loop
        {
            while (Environment.CpuUsage.TotalTime - usedBefore < TimeProvider.System.GetElapsedTime(begun) / 28) // canary: uncovered
            {
                Thread.SpinWait(100); // canary: uncovered
            }

            // What was used at once, when all this was compiled, is not made up for by using nothing for long.
            if (TimeProvider.System.GetElapsedTime(begun) > TimeSpan.FromSeconds(0.25)) // canary: uncovered
            { // canary: uncovered
                usedBefore = Environment.CpuUsage.TotalTime;
                begun = TimeProvider.System.GetTimestamp();
            }
        }

        return said.IsSet;
    }

    /// <summary>Uses what static initializers made.</summary>
    /// <returns>6.</returns>
    public static int Six() => One * Two * Three; // canary: killed

    /// <summary>Uses static initializers whose mutants are equivalent.</summary>
    /// <returns>20.</returns>
    public static int Twenty() => Four * Five; // canary: killed

    /// <summary>Tested on both sides of its limit.</summary>
    /// <param name="age">An age.</param>
    /// <returns>Whether it is 18 or more.</returns>
    public static bool IsOfAge(int age) => age >= 18; // canary: killed

    /// <summary>Tested, but the greater of two equals is the smaller one, too.</summary>
    /// <param name="number">A number.</param>
    /// <returns>The number.</returns>
    public static int Same(int number) => Math.Max(number, number); // canary: survived

    /// <summary>Called, and its answer is never looked at.</summary>
    /// <param name="number">A number.</param>
    /// <returns>Its successor.</returns>
    public static int Unobserved(int number) => number + 1; // canary: survived

    /// <summary>Never called.</summary>
    /// <param name="number">A number.</param>
    /// <returns>Its double.</returns>
    public static int Uncalled(int number) => number * 2; // canary: uncovered

    /// <summary>Its mutants are disabled, as proven equivalents are.</summary>
    /// <param name="number">A number.</param>
    /// <returns>The number.</returns>
    public static int Disabled(int number) =>
        // Stryker disable once all : a canary
        Math.Max(number, number); // canary: ignored

    /// <summary>Ends only as long as its counter counts up.</summary>
    /// <param name="end">Where to end.</param>
    /// <returns>How many steps were made.</returns>
    public static int Count(int end)
    {
        int count = 0;
        while (count != end) // canary: killed
        {
            count++; // canary: loop
        }

        return count;
    }

    /// <summary>Ends only as long as it begins with an even number: what is asked before a loop keeps it from ending, and cannot be asked again.</summary>
    /// <param name="half">Half of the number.</param>
    /// <returns>0.</returns>
    public static int CountDown(int half)
    {
        int rest = half * 2; // canary: loop
        while (rest != 0) // canary: killed
        {
            rest -= 2; // canary: loop
        }

        return rest;
    }

    /// <summary>Ends only as long as somebody says that it may.</summary>
    /// <returns>Whether somebody did.</returns>
    public static bool Wait()
    {
        using ManualResetEventSlim said = new();
        said.Set(); // canary: wait
        said.Wait(); // canary: survived
        return said.IsSet;
    }

    /// <summary>Ends only as long as it asks for less each time: a mutant overflows the stack, and the test host dies.</summary>
    /// <param name="depth">How deep to go.</param>
    /// <returns>How deep it went.</returns>
    public static int Depth(int depth)
    {
        if (depth == 0) // canary: killed
        { // canary: crash
            return 0;
        }

        int less = depth - 1; // canary: crash
        return Depth(less) + 1; // canary: killed
    }
}
