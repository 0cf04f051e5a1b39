using CsCheck;

namespace Checking.Tests;

/// <summary>Runs a property of a generated value from a fixed seed: the same values on every run, each with the seed that makes it.</summary>
internal static class Seeded
{
    private const ulong Seed = 20_070_531;
    private const int Iterations = 300;

#if MUTATING
    private const int Stride = 7; // each mutant takes as long as all of them
#else
    private const int Stride = 1;
#endif

    /// <summary>The cases of so many that are run: all, or every seventh where mutants are judged.</summary>
    public static IEnumerable<int> Cases(int count) => Enumerable.Range(0, Of(count)).Select(static number => number * Stride);

    /// <summary>How many cases that is.</summary>
    public static int Of(int count) => count / Stride;

    public static void Sample<T>(Gen<T> gen, Action<T> property) => Sample(gen, Seed, property);

    public static void Sample<T>(Gen<T> gen, ulong fixedSeed, Action<T> property)
    {
        foreach (int iteration in Cases(Iterations))
        {
            PCG random = new((uint)iteration, fixedSeed);
            string seed = random.ToString();
            T value = gen.Generate(random, null, out _);
            try
            {
                property(value);
            }
            catch (Exception exception)
            {
                throw new Xunit.Sdk.XunitException($"fails for {value}, which seed {seed} makes: {exception.Message}", exception);
            }
        }
    }

    public static void Sample<T1, T2, T3>(Gen<(T1, T2, T3)> gen, Action<T1, T2, T3> property) =>
        Sample(gen, value => property(value.Item1, value.Item2, value.Item3));
}
