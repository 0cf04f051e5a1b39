// The words of the recordings' format and what they stand for: a call by name, its numbers, and what
// it returned, put into the model's vocabulary. This is the one place that knows both.
using Clones;
using static Clones.Operation;

namespace Harness.Recordings;

/// <summary>The names that the format has.</summary>
internal static class TraceVocabulary
{
    public static readonly string[] Names =
    [
        "op", "args", "ret", "state", "destroyed", "entries", "tsp", "size", "refcount", "typemask", "maxunit", "deadline", "flags",
        "dev", "pid", "unit", "tmask", "fail", "entry", "sec", "nsec", "wall", "value", "count", "error", "panic", "trace", "kind", "ops",
        "alloc", "acquire", "ref", "register", "clock", "release", "unref", "threads", "gc", "busy", "setflags", "setmaxunit", "precision",
        "setdeadline", "getsize", "setdevflags", "create", "enable", "destroy", "getdevflags", "getdevtime", "getflags", "getdeadline",
        "getmaxunit", "disable", "gettime",
    ];
}

/// <summary>A field that is missing, unknown, or no number of its range.</summary>
public sealed class FieldException(string path, string problem) : Exception(problem)
{
    /// <summary>The field, as a path within its operation.</summary>
    public string Path => path;
}

/// <summary>The numbers of one JSON object, by name. Few, so a list serves.</summary>
internal sealed class Numbers(string path)
{
    private readonly List<(string Name, long Value, bool IsTaken)> _numbers = new(8);

    /// <summary>A number that fits a 32-bit word, with or without a sign.</summary>
    public static bool IsWord(long value) => value is >= int.MinValue and <= uint.MaxValue;

    public void Add(string name, long value)
    {
        if (_numbers.Exists(number => string.Equals(number.Name, name, StringComparison.Ordinal)))
        {
            throw new FieldException($"{path}.{name}", "given twice");
        }

        _numbers.Add((name, value, false));
    }

    public long Take(string name)
    {
        for (int place = 0; place < _numbers.Count; place++)
        {
            if (string.Equals(_numbers[place].Name, name, StringComparison.Ordinal))
            {
                long value = _numbers[place].Value;
                _numbers[place] = (name, value, true);
                return value;
            }
        }

        throw new FieldException($"{path}.{name}", "missing");
    }

    public uint Unsigned(string name)
    {
        long value = Take(name);
        return IsWord(value) ? unchecked((uint)value) : throw new FieldException($"{path}.{name}", $"expected a 32-bit number, found {value}");
    }

    public int Signed(string name) => unchecked((int)Unsigned(name));

    public Timestamp Time(string name) => new(Take($"{name}.sec"), Take($"{name}.nsec"));

    public void NoMore()
    {
        int unknown = _numbers.FindIndex(static number => !number.IsTaken);
        if (unknown >= 0)
        {
            throw new FieldException($"{path}.{_numbers[unknown].Name}", "unknown field");
        }
    }
}

/// <summary>What a recorded call returned: null, a number, an object of numbers, or a panic.</summary>
internal sealed record RecordedReturn(long? Number, Numbers? Fields, string? Panic);

