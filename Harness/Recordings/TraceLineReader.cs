// Reads one line of a recording. Fields may stand in any order, and each is read at most once; the
// operation is put together when all of them are known. Errors name the field by its path.
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Clones;

namespace Harness.Recordings;

/// <summary>Reads one trace.</summary>
internal ref struct TraceLineReader
{
    private readonly long _line;
    private Utf8JsonReader _json;
    private int _operation = -1;

    private TraceLineReader(ReadOnlySpan<byte> text, long line)
    {
        _json = new Utf8JsonReader(text);
        _line = line;
    }

    public static Trace Read(ReadOnlySpan<byte> text, long line)
    {
        TraceLineReader reader = new(text, line);
        try
        {
            return reader.ReadTrace();
        }
        catch (JsonException exception)
        {
            throw new UnreadableException(line, reader.Place(string.Empty), JsonLinesFile.Explain(exception));
        }
        catch (FieldException exception)
        {
            throw new UnreadableException(line, reader.Place(exception.Path), exception.Message);
        }
    }

    private Trace ReadTrace()
    {
        long? number = null;
        string? kind = null;
        List<RecordedOperation>? operations = null;
        Next();
        Expect(JsonTokenType.StartObject, string.Empty, "an object {\"trace\": ..., \"kind\": ..., \"ops\": [...]}");
        while (NextName() is { } name)
        {
            switch (name)
            {
                case "trace" when number is null:
                    number = ReadNumber("trace");
                    break;
                case "kind" when kind is null:
                    kind = ReadText("kind");
                    break;
                case "ops" when operations is null:
                    operations = ReadOperations();
                    break;
                default:
                    throw Unreadable(name, name is "trace" or "kind" or "ops" ? "it stands here a second time" : "unknown field; expected trace, kind, ops");
            }
        }

        if (_json.Read())
        {
            throw Unreadable(string.Empty, "something stands behind the trace");
        }

        return new Trace(
            number ?? throw Unreadable("trace", "missing"),
            kind ?? throw Unreadable("kind", "missing"),
            _line,
            operations ?? throw Unreadable("ops", "missing"));
    }

    private List<RecordedOperation> ReadOperations()
    {
        List<RecordedOperation> operations = [];
        Next();
        Expect(JsonTokenType.StartArray, "ops", "an array");
        while (Next() != JsonTokenType.EndArray)
        {
            _operation = operations.Count;
            operations.Add(ReadOperation());
        }

        _operation = -1;
        return operations;
    }

    private RecordedOperation ReadOperation()
    {
        string? name = null;
        Numbers? arguments = null;
        RecordedReturn? recordedReturn = null;
        List<DeviceId>? destroyed = null;
        RecordedState? state = null;
        Expect(JsonTokenType.StartObject, string.Empty, "an object {\"op\": ..., \"args\": {...}, \"ret\": ...}");
        while (NextName() is { } field)
        {
            switch (field)
            {
                case "op" when name is null:
                    name = ReadText("op");
                    break;
                case "args" when arguments is null:
                    Next();
                    arguments = ReadNumbers("args");
                    break;
                case "ret" when recordedReturn is null:
                    recordedReturn = ReadReturn();
                    break;
                case "destroyed" when destroyed is null:
                    destroyed = [];
                    foreach (long device in ReadArray("destroyed"))
                    {
                        destroyed.Add(new DeviceId(Signed(device, "destroyed")));
                    }

                    break;
                case "state" when state is null:
                    state = ReadState();
                    break;
                default:
                    throw Unreadable(field, field is "op" or "args" or "ret" or "destroyed" or "state" ? "it stands here a second time" : "unknown field; expected op, args, ret, destroyed, state");
            }
        }

        RecordedCall call = new(
            name ?? throw Unreadable("op", "missing"),
            arguments ?? throw Unreadable("args", "missing"),
            recordedReturn ?? throw Unreadable("ret", "missing"),
            destroyed);
        return new RecordedOperation(call.ToOperation(), new RecordedAnswer(call.ToResponse()), state);
    }

    private RecordedReturn ReadReturn()
    {
        switch (Next())
        {
            case JsonTokenType.Null:
                return new RecordedReturn(null, null, null);
            case JsonTokenType.Number:
                return new RecordedReturn(Number("ret"), null, null);
            case JsonTokenType.StartObject:
                Utf8JsonReader start = _json;
                if (NextName() is "panic")
                {
                    string panic = ReadText("ret.panic");
                    return NextName() is { } more ? throw Unreadable($"ret.{more}", "unknown field beside panic") : new RecordedReturn(null, null, panic);
                }

                _json = start;
                return new RecordedReturn(null, ReadNumbers("ret"), null);
            default:
                throw Unreadable("ret", $"expected a number, null or an object, found {Found()}");
        }
    }

    private RecordedState ReadState()
    {
        Numbers fields = new("state");
        List<Entry>? entries = null;
        Next();
        Expect(JsonTokenType.StartObject, "state", "an object");
        while (NextName() is { } field)
        {
            if (field is "entries")
            {
                entries = entries is null ? ReadEntries() : throw Unreadable("state.entries", "it stands here a second time");
            }
            else
            {
                ReadNumberOrTimestamp(fields, field, "state");
            }
        }

        Manager manager = new(
            fields.Signed("typemask"),
            fields.Signed("maxunit"),
            fields.Signed("deadline"),
            (ManagerFlags)fields.Unsigned("flags"),
            fields.Signed("refcount"),
            fields.Time("tsp"),
            fields.Signed("size"),
            [.. entries ?? throw Unreadable("state.entries", "missing")],
            NextEntry: -1);
        fields.NoMore();
        return new RecordedState(manager);
    }

    private List<Entry> ReadEntries()
    {
        const string Field = "state.entries";
        List<Entry> entries = [];
        Next();
        Expect(JsonTokenType.StartArray, Field, "an array");
        while (Next() != JsonTokenType.EndArray)
        {
            string field = Field;
            Expect(JsonTokenType.StartArray, field, "an array [serial, unit, flags, pid, sec, nsec, device, threads]");
            Eight values = default;
            int count = 0;
            while (Next() != JsonTokenType.EndArray)
            {
                long value = Number(field);
                if (count < 8)
                {
                    values[count] = value;
                }

                count++;
            }

            if (count != 8)
            {
                throw Unreadable($"{Field}[{entries.Count}]", $"expected 8 numbers [serial, unit, flags, pid, sec, nsec, device, threads], found {count}");
            }

            Device? device = values[6] == -1 ? null : new Device(new DeviceId(Signed(values[6], field)), Signed(values[7], field));
            entries.Add(new Entry(
                new EntryId(Signed(values[0], field)),
                Signed(values[1], field),
                (DeviceFlags)unchecked((uint)Signed(values[2], field)),
                new ProcessId(Signed(values[3], field)),
                new Timestamp(values[4], values[5]),
                device));
        }

        return entries;
    }

    private Numbers ReadNumbers(string path)
    {
        Expect(JsonTokenType.StartObject, path, "an object");
        Numbers numbers = new(path);
        while (NextName() is { } field)
        {
            ReadNumberOrTimestamp(numbers, field, path);
        }

        return numbers;
    }

    private void ReadNumberOrTimestamp(Numbers numbers, string field, string path)
    {
        if (field is not "tsp")
        {
            numbers.Add(field, ReadNumber($"{path}.{field}"));
            return;
        }

        string tsp = $"{path}.tsp";
        List<long> parts = ReadArray(tsp);
        if (parts.Count != 2)
        {
            throw Unreadable(tsp, $"expected [seconds, nanoseconds], found {parts.Count} numbers");
        }

        numbers.Add("tsp.sec", parts[0]);
        numbers.Add("tsp.nsec", parts[1]);
    }

    private List<long> ReadArray(string field)
    {
        List<long> numbers = [];
        Next();
        Expect(JsonTokenType.StartArray, field, "an array of numbers");
        while (Next() != JsonTokenType.EndArray)
        {
            numbers.Add(Number(field));
        }

        return numbers;
    }

    private JsonTokenType Next() => _json.Read() ? _json.TokenType : throw Unreadable(string.Empty, "the line ends too early");

    private string? NextName() => Next() == JsonTokenType.EndObject ? null : Text(string.Empty);

    /// <summary>A name or a text. The names of the format are constants: no new string for each of a million fields.</summary>
    private string Text(string field)
    {
        // Written with escapes, no name of the format looks as it does here.
        foreach (string known in TraceVocabulary.Names)
        {
            if (known.Length == _json.ValueSpan.Length && Ascii.Equals(_json.ValueSpan, known))
            {
                return known;
            }
        }

        try
        {
            return _json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Unreadable(field, "expected UTF-8, found other bytes, or half of a pair of surrogates");
        }
    }

    private long ReadNumber(string field)
    {
        Next();
        return Number(field);
    }

    private long Number(string field) =>
        _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out long value)
            ? value
            : throw Unreadable(field, $"expected a whole number, found {Found()}");

    private int Signed(long value, string field) =>
        Numbers.IsWord(value) ? unchecked((int)value) : throw Unreadable(field, $"expected a 32-bit number, found {value}");

    private string ReadText(string field) =>
        Next() == JsonTokenType.String ? Text(field) : throw Unreadable(field, $"expected a text, found {Found()}");

    private void Expect(JsonTokenType type, string field, string what)
    {
        if (_json.TokenType != type)
        {
            throw Unreadable(field, $"expected {what}, found {Found()}");
        }
    }

    private string Found() => _json.TokenType switch
    {
        JsonTokenType.StartObject or JsonTokenType.EndObject => "an object",
        JsonTokenType.StartArray or JsonTokenType.EndArray => "an array",
        JsonTokenType.String => $"\"{Encoding.UTF8.GetString(_json.ValueSpan)}\"",
        _ => Encoding.UTF8.GetString(_json.ValueSpan),
    };

    private UnreadableException Unreadable(string field, string problem) => new(_line, Place(field), problem);

    private string Place(string field) => _operation < 0 ? field : field.Length == 0 ? $"ops[{_operation}]" : $"ops[{_operation}].{field}";

    [InlineArray(8)]
    private struct Eight
    {
        private long _first;
    }
}
