namespace Harness.Recordings;

/// <summary>Input that cannot be read: where, what stands there, and what was expected.</summary>
/// <param name="line">The line of the file, from 1.</param>
/// <param name="path">The field, as a path such as <c>ops[3].args.pid</c>, or empty for the line as a whole.</param>
/// <param name="problem">What stands there, and what was expected.</param>
public sealed class UnreadableException(long line, string path, string problem)
    : Exception($"line {line}: {(path.Length == 0 ? problem : $"{path}: {problem}")}")
{
    /// <summary>The field, what stands there, and what was expected: the message without the line.</summary>
    public string Problem => path.Length == 0 ? problem : $"{path}: {problem}";

    /// <summary>The line of the file, from 1.</summary>
    public long Line => line;

    /// <summary>The field, or empty for the line as a whole.</summary>
    public string Field => path;
}
