namespace Checking.Schedules;

/// <summary>Randomness from a seed (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): the same on every machine.</summary>
/// <param name="seed">The seed.</param>
internal sealed class SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        ulong mixed = unchecked(_state += 0x9E3779B97F4A7C15);
        // Stryker disable once Bitwise : what is shifted has no sign
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9);
        // Stryker disable once Bitwise : what is shifted has no sign
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
        // Stryker disable once Bitwise : what is shifted has no sign
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A number below a bound.</summary>
    public int Next(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);
}
