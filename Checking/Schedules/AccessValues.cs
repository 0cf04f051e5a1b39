using System.Globalization;

namespace Checking.Schedules;

/// <summary>What each access of an execution read and wrote, as text.</summary>
internal sealed class AccessValues
{
    private readonly Dictionary<int, string> _texts = [];
    private readonly Dictionary<object, int> _objects = new(ReferenceEqualityComparer.Instance);
    private int _count;

    public void Clear()
    {
        _texts.Clear();
        _objects.Clear();
        _count = 0;
    }

    public void Note(int access, string text)
    {
        _texts[access] = text;
        _count = Math.Max(_count, access + 1);
    }

    public string[] ToArray()
    {
        string[] texts = new string[_count];
        for (int access = 0; access < _count; access++)
        {
            texts[access] = _texts.GetValueOrDefault(access, string.Empty);
        }

        return texts;
    }

    /// <summary>A value as it is written; an object by the place at which the execution came to it first, which is the same each time.</summary>
    public string Text<T>(T value) => value switch
    {
        null => "null",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        ValueType plain => $"{plain}",
        object instance => string.Create(CultureInfo.InvariantCulture, $"{instance.GetType().Name}#{NumberOf(instance)}"),
    };

    private int NumberOf(object instance)
    {
        _objects.TryAdd(instance, _objects.Count + 1);
        return _objects[instance];
    }
}
