using System.Runtime.CompilerServices;
using Checking.Schedules;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>What is on a thread's stack is nobody else's.</summary>
public sealed class ControlledThreadTests
{
    /// <summary>The place where it begins belongs to whoever runs the program.</summary>
    [Fact]
    public void What_lies_below_its_beginning_is_on_the_stack()
    {
        int[] heap = [0];
        byte here = 0;
        ControlledThread.BeginStack(ref here);

        Assert.False(ControlledThread.IsOnStack(ref here));
        Assert.True(IsLocalOnStack());
        Assert.False(ControlledThread.IsOnStack(ref heap[0]));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsLocalOnStack()
    {
        int local = 0;
        return ControlledThread.IsOnStack(ref local);
    }
}
