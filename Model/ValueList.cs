// An immutable list that is equal to each list of equal items: State and Response need it, so that
// "the same state" and "the same answer" mean what a reader expects. Plain copying, no sharing.
using System.Collections;
using System.Runtime.CompilerServices;

namespace Clones;

/// <summary>An immutable list with value equality.</summary>
/// <typeparam name="T">The items; compared by their own equality.</typeparam>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
public sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] _items;

    internal ValueList(T[] items) => _items = items;

    /// <inheritdoc />
    public int Count => _items.Length;

    /// <inheritdoc />
    public T this[int index] => _items[index];

    /// <summary>The items, without a copy.</summary>
    public ReadOnlySpan<T> Items => _items;

    /// <summary>This list with one more item, at <paramref name="index"/>.</summary>
    /// <param name="index">0 to <see cref="Count"/>.</param>
    /// <param name="item">The item.</param>
    /// <returns>The longer list.</returns>
    public ValueList<T> Insert(int index, T item) => new([.. _items[..index], item, .. _items[index..]]);

    /// <summary>This list with another item at <paramref name="index"/>.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="item">The item.</param>
    /// <returns>The list of the same length.</returns>
    public ValueList<T> Replace(int index, T item)
    {
        T[] items = (T[])_items.Clone();
        items[index] = item;
        return new(items);
    }

    /// <inheritdoc />
    public bool Equals(ValueList<T>? other) =>
        ReferenceEquals(this, other) || (other is not null && Items.SequenceEqual(other.Items, EqualityComparer<T>.Default));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (T item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public override string ToString() => $"[{string.Join(", ", _items)}]";

    /// <inheritdoc />
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}

/// <summary>Makes lists for collection expressions.</summary>
public static class ValueList
{
    /// <summary>A list of <paramref name="items"/>.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="items">Copied.</param>
    /// <returns>The list.</returns>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
