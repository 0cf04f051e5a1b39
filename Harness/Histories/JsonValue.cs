// JSON values that know where they stand: what is not of the wanted type is a FieldException that says
// the place, what was expected, and what was found.
using System.Text.Json;
using Harness.Recordings;

namespace Harness.Histories;

/// <summary>A value and its place.</summary>
/// <param name="Element">The value.</param>
/// <param name="Path">Its place.</param>
internal readonly record struct JsonValue(JsonElement Element, string Path)
{
    public bool IsNull => Element.ValueKind == JsonValueKind.Null;

    public T Null<T>(T value) => IsNull ? value : throw Wrong("null");

    public bool Boolean() => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("true or false"),
    };

    public long Integer() =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt64(out long number) ? number : throw Wrong("a 64-bit integer");

    public string Text() => Element.ValueKind == JsonValueKind.String ? Element.GetString()! : throw Wrong("a string");

    public List<long> Integers()
    {
        List<long> numbers = [];
        foreach (JsonValue item in Items("an array of integers"))
        {
            numbers.Add(item.Integer());
        }

        return numbers;
    }

    public List<JsonValue> Items(string expected)
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(expected);
        }

        List<JsonValue> items = new(Element.GetArrayLength());
        foreach (JsonElement item in Element.EnumerateArray())
        {
            items.Add(new JsonValue(item, $"{Path}[{items.Count}]"));
        }

        return items;
    }

    public FieldException Wrong(string expected)
    {
        string found = Element.GetRawText();
        return new FieldException(Path, $"expected {expected}, found {(found.Length <= 60 ? found : string.Concat(found.AsSpan(0, 57), "..."))}");
    }
}

/// <summary>The arguments of an operation.</summary>
internal readonly struct JsonArguments(JsonValue arguments)
{
    private readonly List<JsonValue> _items = arguments.Items("an array of arguments");
    private readonly JsonValue _arguments = arguments;

    public T None<T>(T operation) => _items is [] ? operation : throw _arguments.Wrong("no argument");

    public T One<T>(Func<JsonValue, T> make) => _items is [JsonValue only] ? make(only) : throw _arguments.Wrong("one argument");

    public T Two<T>(Func<JsonValue, JsonValue, T> make) => _items is [JsonValue first, JsonValue second] ? make(first, second) : throw _arguments.Wrong("two arguments");
}
