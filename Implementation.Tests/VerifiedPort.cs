// The port held to what it is at rest after each operation, its indexes to a rescan, and with small blocks, so that a
// few dozen entries split and join them.
using Checking;
using Clones;
using DeviceClones;
using Harness.Port;

namespace Implementation.Tests;

/// <summary>A port that throws when something is wrong at rest.</summary>
/// <param name="every">After how many operations it is checked.</param>
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
        if (_operations % every == 0 && _port.Manager is { } manager && manager.FindErrors() is [_, ..] errors)
        {
            throw new InvalidOperationException($"after {operation}: {string.Join("; ", errors)}");
        }

        return response;
    }

    public State Observe() => _port.Observe();

    public void Dispose() => _port.Dispose();
}
