using DeviceClones;
using Harness.Port;
using Xunit;

namespace Implementation.Tests;

/// <summary>What is looked for at rest is found where it is put there by hand.</summary>
public sealed class RestTests : IDisposable
{
    private readonly CloneManager<PortDevice> _clones = new(new() { Clock = new CloneClock(new TestTime()) });

    public RestTests()
    {
        Assert.Equal(AllocationKind.NewEntry, _clones.Allocate(1, CloneManagerOptions.AnyUnit, 0, true).Kind);
        Assert.Empty(_clones.FindErrors());
    }

    public void Dispose() => _clones.Dispose();

    [Fact]
    public void Control_that_is_not_open_is_an_error()
    {
        Accessor<PortDevice>.Control(_clones) |= (long)Stage.Committed;
        Assert.Equal(["control is Committed at rest"], _clones.FindErrors());
    }

    [Fact]
    public void What_a_sweep_has_left_is_an_error()
    {
        Accessor<PortDevice>.Candidates(_clones).Add(0);
        Accessor<PortDevice>.Slots(_clones).PageOf(1).Found = 1 << 1;
        Assert.Equal(["a sweep has left 1 candidates", "a sweep has left slot 1 as found"], _clones.FindErrors());
    }

    [Fact]
    public void A_mark_is_an_error()
    {
        ref long word = ref Accessor<PortDevice>.Slots(_clones)[0].Word;
        word = SlotWord.With(word, Pending.Revoke);
        Assert.Equal(["slot 0 is marked at rest: Revoke"], _clones.FindErrors());
    }

    [Fact]
    public void A_word_that_says_there_is_a_note_where_there_is_none_is_an_error()
    {
        Accessor<PortDevice>.Slots(_clones)[0].Word |= SlotWord.Noted;
        Assert.Equal(["slot 0 says that there is a note, and none was drained"], _clones.FindErrors());
    }
}
