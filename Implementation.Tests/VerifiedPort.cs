// The port with its indexes held to a rescan after each operation, and with small blocks, so that a few
// dozen entries split and join them. And at rest: nothing is underway, no entry is marked, a sweep has left nothing behind.
using Checking;
using Clones;
using DeviceClones;
using Harness.Port;

namespace Implementation.Tests;

/// <summary>A port that throws when an index is wrong.</summary>
/// <param name="every">After how many operations the indexes are checked.</param>
internal sealed class VerifiedPort(int every) : ISubject<State, Operation, Response>, IDisposable
{
    private const int SmallBlock = 4;

    private readonly PortSubject _port = new(static (options, destroy) => new CloneManager<PortDevice>(options, destroy, SmallBlock));
    private int _operations;

    public CloneManager<PortDevice>? Manager => _port.Manager;

    public Response Apply(Operation operation)
    {
        Response response = _port.Apply(operation);
        _operations++;
        if (_operations % every == 0 && _port.Manager is { } manager && (string[])[.. manager.FindIndexErrors(), .. FindUnrest(manager)] is [_, ..] errors)
        {
            throw new InvalidOperationException($"after {operation}: {string.Join("; ", errors)}");
        }

        return response;
    }

    private static IEnumerable<string> FindUnrest(CloneManager<PortDevice> manager)
    {
        if (ControlWord.StageOf(Accessor<PortDevice>.Control(manager)) is not Stage.Open and var stage)
        {
            yield return $"control is {stage}";
        }

        if (Accessor<PortDevice>.Found(manager).Count > 0)
        {
            yield return "a sweep has left something behind";
        }

        SlotTable slots = Accessor<PortDevice>.Slots(manager);
        for (int slot = 0; slot < slots.SlotCount; slot++)
        {
            if (SlotWord.PendingOf(slots[slot].Word) is not Pending.None and var pending)
            {
                yield return $"slot {slot} is marked: {pending}";
            }

            if (slots.PageOf(slot).Found != 0)
            {
                yield return $"slot {slot} is in a page with something found";
            }
        }
    }

    public State Observe() => _port.Observe();

    public void Dispose() => _port.Dispose();
}
