namespace Benchmarks;

/// <summary>The random numbers that the original is measured with, from its seed: each contestant meets the same ones.</summary>
/// <param name="seed">The seed; not zero.</param>
internal struct XorShift(ulong seed)
{
    /// <summary>The seed that the original is measured with.</summary>
    public const ulong Seed = 88172645463325252;

    private ulong _state = seed;

    /// <summary>The next number below a bound.</summary>
    /// <param name="bound">The bound.</param>
    /// <returns>The number.</returns>
    public int Below(int bound)
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return (int)(_state % (ulong)bound);
    }
}
