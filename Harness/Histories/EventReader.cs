// Reads the events of one history, and refuses what no run can have recorded: an id that was used before, a
// return without an invoke, a process with two operations open. An invoke without a return is a pending
// operation. An event's place in the list is its time.
using System.Text.Json;
using Checking.Linearizability;
using Harness.Recordings;

namespace Harness.Histories;

/// <summary>Reads events of one model.</summary>
internal sealed class EventReader<TOperation, TResponse>(
    string model, Func<string, JsonArguments, TOperation?> readOperation, Func<TOperation, JsonValue, TResponse> readResponse)
    where TOperation : class
    where TResponse : class
{
    private readonly List<HistoryOperation<TOperation, TResponse>> _operations = [];
    private readonly Dictionary<long, int> _operationById = [];
    private readonly Dictionary<long, long> _openByProcess = [];

    public History<TOperation, TResponse> Read(JsonElement events)
    {
        long time = 0;
        foreach (JsonValue item in new JsonValue(events, "events").Items("an array of events"))
        {
            JsonFields fields = new(item);
            fields.Expect("process", "kind", "id", "op", "args", "result", "unknown");
            switch (fields["kind"].Text())
            {
                case "invoke":
                    Invoke(fields, time++);
                    break;
                case "return":
                    Return(fields, time++);
                    break;
                default:
                    throw fields["kind"].Wrong("\"invoke\" or \"return\"");
            }
        }

        return new(_operations);
    }

    private void Invoke(JsonFields fields, long time)
    {
        fields.Refuse("invoke", "result", "unknown");
        long process = fields["process"].Integer();
        long id = fields["id"].Integer();
        if (_operationById.ContainsKey(id))
        {
            throw new FieldException(fields["id"].Path, $"id {id} was used before");
        }

        if (!_openByProcess.TryAdd(process, id))
        {
            throw new FieldException(fields["process"].Path, $"process {process} has operation {_openByProcess[process]} open, and invokes operation {id}");
        }

        string name = fields["op"].Text();
        TOperation operation = readOperation(name, new JsonArguments(fields["args"]))
            ?? throw new FieldException(fields["op"].Path, $"model {model} has no operation '{name}'");
        _operationById.Add(id, _operations.Count);
        _operations.Add(new(process, operation, Answer<TResponse>.Unseen, time, Returned: null));
    }

    private void Return(JsonFields fields, long time)
    {
        fields.Refuse("return", "op", "args");
        long process = fields["process"].Integer();
        long id = fields["id"].Integer();
        if (!_operationById.TryGetValue(id, out int index))
        {
            throw new FieldException(fields["id"].Path, $"operation {id} returns without an invoke");
        }

        HistoryOperation<TOperation, TResponse> operation = _operations[index];
        if (operation.Returned is not null)
        {
            throw new FieldException(fields["id"].Path, $"operation {id} returns a second time");
        }

        if (operation.Process != process)
        {
            throw new FieldException(fields["process"].Path, $"operation {id} was invoked by process {operation.Process}, and returns to process {process}");
        }

        Answer<TResponse> answer = Answer<TResponse>.Unseen;
        if (fields.Optional("unknown")?.Boolean() ?? false)
        {
            _ = fields.Optional("result")?.Null(0);
        }
        else
        {
            answer = Answer<TResponse>.Of(readResponse(operation.Operation, fields["result"]));
        }

        _openByProcess.Remove(process);
        _operations[index] = operation with { Answer = answer, Returned = time };
    }
}

/// <summary>The fields of one JSON object.</summary>
internal sealed class JsonFields
{
    private readonly JsonValue _object;

    public JsonFields(JsonValue value, string what = "an object")
    {
        _object = value.Element.ValueKind == JsonValueKind.Object ? value : throw value.Wrong(what);
    }

    public JsonValue this[string name] => Optional(name) ?? throw new FieldException(PathOf(name), "missing");

    public JsonValue? Optional(string name) => _object.Element.TryGetProperty(name, out JsonElement element) ? new JsonValue(element, PathOf(name)) : null;

    public void Expect(params ReadOnlySpan<string> known)
    {
        foreach (JsonProperty field in _object.Element.EnumerateObject())
        {
            if (!known.Contains(field.Name))
            {
                throw new FieldException(PathOf(field.Name), $"unknown field; expected {string.Join(", ", known)}");
            }
        }
    }

    public void Refuse(string kind, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (_object.Element.TryGetProperty(name, out _))
            {
                throw new FieldException(PathOf(name), $"not a field of an event of kind {kind}");
            }
        }
    }

    private string PathOf(string name) => _object.Path.Length == 0 ? name : $"{_object.Path}.{name}";
}
