using Checking;
using Clones;
using Harness;
using Harness.Claims;
using Harness.Port;
using Xunit;
using static Clones.Operation;

namespace Properties;

/// <summary>
/// Arguments that callers seldom give: in every state along sequences, each register and each device that could be asked about, with the
/// claims; and sequences with a type mask whose bits meet the unit numbers, the port in lockstep.
/// </summary>
public sealed class ArgumentTests
{
    private static readonly SearchBounds Bounds = new(Seed: 20_070_531, Sequences: 30, Length: 60);

    [Fact]
    public void Every_register_and_every_device_in_every_state_along_sequences_is_answered_as_claimed()
    {
        ClaimTally tally = new();
        Examine(State.Initial);
        new CloneSearch("arguments", new CloneLockstep(CloneSpecification.Model, []), CloneDrafts.Resolve, OperationText.Format, CloneChecks.ReplayCommand)
            .Search(Bounds, step =>
            {
                Examine(step.After);
                if (step is { Operation: Acquire acquire, Response: Response.Result { Error: Errno.None } })
                {
                    // Flags as if it were not registered, which only its device tells.
                    Examine(Model.Step(step.After, new SetDeviceFlags(acquire.Device, DeviceFlags.Alloc)).State);
                }
            });

        Assert.True(tally.Applied["register-names-what-does-not-fit-first"] > 10_000);
        Assert.True(tally.Applied["a-device-that-was-never-made-is-refused"] > 1_000);

        void Examine(State state)
        {
            foreach (Operation operation in Arguments(state))
            {
                Run<State, Operation, Response> run = new CloneLockstep(CloneSpecification.Model with { Initial = state }, DeviceLaws.All).Run(1, (_, _) => operation, tally);
                Assert.True(run.Failure is null, $"{operation} in {state}: {run.Failure}");
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(6)]
    public void Even_where_type_bits_meet_unit_numbers_model_and_port_agree(int typeMask) => Assert.Null(new CloneSearch(
            "claims:port",
            new CloneLockstep(CloneSpecification.Model, CloneClaims.All, static () => new PortSubject()),
            (state, draft) => Overlapping(state, draft, typeMask),
            OperationText.Format,
            CloneChecks.ReplayCommand,
            OperationTakeOut.Without)
        .Search(Bounds with { Sequences = 400 }).Counterexample?.ToString());

    /// <summary>Found by <c>verify</c>: an entry may have any unit number, -1 as well, where type bits fill up a negative one.</summary>
    [Theory]
    [InlineData(0xfffffe, -16777215, -1)]
    [InlineData(0, 0, 0)]
    [InlineData(0xfffffe, 1, 0xffffff)]
    public void A_device_made_for_something_else_is_refused_whatever_unit_the_entry_has(int typeMask, int unit, int given)
    {
        Operation[] operations =
        [
            new Create(typeMask, Limits.Any, 750, ManagerFlags.Enable),
            new Alloc(new(1), unit, typeMask, MemoryFails: false),
            new Register(new(0), Existing: DeviceId.Foreign),
        ];

        Run<State, Operation, Response> run = new CloneLockstep(CloneSpecification.Model, CloneClaims.All, static () => new PortSubject())
            .Run(operations);

        Assert.True(run.Failure is null, run.Failure?.ToString());
        Assert.Equal(new Response.Allocated(new(0), unit, null), run.Responses[1]);
        Assert.Equal(new Response.Refused("dev", $"invalid unit ce->unit=0x{given:x8} dev2unit=0x{~given:x8}"), run.Responses[2]);
    }

    private static IEnumerable<Operation> Arguments(State state)
    {
        DeviceId[] devices = [DeviceId.Foreign, .. (state.Manager?.Entries ?? []).Select(entry => entry.Device?.Id).OfType<DeviceId>(), new(state.NextDevice)];
        EntryId[] entries = [.. (state.Manager?.Entries ?? []).Select(entry => entry.Id), new(state.Manager?.NextEntry ?? 0)];
        return
        [
            .. devices.SelectMany(device => new Operation[] { new SetDeviceFlags(device, (DeviceFlags)8), new SetDeviceFlags(device, DeviceFlags.Alloc), new GetDeviceFlags(device) }),
            .. entries.SelectMany(entry => devices.Select(device => new Register(entry, Existing: device))),
            .. entries.SelectMany(entry => new Operation[] { new Register(entry), new Register(entry, Unit: 3) }),
        ];
    }

    /// <summary>Few kinds of operations, so that lists grow and shrink within one type.</summary>
    private static Operation Overlapping(State state, Draft draft, int typeMask)
    {
        if (state.Manager is not { } manager)
        {
            return new Create(typeMask, Limits.Any, 750, ManagerFlags.Enable | ManagerFlags.GcEnable);
        }

        Entry? waiting = manager.Entries.FirstOrDefault(entry => entry.Device is null);
        DeviceId[] devices = [.. manager.Entries.Select(entry => entry.Device?.Id).OfType<DeviceId>()];
        DeviceId device = devices.Length > 0 ? devices[draft.First % devices.Length] : DeviceId.Foreign;
        return draft.Kind switch
        {
            < 120 when waiting is not null => new Register(waiting.Id),
            < 130 => new Alloc(new(draft.First % 4), draft.Third < 200 ? Limits.Any : draft.Fourth & ~typeMask & 15, draft.Second & typeMask, MemoryFails: false),
            < 180 => new Acquire(device),
            < 220 => new Release(device),
            < 240 => new SetClock(new(state.Uptime.Seconds + 1, 0), state.WallSeconds),
            _ => new Gc(),
        };
    }
}
