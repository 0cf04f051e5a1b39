using Checking.Schedules;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>What holds of two threads that hand over, whoever comes first. Everything that runs threads rests on it, so it comes before that.</summary>
public sealed class BatonTests
{
    [Fact]
    public void Who_takes_it_after_it_was_given_has_it_once()
    {
        using Baton baton = new();
        baton.Give();
        Assert.True(baton.Take());

        HasToBeGiven(baton);
    }

    [Fact]
    public void Who_sleeps_has_it_as_often_as_it_is_given()
    {
        using Baton baton = new();
        for (int time = 0; time < 3; time++)
        {
            HasToBeGiven(baton);
        }
    }

    [Fact]
    public void Who_takes_it_for_the_last_time_is_told()
    {
        using Baton awake = new();
        awake.Close();
        Assert.False(awake.Take());

        using Baton asleep = new();
        bool? isToGoOn = null;
        Thread taker = new(() => isToGoOn = asleep.Take()) { IsBackground = true };
        taker.Start();
        WaitWhileAwake(taker);
        asleep.Close();
        taker.Join();
        Assert.False(isToGoOn);
    }

    /// <summary>Who takes it sleeps until it is given.</summary>
    private static void HasToBeGiven(Baton baton)
    {
        Thread taker = new(() => baton.Take()) { IsBackground = true };
        taker.Start();
        WaitWhileAwake(taker);
        Assert.True(taker.IsAlive);
        baton.Give();
        taker.Join();
    }

    /// <summary>Returns when a thread sleeps, or has ended.</summary>
    private static void WaitWhileAwake(Thread thread)
    {
        while (thread.IsAlive && !thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin))
        {
            Thread.Yield();
        }
    }
}
