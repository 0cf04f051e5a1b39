using Canaries;
using Xunit;

namespace Mutation.Tests;

/// <summary>What kills the canaries that must die, and only runs those that must survive.</summary>
public sealed class CanaryTests
{
    [Theory]
    [InlineData(17, false)]
    [InlineData(18, true)]
    [InlineData(19, true)]
    public void Of_age_is_who_is_18(int age, bool isOfAge) => Assert.Equal(isOfAge, Canary.IsOfAge(age));

    [Fact]
    public void Six_is_made_of_static_numbers() => Assert.Equal(6, Canary.Six());

    [Fact]
    public void Twenty_is_made_of_static_numbers_too() => Assert.Equal(20, Canary.Twenty());

    [Fact]
    public void The_same_is_the_same() => Assert.Equal(7, Canary.Same(Canary.Disabled(7)));

    [Fact]
    public void Whatever_comes_out_is_a_number() => Assert.InRange(Canary.Unobserved(1), int.MinValue, int.MaxValue);

    [Fact]
    public void Counting_ends() => Assert.Equal(3, Canary.Count(3));

    [Fact]
    public void Counting_down_ends() => Assert.Equal(0, Canary.CountDown(3));

    [Fact]
    public void Waiting_ends() => Assert.True(Canary.Wait());

    [Fact]
    public void Polling_ends() => Assert.True(Canary.Poll());

    [Fact]
    public void Depth_ends() => Assert.Equal(3, Canary.Depth(3));
}
