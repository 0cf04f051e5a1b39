using Clones;
using Xunit;
using static Clones.Operation;

namespace Properties;

/// <summary>The model's values: how they print, when lists are equal, and that Step takes no null.</summary>
public sealed class ValueTests
{
    private static readonly Entry Registered = new(new(3), 5, DeviceFlags.Invoke, new(7), new(1, 20), new Device(new(2), 0));

    public static TheoryData<object, string> Texts => new()
    {
        { ProcessId.None, "nobody" },
        { new ProcessId(1), "process 1" },
        { new EntryId(4), "entry 4" },
        { DeviceId.Foreign, "foreign device" },
        { new DeviceId(0), "device 0" },
        { new Timestamp(5, 20), "5.000000020 s" },
        { new Timestamp(0, 20), "0.000000020 s" },
        { new Timestamp(-1, 500_000_000), "-1 + 0.500000000 s" },
        { (ValueList<int>)[1, 2], "[1, 2]" },
        { new SetPrecision(3), "SetPrecision(Value: 3)" },
        { new Gc(), "Gc()" },
        { new Register(new(1)), "Register(entry 1, new device)" },
        { new Register(new(1), Unit: 2), "Register(entry 1, new device of unit 2)" },
        { new Register(new(1), Existing: new(3)), "Register(entry 1, device 3)" },
        { new Response.Done(), "Done" },
        { new Response.Result(Errno.Busy), "Result(Error: Busy)" },
        { new Response.Allocated(new(1), 2, null), "new entry 1, unit 2" },
        { new Response.Allocated(null, 2, new(3)), "device 3 to share, unit 2" },
        { new Response.Allocated(null, -1, null), "nothing, unit -1" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Values_print_in_the_words_of_the_counterexamples(object value, string text) => Assert.Equal(text, value.ToString());

    [Fact]
    public void Nobody_and_the_foreign_device_are_no_numbers_that_are_given_out()
    {
        Assert.Equal(-1, ProcessId.None.Value);
        Assert.True(DeviceId.Foreign.IsForeign);
        Assert.False(new DeviceId(0).IsForeign);
    }

    [Fact]
    public void Lists_are_equal_where_their_items_are()
    {
        ValueList<int> list = [1, 2];
        ValueList<int> same = [1, 2];

        Assert.True(list.Equals(list) && list.Equals(same) && list.Equals((object)same));
        Assert.False(list.Equals([1, 3]) || list.Equals([1]) || list.Equals(null) || list.Equals((object)"[1, 2]"));
        Assert.Equal(list.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(list.GetHashCode(), ((ValueList<int>)[2, 1]).GetHashCode());
        Assert.Equal([1, 3, 2], list.Insert(1, 3));
        Assert.Equal([1, 3], list.Replace(1, 3));
        Assert.Equal([1, 2], list);
    }

    [Fact]
    public void Step_takes_no_null()
    {
        Assert.Throws<ArgumentNullException>("state", () => Model.Step(null!, new Gc()));
        Assert.Throws<ArgumentNullException>("operation", () => Model.Step(State.Initial, null!));
        Assert.Throws<ArgumentNullException>("operation", () => Model.Step(OneEntry(Registered), null!));
    }

    [Fact]
    public void Even_a_reference_count_that_no_caller_reaches_is_refused_in_the_originals_words()
    {
        State state = OneEntry(Registered);
        state = state with { Manager = state.Manager! with { ReferenceCount = -1 } };

        Assert.Equal((state, new Response.Refused("refcount", "refcount < 0")), Model.Step(state, new Ref(new(2))));
        Assert.Equal((state, new Response.Refused("refcount", "refcount <= 0")), Model.Step(state, new Unref(new(2))));
    }

    private static State OneEntry(Entry entry)
    {
        Manager manager = Model.Step(State.Initial, new Create(0, 7, 750, ManagerFlags.Enable)).State.Manager!;
        return State.Initial with { Manager = manager with { Size = 1, Entries = [entry], NextEntry = entry.Id.Value + 1 }, NextDevice = 3 };
    }
}
