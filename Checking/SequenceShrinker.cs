// Makes a failing list short and simple. Of drafts: by leaving out ever smaller stretches, then by
// making single numbers smaller, until neither helps (delta debugging, Zeller 2002). Of operations,
// after that: by taking out one at a time, with whatever depends on it, until none can be taken. The
// second is needed because a draft means something else when the drafts before it are fewer.
// Deterministic: the same list shrinks to the same list.
namespace Checking;

/// <summary>Shrinks lists of drafts and lists of operations.</summary>
public static class SequenceShrinker
{
    /// <summary>Shrinks a list that fails.</summary>
    /// <param name="drafts">The list; it fails.</param>
    /// <param name="failingLength">How many drafts of a list it takes to fail, or 0 where the list does not fail.</param>
    /// <param name="maxAttempts">How many lists to try at most.</param>
    /// <returns>A list that fails, and how many times the list became simpler.</returns>
    public static (IReadOnlyList<Draft> Drafts, int Shrinks) Shrink(
        IReadOnlyList<Draft> drafts, Func<IReadOnlyList<Draft>, int> failingLength, int maxAttempts = 20_000)
    {
        ArgumentNullException.ThrowIfNull(failingLength);
        int shrinks = 0;
        int attempts = 0;
        List<Draft> best = [.. drafts];
        bool Try(List<Draft> candidate)
        {
            if (attempts++ >= maxAttempts || failingLength(candidate) is not (> 0 and int length))
            {
                return false;
            }

            best = candidate[..length];
            shrinks++;
            return true;
        }

        Try(best);
        bool simpler = true;
        while (simpler)
        {
            simpler = LeaveOut(() => best, Try);
            simpler |= Simplify(() => best, Try);
        }

        return (best, shrinks);
    }

    /// <summary>Shrinks a list of operations that fails.</summary>
    /// <typeparam name="TRun">What a run of the list tells.</typeparam>
    /// <param name="failing">The run of the list; it fails.</param>
    /// <param name="length">How many operations a run has.</param>
    /// <param name="runWithout">Runs a run's operations without the one at a place and what depends on it; null where that does not fail.</param>
    /// <returns>The shortest run found, and how many times it became shorter.</returns>
    public static (TRun Run, int Shrinks) ShrinkOperations<TRun>(TRun failing, Func<TRun, int> length, Func<TRun, int, TRun?> runWithout)
        where TRun : class
    {
        ArgumentNullException.ThrowIfNull(length);
        ArgumentNullException.ThrowIfNull(runWithout);
        int shrinks = 0;
        bool shorter = true;
        while (shorter)
        {
            shorter = false;
            for (int place = length(failing) - 1; place >= 0; place = Math.Min(place - 1, length(failing) - 1))
            {
                if (runWithout(failing, place) is { } run && length(run) < length(failing))
                {
                    (failing, shorter) = (run, true);
                    shrinks++;
                }
            }
        }

        return (failing, shrinks);
    }

    private static bool LeaveOut(Func<List<Draft>> best, Func<List<Draft>, bool> tryList)
    {
        bool simpler = false;
        for (int stretch = Math.Max(1, best().Count / 2); stretch > 0; stretch /= 2)
        {
            for (int start = best().Count - stretch; start >= 0; start = Math.Min(start - 1, best().Count - stretch))
            {
                List<Draft> current = best();
                simpler |= tryList([.. current[..start], .. current[(start + stretch)..]]);
            }
        }

        return simpler;
    }

    private static bool Simplify(Func<List<Draft>> best, Func<List<Draft>, bool> tryList)
    {
        bool simpler = false;
        int index = 0;
        while (index < best().Count)
        {
            List<Draft> current = best();
            if (current[index].Simpler().Any(draft => tryList([.. current[..index], draft, .. current[(index + 1)..]])))
            {
                simpler = true;
            }
            else
            {
                index++;
            }
        }

        return simpler;
    }
}
