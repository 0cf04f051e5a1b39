// What makes two states the same in an exhaustive search, written down as small numbers. States whose
// forms are equal must behave alike: only one of them is explored. The search keeps a 128-bit
// fingerprint of the form, not the form: 2^-128 a pair is the chance that two forms are taken for one.
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Checking;

/// <summary>Takes the canonical form of one state, number by number.</summary>
public sealed class CanonicalForm
{
    private readonly List<byte> _bytes = [];

    /// <summary>The form written so far.</summary>
    public ReadOnlySpan<byte> Written => CollectionsMarshal.AsSpan(_bytes);

    /// <summary>The fingerprint of the form (XXH128).</summary>
    public UInt128 Fingerprint => XxHash128.HashToUInt128(Written);

    /// <summary>Begins another form.</summary>
    public void Clear() => _bytes.Clear();

    /// <summary>Adds a number. Small ones that are not negative take one byte.</summary>
    /// <param name="number">Any number.</param>
    public void Add(int number)
    {
        uint rest = unchecked((uint)number);
        while (rest >= 0x80)
        {
            _bytes.Add((byte)(rest | 0x80));
            rest /= 0x80;
        }

        _bytes.Add((byte)rest);
    }

    /// <summary>
    /// Adds how many numbers there are, and then each: of two lists that are written one after the other nobody could else tell where the
    /// first one ends.
    /// </summary>
    /// <param name="numbers">The numbers.</param>
    public void Add(IReadOnlyCollection<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        Add(numbers.Count);
        foreach (int number in numbers)
        {
            Add(number);
        }
    }
}
