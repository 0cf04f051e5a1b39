using DeviceClones;
using Xunit;

namespace Implementation.Tests;

public sealed class ClockTests
{
    [Fact]
    public void The_precision_belongs_to_the_clock()
    {
        TestTime time = new() { Now = TimeSpan.FromTicks(1_234_567_891) };
        CloneClock coarse = new(time) { Precision = TimestampPrecision.Seconds };
        CloneClock fine = new(time) { Precision = TimestampPrecision.Nanoseconds };
        Assert.Equal(new CloneTimestamp(123_000_000_000), coarse.Read());
        Assert.Equal(new CloneTimestamp(123_456_789_100), fine.Read());
        Assert.Equal(TimestampPrecision.Nanoseconds, fine.ChangePrecision(TimestampPrecision.Tick));
        Assert.Equal(new CloneTimestamp(123_456_000_000), fine.Read());
        Assert.Equal(TimestampPrecision.Tick, fine.ChangePrecision(TimestampPrecision.Microseconds));
        Assert.Equal(new CloneTimestamp(123_456_789_000), fine.Read());
    }

    [Fact]
    public void A_precision_that_does_not_exist_is_put_right_by_the_next_reading()
    {
        CloneClock clock = new(new TestTime()) { Precision = (TimestampPrecision)7 };
        Assert.Equal((TimestampPrecision)7, clock.ChangePrecision((TimestampPrecision)9));
        Assert.Equal((TimestampPrecision)7, clock.Precision);
        clock.Read();
        Assert.Equal(TimestampPrecision.Tick, clock.Precision);
    }

    [Theory]
    [InlineData(long.MinValue, -9_223_372_037, 145_224_192)]
    [InlineData(-1, -1, 999_999_999)]
    [InlineData(1_999_999_999, 1, 999_999_999)]
    [InlineData(long.MaxValue, 9_223_372_036, 854_775_807)]
    public void Times_reach_292_years(long total, long seconds, int nanoseconds)
    {
        CloneTimestamp time = new(total);
        Assert.Equal((seconds, nanoseconds), (time.Seconds, time.Nanoseconds));
    }
}
