// Where a key is looked for first in a table with open addressing: places that look random, so that few keys stand in each other's way.
using System.Numerics;

namespace Checking.Linearizability;

/// <summary>Hashes whose low bits count.</summary>
internal static class Spread
{
    /// <summary>The hash of a word, and of more where there are.</summary>
    public static int Of(ulong word, params ReadOnlySpan<ulong> more)
    {
        ulong hash = word * 0x9E3779B97F4A7C15;
        foreach (ulong next in more)
        {
            hash = (BitOperations.RotateLeft(hash, 29) ^ next) * 0xD1B54A32D192ED03;
        }

        return (int)(hash ^ BitOperations.RotateLeft(hash, 32));
    }
}
