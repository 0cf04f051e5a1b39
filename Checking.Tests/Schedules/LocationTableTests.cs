using Checking.Schedules;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>Numbers for addresses, in the order in which they come, held to a dictionary while the table grows and is cleared.</summary>
public sealed class LocationTableTests
{
    [Theory]
    [InlineData(8)] // as fields lie
    [InlineData(1 << 24)] // far apart
    [InlineData(1)]
    public void Each_address_has_the_number_that_it_got_first(long distance)
    {
        LocationTable table = new();
        SplitMix random = new((ulong)distance);
        for (int round = 0; round < 3; round++)
        {
            Dictionary<nint, int> expected = [];
            int next = 0;
            for (int step = 0; step < 2000; step++)
            {
                if (step % 50 == 49)
                {
                    Assert.Equal(next++, table.Next());
                }

                nint address = (nint)(0x7000_0000_0000 + (random.Next(1 + step) * distance));
                if (!expected.TryGetValue(address, out int number))
                {
                    number = next++;
                    expected.Add(address, number);
                }

                Assert.Equal(number, table.NumberOf(address));
                Assert.Equal(next, table.Count);
            }

            foreach ((nint address, int number) in expected)
            {
                Assert.Equal(number, table.NumberOf(address));
            }

            table.Clear();
            Assert.Equal(0, table.Count);
        }
    }
}
