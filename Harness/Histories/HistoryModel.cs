// A model of the format: its specification, and how its operations and answers are read from JSON. Models
// differ in all three types, so a history of any of them is read and checked behind RecordedHistory.
// The six models are in Models/; EventReader.cs reads the events.
using System.Text.Json;
using Checking.Linearizability;
using Harness.Histories.Models;

namespace Harness.Histories;

/// <summary>A model of the format.</summary>
public abstract class HistoryModel
{
    private protected HistoryModel()
    {
        // Closed: HistoryModel<,,> is the only one.
    }

    /// <summary>The models that the format knows.</summary>
    public static IReadOnlyList<HistoryModel> All { get; } =
    [
        RegisterModels.Register, RegisterModels.EtcdRegister, KeyValueModel.Model, SetModel.Model, NondeterministicRegisterModel.Model, QueueModel.Model,
    ];

    /// <summary>The name of the model.</summary>
    public abstract string Name { get; }

    /// <summary>Reads the events of a history.</summary>
    internal abstract RecordedHistory Read(HistoryHeader header, JsonElement events);
}

/// <summary>A model with its types.</summary>
/// <typeparam name="TState">The states.</typeparam>
/// <typeparam name="TOperation">The operations.</typeparam>
/// <typeparam name="TResponse">The responses.</typeparam>
internal sealed class HistoryModel<TState, TOperation, TResponse>(
    SequentialSpecification<TState, TOperation, TResponse> specification,
    Func<string, JsonArguments, TOperation?> readOperation,
    Func<TOperation, JsonValue, TResponse> readResponse)
    : HistoryModel
    where TState : notnull
    where TOperation : class
    where TResponse : class
{
    public override string Name => specification.Name;

    internal override RecordedHistory Read(HistoryHeader header, JsonElement events)
    {
        EventReader<TOperation, TResponse> reader = new(Name, readOperation, readResponse);
        return new RecordedHistory<TState, TOperation, TResponse>(header, specification, reader.Read(events));
    }
}
