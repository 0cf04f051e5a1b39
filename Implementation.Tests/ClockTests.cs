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

    /// <summary>What is between two steps is rounded down, on either side of zero, whatever the frequency of the time.</summary>
    [Theory]
    [InlineData(1_000_000_000, 5_999_999, 5_000_000, 5_999_000, 5_999_999)]
    [InlineData(1_000_000_000, -1, -1_000_000, -1_000, -1)]
    [InlineData(1_000_000_000, -1_000_000, -1_000_000, -1_000_000, -1_000_000)]
    [InlineData(3, 7, 2_333_000_000, 2_333_333_000, 2_333_333_333)]
    [InlineData(3, 9_000_000_000_000_000_000 / 1_000_000_000 * 3, 9_000_000_000_000_000_000, 9_000_000_000_000_000_000, 9_000_000_000_000_000_000)]
    public void Readings_are_rounded_down_at_each_precision(long frequency, long timestamp, long tick, long micro, long nano)
    {
        CloneClock clock = new(new SteppingTime(frequency, timestamp));
        Assert.Equal(TimestampPrecision.Tick, clock.Precision); // as the original starts
        Assert.Equal(tick, clock.Read().TotalNanoseconds);
        clock.Precision = TimestampPrecision.Microseconds;
        Assert.Equal(micro, clock.Read().TotalNanoseconds);
        clock.Precision = TimestampPrecision.Nanoseconds;
        Assert.Equal(nano, clock.Read().TotalNanoseconds);
        clock.Precision = (TimestampPrecision)(-1);
        Assert.Equal(tick, clock.Read().TotalNanoseconds);
        Assert.Equal(TimestampPrecision.Tick, clock.Precision);
        Assert.Equal(TimestampPrecision.Tick, clock.ChangePrecision((TimestampPrecision)4));
        Assert.Equal(TimestampPrecision.Tick, clock.ChangePrecision((TimestampPrecision)(-1)));
        Assert.Equal(TimestampPrecision.Tick, clock.ChangePrecision(TimestampPrecision.Seconds));
        Assert.Equal(TimestampPrecision.Seconds, clock.Precision);
        Assert.Equal(7_000_000_000, clock.Read().TotalNanoseconds); // of the wall clock
    }

    [Fact]
    public void A_time_that_is_too_far_off_is_no_time_and_a_clock_without_a_time_has_the_systems()
    {
        CloneClock clock = new(new SteppingTime(1, 10_000_000_000)) { Precision = TimestampPrecision.Nanoseconds };
        Assert.Throws<OverflowException>(() => clock.Read());
        CloneClock systems = new();
        long before = TimeProvider.System.GetTimestamp();
        CloneTimestamp read = systems.Read();
        Assert.InRange(read.TotalNanoseconds, InWholeMilliseconds(before), InWholeMilliseconds(TimeProvider.System.GetTimestamp()));

        static long InWholeMilliseconds(long timestamp) => (long)(timestamp / (decimal)TimeProvider.System.TimestampFrequency * 1000) * 1_000_000L;
    }

    /// <summary>A time that cannot be told is refused, at each precision, and not told wrongly.</summary>
    [Theory]
    [InlineData(TimestampPrecision.Seconds)]
    [InlineData(TimestampPrecision.Tick)]
    [InlineData(TimestampPrecision.Microseconds)]
    public void What_lies_beyond_292_years_is_refused(TimestampPrecision precision) =>
        Assert.Throws<OverflowException>(() => new CloneClock(new FarTime { Now = long.MinValue }) { Precision = precision }.Read());

    /// <summary>As the model compares them, which has 64 bits of seconds.</summary>
    [Theory]
    [InlineData(5_000_000_000_000_000_000, -5_000_000_000_000_000_000, 750, 0)] // the clock was put back by 317 years
    [InlineData(-5_000_000_000_000_000_000, 5_000_000_000_000_000_000, 750, 1)]
    [InlineData(-200_000_000, 200_000_000, 750, 1)] // in the second before zero and in the one after it
    [InlineData(long.MaxValue, long.MaxValue, 750, 0)]
    [InlineData(long.MaxValue, long.MaxValue, 0, 1)] // with this deadline everything has expired
    public void Entries_expire_at_the_ends_of_time(long then, long now, int deadline, int swept)
    {
        FarTime time = new() { Now = then };
        using CloneManager<TestDevice> clones = new(new()
        {
            Clock = new CloneClock(time) { Precision = TimestampPrecision.Nanoseconds },
            Flags = TestManager.Flags,
            Deadline = TimeSpan.FromMilliseconds(deadline),
        });
        clones.Register(clones.Allocate(1).Entry, new TestDevice(0));
        Assert.Empty(clones.FindErrors()); // at the last time there is, too, behind which only "never" comes
        time.Now = now;

        Assert.Equal(swept, clones.Sweep());
    }

    /// <summary>By time, and not by a difference of times that comes round.</summary>
    [Fact]
    public void Of_two_that_were_handed_out_centuries_apart_the_older_is_shared_first()
    {
        FarTime time = new() { Now = -5_000_000_000_000_000_000 };
        using CloneManager<TestDevice> clones = new(new()
        {
            Clock = new CloneClock(time) { Precision = TimestampPrecision.Nanoseconds },
            Flags = TestManager.Flags,
            MaxUnit = 1,
        });
        TestDevice[] devices = [.. Enumerable.Range(0, 2).Reverse().Select(unit =>
        {
            CloneEntry entry = clones.Allocate(process: 1, unit).Entry;
            TestDevice device = new(entry.Unit);
            clones.Register(entry, device);
            clones.Acquire(device);
            time.Now = 5_000_000_000_000_000_000;
            return device;
        })];

        Assert.Same(devices[0], clones.Allocate(process: 3, canGrow: false).Device);
        Assert.Empty(clones.FindErrors());
    }

    private sealed class FarTime : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => Now;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.MaxValue;
    }

    private sealed class SteppingTime(long frequency, long timestamp) : TimeProvider
    {
        public override long TimestampFrequency => frequency;

        public override long GetTimestamp() => timestamp;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(7_999);
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