/// <summary>One recorded call, in the words of the format.</summary>
internal sealed record RecordedCall(string Name, Numbers Arguments, RecordedReturn Return, List<DeviceId>? Destroyed)
{
    public Operation ToOperation()
    {
        Operation operation = Name switch
        {
            "clock" => new SetClock(new Timestamp(Arguments.Take("sec"), Arguments.Take("nsec")), Arguments.Take("wall")),
            "precision" => new SetPrecision(Arguments.Signed("value")),
            "create" => new Create(
                Arguments.Signed("typemask"), Arguments.Signed("maxunit"), Arguments.Signed("deadline"), (ManagerFlags)Arguments.Unsigned("flags")),
            "destroy" => new Destroy(),
            "enable" => new Enable(),
            "disable" => new Disable(),
            "busy" => new Busy(),
            "getsize" => new GetSize(),
            "getmaxunit" => new GetMaxUnit(),
            "setmaxunit" => new SetMaxUnit(Arguments.Signed("maxunit")),
            "getdeadline" => new GetDeadline(),
            "setdeadline" => new SetDeadline(Arguments.Signed("deadline")),
            "getflags" => new GetFlags(),
            "setflags" => new SetFlags((ManagerFlags)Arguments.Unsigned("flags")),
            "gettime" => new GetTime(),
            "gc" => new Gc(),
            "alloc" => new Alloc(
                new ProcessId(Arguments.Signed("pid")), Arguments.Signed("unit"), Arguments.Signed("tmask"), Arguments.Signed("fail") != 0),
            "register" => new Register(new EntryId(Arguments.Signed("entry"))),
            "acquire" => new Acquire(Device),
            "release" => new Release(Device),
            "ref" => new Ref(Device),
            "unref" => new Unref(Device),
            "getdevtime" => new GetDeviceTime(Device),
            "getdevflags" => new GetDeviceFlags(Device),
            "setdevflags" => new SetDeviceFlags(Device, (DeviceFlags)Arguments.Unsigned("flags")),
            "threads" => new SetThreads(Device, Arguments.Signed("count")),
            _ => throw new FieldException("op", $"unknown operation '{Name}'; expected alloc, register, acquire, release, ref, unref, gc, ..."),
        };
        Arguments.NoMore();
        return operation;
    }

    public Response ToResponse()
    {
        if (Destroyed is { Count: > 0 } && (Return.Panic is not null || Name is not ("gc" or "unref" or "destroy")))
        {
            throw new FieldException("destroyed", Return.Panic is null ? $"{Name} destroys nothing" : "who panics has destroyed nothing");
        }

        if (Return.Panic is not null)
        {
            return new Response.Refused(string.Empty, Return.Panic);
        }

        return Name switch
        {
            "clock" or "precision" or "create" or "threads" => Nothing(new Response.Done()),
            "destroy" => Nothing(new Response.ManagerDestroyed(DestroyedDevices)),
            "enable" or "disable" or "busy" or "acquire" or "release" => new Response.Result((Errno)Number),
            "getsize" or "getmaxunit" or "setmaxunit" or "getdeadline" or "setdeadline" or "ref" => new Response.Number(Number),
            "getflags" or "setflags" => new Response.OfManager((ManagerFlags)unchecked((uint)Number)),
            "getdevflags" or "setdevflags" => new Response.OfDevice((DeviceFlags)unchecked((uint)Number)),
            "gettime" or "getdevtime" => Object(fields => new Response.TimeOf((Errno)fields.Signed("error"), fields.Time("tsp"))),
            "alloc" => Object(fields => new Response.Allocated(
                OneOrNone(fields, "entry") is { } entry ? new EntryId(entry) : null,
                fields.Signed("unit"),
                OneOrNone(fields, "dev") is { } device ? new DeviceId(device) : null)),
            "register" => new Response.Registered(new DeviceId(Number)),
            "gc" => new Response.Swept(Number, DestroyedDevices),
            "unref" => new Response.Unreferenced(Number, DestroyedDevices),
            _ => throw new FieldException("op", $"unknown operation '{Name}'"),
        };
    }

    private DeviceId Device => new(Arguments.Signed("dev"));

    private ValueList<DeviceId> DestroyedDevices => [.. Destroyed ?? throw new FieldException("destroyed", "missing")];

    private int Number => Return.Number is { } number && Numbers.IsWord(number)
        ? unchecked((int)number)
        : throw new FieldException("ret", $"expected a 32-bit number, found {Return.Number?.ToString() ?? "none"}");

    private static int? OneOrNone(Numbers fields, string name) => fields.Signed(name) switch
    {
        -1 => null,
        >= 0 and int number => number,
        int number => throw new FieldException($"ret.{name}", $"expected a number, or -1 for none, found {number}"),
    };

    private Response Nothing(Response response) => Return is { Number: null, Fields: null }
        ? response
        : throw new FieldException("ret", $"expected null, found {Return.Number?.ToString() ?? "an object"}");

    private Response Object(Func<Numbers, Response> make)
    {
        Numbers fields = Return.Fields ?? throw new FieldException("ret", "expected an object");
        Response response = make(fields);
        fields.NoMore();
        return response;
    }
}
