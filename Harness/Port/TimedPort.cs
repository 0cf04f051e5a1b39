using Checking;
using Checking.Scenarios;
using Clones;

namespace Harness.Port;

/// <summary>The port, whose answers carry the reading of the clock that they rest on: what threads at once are given to drive.</summary>
public sealed class TimedPort : ISubject<State, Operation, TimedResponse<Response>>, IRescannable, ICallingBack, IDisposable
{
    private readonly PortSubject _port = new();

    /// <inheritdoc />
    public Action? Callback
    {
        get => _port.Callback;
        set => _port.Callback = value;
    }

    /// <inheritdoc />
    public TimedResponse<Response> Apply(Operation operation)
    {
        long? outer = PortTime.LastRead; // of the operation that has called back, where one has
        PortTime.LastRead = null;
        try
        {
            Response response = _port.Apply(operation);
            return new(response, PortTime.LastRead);
        }
        finally
        {
            PortTime.LastRead = outer;
        }
    }

    /// <inheritdoc />
    public State Observe() => _port.Observe();

    /// <inheritdoc />
    public IReadOnlyList<string> FindDerivedErrors() => _port.FindDerivedErrors();

    /// <inheritdoc />
    public void Dispose() => _port.Dispose();
}
