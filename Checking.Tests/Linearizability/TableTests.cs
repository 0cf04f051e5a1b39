// The tables of a search: what is in them stays in them while they grow, and their keys do not stand in each other's way.
using Checking.Linearizability;
using CsCheck;
using Xunit;

namespace Checking.Tests.Linearizability;

public sealed class TableTests
{
    private const ulong Seed = 0x7AB1E;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_configuration_is_new_once_however_many_there_are(int words)
    {
        PCG random = SimulatedRun.Random(Seed, words);
        VisitedConfigurations visited = new(words, new(SearchLimits.Default, TimeProvider.System, Heap.OfProcess, TestContext.Current.CancellationToken));
        HashSet<(ulong, ulong, int, int)> expected = [];
        ulong[] set = new ulong[words];
        for (int count = 0; count < 1_500; count++)
        {
            set[0] = (ulong)random.Below(8);
            set[^1] = words > 1 ? (ulong)random.Below(8) << 61 : set[0];
            (int position, int state) = (random.Below(4), random.Below(4));
            Assert.Equal(expected.Add((set[0], set[^1], position, state)), visited.Add(set, position, state));
        }

        Assert.Equal(expected.Count, visited.Count);
    }

    /// <summary>Of as many keys as there are places, 63 of 100 places have one where the places are random.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    public void Keys_that_differ_in_few_bits_are_spread_over_the_places(int bits)
    {
        int places = 1 << bits;
        int half = 1 << (bits / 2);
        ulong[] keys = [.. from high in Enumerable.Range(0, half) from low in Enumerable.Range(0, half) select ((ulong)high << 32) + (ulong)low + 1];
        AssertAreSpread(places, keys.Select(static key => Spread.Of(key)));
        AssertAreSpread(places, Enumerable.Range(0, places).Select(static number => Spread.Of(1, (ulong)number)));
        AssertAreSpread(places, keys.Select(static key => Spread.Of(7, key, 5)));
        AssertAreSpread(places, Enumerable.Range(0, places).Select(static number => Spread.Of((ulong)number << 32, 5)));
    }

    private static void AssertAreSpread(int places, IEnumerable<int> hashes) =>
        Assert.InRange(hashes.Select(hash => hash & (places - 1)).Distinct().Count(), 0.55 * places, places);
}
