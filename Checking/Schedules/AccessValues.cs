using System.Globalization;
using System.Runtime.CompilerServices;

namespace Checking.Schedules;

/// <summary>What each access of an execution read and wrote, as text.</summary>
internal sealed class AccessValues
{
    private readonly Dictionary<int, string> _texts = [];
    private int _count;

    public void Clear()
    {
        _texts.Clear();
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

    public static string Text<T>(T value) => value switch
    {
        null => "null",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        object instance => $"{instance.GetType().Name}#{RuntimeHelpers.GetHashCode(instance) % 1000}",
    };
}
