namespace Example;

/// <summary>A queue with a fixed number of places: one thread puts, any number of threads take and count. Nobody waits.</summary>
public interface IRing
{
    /// <summary>Puts a value behind all others. Only one thread at a time may do so.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether there was a place for it.</returns>
    bool TryPut(int value);

    /// <summary>Takes the value that was put first.</summary>
    /// <param name="value">The value, if there was one.</param>
    /// <returns>Whether there was one.</returns>
    bool TryTake(out int value);

    /// <summary>How many values there are.</summary>
    /// <returns>How many there were at some moment of the call.</returns>
    int Count();

    /// <summary>The values, when nobody puts or takes.</summary>
    /// <returns>The values, the first one first.</returns>
    IReadOnlyList<int> Values();
}
