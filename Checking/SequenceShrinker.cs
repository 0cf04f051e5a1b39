// Makes a failing list of drafts short and simple: first by leaving out ever smaller stretches, then
// by making single numbers smaller, until neither helps (delta debugging, Zeller 2002, to a list from
// which no single draft can be taken). Deterministic: the same list shrinks to the same list.
namespace Checking;

/// <summary>Shrinks lists of drafts.</summary>
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
        while (simpler && attempts < maxAttempts)
        {
            simpler = LeaveOut(() => best, Try);
            simpler |= Simplify(() => best, Try);
        }

        return (best, shrinks);
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
        for (int index = 0; index < best().Count; index++)
        {
            bool again = true;
            while (again && index < best().Count)
            {
                again = false;
                foreach (Draft draft in best()[index].Simpler())
                {
                    List<Draft> candidate = [.. best()];
                    candidate[index] = draft;
                    if (tryList(candidate))
                    {
                        (again, simpler) = (true, true);
                        break;
                    }
                }
            }
        }

        return simpler;
    }
}
