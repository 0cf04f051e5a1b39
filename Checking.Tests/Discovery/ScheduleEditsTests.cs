using Checking.Discovery;
using Checking.Schedules;
using Xunit;

namespace Checking.Tests.Discovery;

/// <summary>What is simpler than a schedule: fewer stretches, each thread with as many accesses as before, or the end left out.</summary>
public sealed class ScheduleEditsTests
{
    [Theory]
    [InlineData("0x3", "")]
    [InlineData("0x3-1x2", "0x3")]
    [InlineData("0x1-1x2-0x3", "0x1 0x1-1x2 1x2-0x4 0x4-1x2")]
    [InlineData("0x1-1x2-2x3", "0x1 0x1-1x2")]
    [InlineData("0x1-1x1-2x1-1x1-0x1", "0x1 0x1-1x1 0x1-1x1-2x1 0x1-1x1-2x1-1x1 0x1-2x1-1x2-0x1 0x1-1x2-2x1-0x1")]
    [InlineData("0x1-1x2-0x3~0.1", "0x1~0.1 0x1-1x2~0.1 1x2-0x4~0.1 0x4-1x2~0.1")]
    public void Each_has_fewer_stretches_and_the_shortest_come_first(string text, string expected)
    {
        Assert.True(Schedule.TryParse(text, out Schedule? schedule));

        Schedule[] simpler = [.. ScheduleEdits.Simpler(schedule!)];

        Assert.Equal(expected, string.Join(' ', simpler.Select(one => $"{one}")));
        Assert.All(simpler, one => Assert.True(one.Switches < schedule!.Switches));
    }
}
